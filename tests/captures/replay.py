"""Has programs that others made read and replay what annals keeps of fetched pages.

Usage: replay.py ANNALS FETCHED FOLDER. FETCHED (crates/archive/examples/fetched.rs) makes
an archive of answers in FOLDER. warcio reads every record and compares every digest;
cdxj-indexer makes an index of its own, which must be annals'; `wacz validate` takes the
exported WACZ; and pywb, a server on loopback, gives back each page, redirect and error.
Prints what is wrong; exit status 1 if anything is.
"""

import gzip
import io
import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
import zlib

from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

PAGE = "https://www.un.org/press/en/2016/sc12538.doc.htm"
OLD = "http://www.un.org/old"
LOST = "https://www.un.org/lost?b=2&a=1"

# Addresses whose keys are not plain; each was answered with an error.
ODD = [
    "http://www2.Example.org:80/A/../b/./c/?y=2&x=1#top",
    "https://user:word@example.org:8443/a//b",
    "http://example.org/%2541%20b",
    "http://example.org/Z%C3%BCrich?Ort=Z%C3%BCrich&ort=",
    "http://xn--bcher-kva.example/B%C3%BCcher",
    "http://example.org/p?x=1&PHPSESSID=0123456789abcdefghijklemopqrstuv&y=2",
    "http://example.org/(S(4hqa0555fwsecu455xqckv45))/mail.aspx?q=1",
    "http://example.org/index.php?cfid=1234&CFTOKEN=5678&z=1",
    "http://example.org/a?b&a=&a&B=1",
    "http://example.org/x/?",
    "http://127.1/a",
    "http://www.example.org./dot",
    "http://example.org/a;jsessionid=0123456789abcdefghijklemopqrstuv",
    "http://example.org/?q=a+b%2Bc%26d",
    "http://example.org/~user/%7Euser/'quoted'",
]


def page(text: str) -> bytes:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Syria</title></head>'
        f"<body><article><h1>Syria</h1><p>{text} The Security Council met in New York and heard "
        "of aid for Aleppo, and of the truce that had been agreed.</p></article></body></html>\n"
    ).encode()


