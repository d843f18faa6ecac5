"""Does a build that is killed at moments of chance, and run again, end with the same snapshot?

    python tests/bench/kills.py [--kills 50] [--articles 12] [--jobs 2]

Each round starts a build of a small corpus by the rules engine, kills its whole process group after a time of chance,
runs it again to its end and compares ids and files with those of a build that nobody disturbed.
"""

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kg.store.snapshot import current_id

ROOT = Path(__file__).resolve().parents[2]
TEXT = (
    "Arms for {country}\n\nNorway sold rifles to {country} on 3 May {year}, and its premier met the president of "
    "{country} in Oslo. The army denied that it had attacked a village in Chad.\n"
)


def start(articles: Path, data: Path, jobs: int) -> "subprocess.Popen[bytes]":
    """A build in a process group of its own."""
    words = ["build", str(articles), "--out", str(data), "--engine", "rules", "--jobs", str(jobs)]
    command = [sys.executable, "-m", "kg.cli", *words]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def digest(data: Path) -> str:
    """One hash of the id and of every file of the current snapshot but the store's."""
    folder, total = data / "snapshots" / str(current_id(data)), hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.parent.name != "store":
            total.update(f"{path.relative_to(folder)} ".encode() + path.read_bytes())
    return f"{current_id(data)} {total.hexdigest()[:16]}"


def main() -> None:
    """Tell each round, and how many ended alike."""
    options = argparse.ArgumentParser()
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--articles", type=int, default=12)
    options.add_argument("--jobs", type=int, default=2)
    given = options.parse_args()
    chance, alike = random.Random(3), 0  # noqa: S311 - the same moments each time
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "texts").mkdir()
        for number in range(given.articles):
            text = TEXT.format(country=("Chad", "Mali", "Peru")[number % 3], year=2001 + number)
            (folder / "texts" / f"sale-{number}.txt").write_text(text, encoding="utf-8")
        begun = time.perf_counter()
        start(folder / "texts", folder / "whole", given.jobs).wait()
        whole, expected = time.perf_counter() - begun, digest(folder / "whole")
        for number in range(1, given.kills + 1):
            build = start(folder / "texts", folder / "killed", given.jobs)
            after = chance.uniform(0, whole)
            time.sleep(after)
            os.killpg(build.pid, signal.SIGKILL)
            build.wait()
            code = start(folder / "texts", folder / "killed", 1).wait()
            same = code == 0 and digest(folder / "killed") == expected
            alike += same
            sys.stdout.write(
                f"{number}: killed after {after:.2f} of {whole:.2f} s, {'same' if same else 'DIFFERENT'}\n"
            )
            sys.stdout.flush()
            shutil.rmtree(folder / "killed")
    sys.stdout.write(f"{alike}/{given.kills} the same snapshot; load {os.getloadavg()}\n")


if __name__ == "__main__":
    main()
