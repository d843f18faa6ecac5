"""How do the curated CSV files become one indexed table?

The same rows give the same table whatever their order in the files: identifiers come from labels, and everything is
sorted before it is written.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.errors import OntologyError
from kg.gazetteer.assemble import Seeds, assemble
from kg.gazetteer.read import read_tables
from kg.gazetteer.rows import Name, Office, Row, fold

SCHEMA = """
CREATE TABLE row (id TEXT PRIMARY KEY, kind TEXT, subkind TEXT, label TEXT, qid TEXT, country TEXT, within TEXT,
                  organ_of TEXT, disputed_by TEXT, capital TEXT, aliases TEXT, lat REAL, lon REAL, source TEXT,
                  prior INTEGER) WITHOUT ROWID;
CREATE TABLE name (folded TEXT, row TEXT, how TEXT, written TEXT, head TEXT, tail TEXT,
                   PRIMARY KEY (folded, row, how)) WITHOUT ROWID;
CREATE TABLE office (id TEXT PRIMARY KEY, person TEXT, post TEXT, organization TEXT, start TEXT, "end" TEXT,
                     source TEXT) WITHOUT ROWID;
CREATE TABLE word (word TEXT, list TEXT, value TEXT, PRIMARY KEY (word, list)) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX name_head ON name (head);
CREATE INDEX name_tail ON name (tail);
CREATE INDEX office_person ON office (person);
CREATE INDEX row_qid ON row (qid);
"""
FORMAT = "2"
"""Of the table; one of another format is refused."""
TYPO_LETTERS = 6
"""Names shorter than this are never matched with a typo."""
_LONGEST_KEY = 8
_KEY = (
    f"CASE WHEN how IN ('surname', 'acronym') OR length(folded) < {TYPO_LETTERS} THEN '' "
    f"ELSE length(folded) || substr(folded, %smin((length(folded) - 1) / 2, {_LONGEST_KEY})) END"
)
NAMES_FROM_FRESH = (
    f"INSERT OR IGNORE INTO name SELECT folded, row, how, written, {_KEY % '1, '}, {_KEY % '-'} FROM fresh "  # noqa: S608
    "WHERE folded <> '' ORDER BY folded, row, how, written"
)
"""Moves names from a table `fresh (folded, row, how, written)` in any order, with the keys of `name_values`."""


def compile_gazetteer(folder: Path | None = None, target: str = ":memory:") -> sqlite3.Connection:
    """Write the table to memory, or into the new file `target`, and return the connection.

    `folder` holds the `*.curated.csv` files, the shipped ones when absent. Raises OntologyError naming file and
    line for a malformed row.
    """
    seeds = assemble(read_tables(folder))
    database = sqlite3.connect(target, check_same_thread=False)
    with database:
        database.executescript(SCHEMA)
        _fill(database, seeds)
        database.executescript(INDEXES)
    return database


def _fill(database: sqlite3.Connection, seeds: Seeds) -> None:
    _insert(database, "row", [row_values(row) for row in sorted(seeds.rows, key=lambda row: row.id)])
    _insert(database, "name", _first_of_each(name_values(name) for name in seeds.names))
    _insert(database, "office", sorted(office_values(office) for office in seeds.offices))
    _insert(database, "word", sorted(seeds.words))
    _insert(database, "meta", [("format", FORMAT)])


def _insert(database: sqlite3.Connection, table: str, values: Sequence[tuple[object, ...]]) -> None:
    if values:
        marks = ",".join("?" * len(values[0]))
        try:
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608 - our own table names
        except sqlite3.IntegrityError as error:
            first = [str(value[0]) for value in values]
            twice = sorted({name for name in first if first.count(name) > 1})
            raise OntologyError(
                f"the gazetteer's files give one {table} twice, of {', '.join(twice[:9])}; rename or remove one"
            ) from error


def row_values(row: Row) -> tuple[object, ...]:
    """A row in the order of the table's columns."""
    return (
        row.id, row.kind, row.subkind, row.label, row.qid, row.country, row.within, row.organ_of,
        "|".join(row.disputed_by), row.capital, "|".join(row.aliases), row.lat, row.lon, row.source, row.prior,
    )  # fmt: skip


def name_values(name: Name) -> tuple[str, ...]:
    """A name in the order of the table's columns; the first is empty for a name without letters."""
    folded = fold(name.written)
    head, tail = ("", "") if name.how in ("surname", "acronym") else typo_keys(folded)
    return (folded, name.row, name.how, name.written, head, tail)


def _first_of_each(names: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    best: dict[tuple[str, ...], tuple[str, ...]] = {}
    for values in sorted(names):
        if values[0]:
            best.setdefault(values[:3], values)
    return list(best.values())


def typo_keys(folded: str, letters: int | None = None) -> tuple[str, str]:
    """Keys of the first and last letters of a name with so many `letters` (its own number if not given).

    One edit leaves at least one of the two as it was: they share no letter, and one stands between them. Empty for a
    name that is too short to be mended.
    """
    letters = len(folded) if letters is None else letters
    if letters < TYPO_LETTERS:
        return "", ""
    size = min((letters - 1) // 2, _LONGEST_KEY)
    return f"{letters}{folded[:size]}", f"{letters}{folded[-size:]}"


def office_values(office: Office) -> tuple[object, ...]:
    """A term in the order of the table's columns."""
    return (
        office.id, office.person, office.post, office.organization, office.start, office.end, office.source
    )  # fmt: skip
