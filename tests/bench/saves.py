"""Does memory stay flat while somebody reviews all day?

`python tests/bench/saves.py DATA` serves a copy of a data folder, saves one article's review again and again, a claim
denied and asserted in turns, and tells after each save what server and desk hold (MiB of PSS) and the seconds.
"""

import argparse
import copy
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import httpx
from engines import family
from loopback import free_port

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "-".join(("open", "sesame", "for", "saves"))
_SETTLED = 10
"""Saves after which whatever is made once has been made."""


class Held(NamedTuple):
    """MiB after a save, and how many seconds it took."""

    server: float
    desk: float
    seconds: float


@contextmanager
def served(data: Path) -> Iterator[tuple[httpx.Client, int]]:
    """A client with a token, and the server's process number."""
    port = free_port()
    command = (sys.executable, "-m", "kg.cli", "serve", "--data", str(data), "--port", str(port))
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"DATELINE_TOKEN": TOKEN})
    client = httpx.Client(
        base_url=f"http://127.0.0.1:{port}",
        headers={"Authorization": f"Bearer {TOKEN}"},
        timeout=600,
        trust_env=False,
        transport=httpx.HTTPTransport(retries=80),
    )
    try:
        with client:
            client.get("/health").raise_for_status()
            yield client, process.pid
    finally:
        process.terminate()
        process.wait(20)


def held_by(process: int) -> float:
    """MiB of a process, shared pages by share."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024


def desk_and_server(serving: int) -> tuple[int, int]:
    """The process that works for reviewers, and its parent, which serves."""
    for process in family(serving):
        if b"server.review.desk" in Path(f"/proc/{process}/cmdline").read_bytes():
            stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
            return process, int(stat.rpartition(")")[2].split()[1])
    raise SystemExit("the server has no desk")


def turned(annotation: dict[str, Any], number: int) -> dict[str, Any]:
    """The annotation with its first claim denied, and asserted the next time."""
    changed = copy.deepcopy(annotation)
    changed["claims"][0]["verb"] = ("denies", "asserts")[number % 2]
    return changed


def save(client: httpx.Client, key: str, number: int) -> float:
    """Saves once, with a look at what would change and at the page afterwards; the seconds of the saving."""
    path = f"/review/articles/{key}"
    opened = client.get(path)
    body = {"annotation": turned(opened.json()["annotation"], number), "by": "Bench"}
    client.post(f"{path}/changes", json=body).raise_for_status()
    began = time.monotonic()
    saved = client.put(path, json=body, headers={"If-Match": opened.headers["etag"]})
    if saved.is_error:
        raise SystemExit(f"save {number + 1}: {saved.status_code} {saved.text}")
    seconds = time.monotonic() - began
    for page in ("/", f"/page/{key}", "/review/queue"):
        client.get(page, headers={"Accept": "text/html, application/json"}).raise_for_status()
    return seconds


def main() -> None:
    """Prints a line a save, and how much both grew after the first ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--saves", type=int, default=30)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(asked.data, data)
        with served(data) as (client, server):
            key = client.get("/review/queue").json()["articles"][0]["key"]
            rows = []
            for number in range(asked.saves):
                seconds = save(client, key, number)
                desk, parent = desk_and_server(server)
                rows.append(Held(held_by(parent), held_by(desk), seconds))
                sys.stdout.write(
                    f"{number + 1:3} server {rows[-1].server:6.1f} desk {rows[-1].desk:6.1f} {seconds:6.2f} s\n"
                )
                sys.stdout.flush()
    later = rows[_SETTLED:]
    if len(later) > 2:
        each = range(len(later))
        slopes = [statistics.linear_regression(each, [row[side] for row in later]).slope for side in (0, 1)]
        sys.stdout.write(f"MiB a save after {_SETTLED}: server {slopes[0]:+.2f}, desk {slopes[1]:+.2f}\n")


if __name__ == "__main__":
    main()
