"""Which events of different pieces are tied, and which of the ties does a change of pieces touch?

Blocks of events lie on the shelf in the order of their numbers, that is of time, so that all of them can be gone
through with few events in memory. A change touches only the blocks of the pieces that came or went, and in them only
the pairs that it brings together or moves apart.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, groupby
from operator import itemgetter
from typing import TypeAlias

from kg.happening import EventName, Tie
from kg.merge.candidates import NEIGHBOURS, blocks_of, neighbours
from kg.merge.merging import find_tie
from kg.merge.remembered import read_telling
from kg.merge.telling import Telling
from kg.pieces.shelf import Shelf

Member: TypeAlias = tuple[str, str]
"""An event by article and identifier."""
Pair: TypeAlias = tuple[Member, Member]
"""Two events of two articles, the smaller first."""
_PIECES_AT_ONCE = 2000
"""Pieces whose events are held in memory."""
_INSERT = "INSERT OR REPLACE INTO tie VALUES (?, ?, ?, ?, ?, ?)"


class Tellings(Mapping[EventName, Telling]):
    """What the pieces of a shelf tell, by event; some pieces' at once are in memory."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._told = lru_cache(maxsize=_PIECES_AT_ONCE)(self._read)
        self._telling = lru_cache(maxsize=_PIECES_AT_ONCE * 20)(read_telling)

    def _read(self, key: str) -> dict[str, tuple[str, str]]:
        return {told.event: (told.telling, told.label) for told in self._shelf.told(key)}

    def __getitem__(self, name: EventName) -> Telling:
        return self._telling(self._told(name.article)[name.event][0])

    def __contains__(self, name: object) -> bool:
        return isinstance(name, EventName) and name.event in self._told(name.article)

    def __iter__(self) -> Iterator[EventName]:
        for key in self._shelf.article_keys():
            yield from (EventName(article=key, event=event) for event in self._told(key))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def label(self, name: EventName) -> str:
        """The words for an event."""
        return self._told(name.article)[name.event][1]

    def blocks(self, member: Member) -> tuple[int, ...]:
        """The blocks of an event."""
        return blocks_of(self.at(member))

    def at(self, member: Member) -> Telling:
        """The telling of an event."""
        return self._telling(self._told(member[0])[member[1]][0])


def tie_all(shelf: Shelf, tellings: Tellings) -> None:
    """Tie the events of all pieces anew."""
    blocks = shelf.database.execute("SELECT number, article, event FROM block ORDER BY number, article, event")
    with shelf.database:
        shelf.database.execute("DELETE FROM tie")
        for _, rows in groupby(blocks, key=itemgetter(0)):
            members = [(article, event) for _, article, event in rows]
            _tie((pair for pair in neighbours(members) if _is_of_two(pair)), shelf, tellings)


def tie_again(
    shelf: Shelf, tellings: Tellings, changed: Collection[str], touched: Mapping[int, Collection[Member]]
) -> frozenset[EventName]:
    """Bring the ties to what `tie_all` gives, when some pieces came, changed or went.

    `touched` are the blocks that their events lie or lay in, each with those that went. Told are the events that are
    tied otherwise than before.
    """
    nearer, farther = set[Pair](), set[Pair]()
    for number in sorted(touched):
        come, gone = _shifted(_members(shelf, number), touched[number], changed)
        nearer |= come
        farther |= gone
    with shelf.database:
        ends = _untie_pieces(changed, shelf)
        ends += _untie(sorted(farther), shelf, tellings)
        ends += _tie(sorted(nearer), shelf, tellings)
    return frozenset(EventName(article=article, event=event) for article, event in ends)


def tied_to(shelf: Shelf, name: EventName) -> Iterator[EventName]:
    """The events that one is tied to."""
    for query in (
        "SELECT other, other_event FROM tie WHERE article = ? AND event = ?",
        "SELECT article, event FROM tie WHERE other = ? AND other_event = ?",
    ):
        for article, event in shelf.database.execute(query, (name.article, name.event)):
            yield EventName(article=article, event=event)


def read_ties(shelf: Shelf, among: Collection[EventName] | None) -> Iterator[Tie]:
    """The ties on a shelf: all, or those whose first event is among some."""
    query = "SELECT article, event, other, other_event, score, reasons FROM tie"
    if among is None:
        yield from map(_to_tie, shelf.database.execute(query))
    for name in among or ():
        found = shelf.database.execute(f"{query} WHERE article = ? AND event = ?", (name.article, name.event))
        yield from map(_to_tie, found)


