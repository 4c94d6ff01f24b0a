"""A served example archive, for the checks beside this file.

`python3 served.py ANNALS FOLDER CHECK...` makes the bundled example's archive in
FOLDER with the program ANNALS, gives it an editor, serves it on a free port and
runs CHECK, in whose arguments `{url}`, `{annals}` and `{archive}`, `{name}` and
`{password}` stand for those. Its exit status is the check's.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

NAME, PASSWORD = "ada", "correct horse battery"


def main():
    annals, folder, check = os.path.abspath(sys.argv[1]), Path(sys.argv[2]).resolve(), sys.argv[3:]
    subprocess.run([annals, "demo", "--dir", str(folder), "--no-serve"], check=True, timeout=600,
                   stdout=subprocess.DEVNULL)
    archive = folder / "archive"
    add = [annals, "--archive", str(archive), "user", "add", NAME, "--role", "editor"]
    subprocess.run(add, input=PASSWORD + "\n", text=True, check=True, timeout=60)
    server = subprocess.Popen(
        [annals, "--archive", str(archive), "serve", "--listen", "127.0.0.1:0"],
        stdout=subprocess.PIPE, stderr=(folder / "server.log").open("w"), text=True,
    )
    try:
        line = server.stdout.readline()
        address = re.search(r"http://[0-9.]+:[0-9]+", line)
        if not address:
            sys.exit(f"the server did not say where it listens: {line!r}")
        known = {"url": address.group(0), "annals": annals, "archive": str(archive),
                 "name": NAME, "password": PASSWORD}
        done = subprocess.run([part.format(**known) for part in check], timeout=600)
        if server.poll() is not None:
            sys.exit(f"the server ended by itself: {server.returncode}")
        sys.exit(done.returncode)
    finally:
        server.terminate()
        server.wait(timeout=30)


if __name__ == "__main__":
    main()
