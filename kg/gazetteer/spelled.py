"""How is every way to write a name found: in the table, or in memory where the table is small?

The curated names are a few thousand: held in memory, a name that was never asked for costs no query. An imported
table of millions is asked.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from kg.gazetteer.rows import How

_MOST_HELD = 50_000
"""Names of a table that is held in memory: some 20 MB."""


class Spelling(NamedTuple):
    """One way to write a row, folded and as in the table."""

    folded: str
    row: str
    how: How
    written: str


class Spellings(Protocol):
    """All ways to write the rows of a gazetteer."""

    def exact(self, folded: str) -> Sequence[Spelling]:
        """Those that are folded to this, by row and way."""

    def near(self, heads: Iterable[str], tails: Iterable[str]) -> Sequence[Spelling]:
        """Those with one of these keys (see `kg.gazetteer.compile.typo_keys`) that is not empty, by row and way."""


def spellings_of(database: sqlite3.Connection) -> Spellings:
    """Those of a table, held in memory where they are few."""
    few = len(database.execute("SELECT 1 FROM name LIMIT ?", (_MOST_HELD + 1,)).fetchall()) <= _MOST_HELD
    return _hold(database) if few else InTable(database)


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """Spellings in memory, by folded name and by each key."""

    by_name: Mapping[str, Sequence[Spelling]]
    by_head: Mapping[str, Sequence[Spelling]]
    by_tail: Mapping[str, Sequence[Spelling]]

    def exact(self, folded: str) -> Sequence[Spelling]:
        """As in the table."""
        return self.by_name.get(folded, ())

    def near(self, heads: Iterable[str], tails: Iterable[str]) -> Sequence[Spelling]:
        """As in the table."""
        found = {one for head in heads for one in self.by_head.get(head, ())}
        found |= {one for tail in tails for one in self.by_tail.get(tail, ())}
        return sorted(found, key=lambda one: (one.row, one.how, one.folded))


def _hold(database: sqlite3.Connection) -> Held:
    by_name, by_head, by_tail = (defaultdict[str, list[Spelling]](list) for _ in range(3))
    query = "SELECT folded, row, how, written, head, tail FROM name ORDER BY folded, row, how"
    for folded, row, how, written, head, tail in database.execute(query):
        one = Spelling(folded, row, how, written)
        by_name[folded].append(one)
        if head:
            by_head[head].append(one)
            by_tail[tail].append(one)
    return Held(by_name=dict(by_name), by_head=dict(by_head), by_tail=dict(by_tail))


class InTable:
    """Spellings that are asked for, each time."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def exact(self, folded: str) -> Sequence[Spelling]:
        """By the primary key."""
        query = "SELECT folded, row, how, written FROM name WHERE folded = ? ORDER BY row, how"
        return [Spelling(*values) for values in self._database.execute(query, (folded,))]

    def near(self, heads: Iterable[str], tails: Iterable[str]) -> Sequence[Spelling]:
        """By the two indexes; three keys of each."""
        rows = self._database.execute(
            "SELECT folded, row, how, written FROM name WHERE head IN (?, ?, ?) AND head <> '' UNION "
            "SELECT folded, row, how, written FROM name WHERE tail IN (?, ?, ?) AND tail <> '' "
            "ORDER BY row, how, folded",
            (*heads, *tails),
        )
        return [Spelling(*values) for values in rows]
