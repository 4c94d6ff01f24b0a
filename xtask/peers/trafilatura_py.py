"""Measures Python's trafilatura for `cargo xtask bench extract --peers`.

Called as `trafilatura_py.py PAGES RUNS`; what goes in and out is said in
xtask/src/bench/extract/peers.rs. The time is this process's processor time in
the calls of `extract` alone, all pages in memory, with the address, without
comments, as the benchmark's own run of it does.
"""

import json
import sys
import time
from pathlib import Path

import trafilatura


def extract(page, url, precision):
    text = trafilatura.extract(
        page, url=url, include_comments=False, favor_precision=precision
    )
    return text or ""


def measure(pages, mode, runs, precision):
    # The first run warms the caches and gives the texts.
    texts = {key: extract(page, url, precision) for key, url, page in pages}
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        for _, url, page in pages:
            extract(page, url, precision)
        seconds.append(time.process_time() - start)
    return {
        "name": "trafilatura (Python)",
        "version": trafilatura.__version__,
        "mode": mode,
        "seconds": seconds,
        "texts": texts,
    }


def main():
    runs = int(sys.argv[2])
    pages = []
    for entry in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
        pages.append((entry["key"], entry["url"] or None, Path(entry["file"]).read_bytes()))
    decoded = [(key, url, page.decode("utf-8", "replace")) for key, url, page in pages]
    found = [
        measure(decoded, "precision, text", runs, True),
        measure(pages, "precision, bytes", runs, True),
        measure(decoded, "default, text", runs, False),
        measure(pages, "default, bytes", runs, False),
    ]
    json.dump(found, sys.stdout)


main()
