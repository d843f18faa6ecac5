"""Which rows do references to other rows mean, once all are there?

What holds a place is told by its item. What nobody describes is left out and
counted. Containment that goes round in a circle, or deeper than any place does, is left out and told.
"""

import sqlite3
from collections.abc import Iterator

from kg.gazetteer.intake.found import Tell
from kg.model import Rejection

DEEPEST = 64
"""How many places may lie in each other."""


def settle_within(database: sqlite3.Connection, tell: Tell) -> int:
    """Turn the items that places lie in into rows; gives the number of those that no row is."""
    database.execute(
        "UPDATE row SET within = coalesce((SELECT near.id FROM row near WHERE near.qid = row.within), row.within) "
        "WHERE within GLOB 'Q[0-9]*'"
    )
    lost = database.execute("UPDATE row SET within = NULL WHERE within GLOB 'Q[0-9]*'").rowcount
    for identifier, within in list(_circles(database)):
        tell(Rejection(source="gazetteer", place=identifier, reason=f"lies in {within}, which lies in it in turn",
                       remedy="correct what holds it; the row is kept without"))  # fmt: skip
        database.execute("UPDATE row SET within = NULL WHERE id = ?", (identifier,))
    return lost


def _circles(database: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """The rows that no end of containment is reached from: those of a circle alone.

    Rows that nothing lies in cannot be on a circle, nor rows that lie in nothing; both are taken away, again and
    again.
    """
    database.executescript(
        "DROP TABLE IF EXISTS temp.round; CREATE TEMP TABLE round (id TEXT PRIMARY KEY, within TEXT) WITHOUT ROWID;"
        "INSERT INTO round SELECT id, within FROM row "
        "WHERE within IS NOT NULL AND id IN (SELECT within FROM row WHERE within IS NOT NULL);"
    )
    for _ in range(DEEPEST):
        gone = database.execute(
            "DELETE FROM round WHERE id NOT IN (SELECT within FROM round) OR within NOT IN (SELECT id FROM round)"
        ).rowcount
        if not gone:
            break
    yield from database.execute("SELECT id, within FROM round ORDER BY id")
