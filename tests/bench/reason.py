"""How fast does reasoning close graphs that grow, and how does that compare?

Run from the repository: `python tests/bench/reason.py`, or with sizes: `python tests/bench/reason.py 10000 100000`.
It writes a synthetic graph of news events for each size, then runs processes of their own, one after the other:
`dateline reason` from file to N-Triples (the better of two), rdflib only parsing the same file, and owlrl. With
`--reasonable PYTHON`, an interpreter that has reasonable 0.4.4, also that reasoner, beside ours, on the same graph
without the axioms it gets wrong (inverse functional properties) or does not know (chains); it is not asked to write
what it infers. Then, in one process for each size, what `inside.py` measures.

Seconds are processor time of the whole process, its start included, which other work on the machine changes less
than wall time; MB is peak memory, and load the machine's over the last minute. Compare ratios.
"""

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newsgraph import ONTOLOGY, write_graph

RDFLIB = "import sys, rdflib; rdflib.Graph().parse(sys.argv[1])"
DATELINE = "import sys; from kg.cli import main; sys.argv[0] = 'dateline'; main()"
REASONABLE = "import sys, reasonable; r = reasonable.PyReasoner(); r.load_file(sys.argv[1]); r.reason()"
INSIDE = str(Path(__file__).with_name("inside.py"))
ROOT = str(Path(__file__).parents[2])
HEAD = ("triples", "dateline s", "wall s", "MB", "rdflib parse s", "ours / parse", "owlrl s", "owlrl / ours")
PLAIN_HEAD = ("reasonable s", "MB", "ours on that s", "reasonable / ours", "load")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one process took."""

    seconds: float
    wall: float
    megabytes: float


def measure(*words: str, python: str = sys.executable) -> Measured:
    """Run a Python process to its end; raises SystemExit, with its messages, when it fails."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as messages:
        # Python keeps compiled modules, as in an installation.
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        process = subprocess.Popen([python, *words], stdout=subprocess.DEVNULL, stderr=messages, env=kept)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - started
        if process.returncode:
            messages.seek(0)
            raise SystemExit(messages.read().decode())
    return Measured(seconds=usage.ru_utime + usage.ru_stime, wall=wall, megabytes=usage.ru_maxrss / 1024)


def ours(path: Path, *options: str) -> Measured:
    """What `dateline reason` takes for a file."""
    return measure("-c", DATELINE, "reason", *options, str(path))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000, 3_000_000])
    parser.add_argument("--rdflib-up-to", type=int, default=1_000_000, help="the largest size that rdflib parses")
    parser.add_argument("--owlrl-up-to", type=int, default=10_000, help="the largest for owlrl (100,000: 15 minutes)")
    parser.add_argument("--reasonable", metavar="PYTHON", help="an interpreter that has reasonable")
    parser.add_argument("--reasonable-up-to", type=int, default=100_000, help="the largest size for reasonable")
    parser.add_argument("--inside", type=int, nargs="*", default=[100_000, 1_000_000], help="sizes for inside.py")
    options = parser.parse_args()
    tell(HEAD + PLAIN_HEAD)
    tell(("---",) * len(HEAD + PLAIN_HEAD))
    taken: dict[int, Measured] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            path = Path(folder) / f"{size}.ttl"
            write_graph(size, path)
            cells, taken[size] = measure_size(size, path, options)
            tell((*cells, f"{os.getloadavg()[0]:.1f} on {os.cpu_count()}"))
            path.unlink()
    tell_growth(taken)
    for size in options.inside:
        subprocess.run([sys.executable, INSIDE, str(size)], check=True, env=os.environ | {"PYTHONPATH": ROOT})


def tell(cells: tuple[str, ...]) -> None:
    """Write one line of a table at once."""
    sys.stdout.write(f"| {' | '.join(cells)} |\n")
    sys.stdout.flush()


def measure_size(size: int, path: Path, options: argparse.Namespace) -> tuple[tuple[str, ...], Measured]:
    """One row of the table, but for the load, and what ours took."""
    first = ours(path)
    parsed = measure("-c", RDFLIB, str(path)) if size <= options.rdflib_up_to else None
    best = min(first, ours(path), key=lambda measured: measured.seconds)
    cells = [f"{size:,}", f"{best.seconds:.2f}", f"{best.wall:.2f}", f"{best.megabytes:.0f}"]
    cells += [f"{parsed.seconds:.2f}", f"{best.seconds / parsed.seconds:.2f}"] if parsed else ["", ""]
    slow = ours(path, "--reasoner", "owlrl") if size <= options.owlrl_up_to else None
    cells += [f"{slow.seconds:.1f}", f"{slow.seconds / best.seconds:.0f}"] if slow else ["", ""]
    wanted = options.reasonable and size <= options.reasonable_up_to
    cells += against_reasonable(size, path.with_suffix(".plain.ttl"), options.reasonable) if wanted else [""] * 4
    return tuple(cells), best


def against_reasonable(size: int, path: Path, python: str) -> Iterator[str]:
    """The cells of a comparison under the axioms that reasonable knows and gets right."""
    write_graph(size, path, ONTOLOGY)
    theirs = measure("-c", REASONABLE, str(path), python=python)
    plain = min(ours(path), ours(path), key=lambda measured: measured.seconds)
    yield from (f"{theirs.seconds:.2f}", f"{theirs.megabytes:.0f}")
    yield from (f"{plain.seconds:.2f}", f"{theirs.seconds / plain.seconds:.1f}")


def tell_growth(taken: dict[int, Measured]) -> None:
    """The exponent by which time grows between the smallest size of at least 100,000 and the largest."""
    sizes = sorted(size for size in taken if size >= 100_000)
    if len(sizes) > 1:
        ratio = taken[sizes[-1]].seconds / taken[sizes[0]].seconds
        exponent = math.log(ratio) / math.log(sizes[-1] / sizes[0])
        sys.stdout.write(f"\nfrom {sizes[0]:,} to {sizes[-1]:,} triples time grows by n^{exponent:.2f}\n")


if __name__ == "__main__":
    main()
