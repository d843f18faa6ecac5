"""How are dump files written so that the same graph always gives the same bytes?

Quads are sorted by their N-Quads lines, gzip members carry no name and no time (RFC 1952), and every file's
SHA-256 stands in `SHA256SUMS` in the format of `sha256sum`.
"""

import gzip
import hashlib
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.dump.parts import Part, split_parts
from kg.vocabulary import PREFIXES


def sort_quads(quads: Iterable[Quad]) -> list[Quad]:
    """The distinct quads in the order of their canonical N-Quads lines."""
    return [quad for _, quad in sorted({str(quad): quad for quad in quads}.items())]


def hash_quads(quads: Iterable[Quad]) -> str:
    """SHA-256 (hex) of sorted quads as N-Quads."""
    digest = hashlib.sha256()
    for quad in quads:
        digest.update(f"{quad} .\n".encode())
    return digest.hexdigest()


def write_dumps(folder: Path, quads: list[Quad], void: bytes) -> None:
    """Write every dump of sorted quads into a new folder, the description `void` and the checksums beside them."""
    folder.mkdir()
    for part, held in split_parts(quads).items():
        _write_turtle(folder / f"{part}.ttl.gz", held)
    _write_gzip(folder / "all.nq.gz", serialize(quads, format=RdfFormat.N_QUADS))
    (folder / "void.ttl").write_bytes(void)
    write_checksums(folder)


def count_parts(quads: Iterable[Quad]) -> dict[Part, int]:
    """How many quads each dump holds."""
    return {part: len(held) for part, held in split_parts(quads).items()}


def write_checksums(folder: Path) -> None:
    """Write `SHA256SUMS` over every file of a folder."""
    lines = [f"{digest_file(path)}  {path.name}\n" for path in sorted(folder.iterdir()) if path.name != "SHA256SUMS"]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="ascii")


def digest_file(path: Path) -> str:
    """SHA-256 (hex) of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_turtle(path: Path, quads: list[Quad]) -> None:
    triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
    _write_gzip(path, serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES))


def _write_gzip(path: Path, content: bytes) -> None:
    with path.open("wb") as file, gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        packed.write(content)
