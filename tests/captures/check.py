"""Reads the WARC files of an archive with warcio, a reader that others made.

Usage: check.py ANNALS FOLDER. Imports pages and a feed into an archive in
FOLDER, and compares every record with what was imported: addresses, times,
bytes and digests. Prints what is wrong; exit status 1 if anything is.
"""

import os
import pathlib
import subprocess
import sys

from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

PAGES = {
    "un@2016-09-13T080000Z.html": "https://www.un.org/press/en/2016/sc12538.doc.htm",
    "un@2016-09-14T080000Z.html": "https://www.un.org/press/en/2016/sc12538.doc.htm",
    "un@2016-09-15T080000Z.html": "https://www.un.org/press/en/2016/sc12538.doc.htm",
    "kremlin@2016-09-12T100000Z.html": "http://en.kremlin.ru/events/president/news/52900",
}

TEXTS = {
    "un@2016-09-13T080000Z.html": "The Council met on 13 September. Members spoke of aid for Aleppo.",
    "un@2016-09-14T080000Z.html": "The Council met on 13 September. All members spoke of aid for Aleppo.",
    # The same bytes once more: a revisit.
    "un@2016-09-15T080000Z.html": "The Council met on 13 September. All members spoke of aid for Aleppo.",
    "kremlin@2016-09-12T100000Z.html": "Россия и США договорились о перемирии в Сирии с 12 сентября.",
}

FEED = """<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Press releases</title><atom:link rel="self" href="https://www.un.org/press/en/rss.xml"/>
<item><title>Security Council hears of the truce</title>
<link>https://www.un.org/press/en/2016/sc12539.doc.htm</link>
<pubDate>Wed, 14 Sep 2016 10:00:00 GMT</pubDate></item></channel></rss>
"""


def page(url: str, text: str) -> bytes:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Syria</title>'
        f'<link rel="canonical" href="{url}"></head><body><h1>Syria</h1>'
        f"<p>{text} {text}</p><p>{text}</p></body></html>\n"
    ).encode()


def main() -> int:
    annals, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    inputs, archive = folder / "inputs", folder / "archive"
    inputs.mkdir(parents=True)
    wanted = []
    for name, url in PAGES.items():
        bytes_ = page(url, TEXTS[name])
        (inputs / name).write_bytes(bytes_)
        wanted.append((url, bytes_))
    (inputs / "feed.xml").write_text(FEED)
    wanted.append(("https://www.un.org/press/en/rss.xml", FEED.encode()))
    # The moment that captures without one are filed under.
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1490000000"}
    for command in (["init", archive], ["--archive", archive, "import", inputs]):
        done = subprocess.run([annals, *command], env=env, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            print(done.stderr)
            return 1
    wrong = []
    bodies, revisits, records = {}, 0, 0
    for file in sorted((archive / "captures").glob("*.warc.gz")):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                records += 1
                url = record.rec_headers.get_header("WARC-Target-URI")
                body = record.content_stream().read()
                if record.rec_type == "revisit":
                    revisits += 1
                    if not record.rec_headers.get_header("WARC-Refers-To-Date"):
                        wrong.append(f"a revisit of {url} does not say of what")
                elif record.rec_type in ("response", "resource"):
                    bodies.setdefault(url, []).append(body)
        checker = Checker(type("Arguments", (), {"verbose": True, "inputs": [str(file)]})())
        checker.process_all()
        if checker.exit_value:
            wrong.append(f"warcio check finds {file.name} wrong")
    for url, bytes_ in wanted:
        if bytes_ not in bodies.get(url, []):
            wrong.append(f"the bytes of {url} are not there as they were imported")
    if revisits != 1:
        wrong.append(f"{revisits} revisits instead of one")
    # One for each different body, the revisit, and what says who wrote the file.
    if records != len(wanted) + 1:
        wrong.append(f"{records} records instead of {len(wanted) + 1}")
    print("\n".join(wrong) or f"warcio reads {records} records and finds nothing wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
