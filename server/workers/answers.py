"""What does a pool of workers give back for a question?"""

import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from math import inf
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from server.http import refusals
from server.workers.frames import End

_IN_MEMORY = 1 << 20
_PIECE = 1 << 17


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A complete answer, kept in memory or in an unnamed file by size, positioned at its start.

    `store` is the folder of the store that it was found in.
    """

    body: IO[bytes]
    size: int
    end: End
    store: Path

    def read(self) -> bytes:
        """All of it."""
        with self.body:
            return self.body.read()

    def chunks(self) -> Iterator[bytes]:
        """Its bytes in pieces; closes the file at the end."""
        with self.body:
            while piece := self.body.read(_PIECE):
                yield piece

    def close(self) -> None:
        """Lets go of it, should nobody have asked for its bytes."""
        self.body.close()


@dataclass(frozen=True, kw_only=True, slots=True)
class Stream:
    """An answer whose rest the worker is still writing; it waits when `rest` is not read.

    `breaks` says that its format has no room to tell at its end that it was cut.
    """

    first: IO[bytes]
    rest: Generator[bytes, None, End]
    store: Path
    breaks: bool = False

    def chunks(self) -> Iterator[bytes]:
        """Its bytes in pieces; closing it ends the query.

        Raises Refusal when the worker cannot finish, and at the end of an answer that was cut and cannot say so:
        what is broken off is not taken for the whole.
        """
        try:
            with self.first:
                while piece := self.first.read(_PIECE):
                    yield piece
            end = yield from self.rest
            if self.breaks and end.truncated:
                raise refusals.cut_short(end.rows)
        finally:
            self.rest.close()

    def close(self) -> None:
        """Ends the query, should nobody have asked for its bytes."""
        self.first.close()
        self.rest.close()


def collect(pieces: Generator[bytes, None, End], store: Path, first: bytes = b"") -> Answer:
    """Reads an answer to its end."""
    # Nothing lasts for ever.
    return cast(Answer, collect_for(inf, pieces, store, first))


def collect_for(
    seconds: float, pieces: Generator[bytes, None, End], store: Path, first: bytes = b""
) -> Answer | Stream:
    """Reads an answer for so long; one that is at its end by then is whole."""
    body: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    size, until = body.write(first), time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            size += body.write(next(pieces))
        except StopIteration as stop:
            body.seek(0)
            return Answer(body=body, size=size, end=stop.value, store=store)
    body.seek(0)
    return Stream(first=body, rest=pieces, store=store, breaks=True)