def _to_tie(row: tuple[str, str, str, str, float, str]) -> Tie:
    article, event, other, other_event, score, reasons = row
    one, two = EventName(article=article, event=event), EventName(article=other, event=other_event)
    return Tie(one=one, other=two, score=score, reasons=tuple(json.loads(reasons)))


def _members(shelf: Shelf, number: int) -> list[Member]:
    query = "SELECT article, event FROM block WHERE number = ? ORDER BY article, event"
    return list(shelf.database.execute(query, (number,)))


def _is_of_two(pair: Pair) -> bool:
    return pair[0][0] != pair[1][0]


def _shifted(
    now: Sequence[Member], gone: Collection[Member], changed: Collection[str]
) -> tuple[set[Pair], set[Pair]]:
    """The pairs of a block that are to be held against each other anew, and those that no longer are.

    The former are those with an event of a changed piece, and of others those that what went stood between.
    """
    nearer = {
        (one, other) if one < other else (other, one)
        for at, one in enumerate(now)
        if one[0] in changed
        for other in now[max(0, at - NEIGHBOURS) : at + 1 + NEIGHBOURS]
    }
    kept = [member for member in now if member[0] not in changed]
    before = sorted((*kept, *gone))
    farther = set[Pair]()
    for one, (reached, reaches) in zip(
        kept, zip(_reach(before, changed), _reach(now, changed), strict=True), strict=True
    ):
        nearer.update((one, other) for other in kept[reached:reaches])
        farther.update((one, other) for other in kept[reaches:reached])
    return set(filter(_is_of_two, nearer)), set(filter(_is_of_two, farther))


def _reach(block: Sequence[Member], changed: Collection[str]) -> Iterator[int]:
    """For each member of a block that stays, how many of those that stay come before the end of its neighbours."""
    stays = [member[0] not in changed for member in block]
    numbers = list(accumulate(stays))
    return (numbers[min(at + NEIGHBOURS, len(block) - 1)] for at, kept in enumerate(stays) if kept)


def _tie(pairs: Iterable[Pair], shelf: Shelf, tellings: Tellings) -> list[Member]:
    """Tie those of some pairs that are likely enough to be one; their events."""
    found = [tie for one, other in pairs if (tie := find_tie(tellings.at(one), tellings.at(other))) is not None]
    shelf.database.executemany(_INSERT, map(_row, found))
    return [(name.article, name.event) for tie in found for name in (tie.one, tie.other)]


def _row(tie: Tie) -> tuple[str, str, str, str, float, str]:
    one, other = tie.one, tie.other
    return one.article, one.event, other.article, other.event, tie.score, json.dumps(tie.reasons)


def _untie_pieces(changed: Collection[str], shelf: Shelf) -> list[Member]:
    """Take away the ties of some pieces' events; the events that they tied."""
    ends: list[Member] = []
    for key in sorted(changed):
        for side in ("article", "other"):
            query = f"SELECT article, event, other, other_event FROM tie WHERE {side} = ?"  # noqa: S608
            rows = shelf.database.execute(query, (key,)).fetchall()
            ends += (member for row in rows for member in (row[:2], row[2:]))
            shelf.database.execute(f"DELETE FROM tie WHERE {side} = ?", (key,))  # noqa: S608
    return ends


def _untie(pairs: Iterable[Pair], shelf: Shelf, tellings: Tellings) -> list[Member]:
    """Take away the ties of those of some pairs that are neighbours in no block any more; their events."""
    ends: list[Member] = []
    query = "DELETE FROM tie WHERE article = ? AND event = ? AND other = ? AND other_event = ?"
    for pair in pairs:
        if (
            not _are_neighbours(pair, shelf, tellings)
            and shelf.database.execute(query, (*pair[0], *pair[1])).rowcount
        ):
            ends += pair
    return ends


def _are_neighbours(pair: Pair, shelf: Shelf, tellings: Tellings) -> bool:
    common = set(tellings.blocks(pair[0])) & set(tellings.blocks(pair[1]))
    return any(_distance(_members(shelf, number), pair) <= NEIGHBOURS for number in sorted(common))


def _distance(members: Sequence[Member], pair: Pair) -> int:
    one, other = map(members.index, pair)
    return other - one
