"""In which order do the lines of all pieces make one sorted graph, without holding it?

The lines of a piece about its own nodes begin with the article's IRI, and pieces come by key: a piece need not be
opened before the sorted lines have come to its IRI. Few are open at once: those whose keys begin with one another.
"""

import io
from collections.abc import Iterable, Iterator
from heapq import heapify, heappop, heappush, heapreplace
from itertools import groupby

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg import iri
from kg.pieces.shelf import Shelf
from kg.vocabulary import RDF

_AT_ONCE = 5000
"""Lines that are handed on together."""


def sorted_lines(shelf: Shelf, others: Iterable[str]) -> Iterator[str]:
    """All lines of a shelf's pieces and some other lines, which are sorted, in order."""
    loose = (line for (line,) in shelf.database.execute("SELECT line FROM loose ORDER BY line"))
    open_now = _Open((loose, iter(others)))
    for key in shelf.article_keys():
        yield from open_now.until(f"<{iri.mint_article(key)}")
        open_now.add(iter(shelf.lines(key)))
    yield from open_now.until(None)


def whole_lines(shelf: Shelf) -> tuple[str, ...]:
    """The lines of a shelf that belong to no article alone (`kg.pieces.whole`), sorted."""
    return tuple(line for (line,) in shelf.database.execute("SELECT line FROM whole ORDER BY line"))


class _Open:
    """Sorted streams of lines, merged."""

    def __init__(self, streams: Iterable[Iterator[str]]) -> None:
        firsts = ((next(stream, None), number, stream) for number, stream in enumerate(streams))
        self._heap = [(line, number, stream) for line, number, stream in firsts if line is not None]
        self._number = len(self._heap)
        heapify(self._heap)

    def add(self, stream: Iterator[str]) -> None:
        """One more stream, none of whose lines is before those that were given out."""
        self._number += 1
        line = next(stream, None)
        if line is not None:
            heappush(self._heap, (line, self._number, stream))

    def until(self, bound: str | None) -> Iterator[str]:
        """The lines before a bound."""
        heap = self._heap
        while heap and (bound is None or heap[0][0] < bound):
            line, number, stream = heap[0]
            yield line
            following = next(stream, None)
            if following is None:
                heappop(heap)
            else:
                heapreplace(heap, (following, number, stream))


def has_blank(line: str) -> bool:
    """Whether a line may hold a blank node; only the ontology's do."""
    return line.startswith("_:") or " _:" in line


def of_classes(lines: Iterable[str], classes: Iterable[NamedNode]) -> Iterator[str]:
    """Of sorted lines, those about subjects that are said to be of one of some classes."""
    types = {f"{RDF.type} {name}" for name in classes}
    for _, group in groupby(lines, key=_subject_of):
        held = list(group)
        if any(" ".join(line.split(" ", 3)[1:3]) in types for line in held):
            yield from held


def _subject_of(line: str) -> str:
    return line[: line.index(" ")]


def packets(lines: Iterable[str]) -> Iterator[bytes]:
    """Lines as N-Quads, several thousand at once."""
    held: list[str] = []
    for line in lines:
        held.append(line)
        if len(held) == _AT_ONCE:
            yield _nquads(held)
            held.clear()
    if held:
        yield _nquads(held)


def _nquads(lines: Iterable[str]) -> bytes:
    return "".join(f"{line} .\n" for line in lines).encode()


def to_quads(lines: Iterable[str]) -> Iterator[Quad]:
    """Lines as quads."""
    for packet in packets(lines):
        yield from parse(packet, format=RdfFormat.N_QUADS)


class LineStream(io.RawIOBase):
    """Lines as a file of N-Quads that is read once."""

    def __init__(self, lines: Iterable[str]) -> None:
        super().__init__()
        self._packets = packets(lines)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fills a buffer as far as one packet goes."""
        if not self._left:
            self._left = memoryview(next(self._packets, b""))
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size
