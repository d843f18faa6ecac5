"""How do the curated CSV files become one indexed table?

The same rows give the same table whatever their order in the files: identifiers come from labels, and everything is
sorted before it is written.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.gazetteer.assemble import Seeds, assemble
from kg.gazetteer.read import read_tables
from kg.gazetteer.rows import Name, Office, Row, fold

SCHEMA = """
CREATE TABLE row (id TEXT PRIMARY KEY, kind TEXT, subkind TEXT, label TEXT, qid TEXT, country TEXT, within TEXT,
                  organ_of TEXT, disputed_by TEXT, capital TEXT, aliases TEXT, lat REAL, lon REAL) WITHOUT ROWID;
CREATE TABLE name (folded TEXT, row TEXT, how TEXT, written TEXT, head TEXT, tail TEXT,
                   PRIMARY KEY (folded, row, how)) WITHOUT ROWID;
CREATE TABLE office (id TEXT PRIMARY KEY, person TEXT, post TEXT, organization TEXT, start TEXT, "end" TEXT,
                     source TEXT) WITHOUT ROWID;
CREATE TABLE word (word TEXT, list TEXT, value TEXT, PRIMARY KEY (word, list)) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX name_head ON name (head);
CREATE INDEX name_tail ON name (tail);
CREATE INDEX name_row ON name (row);
CREATE INDEX office_person ON office (person);
CREATE INDEX row_qid ON row (qid);
"""
TYPO_LETTERS = 6
"""Names shorter than this are never matched with a typo."""


def compile_gazetteer(folder: Path | None = None) -> sqlite3.Connection:
    """Write the table to memory and return the connection.

    `folder` holds the `*.curated.csv` files, the shipped ones when absent. Raises OntologyError naming file and
    line for a malformed row.
    """
    seeds = assemble(read_tables(folder))
    database = sqlite3.connect(":memory:", check_same_thread=False)
    with database:
        database.executescript(SCHEMA)
        _fill(database, seeds)
        database.executescript(INDEXES)
    return database


def _fill(database: sqlite3.Connection, seeds: Seeds) -> None:
    _insert(database, "row", sorted(_row_values(row) for row in seeds.rows))
    _insert(database, "name", _name_values(seeds.names))
    _insert(database, "office", sorted(_office_values(office) for office in seeds.offices))
    _insert(database, "word", sorted(seeds.words))


def _insert(database: sqlite3.Connection, table: str, values: Sequence[tuple[object, ...]]) -> None:
    if values:
        marks = ",".join("?" * len(values[0]))
        database.executemany(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608 - our own table names


def _row_values(row: Row) -> tuple[object, ...]:
    return (
        row.id, row.kind, row.subkind, row.label, row.qid, row.country, row.within, row.organ_of,
        "|".join(row.disputed_by), row.capital, "|".join(row.aliases), row.lat, row.lon,
    )  # fmt: skip


def _name_values(names: Iterable[Name]) -> list[tuple[str, ...]]:
    best: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for name in sorted(names, key=lambda each: (each.row, each.how, each.written)):
        folded = fold(name.written)
        if folded:
            head, tail = typo_keys(folded) if name.how not in ("surname", "acronym") else ("", "")
            best.setdefault((folded, name.row, name.how), (folded, name.row, name.how, name.written, head, tail))
    return [best[key] for key in sorted(best)]


def typo_keys(folded: str) -> tuple[str, str]:
    """The first and last letters of a name; one edit leaves at least one of the two as it was."""
    return (folded[:2], folded[-2:]) if len(folded) >= TYPO_LETTERS else ("", "")


def _office_values(office: Office) -> tuple[object, ...]:
    return (
        office.id, office.person, office.post, office.organization, office.start, office.end, office.source
    )  # fmt: skip
