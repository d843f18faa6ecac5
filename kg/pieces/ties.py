"""Which events of different pieces are tied, and which of the ties does a change of pieces touch?

Blocks of events lie on the shelf in the order of their numbers, that is of time, so that all of them can be gone
through with few events in memory; a change touches only the blocks of the pieces that came or went.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from kg.happening import EventName, Happening, Tie, Verdict
from kg.merge.candidates import blocks_of, neighbours
from kg.merge.merging import find_tie, unite
from kg.merge.remembered import read_telling
from kg.merge.telling import Telling
from kg.pieces.shelf import Shelf

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

    def blocks(self, member: tuple[str, str]) -> tuple[int, ...]:
        """The blocks of an event by article and identifier."""
        return blocks_of(self.at(member))

    def at(self, member: tuple[str, str]) -> Telling:
        """The telling of an event by article and identifier."""
        return self._telling(self._told(member[0])[member[1]][0])


def find_happenings(shelf: Shelf, tellings: Tellings, verdicts: Iterable[Verdict]) -> tuple[Happening, ...]:
    """The happenings that the ties on a shelf make."""
    return unite(_read_ties(shelf), tellings, verdicts)


def _read_ties(shelf: Shelf) -> Iterator[Tie]:
    query = "SELECT article, event, other, other_event, score, reasons FROM tie"
    for article, event, other, other_event, score, reasons in shelf.database.execute(query):
        one, two = EventName(article=article, event=event), EventName(article=other, event=other_event)
        yield Tie(one=one, other=two, score=score, reasons=tuple(json.loads(reasons)))


def tie_all(shelf: Shelf, tellings: Tellings) -> None:
    """Tie the events of all pieces anew."""
    blocks = shelf.database.execute("SELECT number, article, event FROM block ORDER BY number, article, event")
    with shelf.database:
        shelf.database.execute("DELETE FROM tie")
        for _, rows in groupby(blocks, key=itemgetter(0)):
            _tie([(article, event) for _, article, event in rows], shelf, tellings)


def tie_again(shelf: Shelf, tellings: Tellings, changed: Collection[str], touched: Iterable[int]) -> None:
    """Bring the ties to what `tie_all` gives, when some pieces came, changed or went and touched these blocks."""
    with shelf.database:
        for key in sorted(changed):
            shelf.database.execute("DELETE FROM tie WHERE article = ? OR other = ?", (key, key))
        for number in sorted(set(touched)):
            members = _members(shelf, number)
            _untie(members, shelf, tellings)
            _tie(members, shelf, tellings)


def _members(shelf: Shelf, number: int) -> list[tuple[str, str]]:
    query = "SELECT article, event FROM block WHERE number = ? ORDER BY article, event"
    return list(shelf.database.execute(query, (number,)))


def _tie(members: Sequence[tuple[str, str]], shelf: Shelf, tellings: Tellings) -> None:
    if len(members) < 2:
        return
    pairs = (find_tie(tellings.at(a), tellings.at(b)) for a, b in neighbours(members) if a[0] != b[0])
    shelf.database.executemany(_INSERT, (_row(tie) for tie in pairs if tie is not None))


def _row(tie: Tie) -> tuple[str, str, str, str, float, str]:
    one, other = tie.one, tie.other
    return one.article, one.event, other.article, other.event, tie.score, json.dumps(tie.reasons)


def _untie(members: Sequence[tuple[str, str]], shelf: Shelf, tellings: Tellings) -> None:
    """Take away ties of a block's members that are neighbours in no block any more."""
    inside, near = set(members), set(neighbours(members))
    for article, event in members:
        query = "SELECT other, other_event FROM tie WHERE article = ? AND event = ?"
        for other in shelf.database.execute(query, (article, event)).fetchall():
            pair = ((article, event), other)
            if other in inside and pair not in near and not _are_neighbours(pair, shelf, tellings):
                shelf.database.execute("DELETE FROM tie WHERE article = ? AND event = ? AND other = ? AND "
                                       "other_event = ?", (article, event, *other))  # fmt: skip


def _are_neighbours(pair: tuple[tuple[str, str], tuple[str, str]], shelf: Shelf, tellings: Tellings) -> bool:
    common = set(tellings.blocks(pair[0])) & set(tellings.blocks(pair[1]))
    return any(pair in set(neighbours(_members(shelf, number))) for number in sorted(common))
