"""How do the records of foreign files join the rows that a gazetteer has?

An item that a row has joins that row. A curated row without an item takes the item of its name's only bearer of that
kind and country. Everything else becomes a row of its own, named by its item.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.gazetteer.assemble import demonym_names, row_names
from kg.gazetteer.compile import NAMES_FROM_FRESH, office_values, row_values
from kg.gazetteer.intake.agreeing import agree, held
from kg.gazetteer.intake.found import Tell
from kg.gazetteer.intake.staging import Item, items
from kg.gazetteer.lookup import to_row
from kg.gazetteer.rows import Name, Office, Row, fold, slug
from kg.model import Rejection

_MARKS = ",".join("?" * 15)
_BATCH = 2_000
_OF = re.compile(r" of (?:the )?(.+)$")
_ITEM = re.compile(r"Q[0-9]+")


@dataclass(kw_only=True, slots=True)
class Tally:
    """How many items became new rows, joined one, or could not be used; how many posts and countries are unknown."""

    new: int = 0
    joined: int = 0
    unusable: int = 0
    posts: int = 0
    countries: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class References:
    """What a file may call a state or post: states by item, label and alias, posts by item, rows to adopt by item."""

    states: Mapping[str, str]
    posts: Mapping[str, str]
    adopted: Mapping[str, str]


def merge(database: sqlite3.Connection, tell: Tell) -> Tally:
    """Move every waiting record into the table."""
    database.execute("CREATE TEMP TABLE fresh (folded, row, how, written)")
    tally, known = Tally(), _references(database)
    for batch in _batches(items(database)):
        rows = [made for item in batch if (made := _row(database, item, known, tally, tell))]
        database.executemany(f"INSERT OR REPLACE INTO row VALUES ({_MARKS})", map(row_values, (r for _, r in rows)))  # noqa: S608
        names = ((fold(name.written), name.row, name.how, name.written) for i, row in rows for name in _names(i, row))
        database.executemany("INSERT INTO fresh VALUES (?, ?, ?, ?)", names)
        offices = (office for item, row in rows for office in _offices(item, row, known, tally))
        database.executemany("INSERT OR IGNORE INTO office VALUES (?, ?, ?, ?, ?, ?, ?)", map(office_values, offices))
    database.execute(NAMES_FROM_FRESH)
    database.execute("DROP TABLE fresh")
    return tally


def _batches(every: Iterable[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    for item in every:
        batch.append(item)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch


def _row(
    database: sqlite3.Connection, item: Item, known: References, tally: Tally, tell: Tell
) -> tuple[Item, Row] | None:
    there = item.row or known.adopted.get(item.qid)
    before = to_row(database.execute("SELECT * FROM row WHERE id = ?", (there,)).fetchone()) if there else None
    row = agree(item, before, tell, lambda country: _country(country, known, tally))
    if row is None:
        tally.unusable += 1
        first = item.told[0]
        tell(Rejection(source=first.source, place=f"line {first.found.line}",
                       reason=f"{item.qid} has no kind that is known, or no label",
                       remedy="give its class a kind with --type Q515=Place"))  # fmt: skip
        return None
    tally.joined += before is not None
    tally.new += before is None
    return item, row


def _country(country: str, known: References, tally: Tally) -> str | None:
    """The row of a state's item or name."""
    found = known.states.get(country) or known.states.get(fold(country))
    tally.countries += found is None
    return found


def _names(item: Item, row: Row) -> list[Name]:
    demonyms = [demonym for told in item.told for demonym in told.found.demonyms]
    return [*row_names(row), *(name for demonym in demonyms for name in demonym_names(demonym, row.id))]


def _offices(item: Item, row: Row, known: References, tally: Tally) -> Iterator[Office]:
    if row.kind != "Person":
        return
    taken: dict[str, int] = {}
    for one in held(item):
        post = known.posts.get(one.post) if _ITEM.fullmatch(one.post) else one.post
        if post is None:
            tally.posts += 1
            continue
        part, state = _post(post)
        stem = f"{item.qid}-{part}"
        taken[stem] = taken.get(stem, 0) + 1
        yield Office(
            id=f"tenure/{stem}" + (f"-{taken[stem]}" if taken[stem] > 1 else ""), person=row.id, post=post,
            organization=known.states.get(state, row.country),
            start=one.start or None, end=one.end or None, source=item.told[0].source,
        )  # fmt: skip


@lru_cache(maxsize=20_000)
def _post(post: str) -> tuple[str, str]:
    """A post as part of an identifier, and the name of what it is held of, folded; empty if it names nothing."""
    body = _OF.search(post)
    return slug(post), fold(body[1]) if body else ""


def _references(database: sqlite3.Connection) -> References:
    return References(states=_states(database), posts=_posts(database), adopted=_adopted(database))


def _states(database: sqlite3.Connection) -> dict[str, str]:
    """Every name of a state, the table's before those that come in; an equal name of two states is neither's."""
    found: dict[str, set[str]] = {}
    for values in database.execute("SELECT * FROM row WHERE kind = 'State'"):
        row = to_row(values)
        for name in (row.label, *row.aliases):
            found.setdefault(fold(name), set()).add(row.id)
        if row.qid:
            found[row.qid] = {row.id}
    for qid, label in database.execute("SELECT qid, label FROM incoming WHERE kind = 'State' ORDER BY qid"):
        found.setdefault(qid, {f"state/{qid}"})
        if fold(label) not in found:
            found[fold(label)] = found[qid]
    return {name: next(iter(rows)) for name, rows in found.items() if len(rows) == 1}


def _posts(database: sqlite3.Connection) -> dict[str, str]:
    """The labels of the posts that the files describe, without the name of the state."""
    return dict(database.execute("SELECT qid, label FROM incoming WHERE kind = 'Post' ORDER BY qid, n DESC"))


def _adopted(database: sqlite3.Connection) -> dict[str, str]:
    """Rows without an item by the item that alone bears their name, as the same kind and in no other country."""
    states = _states(database)
    waiting: dict[tuple[str, str], Row] = {
        (fold(row.label), row.kind): row
        for row in map(to_row, database.execute("SELECT * FROM row WHERE qid IS NULL ORDER BY id"))
    }
    bearers: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for qid, label, kind, country in database.execute("SELECT qid, label, kind, country FROM incoming ORDER BY n"):
        if (fold(label), kind) in waiting:
            bearers.setdefault((fold(label), kind), set()).add(
                (qid, states.get(country) or states.get(fold(country), ""))
            )
    adopted = {}
    for key, found in bearers.items():
        row, items_of = waiting[key], {qid for qid, _ in found}
        countries = {country for _, country in found} - {""}
        alike = countries == {row.country} if row.kind == "Person" else countries <= {row.country} or not row.country
        if len(items_of) == 1 and alike:
            adopted[items_of.pop()] = row.id
    return adopted