class Answers:
    """The answers that FETCHED takes, and their bodies in a folder."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.list = []
        folder.mkdir(parents=True)

    def body(self, content: bytes) -> str:
        name = f"{zlib.crc32(content):08x}-{len(content)}"
        (self.folder / name).write_bytes(content)
        return name

    def add(self, *exchanges, content: bytes = b"") -> None:
        told = [
            {"url": url, "at": at, "status": status, "headers": headers, "body": self.body(sent)}
            for url, at, status, headers, sent in exchanges
        ]
        self.list.append({"exchanges": told, "content": self.body(content)})


def answers(folder: pathlib.Path) -> tuple[Answers, dict]:
    """Everything that was answered, and which bytes a replay must show at which moment."""
    all_, wanted = Answers(folder), {}
    coded = [["Content-Type", "text/html; charset=utf-8"], ["Content-Encoding", "gzip"],
             ["Transfer-Encoding", "chunked"], ["ETag", '"1"']]
    first, second = page("Twelve trucks came."), page("Thirteen trucks came.")
    for at, content, level in [
        ("2016-09-13T08:00:00.25Z", first, 9),
        ("2016-09-14T08:00:00Z", first, 9),
        # The same content with other bytes.
        ("2016-09-15T08:00:00Z", first, 1),
    ]:
        sent = gzip.compress(content, level, mtime=level)
        all_.add((PAGE, at, 200, coded, sent), content=content)
        wanted[PAGE, at[:19]] = content
    all_.add((PAGE, "2016-09-16T08:00:00Z", 304, [["ETag", '"1"']], b""))
    moved = [["Location", PAGE], ["Content-Type", "text/plain"]]
    deflate = zlib.compress(second)
    other = [["Content-Type", "text/html; charset=utf-8"], ["content-encoding", "deflate"],
             ["Content-Length", str(len(deflate))]]
    all_.add(
        (OLD, "2016-09-17T08:00:00Z", 301, moved, b"moved"),
        (PAGE, "2016-09-17T08:00:01Z", 200, other, deflate),
        content=second,
    )
    wanted[PAGE, "2016-09-17T08:00:01"] = second
    # A label that is wrong: kept as it reads.
    plain = page("No coding at all.")
    wrong = [["Content-Type", "text/html"], ["Content-Encoding", "br"], ["Content-Length", "3"]]
    url = "https://www.un.org/wrong"
    all_.add((url, "2016-09-17T09:00:00Z", 200, wrong, plain), content=plain)
    wanted[url, "2016-09-17T09:00:00"] = plain
    lost = page("There is no such page.") * 3
    for at in ["2016-09-18T08:00:00Z", "2016-09-19T08:00:00Z"]:
        all_.add((LOST, at, 404, [["Content-Type", "text/html"]], lost), content=lost)
    for n, url in enumerate(ODD):
        at = f"2016-09-20T08:00:{n:02}Z"
        all_.add((url, at, 404, [["Content-Type", "text/plain"]], b"no"), content=b"no")
    return all_, wanted


def run(*command, **more) -> str:
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **more)
    if done.returncode != 0:
        raise SystemExit(f"{command} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def check_records(file: pathlib.Path, wrong: list) -> int:
    """Every record with warcio; every answer has its request."""
    records, ids, concurrent = 0, set(), set()
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            records += 1
            record.content_stream().read()
            head = record.rec_headers.get_header
            if record.rec_type in ("response", "revisit"):
                ids.add(head("WARC-Record-ID"))
                if head("WARC-IP-Address") != "192.0.2.7":
                    wrong.append(f"{head('WARC-Record-ID')} has no address of its host")
            if record.rec_type == "request":
                concurrent.add(head("WARC-Concurrent-To"))
                if record.http_headers.get_header("User-Agent") != "annals-example":
                    wrong.append("a request without the headers that were sent")
    checker = Checker(type("Arguments", (), {"verbose": False, "inputs": [str(file)]})())
    checker.process_all()
    if checker.exit_value:
        wrong.append(f"warcio check finds {file.name} wrong")
    if ids != concurrent:
        wrong.append("answers and requests do not belong together")
    return records


def check_index(file: pathlib.Path, own: str, wrong: list) -> None:
    """annals' index against the one that cdxj-indexer makes of the same file."""
    from cdxj_indexer.main import CDXJIndexer

    out = io.StringIO()
    CDXJIndexer(out, [str(file)], sort=True).process_all()

    def lines(text: str) -> list:
        found = []
        for line in text.splitlines():
            key, at, rest = line.split(" ", 2)
            said = json.loads(rest)
            if said.get("status") != "304":
                fields = ["url", "mime", "status", "digest", "length", "offset", "filename"]
                found.append((key, at, *(said.get(f) for f in fields)))
        return found

    theirs, ours = lines(out.getvalue()), lines(own)
    for line in sorted(set(theirs) ^ set(ours), key=str):
        wrong.append(f"only in {'ours' if line in ours else 'theirs'}: {line}")
    if own.splitlines() != sorted(own.splitlines()):
        wrong.append("the index is not sorted")


def check_wacz(file: pathlib.Path, wrong: list) -> None:
    command = [sys.executable, "-c", "from wacz.main import main; raise SystemExit(main())"]
    done = subprocess.run([*command, "validate", "-f", str(file)], capture_output=True, text=True)
    if done.returncode != 0 or "invalid" in done.stdout.lower():
        wrong.append(f"wacz validate: {done.stdout}{done.stderr}")
    with zipfile.ZipFile(file) as packed:
        if any(entry.compress_type != zipfile.ZIP_STORED for entry in packed.infolist()):
            wrong.append("an entry of the WACZ is packed")
        pages = packed.read("pages/pages.jsonl").decode().splitlines()
        if [json.loads(p).get("title") for p in pages[1:]] != ["Syria"] * 3:
            wrong.append(f"the pages of the WACZ are {pages}")


