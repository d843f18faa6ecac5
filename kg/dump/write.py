"""Which files are the dumps of a snapshot, and how are they written in one pass?

Quads come in canonical form, subject by subject, and go out at once to every file that they belong in: memory does
not grow with the graph. Around an event its neighbours are looked up in the store of the same quads.
"""

import hashlib
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store, serialize

from kg.dump.checksums import write_checksums
from kg.dump.dcat import write_dcat
from kg.dump.event_files import EventFiles
from kg.dump.event_records import EventReader
from kg.dump.files import TurtleWriter, open_packed
from kg.dump.origin import Origin, article_triples, build_triples
from kg.dump.parts import PARTS, by_subject, split_parts
from kg.dump.statistics import Statistics
from kg.dump.void import write_void

ALL = "all.nq.gz"


def write_dumps(folder: Path, quads: Iterable[Quad], store: Store, origin: Origin) -> None:
    """Write every dump of quads in canonical form into a new folder, with descriptions and checksums.

    `store` holds the same quads.
    """
    folder.mkdir()
    found = Statistics()
    canonical_hash = _write_files(folder, quads, EventReader(store), origin, found)
    write_void(folder / "void.ttl", found, origin.snapshot)
    write_dcat(folder, origin.snapshot, canonical_hash)
    write_checksums(folder)


def _write_files(folder: Path, quads: Iterable[Quad], reader: EventReader, origin: Origin, found: Statistics) -> str:
    """Fill the files of the graph itself; SHA-256 of its canonical N-Quads."""
    digest = hashlib.sha256()
    with ExitStack() as files:
        parts = {part: TurtleWriter(files.enter_context(open_packed(folder / f"{part}.ttl.gz"))) for part in PARTS}
        whole = files.enter_context(open_packed(folder / ALL))
        made = TurtleWriter(files.enter_context((folder / "prov.ttl").open("wb")))
        events = files.enter_context(EventFiles(folder))
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
            event = reader.read(subject)
            if event is not None:
                events.add(event)
        for writer in (*parts.values(), made):
            writer.flush()
    return digest.hexdigest()
