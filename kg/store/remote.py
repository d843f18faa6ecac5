"""How does a snapshot get into a SPARQL 1.1 store over HTTP, so that it is all there and can be taken up again?

Quads go in pieces of some thousands each, in one of two ways (`kg.store.targets`). What has arrived is noted in a
small file after each: a load that broke off goes on there. A piece whose answer was lost is sent again, which changes
nothing. At the end the store is asked how many triples each graph holds, and each graph is read back and its hash
compared; only then it is told which snapshot it has.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Protocol

from kg.errors import StoreError

_LINES_AT_ONCE = 2000
_SIZE_AT_ONCE = 1 << 18
"""Characters of a piece: what a store takes at once is often a mebibyte, and a form makes more of it."""
_HASHES = 1 << 128


class Target(Protocol):
    """A store that takes quads, as N-Quads lines without dots."""

    def insert(self, lines: list[str], fresh: frozenset[str]) -> None:
        """Put lines without blank nodes in; into the graphs `fresh` none were put before. Doing it twice is once."""

    def insert_once(self, lines: list[str]) -> None:
        """Put lines with blank nodes in, which doing it twice would double."""

    def counts(self) -> dict[str, int]:
        """How many triples each named graph holds."""

    def read(self, graph: str) -> Iterator[str]:
        """The triples of a graph as N-Triples lines without dots; raises StoreError when they cannot all be read."""

    def clear(self, graphs: Iterable[str]) -> None:
        """Empty graphs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """How many quads were sent now, how many were there from before, and how many graphs were checked."""

    sent: int
    before: int
    graphs: int


@dataclass(kw_only=True, slots=True)
class _Sums:
    """What each graph must hold: how many triples, and the sum of the hashes of those without blank nodes."""

    counts: Counter[str] = field(default_factory=Counter)
    hashes: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, lines: Iterable[str]) -> None:
        for line in lines:
            graph = graph_of(line)
            self.counts[graph] += 1
            self.hashes[graph] = (self.hashes[graph] + hash_of(triple_of(line, graph))) % _HASHES


def load_lines(lines: Iterable[str], name: str, notes: Path, target: Target, *, hashes: bool = True) -> Loaded:
    """Load sorted N-Quads lines, without dots, of a snapshot called `name`.

    `notes` is the file that tells how far a load got. Raises StoreError when a graph does not hold in the end what
    was sent; without `hashes` only numbers are compared.
    """
    before, done = read_notes(notes, name), 0
    wanted, blanks = _Sums(), list[str]()
    for piece in _pieces(_without_blanks(lines, blanks)):
        fresh = frozenset(map(graph_of, piece)) - wanted.counts.keys()
        wanted.add(piece)
        done += len(piece)
        if done > before:
            target.insert(piece, fresh)
            notes.write_text(json.dumps({"snapshot": name, "done": done}), encoding="utf-8")
    wanted.add(blanks)
    # The answer to the last piece of an earlier run may have been lost: it must not be sent twice.
    if blanks and (before < done or _differing(target.counts(), wanted.counts)):
        target.insert_once(blanks)
    _verify(target, wanted, notes, hashes=hashes)
    notes.unlink(missing_ok=True)
    return Loaded(sent=max(0, done - before) + len(blanks), before=min(before, done), graphs=len(wanted.counts))


def _differing(found: Mapping[str, int], wanted: Mapping[str, int]) -> list[str]:
    return sorted(graph for graph, number in wanted.items() if found.get(graph, 0) != number)


def _verify(target: Target, wanted: _Sums, notes: Path, *, hashes: bool) -> None:
    found = target.counts()
    wrong = _differing(found, wanted.counts)
    if wrong:
        notes.unlink(missing_ok=True)
        graph = wrong[0]
        raise StoreError(
            f"<{graph}> holds {found.get(graph, 0)} triples there, not {wanted.counts[graph]} ({len(wrong)} graphs "
            "differ); load again with --replace"
        )
    for graph, number in wanted.hashes.items() if hashes else ():
        hashed = [hash_of(triple) for triple in target.read(graph)]
        if len(hashed) < wanted.counts[graph]:
            raise StoreError(
                f"<{graph}> has {wanted.counts[graph]} triples there, but only {len(hashed)} can be read at once; "
                "let the store give more (Virtuoso: ResultSetMaxRows), or use --no-hashes"
            )
        if sum(hashed) % _HASHES != number:
            notes.unlink(missing_ok=True)
            raise StoreError(f"<{graph}> holds other triples there than were sent; load again with --replace")


def hash_of(triple: str) -> int:
    """A number of 128 bits for an N-Triples line without a dot; 0 for one with a blank node, whose label is free."""
    if _has_blank(triple):
        return 0
    return int.from_bytes(hashlib.blake2b(triple.encode(), digest_size=16).digest(), "big")


def graph_of(line: str) -> str:
    """The graph of an N-Quads line without a dot."""
    return line[line.rindex("<") + 1 : -1]


def triple_of(line: str, graph: str) -> str:
    """The triple of an N-Quads line in a graph."""
    return line[: -len(graph) - 3]


def _pieces(lines: Iterable[str]) -> Iterator[list[str]]:
    held, size = list[str](), 0
    for line in chain(lines, [""]):
        if not line or len(held) >= _LINES_AT_ONCE or (held and size + len(line) > _SIZE_AT_ONCE):
            yield held
            held, size = [], 0
        held.append(line)
        size += len(line)


def _has_blank(line: str) -> bool:
    return line.startswith("_:") or " _:" in line


def _without_blanks(lines: Iterable[str], blanks: list[str]) -> Iterator[str]:
    """The lines without a blank node; the others are put aside."""
    for line in lines:
        if _has_blank(line):
            blanks.append(line)
        else:
            yield line


def read_notes(notes: Path, name: str) -> int:
    """How many lines of a snapshot arrived in a load that broke off."""
    try:
        found = json.loads(notes.read_text(encoding="utf-8"))
        return int(found["done"]) if found["snapshot"] == name else 0
    except (OSError, ValueError, KeyError, TypeError):
        return 0
