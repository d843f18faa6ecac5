"""How fast are dumps written and compared, and in how much memory?

    python tests/bench/dumps.py [--quads 1000000] [--rdflib 100000] [--memory 300000 3000000] [--work DIR]

The graph is that of the SPARQL benchmark. Processor time, so that other work on the machine counts little. `--rdflib`
bounds what rdflib has to write; its time a triple grows with the size, so that the ratio flatters rdflib. `--memory`
are more sizes whose dumps are written, to see whether memory grows.
"""

import argparse
import gc
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import rdflib
from eventgraph import write_graph
from pyoxigraph import Literal, Quad, RdfFormat, Store, parse

from kg.diff.changes import understand
from kg.diff.lines import differences
from kg.diff.sides import Side
from kg.diff.words import summarise
from kg.dump.canonical import sort_quads
from kg.dump.files import TurtleWriter
from kg.dump.origin import Origin
from kg.dump.write import write_dumps
from kg.vocabulary import DL, PREFIXES

ORIGIN = Origin(snapshot="bench", program="0", ontology="0", reasoner="none", engines={})


def main() -> None:
    """Print a line for each figure."""
    given = argparse.ArgumentParser()
    given.add_argument("--quads", type=int, default=1_000_000)
    given.add_argument("--rdflib", type=int, default=100_000)
    given.add_argument("--memory", type=int, nargs="*", default=())
    given.add_argument("--work", type=Path)
    given.add_argument("--dump", type=Path, help=argparse.SUPPRESS)
    options = given.parse_args()
    if options.dump is not None:
        dump_alone(options.dump)
        return
    say(f"load {os.getloadavg()}")
    work = options.work or Path(tempfile.mkdtemp(prefix="dumps"))
    for size in sorted({options.quads // 10, options.quads, *options.memory}):
        prepare(work, size)
        say(f"dumps of {size} quads, all files: {child(work / str(size))}")
    compare_turtle(work / str(options.quads) / "all.nq", options.quads, options.rdflib)
    compare_snapshots(work / str(options.quads), work / "changed")


def say(words: str) -> None:
    """One line of the report."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def prepare(work: Path, size: int) -> None:
    """A file in canonical form, and a store of the same quads."""
    folder = work / str(size)
    if folder.exists():
        return
    folder.mkdir(parents=True)
    write_graph(folder / "any.nq", size)
    fill(folder, sort_quads(parse(path=folder / "any.nq", format=RdfFormat.N_QUADS)))


def fill(folder: Path, quads: list[Quad]) -> None:
    """Write quads as lines and into a store."""
    with (folder / "all.nq").open("w", encoding="utf-8") as file:
        file.writelines(f"{quad} .\n" for quad in quads)
    store = Store(str(folder / "store"))
    store.bulk_extend(quads)
    store.flush()
    store.optimize()


def child(folder: Path) -> str:
    """What a process says that does nothing but write the dumps of a folder."""
    command = [sys.executable, __file__, "--dump", str(folder)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def dump_alone(folder: Path) -> None:
    """Write all dumps from a stream of quads and a store on disk."""
    shutil.rmtree(folder / "dumps", ignore_errors=True)
    store = Store.read_only(str(folder / "store"))
    before, started = peak(), time.process_time()
    write_dumps(folder / "dumps", parse(path=folder / "all.nq", format=RdfFormat.N_QUADS), store, ORIGIN)
    say(f"{time.process_time() - started:.1f} s of processor, {peak() - before:.0f} MiB more than at the start")


def peak() -> float:
    """The most memory this process has had, in MiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def compare_turtle(lines: Path, most: int, rdflib_most: int) -> None:
    """One Turtle file from quads in memory, by us and by rdflib, in seconds of processor for each million triples."""
    quads = list(islice(parse(path=lines, format=RdfFormat.N_QUADS), most))
    graph = rdflib.Graph()
    for prefix, base in PREFIXES.items():
        graph.bind(prefix, base)
    graph.parse(data="\n".join(f"{quad.triple} ." for quad in quads[:rdflib_most]), format="nt")
    # What the other one holds in memory must slow down neither.
    gc.collect()
    gc.freeze()
    with tempfile.TemporaryDirectory() as folder:
        for number, name in ((len(quads), "all of them"), (rdflib_most, "as many as rdflib")):
            started = time.process_time()
            write_turtle(Path(folder) / "ours.ttl", quads[:number])
            ours = (time.process_time() - started) / number * 1e6
            say(f"Turtle, ours, {number} triples ({name}): {ours:.2f} s a million")
        started = time.process_time()
        graph.serialize(Path(folder) / "theirs.ttl", format="turtle")
        theirs = (time.process_time() - started) / len(graph) * 1e6
        say(f"Turtle, rdflib, {len(graph)} triples: {theirs:.2f} s a million, {theirs / ours:.0f} times ours")


def write_turtle(path: Path, quads: list[Quad]) -> None:
    """Quads as one Turtle file."""
    with path.open("wb") as file:
        writer = TurtleWriter(file)
        for quad in quads:
            writer.add(quad.triple)
        writer.flush()


def compare_snapshots(folder: Path, changed: Path) -> None:
    """The time of a comparison with a graph in which some events have other dates and some articles are gone."""
    if not changed.exists():
        changed.mkdir()
        fill(changed, sort_quads(alter(parse(path=folder / "all.nq", format=RdfFormat.N_QUADS))))
        dump_alone(changed)
    sides = [Side(path.name, path / "dumps" / "all.nq.gz", path / "store") for path in (folder, changed)]
    for name, work in (("lines", False), ("in words", True)):
        started = time.process_time()
        found = list(differences(*(side.lines() for side in sides)))
        said = summarise(understand(found, *(side.store for side in sides))) if work else f"{len(found)} lines"
        say(f"diff, {name}: {time.process_time() - started:.1f} s of processor ({said})")


def alter(quads: Iterator[Quad]) -> Iterator[Quad]:
    """Every 500th date is another; every 200th article graph is gone."""
    dates, graphs = 0, {}
    for quad in quads:
        if graphs.setdefault(quad.graph_name, len(graphs)) % 200 == 199:
            continue
        if quad.predicate == DL.edtf:
            dates += 1
            if dates % 500 == 0:
                yield Quad(quad.subject, quad.predicate, Literal("2001"), quad.graph_name)
                continue
        yield quad


if __name__ == "__main__":
    main()
