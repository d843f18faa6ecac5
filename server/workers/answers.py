"""What does a pool of workers give back for a question?"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

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
    """An answer whose rest the worker is still writing; it waits when `rest` is not read."""

    first: bytes
    rest: Generator[bytes, None, End]
    store: Path

    def chunks(self) -> Iterator[bytes]:
        """Its bytes in pieces; raises Refusal when the worker cannot finish. Closing it ends the query."""
        try:
            yield self.first
            yield from self.rest
        finally:
            self.rest.close()

    def close(self) -> None:
        """Ends the query, should nobody have asked for its bytes."""
        self.rest.close()


def collect(pieces: Generator[bytes, None, End], store: Path, first: bytes = b"") -> Answer:
    """Reads an answer to its end."""
    body: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    size = body.write(first)
    while True:
        try:
            size += body.write(next(pieces))
        except StopIteration as stop:
            body.seek(0)
            return Answer(body=body, size=size, end=stop.value, store=store)
