"""Where do records wait until those of one item stand together?

In a temporary table of the database that is being written, on disk, so that memory does not grow with their number.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from kg.gazetteer.intake.found import Found, Held

_SCHEMA = """
CREATE TEMP TABLE incoming (qid TEXT, n INTEGER, source TEXT, line INTEGER, label TEXT, kind TEXT, subkind TEXT,
    aliases TEXT, demonyms TEXT, country TEXT, within TEXT, lat REAL, lon REAL, prior INTEGER, held TEXT);
"""


class Told(NamedTuple):
    """One record as it was told: by which file, in which order."""

    source: str
    found: Found


class Item(NamedTuple):
    """All that the files tell of one item, in the order of the files, and the row that it is already, if any."""

    qid: str
    row: str | None
    told: tuple[Told, ...]


def prepare(database: sqlite3.Connection) -> None:
    """Make the place where records wait."""
    database.execute("PRAGMA temp_store = FILE")
    database.executescript(_SCHEMA)


def stage(database: sqlite3.Connection, source: str, records: Iterable[Found]) -> int:
    """Take records up, one by one; gives their number."""
    before = database.execute("SELECT count(*) FROM incoming").fetchone()[0]
    numbered = (_values(number, source, found) for number, found in enumerate(records, before))
    marks = ",".join("?" * 15)
    return database.executemany(f"INSERT INTO incoming VALUES ({marks})", numbered).rowcount  # noqa: S608


def items(database: sqlite3.Connection) -> Iterator[Item]:
    """Every item of a kind that becomes a row, by item."""
    cursor = database.execute(
        "SELECT incoming.*, row.id FROM incoming LEFT JOIN row ON row.qid = incoming.qid "
        "WHERE incoming.kind <> 'Post' ORDER BY incoming.qid, n"
    )
    qid, row = "", None
    told: list[Told] = []
    for values in cursor:
        if values[0] != qid:
            if told:
                yield Item(qid, row, tuple(told))
            qid, row, told = values[0], values[-1], []
        told.append(Told(values[2], _found(values)))
    if told:
        yield Item(qid, row, tuple(told))


def _values(number: int, source: str, found: Found) -> tuple[object, ...]:
    return (
        found.qid, number, source, found.line, found.label, found.kind, found.subkind, _join(found.aliases),
        _join(found.demonyms), found.country, found.within, found.lat, found.lon, found.prior,
        "\n".join(["\t".join(one) for one in found.held]),
    )  # fmt: skip


def _join(names: tuple[str, ...]) -> str:
    if len(names) < 2:
        return names[0].replace("|", "/") if names else ""
    return "|".join([name.replace("|", "/") for name in names])


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _found(values: tuple[Any, ...]) -> Found:
    (qid, _, _, line, label, kind, subkind, aliases, demonyms, country, within, lat, lon, prior, held, _) = values
    told = tuple([Held(*one.split("\t")) for one in held.split("\n")]) if held else ()
    return Found(
        qid, line, label, kind, subkind, _split(aliases), _split(demonyms), country, within, lat, lon, prior, told
    )
