"""How are dump files written so that the same graph always gives the same bytes?

Quads are sorted by their N-Quads lines, gzip members carry no name and no time (RFC 1952), and every file's
SHA-256 stands in `SHA256SUMS` in the format of `sha256sum`.
"""

import gzip
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.dump.parts import Part, split_parts
from kg.dump.void import write_void
from kg.errors import StoreError
from kg.vocabulary import PREFIXES


def sort_quads(quads: Iterable[Quad]) -> list[Quad]:
    """The distinct quads in the order of their canonical N-Quads lines."""
    return [quad for _, quad in sorted({str(quad): quad for quad in quads}.items())]


def hash_quads(quads: Iterable[Quad], beside: str) -> str:
    """SHA-256 (hex) of what lies beside the graph, as text, and of sorted quads as N-Quads."""
    digest = hashlib.sha256(beside.encode())
    for quad in quads:
        digest.update(f"{quad} .\n".encode())
    return digest.hexdigest()


def write_dumps(folder: Path, quads: list[Quad], snapshot: str) -> None:
    """Write every dump of sorted quads into a new folder, their VoID description and the checksums beside them."""
    folder.mkdir()
    parts = split_parts(quads)
    for part, held in parts.items():
        triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in held]
        with _open_packed(folder / f"{part}.ttl.gz") as file:
            serialize(triples, output=file, format=RdfFormat.TURTLE, prefixes=PREFIXES)
    with _open_packed(folder / "all.nq.gz") as file:
        serialize(quads, output=file, format=RdfFormat.N_QUADS)
    write_void(folder / "void.ttl", {part: len(held) for part, held in parts.items()}, snapshot)
    write_checksums(folder)


def count_parts(quads: Iterable[Quad]) -> dict[Part, int]:
    """How many quads each dump holds."""
    return {part: len(held) for part, held in split_parts(quads).items()}


def write_checksums(folder: Path) -> None:
    """Write `SHA256SUMS` over every file of a folder."""
    lines = [f"{digest_file(path)}  {path.name}\n" for path in sorted(folder.iterdir()) if path.name != "SHA256SUMS"]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="ascii")


def unmatched_checksums(folder: Path) -> tuple[str, ...]:
    """The files that `SHA256SUMS` names and that are missing or have other bytes; raises StoreError."""
    try:
        lines = (folder / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{folder / 'SHA256SUMS'}: cannot be read ({error})") from error
    if not lines:
        raise StoreError(f"{folder / 'SHA256SUMS'}: it names no file; take the dumps anew")
    wanted = (line.partition("  ") for line in lines)
    return tuple(
        name
        for digest, _, name in sorted(wanted, key=lambda parts: parts[2])
        if Path(name).name != name or not (folder / name).is_file() or digest_file(folder / name) != digest
    )


def digest_file(path: Path) -> str:
    """SHA-256 (hex) of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _open_packed(path: Path) -> Iterator[IO[bytes]]:
    with path.open("wb") as file, gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        yield cast(IO[bytes], packed)
