"""Which pairs of events of two articles are worth a closer look?

Those alike in class and standing, in type or a word, in an actor or the place, and in the day that they happen or are
told on: without these no pair reaches the bar. Each event lies in a few small blocks, so that the work grows with the
number of events; in a block that is large all the same, each is held against its next neighbours only.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TypeAlias

from kg.annotate.kin import STEM
from kg.annotate.lexicon import FALLBACK_TYPES
from kg.merge.score import DAYS
from kg.merge.telling import Telling

NEIGHBOURS = 50
"""How many others of a block an event is held against at most, in the order of their names."""

Key: TypeAlias = tuple[str, str, str, str, str]
Pair: TypeAlias = tuple[int, int]


def find_pairs(told: Sequence[Telling]) -> Iterator[Pair]:
    """Pairs of positions, each once and the smaller first, in order; `told` is sorted by name."""
    blocks: dict[Key, list[int]] = {}
    for position, telling in enumerate(told):
        for key in _keys(telling):
            blocks.setdefault(key, []).append(position)
    found = {pair for block in blocks.values() for pair in _pairs(block)}
    return iter(sorted(found))


def _pairs(block: Sequence[int]) -> Iterator[Pair]:
    for at, position in enumerate(block):
        yield from ((position, other) for other in block[at + 1 : at + 1 + NEIGHBOURS])


def _keys(telling: Telling) -> Iterator[Key]:
    what = {word[:STEM] for word in telling.words} | ({telling.type} - FALLBACK_TYPES)
    who = telling.actors | set(telling.places[:1])
    for a in sorted(what):
        for b in sorted(who):
            for c in sorted(set(_days(telling))):
                yield telling.cls, telling.standing, a, b, c


def _days(telling: Telling) -> Iterable[str]:
    """The days it may be of, if few; and those around its publication, such that close ones share one."""
    if telling.earliest is not None and telling.latest is not None:
        last = telling.latest - telling.earliest
        if last <= DAYS:
            yield from (f"on {telling.earliest + timedelta(days=n)}" for n in range(last.days + 1))
        else:
            yield f"from {telling.earliest}"
    if telling.published is not None:
        width = DAYS.days + 1
        bucket = telling.published.toordinal() // width
        yield from (f"told {bucket}", f"told {bucket + 1}")
