"""How is a dump file written piece by piece, so that the same graph always gives the same bytes?

Members of gzip carry no name and no time (RFC 1952). RDF is handed to the serializer in pieces that end with a
subject, and only the first keeps the declarations of prefixes: the bytes are those of the whole written at once, in
the memory of one piece.
"""

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from pyoxigraph import RdfFormat, Triple, serialize

from kg.vocabulary import PREFIXES

_BUFFER = 1 << 18
"""Bytes that are compressed together."""
_PIECE = 500
"""Triples that are serialized together; more only costs memory that is slow to get."""


@contextmanager
def open_packed(path: Path) -> Iterator[IO[bytes]]:
    """A new gzip file to write to."""
    with (
        path.open("wb") as file,
        gzip.GzipFile("", "wb", 6, file, 0) as packed,
        io.BufferedWriter(packed, _BUFFER) as buffered,
    ):
        yield cast(IO[bytes], buffered)


class TurtleWriter:
    """Triples as Turtle, those of one subject together; `flush` writes the last ones."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._waiting: list[Triple] = []
        self._declared = False

    def add(self, triple: Triple) -> None:
        """One more triple."""
        waiting = self._waiting
        if len(waiting) >= _PIECE and triple.subject != waiting[-1].subject:
            self.flush()
            waiting = self._waiting
        waiting.append(triple)

    def flush(self) -> None:
        """Write what waits."""
        if not self._waiting:
            return
        text = serialize(self._waiting, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""
        self._file.write(text[_length_of_declarations(text) :] if self._declared else text)
        self._declared = True
        self._waiting = []


def _length_of_declarations(text: bytes) -> int:
    at = 0
    while text.startswith(b"@prefix", at):
        at = text.index(b"\n", at) + 1
    return at
