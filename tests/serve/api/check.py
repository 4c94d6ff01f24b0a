"""What the API answers, against what it says that it answers.

    check.py ANNALS FOLDER [SECONDS]

Makes the bundled example's archive in FOLDER with the program ANNALS, adds what it
lacks (an article, corrections, a revised event), serves it on a free port, and has the
OpenAPI document judged by openapi-spec-validator and the answers by Schemathesis: no
server error, no status, type or shape that is not documented, nothing valid refused,
nothing invalid taken. The run has a fixed seed and ends after SECONDS (60).
"""

import json
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

from openapi_spec_validator import validate

HERE = Path(__file__).resolve().parent
SEED = "8620"

ARTICLE = """<!DOCTYPE html><html lang="en"><head><title>Truce in Syria begins at sunset</title>
<link rel="canonical" href="https://{host}/truce"><meta property="article:published_time"
content="2016-09-12T18:00:00Z"></head><body><article><h1>Truce in Syria begins at sunset</h1>
<p>A cessation of hostilities that the United States and Russia agreed on in Geneva began in
Syria at sunset on Monday, the first day of the feast of sacrifice.</p><p>The Syrian army said
that it would hold its fire for seven days and keep the right to answer attacks.</p></article>
</body></html>"""

LINES = [
    {"date": "2016-09-09", "id": "geneva", "text": "The United States and Russia agree in Geneva on a truce in Syria."},
    {"date": "2016-09-12", "id": "sunset", "text": "The truce in Syria begins at sunset."},
]


def annals(program, archive, *args, text=None):
    command = [program, "--archive", str(archive), *args]
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=300)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


def prepare(program, folder):
    """The example's archive with two of everything that has a list."""
    subprocess.run([program, "demo", "--dir", str(folder), "--no-serve"], check=True, timeout=300)
    archive = folder / "archive"
    for name in ("one", "two"):
        page = folder / f"{name}.html"
        page.write_text(ARTICLE.format(host=f"{name}.example"))
        annals(program, archive, "import", str(page), "--url", f"https://{name}.example/truce")
    lines = folder / "events.jsonl"
    for end in ("", " Both sides accept it."):
        told = [dict(line, text=line["text"] + end) for line in LINES]
        lines.write_text("".join(json.dumps(line) + "\n" for line in told))
        annals(program, archive, "import", str(lines))
    annals(program, archive, "link")
    for key in ("en:Aleppo", "en:Geneva"):
        annals(program, archive, "entity", "confirm", key, "--reason", "it is one")
    annals(program, archive, "user", "add", "ada", "--role", "editor", text="correct horse battery\n")
    token = annals(program, archive, "token", "add", "ada", "the check", "--scope", "edit")
    return archive, token.splitlines()[-1].strip()


def main():
    program, folder = os.path.abspath(sys.argv[1]), Path(sys.argv[2]).resolve()
    seconds = sys.argv[3] if len(sys.argv) > 3 else "60"
    archive, token = prepare(program, folder)
    server = subprocess.Popen(
        [program, "--archive", str(archive), "serve", "--listen", "127.0.0.1:0"],
        stdout=subprocess.PIPE,
        stderr=(folder / "server.log").open("w"),
        text=True,
    )
    try:
        line = server.stdout.readline()
        address = re.search(r"http://[0-9.]+:[0-9]+", line)
        if not address:
            sys.exit(f"the server did not say where it listens: {line!r}")
        base = address.group(0) + "/api/v1"
        document = folder / "openapi.json"
        with urllib.request.urlopen(base + "/openapi.json", timeout=30) as answer:
            document.write_bytes(answer.read())
        validate(json.loads(document.read_text()))
        print(f"the document of {base} is valid OpenAPI")
        environment = dict(
            os.environ,
            ANNALS_API=base,
            SCHEMATHESIS_HOOKS="hooks",
            PYTHONPATH=os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")]),
        )
        run = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml")]
        run += ["run", str(document), "--url", base, "--seed", SEED, "--max-time", seconds]
        run += ["--phases", "coverage,fuzzing", "--workers", "2", "--continue-on-failure"]
        # Few of the long texts that could be made are names of something.
        run += ["--suppress-health-check", "filter_too_much"]
        run += ["--header", f"Authorization: Bearer {token}"]
        done = subprocess.run(run, cwd=folder, env=environment, timeout=int(seconds) + 300)
        if server.poll() is not None:
            sys.exit(f"the server ended by itself: {server.returncode}")
        sys.exit(done.returncode)
    finally:
        server.terminate()
        server.wait(timeout=30)


if __name__ == "__main__":
    main()
