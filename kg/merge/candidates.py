"""Which pairs of events of two articles are worth a closer look?

Those alike in class and standing, in type or a word, in an actor or the place, and in the day that they happen or are
told on: without these no pair reaches the bar. Each event lies in a few small blocks, so that the work grows with the
number of events; in a block that is large all the same, each is held against its next neighbours only. A block is
named by a number that begins with its days, so that blocks in order go through time.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TypeAlias, TypeVar

from kg.annotate.kin import STEM
from kg.annotate.lexicon import FALLBACK_TYPES
from kg.merge.score import DAYS
from kg.merge.telling import Telling

NEIGHBOURS = 50
"""How many others of a block an event is held against at most, in the order of their names."""

Pair: TypeAlias = tuple[int, int]
_MemberT = TypeVar("_MemberT")
_BITS = 40
"""Of a block's number, those that tell apart the blocks of one time."""


def find_pairs(told: Sequence[Telling]) -> Iterator[Pair]:
    """Pairs of positions, each once and the smaller first, in order; `told` is sorted by name."""
    blocks: dict[int, list[int]] = {}
    for position, telling in enumerate(told):
        for block in blocks_of(telling):
            blocks.setdefault(block, []).append(position)
    found = {pair for block in blocks.values() for pair in neighbours(block)}
    return iter(sorted(found))


def neighbours(block: Sequence[_MemberT]) -> Iterator[tuple[_MemberT, _MemberT]]:
    """The pairs of a block whose members are in order that are held against each other."""
    for at, member in enumerate(block):
        yield from ((member, other) for other in block[at + 1 : at + 1 + NEIGHBOURS])


def blocks_of(telling: Telling) -> tuple[int, ...]:
    """The blocks that an event lies in, as numbers below 2^63, sorted."""
    what = {word[:STEM] for word in telling.words} | ({telling.type} - FALLBACK_TYPES)
    who = telling.actors | set(telling.places[:1])
    times = set(_times(telling))
    return tuple(sorted({_number(telling, a, b, kind, day) for a in what for b in who for kind, day in times}))


def _number(telling: Telling, what: str, who: str, kind: str, day: date) -> int:
    named = "\n".join((telling.cls, telling.standing, what, who, kind)).encode()
    rest = int.from_bytes(hashlib.blake2b(named, digest_size=_BITS // 8).digest(), "big")
    return day.toordinal() << _BITS | rest


def _times(telling: Telling) -> Iterable[tuple[str, date]]:
    """The days it may be of, if few; and those around its publication, such that close ones share one."""
    if telling.earliest is not None and telling.latest is not None:
        last = telling.latest - telling.earliest
        if last <= DAYS:
            yield from (("on", telling.earliest + timedelta(days=n)) for n in range(last.days + 1))
        else:
            yield "from", telling.earliest
    if telling.published is not None:
        width = DAYS.days + 1
        bucket = telling.published.toordinal() // width
        yield from (("told", date.fromordinal(max(1, number * width))) for number in (bucket, bucket + 1))