def serve(folder: pathlib.Path, index: pathlib.Path, archive: pathlib.Path):
    """pywb on loopback: the process, and where it listens."""
    folder.mkdir()
    config = {"collections": {"c": {"index": str(index), "archive_paths": f"{archive}/"}}}
    (folder / "config.yaml").write_text(json.dumps(config))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from pywb.apps.cli import wayback; wayback()"]
    command += ["-b", "127.0.0.1", "-p", str(port)]
    log = (folder / "log").open("w")
    server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit(f"pywb did not start:\n{(folder / 'log').read_text()}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return server, f"http://127.0.0.1:{port}/c"
        except OSError:
            time.sleep(0.2)
    server.kill()
    raise SystemExit("pywb did not listen")


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def ask(url: str):
    try:
        return urllib.request.build_opener(Stay).open(url, timeout=60)
    except urllib.error.HTTPError as error:
        return error


def uncoded(answer) -> bytes:
    body = answer.read()
    match (answer.headers.get("Content-Encoding") or "").lower():
        case "gzip":
            return gzip.decompress(body)
        case "deflate":
            return zlib.decompress(body)
    return body


def check_replay(base: str, wanted: dict, wrong: list) -> int:
    asked = 0
    for (url, at), content in wanted.items():
        moment = "".join(c for c in at if c.isdigit())
        answer = ask(f"{base}/{moment}id_/{url}")
        asked += 1
        if answer.status != 200 or uncoded(answer) != content:
            wrong.append(f"pywb shows {url} of {at} with status {answer.status} and other bytes")
    moved = ask(f"{base}/20160917080000id_/{OLD}")
    if moved.status != 301 or not moved.headers.get("Location", "").endswith(PAGE):
        wrong.append(f"pywb does not redirect {OLD}: {moved.status} {moved.headers}")
    # A moment of the 304 shows the page, and the second 404 has the first one's body.
    answer = ask(f"{base}/20160916080000id_/{PAGE}")
    if answer.status not in (200, 302, 307):
        wrong.append(f"pywb shows {answer.status} at the moment of the 304")
    lost = ask(f"{base}/20160919080000id_/{LOST}")
    if lost.status != 404 or b"There is no such page." not in lost.read():
        wrong.append(f"pywb shows {lost.status} for the page that was not there")
    for n, url in enumerate(ODD):
        answer = ask(f"{base}/201609200800{n:02}id_/{url}")
        if answer.status != 404 or answer.read() != b"no":
            wrong.append(f"pywb does not find {url}")
    return asked + 3 + len(ODD)


def main() -> int:
    annals, fetched, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]).resolve()
    told, wanted = answers(folder / "bodies")
    archive = folder / "archive"
    run(fetched, archive, folder / "bodies", input=json.dumps(told.list))
    wrong = []
    files = sorted((archive / "captures").glob("*.warc.gz"))
    records = sum(check_records(file, wrong) for file in files)
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1490000000"}
    index = folder / "index.cdxj"
    index.write_text(run(annals, "--archive", archive, "export", "cdxj"))
    check_index(files[0], index.read_text(), wrong)
    wacz = folder / "sources.wacz"
    run(annals, "--archive", archive, "export", "wacz", wacz, env=env)
    check_wacz(wacz, wrong)
    run(annals, "--archive", archive, "check")
    asked = 0
    # The archive's own files with the index beside them, then what was packed.
    unpacked = folder / "unpacked"
    with zipfile.ZipFile(wacz) as packed:
        packed.extractall(unpacked)
    own = gzip.decompress((unpacked / "indexes/index.cdx.gz").read_bytes())
    (unpacked / "index.cdxj").write_bytes(own)
    check_records(unpacked / "archive/annals.warc.gz", wrong)
    check_index(unpacked / "archive/annals.warc.gz", own.decode(), wrong)
    for name, lines, data in [
        ("pywb-own", index, archive / "captures"),
        ("pywb-wacz", unpacked / "index.cdxj", unpacked / "archive"),
    ]:
        server, base = serve(folder / name, lines, data)
        try:
            asked += check_replay(base, wanted, wrong)
        finally:
            server.terminate()
            server.wait()
    print("\n".join(wrong) or f"warcio reads {records} records, cdxj-indexer and wacz agree, "
          f"and pywb replays {asked} of them: nothing is wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
