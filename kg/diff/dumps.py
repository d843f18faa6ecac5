"""How do the files of a dump differ from those that were published, or from those of a rebuild, in words?"""

import gzip
import io
import zlib
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import IO, NamedTuple, cast

from kg.dump.checksums import SUMS, digest_file, read_checksums

_BLOCK = 1 << 16
_SHOWN = 160


class Fault(NamedTuple):
    """A file that is not as it should be, and how."""

    name: str
    words: str


def broken_files(folder: Path) -> tuple[Fault, ...]:
    """The files that are missing, cut short or not what `SHA256SUMS` says; raises StoreError without it."""
    return tuple(
        Fault(name, words)
        for name, digest in sorted(read_checksums(folder).items())
        if (words := _broken(folder, name, digest)) is not None
    )


def _broken(folder: Path, name: str, digest: str) -> str | None:
    path = folder / name
    if Path(name).name != name:
        return "is no name of a file in the folder"
    if not path.is_file():
        return "is missing"
    if digest_file(path) == digest:
        return None
    return _damage(path) or f"has other bytes than {SUMS} says"


def _damage(path: Path) -> str | None:
    """How a gzip file is damaged; None when it is whole, or none."""
    if path.suffix != ".gz":
        return None
    read = 0
    try:
        with gzip.open(path, "rb") as file:
            while block := file.read(_BLOCK):
                read += len(block)
    except EOFError:
        return f"is cut short: {path.stat().st_size} bytes, and the content breaks off after {read} bytes"
    except (gzip.BadGzipFile, zlib.error) as error:
        return f"is damaged after {read} bytes of content ({error})"
    return None


def compare_folders(published: Path, rebuilt: Path) -> Iterator[Fault]:
    """The files of two folders of dumps that differ, and how; checksums follow from the rest."""
    names = {path.name for folder in (published, rebuilt) for path in folder.iterdir() if path.name != SUMS}
    for name in sorted(names):
        here, there = published / name, rebuilt / name
        if not here.is_file():
            yield Fault(name, "is missing, and the rebuild has it")
        elif not there.is_file():
            yield Fault(name, "is no file of a rebuild")
        elif digest_file(here) != digest_file(there):
            yield Fault(name, _difference(here, there))


def _difference(published: Path, rebuilt: Path) -> str:
    damage = _damage(published)
    if damage is not None:
        return damage
    with _unpacked(published) as here, _unpacked(rebuilt) as there:
        for number, (ours, theirs) in enumerate(zip_longest(here, there), 1):
            if ours is None:
                return f"ends before line {number}, where the rebuild goes on: {_shown(theirs)}"
            if theirs is None:
                return f"goes on in line {number}, where the rebuild ends: {_shown(ours)}"
            if ours != theirs:
                return f"differs first in line {number}: {_shown(ours)}, and rebuilt {_shown(theirs)}"
    return "holds the same, packed otherwise"


def _unpacked(path: Path) -> IO[bytes]:
    if path.suffix != ".gz":
        return path.open("rb")
    return io.BufferedReader(cast(io.RawIOBase, gzip.open(path, "rb")))


def _shown(line: bytes | None) -> str:
    words = (line or b"").decode("utf-8", "replace").rstrip("\n")
    return repr(words if len(words) <= _SHOWN else words[:_SHOWN] + "…")
