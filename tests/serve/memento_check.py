"""Travels in time with two Memento clients that others made.

Usage: memento_check.py URL. URL is where `annals serve` serves an archive built
by `annals demo`. `memento-client` negotiates
versions of events, natively and by the TimeGate's address; `memento-cli` reads
TimeMaps. Prints what is wrong; exit status 1 if anything is.
"""

import datetime
import json
import sys
import urllib.request

import requests
from memento_cli import memento as cli
from memento_client import MementoClient

SECOND = datetime.timedelta(seconds=1)


def check(holds, what):
    if not holds:
        raise AssertionError(what)


def revised(url):
    """The pages of events that were changed, with the times of their versions."""
    with urllib.request.urlopen(f"{url}/index.json") as home:
        years = json.load(home)
    pages = []
    for month in ("2015/10", "2015/11", "2015/12", "2016/09"):
        answer = requests.get(f"{url}/news/{month}/index.json", timeout=30)
        if answer.status_code != 200:
            continue
        for section in answer.json().get("sections", []):
            pages += [item["url"] for item in section["items"]]
    check(years and pages, "the archive has no pages")
    found = []
    for page in dict.fromkeys(pages):
        event = requests.get(f"{url}{page}.json", timeout=30).json()
        if len(event["changes"]) > 1 and event["changes"][-1].get("known_at"):
            found.append((event["id"], page))
    return found


def travel(url, original, native):
    client = MementoClient(timegate_uri=f"{url}/timegate/", check_native_timegate=native)
    maps = cli.get_timemap_url(original)
    check(maps == f"{url}/timemap/link/{original}", f"the page names no TimeMap: {maps}")
    times = requests.get(f"{url}/timemap/json/{original}", timeout=30).json()["mementos"]["list"]
    times = [datetime.datetime.fromisoformat(t["datetime"]).replace(tzinfo=None) for t in times]
    check(len(times) > 1 and times == sorted(times), f"{original}: {times}")
    for at, time in enumerate(times):
        for wanted, found in [(time, at), (time - SECOND, max(at - 1, 0)), (time + SECOND, at)]:
            if at + 1 < len(times) and wanted >= times[at + 1]:
                continue
            info = client.get_memento_info(original, wanted)
            check(info["original_uri"] == original, f"original: {info['original_uri']}")
            check(info["timegate_uri"] == f"{url}/timegate/{original}", f"{info['timegate_uri']}")
            closest = info["mementos"]["closest"]
            check(closest["http_status_code"] == 200, f"{closest}")
            check(closest["datetime"] == times[found], f"{wanted}: {closest}, not {times[found]}")
            check(info["mementos"]["first"]["datetime"] == times[0], "first")
            check(info["mementos"]["last"]["datetime"] == times[-1], "last")
            if found:
                check(info["mementos"]["prev"]["datetime"] == times[found - 1], "prev")
            if found + 1 < len(times):
                check(info["mementos"]["next"]["datetime"] == times[found + 1], "next")
            memento = closest["uri"][0]
            check(client.is_memento(memento), f"{memento} is none")
            # A memento leads back to its original.
            check(client.get_original_uri(memento) == original, "the way back")
    listed = cli.get_mementos(maps)
    # This client lists what is neither the first nor the last.
    check([m.datetime for m in listed] == times[1:-1], f"TimeMap: {listed}")
    return len(times)


def main(url):
    events = revised(url)
    check(events, "no event was ever changed")
    for _, page in events[:5]:
        for suffix in (".html", ".json", ".md", ".xml"):
            for native in (True, False):
                travel(url, f"{url}{page}{suffix}", native)
    _, page = events[0]
    original = f"{url}{page}.html"
    before = requests.get(f"{url}/web/1990/{original}", timeout=30)
    check("memento-datetime" in before.headers, "before the first comes the first")
    check(before.headers["memento-datetime"] in requests.get(
        f"{url}/timemap/link/{original}", timeout=30).text, "its time")
    check("This is not the present version" in before.text, "no banner")
    wrong = requests.head(f"{url}/timegate/{original}", headers={"Accept-Datetime": "now"}, timeout=30)
    check(wrong.status_code == 400, f"a wrong time: {wrong.status_code}")
    gone = requests.head(f"{url}/timegate/https://example.org/never", timeout=30)
    check(gone.status_code == 404, f"no such page: {gone.status_code}")
    print(f"{len(events[:5])} events in four formats")


main(sys.argv[1].rstrip("/"))
print("all is well")
