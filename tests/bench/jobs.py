"""How much faster do two processes build than one?

    python tests/bench/jobs.py [--articles 120] [--engine reader] [--rounds 2]

Whole builds of a self-made corpus, one and two jobs in turn. Told of each: seconds on the clock, processor seconds
of all its processes, and those of the process that waits for them, which is what no number of jobs divides. On a
machine that does something else the clock says little; then the bound by Amdahl's law, from processor seconds, is
the figure.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from scale import processor, tell, write_corpus

from kg.pipeline.building import build_snapshot
from kg.settings import BuildSettings


def run_one(corpus: Path, data: Path, engine: str, jobs: int) -> None:
    """Build in this process, and tell what it cost."""
    started = time.perf_counter()
    done: dict[str, float] = {}

    def note(step: str, _: int, __: int | None) -> None:
        done[step] = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])

    report = build_snapshot([str(corpus)], BuildSettings(data=data, engine=engine, jobs=jobs), note)
    own = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    found = {
        "wall": time.perf_counter() - started,
        "cpu": processor(),
        "own": own,
        "reading": done["reading articles"],
    }
    tell(json.dumps({name: round(value, 2) for name, value in found.items()} | {"snapshot": report.snapshot}))


def run(given: argparse.Namespace, corpus: Path, folder: Path, jobs: int) -> Any:
    """One build in a process of its own."""
    # A program that is a file would be read again by each process that it starts, with all that it imports.
    program = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import jobs; jobs.main()"
    words = [sys.executable, "-c", program, "--one", str(jobs), "--engine", given.engine, str(corpus), str(folder)]
    found = json.loads(subprocess.run(words, stdout=subprocess.PIPE, check=True, text=True).stdout)
    tell(f"{jobs} jobs: {found}, load {os.getloadavg()[0]:.1f}")
    return found


def main() -> None:
    """Tell each build and the ratios."""
    options = argparse.ArgumentParser()
    options.add_argument("--articles", type=int, default=120)
    options.add_argument("--engine", default="reader")
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--one", type=int)
    options.add_argument("places", nargs="*", type=Path)
    given = options.parse_args()
    if given.one:
        run_one(given.places[0], given.places[1], given.engine, given.one)
        return
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name) / "corpus.jsonl"
        write_corpus(corpus, given.articles)
        rounds = [
            {jobs: run(given, corpus, Path(name) / f"{number}-{jobs}", jobs) for jobs in (1, 2)}
            for number in range(given.rounds)
        ]
    best = {jobs: min(pair[jobs]["wall"] for pair in rounds) for jobs in (1, 2)}
    serial = min(pair[2]["own"] for pair in rounds)
    divided = min(pair[2]["cpu"] - pair[2]["own"] for pair in rounds)
    tell(f"clock: {best[1] / best[2]:.2f} times, best of {given.rounds}")
    alone = min(pair[1]["cpu"] for pair in rounds)
    tell(f"bound: {alone / (serial + divided / 2):.2f} times, {serial:.1f} s undivided")
    tell(f"one snapshot: {len({pair[jobs]['snapshot'] for pair in rounds for jobs in (1, 2)}) == 1}")


if __name__ == "__main__":
    main()
