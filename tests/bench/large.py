"""How soon does a server answer from ten million triples on disk, and how long do a timeline's questions take?

`make bench-large`, or `python tests/bench/large.py 10000000 --keep FOLDER` to use the store again. The graph is that
of `eventgraph`. Each question is asked several times, one after the other, as a server that has just started finds
its files: in the system's cache where they fit, or on disk. Wall time, the processor time of the server's processes
a question, and the machine's load.
"""

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from engines import Engine, dateline
from eventgraph import QUESTIONS, full_text, publish_graph, write_graph


class Asked(NamedTuple):
    """Seconds of each asking of a question on the clock, and of the processor on average."""

    name: str
    clock: list[float]
    processor: float


def prepare(folder: Path, size: int) -> Path:
    """The data folder of a graph of so many triples, made when it is not there."""
    data = folder / f"large-{size}"
    if not (data / "current").exists():
        quads = folder / "large.nq"
        begun, used = time.monotonic(), time.process_time()
        write_graph(quads, size)
        say(f"{size} quads written in {time.monotonic() - begun:.0f} s")
        publish_graph(quads, data, size)
        quads.unlink()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        taken = f"{time.monotonic() - begun:.0f} s, {time.process_time() - used:.0f} s of processor"
        say(f"loaded after {taken}, {peak:.0f} MiB")
    bytes_there = sum(path.stat().st_size for path in data.rglob("*") if path.is_file())
    say(f"{bytes_there / 1e9:.2f} GB on disk")
    return data


def ask(engine: Engine, name: str, times: int) -> Asked:
    """One question, so many times; its line."""
    connection, clock, used = engine.connect(seconds=300), [], engine.seconds()
    for _ in range(times):
        begun = time.perf_counter()
        status, body = engine.ask(connection, full_text(name))
        clock.append(time.perf_counter() - begun)
        if status != 200:
            raise SystemExit(f"{name!r} is answered by {status}: {body[:300]!r}")
    connection.close()
    processor = (engine.seconds() - used) / times
    said = f"first {clock[0]:.3f} s, median {statistics.median(clock):.3f}, worst {max(clock):.3f}"
    say(f"{name:18} {said}; processor {processor:.3f}")
    return Asked(name, clock, processor)


def tell(found: Sequence[Asked]) -> None:
    """The 95th percentile of all askings, and of the processor's time."""
    for kind, every in (
        ("on the clock", sorted(second for one in found for second in one.clock)),
        ("of the processor", sorted(one.processor for one in found)),
    ):
        say(f"p50 {every[len(every) // 2]:.3f} s, p95 {every[int(0.95 * len(every))]:.3f} s {kind}")


def say(text: str) -> None:
    """Writes a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def run(folder: Path, size: int, times: int, options: Sequence[str]) -> None:
    """Makes the data, starts the server and asks."""
    data = prepare(folder, size)
    say(f"load {' '.join(f'{one:.1f}' for one in os.getloadavg())}")
    with dateline(data, "--timeout", "300", "--in-memory", "0", *options) as engine:
        say(f"started with {engine.seconds():.1f} s of processor")
        tell([ask(engine, name, times) for name in QUESTIONS])
    say(f"load {' '.join(f'{one:.1f}' for one in os.getloadavg())}")


def main() -> None:
    """Reads the command line; what it does not know goes to `dateline serve`."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("size", nargs="?", type=int, default=10_000_000)
    parser.add_argument("--keep", type=Path, help="a folder in which the store stays")
    parser.add_argument("--times", type=int, default=5, help="how often each question is asked")
    given, options = parser.parse_known_args()
    if given.keep is not None:
        given.keep.mkdir(parents=True, exist_ok=True)
        run(given.keep, given.size, given.times, options)
    else:
        with tempfile.TemporaryDirectory() as made:
            run(Path(made), given.size, given.times, options)


if __name__ == "__main__":
    main()
