"""How is a file of any size read in bounded memory?"""

import bz2
import gzip
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import IO, cast

from kg.errors import InputError
from kg.gazetteer.intake.found import Tell
from kg.model import Rejection

LONGEST = 8 << 20
"""The bytes of the longest record that is read; Wikidata's largest items have half of it."""
_BAD = (OSError, EOFError, gzip.BadGzipFile)


def open_bytes(path: str) -> AbstractContextManager[IO[bytes]]:
    """A file, plain or compressed by its ending `.gz` or `.bz2`, or standard input for `-`; raises InputError."""
    try:
        if path == "-":
            return nullcontext(sys.stdin.buffer)
        if path.endswith(".gz"):
            return cast(IO[bytes], gzip.open(path, "rb"))
        return cast(IO[bytes], bz2.open(path, "rb") if path.endswith(".bz2") else open(path, "rb"))  # noqa: PTH123
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}; name a file that can") from error


def read_lines(path: str, tell: Tell) -> Iterator[tuple[int, str]]:
    """Each line with its number, from 1; one that is too long or no UTF-8 is told and left out."""
    with open_bytes(path) as stream:
        number = 0
        while raw := _next(stream, path):
            number += 1
            if len(raw) > LONGEST and not raw.endswith(b"\n"):
                _skip_rest(stream, path)
                tell(_too_long(path, number))
                continue
            try:
                yield number, raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                tell(Rejection(source=path, place=f"line {number}", reason=f"is no UTF-8: {error.reason}",
                               remedy="write the file as UTF-8"))  # fmt: skip


def read_chunk(stream: IO[bytes], path: str, size: int) -> bytes:
    """The next bytes of a file; raises InputError."""
    try:
        return stream.read(size)
    except _BAD as error:
        raise _broken(path, error) from error


def _broken(path: str, error: Exception) -> InputError:
    return InputError(f"{path}: cannot be read to its end: {error}; get the file again")


def _next(stream: IO[bytes], path: str) -> bytes:
    try:
        return stream.readline(LONGEST + 1)
    except _BAD as error:
        raise _broken(path, error) from error


def _skip_rest(stream: IO[bytes], path: str) -> None:
    while (raw := _next(stream, path)) and not raw.endswith(b"\n"):
        pass


def _too_long(path: str, number: int) -> Rejection:
    return Rejection(
        source=path, place=f"line {number}", reason=f"is longer than {LONGEST >> 20} MiB",
        remedy="write one record on a line",
    )  # fmt: skip
