"""From what is a graph compared: a data folder, a snapshot, its dumps, or a file of RDF?

Each gives its canonical N-Quads lines in order, one after the other, and a store for what stands around a change. The
lines of `all.nq.gz` are in order already and are never all in memory.
"""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, cast

from pyoxigraph import RdfFormat, Store, parse

from kg.diff.alike import refuse_alike
from kg.dump.canonical import sort_quads
from kg.dump.write import ALL
from kg.errors import InputError, StoreError
from kg.reason.entities import refuse_costly_entities
from kg.store.snapshot import current_folder, open_snapshot

_ENDINGS = {
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
}
_UNREADABLE = (EOFError, gzip.BadGzipFile, zlib.error)


@dataclass(frozen=True)
class Side:
    """One graph of a comparison; `path` is its file, `kept` the folder of its store when it has one on disk."""

    name: str
    path: Path
    kept: Path | None = None

    def lines(self) -> Iterator[bytes]:
        """Its canonical N-Quads lines in order; raises InputError for what is cut short, damaged or out of order."""
        if self.path.name != ALL:
            refuse_alike(self.path, self.store)
            yield from (f"{quad} .\n".encode() for quad in sort_quads(self.store))
            return
        number, before = 0, b""
        try:
            with _unpacked(self.path) as file:
                for number, line in enumerate(file, 1):
                    if line <= before:
                        raise InputError(f"{self.path}, line {number}: out of order; take the dump anew")
                    before = line
                    yield line
        except _UNREADABLE as error:
            raise InputError(f"{self.path}: {_tell(error)}, after line {number}; take it anew") from error
        if before and not before.endswith(b"\n"):
            raise InputError(f"{self.path}: cut short in line {number}; take it anew")

    @cached_property
    def store(self) -> Store:
        """The graph, to look things up in."""
        if self.kept is not None:
            try:
                return Store.read_only(str(self.kept))
            except (OSError, RuntimeError) as error:
                raise StoreError(f"{self.kept}: the store cannot be opened ({error}); build again") from error
        store = Store()
        form = _ENDINGS.get(Path(self.path.name.removesuffix(".gz")).suffix, RdfFormat.TURTLE)
        try:
            with _unpacked(self.path) as file:
                refuse_costly_entities(self.path, form, file)
                store.bulk_extend(parse(file, format=form))
        except SyntaxError as error:
            raise InputError(f"{self.path}, line {error.lineno}: {error.msg}") from error
        except _UNREADABLE as error:
            raise InputError(f"{self.path}: {_tell(error)}; take it anew") from error
        return store


def open_side(name: str, data: Path) -> Side:
    """The graph that a word means: a path, or the id (or its beginning) of a snapshot of a data folder, or `current`.

    Raises InputError when it is none of these or means several, StoreError for a snapshot that cannot be read.
    """
    path = Path(name)
    if path.is_file():
        return Side(name, path)
    if (path / ALL).is_file():
        return Side(name, path / ALL)
    if (path / "manifest.json").is_file():
        return _of_snapshot(path)
    if (path / "current").is_file():
        return _of_snapshot(current_folder(path))
    if name == "current":
        return _of_snapshot(current_folder(data))
    return _of_snapshot(find_snapshot(data, name))


def find_snapshot(data: Path, name: str) -> Path:
    """The folder of the one snapshot whose id begins so; raises InputError."""
    found = sorted(path for path in (data / "snapshots").glob("*") if name and path.name.startswith(name))
    if len(found) != 1:
        what = "no file or folder, and no snapshot" if not found else f"the beginning of {len(found)} snapshots"
        raise InputError(f"{name!r} is {what} of {data}; give the path of a dump, or one snapshot's id")
    return found[0]


def _of_snapshot(folder: Path) -> Side:
    snapshot = open_snapshot(folder)
    return Side(snapshot.id, snapshot.dumps / ALL, folder / "store")


@contextmanager
def _unpacked(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as file:
            if path.suffix != ".gz":
                yield cast(IO[bytes], file)
                return
            with gzip.GzipFile(fileobj=file) as packed, io.BufferedReader(packed, 1 << 18) as lines:
                yield cast(IO[bytes], lines)
    except FileNotFoundError as error:
        raise InputError(f"{path}: there is no such file") from error


def _tell(error: Exception) -> str:
    return "cut short" if isinstance(error, EOFError) else f"damaged ({error})"
