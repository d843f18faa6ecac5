"""Which files are the dumps of a snapshot, and how are they written?

Quads come in canonical form, subject by subject, and go out at once to every file that they belong in: memory does
not grow with the graph. The files of the graph and those of its events have nothing to do with each other: two
processes may write them at a time.
"""

import hashlib
from collections.abc import Collection, Iterable
from contextlib import ExitStack
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, serialize

from kg.dump.checksums import write_checksums
from kg.dump.dcat import write_dcat
from kg.dump.event_files import EventFiles
from kg.dump.event_records import EventReader, Graph
from kg.dump.files import TurtleWriter, open_packed
from kg.dump.origin import Origin, article_triples, build_triples
from kg.dump.parts import PARTS, by_subject, split_parts
from kg.dump.statistics import Statistics
from kg.dump.void import write_void

ALL = "all.nq.gz"


def write_dumps(folder: Path, quads: Collection[Quad], graph: Graph, origin: Origin) -> None:
    """Write every dump of quads in canonical form into a new folder, with descriptions and checksums.

    `graph` has the same quads.
    """
    folder.mkdir()
    canonical_hash = write_graph_files(folder, quads, origin)
    write_event_files(folder, quads, graph)
    describe_dumps(folder, origin, canonical_hash)


def describe_dumps(folder: Path, origin: Origin, canonical_hash: str) -> None:
    """Write the catalogue and the checksums of all files; nothing of the folder may change after it."""
    write_dcat(folder, origin.snapshot, canonical_hash)
    write_checksums(folder)


def write_graph_files(folder: Path, quads: Iterable[Quad], origin: Origin) -> str:
    """Write the dumps of the graph itself and its VoID description; SHA-256 (hex) of its canonical N-Quads."""
    found = Statistics()
    canonical_hash = _fill(folder, quads, origin, found)
    write_void(folder / "void.ttl", found, origin.snapshot)
    return canonical_hash


def write_event_files(folder: Path, quads: Iterable[Quad], graph: Graph) -> None:
    """Write the dumps of the events among the subjects of quads; around each, its neighbours in a graph are read."""
    reader = EventReader(graph)
    with EventFiles(folder) as files:
        for subject in by_subject(quads):
            event = reader.read(subject)
            if event is not None:
                files.add(event)


def _fill(folder: Path, quads: Iterable[Quad], origin: Origin, found: Statistics) -> str:
    """Fill the files of RDF, and count; the hash of all."""
    digest = hashlib.sha256()
    with ExitStack() as files:
        parts = {part: TurtleWriter(files.enter_context(open_packed(folder / f"{part}.ttl.gz"))) for part in PARTS}
        whole = files.enter_context(open_packed(folder / ALL))
        made = TurtleWriter(files.enter_context((folder / "prov.ttl").open("wb")))
        for triple in build_triples(origin):
            made.add(triple)
        for subject in by_subject(quads):
            lines = serialize(subject.quads, format=RdfFormat.N_QUADS) or b""
            whole.write(lines)
            digest.update(lines)
            split = split_parts(subject)
            found.add(subject, split)
            for part, quad in zip(split, subject.quads, strict=True):
                parts[part].add(quad.triple)
            for triple in article_triples(subject):
                made.add(triple)
        for writer in (*parts.values(), made):
            writer.flush()
    return digest.hexdigest()
