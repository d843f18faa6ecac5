"""How do the pieces of a snapshot change when articles come, are replaced, or go?

What several articles bring alike (what is said of shared nodes, the gazetteer's rows) is counted, so that it stays as
long as one of them is there. The lines that come and go are told, for a store that holds the lines before.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import copyfile
from typing import Any

from kg.happening import EventName
from kg.pieces.shelf import Shelf
from kg.pieces.ties import Member, Tellings, tie_again, tie_all

_PART_TO_TIE_ALL = 0.2
"""Of all pieces: when more of them change, tying all anew is less work."""
_COLUMNS = "key, '', 0, digest, claims, article_bytes, annotation_bytes, about, lines, loose, told, NULL, NULL"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What a change did: the N-Quads lines and the gazetteer's rows that came and went, each once.

    `articles` are the keys of the pieces that came, went or were replaced, `tied` the events that are tied otherwise
    than before; None: any may be.
    """

    come: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    rows_come: set[str] = field(default_factory=set)
    rows_gone: set[str] = field(default_factory=set)
    articles: frozenset[str] = frozenset()
    tied: frozenset[EventName] | None = None


def open_draft_shelf(path: Path, fingerprint: str, before: Path | None) -> Shelf:
    """A shelf in a draft, with the pieces of an earlier snapshot; without durability, which the draft gives.

    The earlier shelf must be of the fingerprint.
    """
    if before is not None:
        copyfile(before, path)
    shelf = Shelf(path, fingerprint)
    shelf.database.execute("PRAGMA synchronous = OFF")
    shelf.database.execute("PRAGMA cache_size = -131072")
    return shelf


def close_draft_shelf(shelf: Shelf) -> None:
    """Leave one file behind, without a log beside it."""
    shelf.database.execute("PRAGMA journal_mode = DELETE")
    shelf.close()


def apply_change(
    shelf: Shelf, journal: Path, dropped: Collection[str], *, track: bool, done: Callable[[int], None]
) -> Change:
    """Take the pieces of a journal into a shelf, and others out; lines are told when they are to be tracked."""
    change = Change()
    database = shelf.database
    database.execute("ATTACH ? AS journal", (str(journal),))
    coming = [key for (key,) in database.execute("SELECT key FROM journal.piece ORDER BY key")]
    there = set(shelf.article_keys()) if track else set()
    touched: dict[int, list[Member]] = {}
    with database:
        for key in sorted({*dropped, *coming} & there):
            _take_out(shelf, key, change, touched)
        for number, key in enumerate(coming, 1):
            database.execute(f"INSERT INTO piece SELECT {_COLUMNS} FROM journal.piece WHERE key = ?", (key,))  # noqa: S608
            blocks = _put_in(shelf, key, change if track else None)
            touched.update((number, touched.get(number, [])) for number in blocks if track)
            done(number)
    database.execute("DETACH journal")
    changed = frozenset((*coming, *dropped))
    return replace(_netted(change), articles=changed, tied=_tie(shelf, changed, touched))


def _tie(
    shelf: Shelf, changed: Collection[str], touched: Mapping[int, Collection[Member]]
) -> frozenset[EventName] | None:
    pieces = shelf.database.execute("SELECT count(*) FROM piece").fetchone()[0]
    if len(changed) > pieces * _PART_TO_TIE_ALL:
        tie_all(shelf, Tellings(shelf))
        return None
    return tie_again(shelf, Tellings(shelf), changed, touched)


def _netted(change: Change) -> Change:
    """Without what came and went."""
    return Change(
        come=change.come - change.gone,
        gone=change.gone - change.come,
        rows_come=change.rows_come - change.rows_gone,
        rows_gone=change.rows_gone - change.rows_come,
    )


def _put_in(shelf: Shelf, key: str, change: Change | None) -> Iterator[int]:
    """Count what a piece brings; the blocks of its events."""
    blocks = [(number, key, event.event) for event in shelf.told(key) for number in event.blocks]
    shelf.database.executemany("INSERT INTO block VALUES (?, ?, ?)", blocks)
    loose = _count(shelf.database, "loose", "line", shelf.loose(key))
    about = shelf.about(key)
    rows = _count(shelf.database, "background", "row", about.rows)
    _count(shelf.database, "contact", "value", _texts(about.contacts))
    _sum(shelf.database, about.counts, 1)
    for kind, lines in (("contradiction", about.contradictions), ("warning", about.warnings)):
        remarks = ((key, kind, number, line) for number, line in enumerate(lines))
        shelf.database.executemany("INSERT INTO remark VALUES (?, ?, ?, ?)", remarks)
    if change is not None:
        change.come.update(shelf.lines(key), loose)
        change.rows_come.update(rows)
    return (number for number, _, _ in blocks)


def _take_out(shelf: Shelf, key: str, change: Change, touched: dict[int, list[Member]]) -> None:
    """Count no more what a piece brings, and forget it; tell the blocks of its events, with those."""
    blocks = [(number, key, event.event) for event in shelf.told(key) for number in event.blocks]
    shelf.database.executemany("DELETE FROM block WHERE number = ? AND article = ? AND event = ?", blocks)
    for number, _, event in blocks:
        touched.setdefault(number, []).append((key, event))
    change.gone.update(shelf.lines(key), _discount(shelf.database, "loose", "line", shelf.loose(key)))
    about = shelf.about(key)
    change.rows_gone.update(_discount(shelf.database, "background", "row", about.rows))
    _discount(shelf.database, "contact", "value", _texts(about.contacts))
    _sum(shelf.database, about.counts, -1)
    shelf.database.execute("DELETE FROM remark WHERE article = ?", (key,))
    shelf.database.execute("DELETE FROM piece WHERE key = ?", (key,))


def _texts(contacts: Iterable[Sequence[Any]]) -> list[str]:
    return [json.dumps(contact) for contact in contacts]


def _sum(database: sqlite3.Connection, counts: Iterable[tuple[str, int]], sign: int) -> None:
    """Add how many lines of each part a piece has, or take that away."""
    for part, number in counts:
        database.execute("INSERT OR IGNORE INTO part VALUES (?, 0)", (part,))
        database.execute("UPDATE part SET number = number + ? WHERE name = ?", (sign * number, part))


def _count(database: sqlite3.Connection, table: str, column: str, values: Sequence[str]) -> list[str]:
    """Count one use more of each; those that nothing used before."""
    fresh = []
    more = f"UPDATE {table} SET uses = uses + 1 WHERE {column} = ?"  # noqa: S608
    for value in values:
        if not database.execute(more, (value,)).rowcount:
            database.execute(f"INSERT INTO {table} VALUES (?, 1)", (value,))  # noqa: S608
            fresh.append(value)
    return fresh


def _discount(database: sqlite3.Connection, table: str, column: str, values: Sequence[str]) -> list[str]:
    """Count one use less of each; those that nothing uses any more."""
    less = f"UPDATE {table} SET uses = uses - 1 WHERE {column} = ?"  # noqa: S608
    database.executemany(less, ((value,) for value in values))
    gone = f"DELETE FROM {table} WHERE {column} = ? AND uses = 0"  # noqa: S608
    return [value for value in values if database.execute(gone, (value,)).rowcount]
