"""Which rows could a name mean, who held which post when, and what kind of thing does a noun name?"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, TypeAlias, cast

from kg.errors import InputError
from kg.gazetteer.compile import FORMAT, TYPO_LETTERS, compile_gazetteer, typo_keys
from kg.gazetteer.rows import How, Office, Row, fold, is_acronym
from kg.gazetteer.spelled import Spellings, spellings_of
from kg.model import EntityKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A row that a name could mean: the way it means it, and whether one letter had to be mended."""

    row: Row
    how: How
    written: str
    typo: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Noun:
    """What a common noun names: `sense` groups nouns that can stand for each other, `gender` is `m`, `f` or empty.

    `acts_for`: such people or bodies act for the state or organisation that they belong to.
    """

    kind: EntityKind
    sense: str
    acts_for: bool
    gender: str


_FindRow: TypeAlias = Callable[[str], Row | None]
_PERSON = Noun(kind="Person", sense="", acts_for=False, gender="")


class Gazetteer:
    """Read-only look-ups over one compiled table of any size; answers are ordered by row identifier.

    Of a large table nothing but the word lists is held in memory, beside the answers that were given last.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        # Over the table alone: caches of its own methods would keep it open until garbage is collected.
        self._row = lru_cache(maxsize=50_000)(partial(_find_row, database))
        self._offices = lru_cache(maxsize=20_000)(partial(_find_offices, database))
        spellings = spellings_of(database)
        self._exact = lru_cache(maxsize=20_000)(partial(_find_exact, spellings, self._row))
        self._typos = lru_cache(maxsize=20_000)(partial(_find_typos, spellings, self._row))
        self._starts = lru_cache(maxsize=50_000)(partial(_find_start, database))
        self.titles = dict(self._words("title"))
        self._title_words = frozenset(
            title.split()[-1].rstrip(".")
            for title, kind in self.titles.items()
            if not kind.endswith("fix") and not {"of", "without", "to"} & set(title.split())
        )
        self.nouns = {word: _noun(value) for word, value in self._words("noun")}

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of what the table holds; an imported one has it noted, as it may hold millions of rows."""
        noted = self._database.execute("SELECT value FROM meta WHERE key = 'digest'").fetchone()
        return noted[0] if noted else _digest(self._database)

    def close(self) -> None:
        """Let go of the table."""
        self._database.close()

    def row(self, identifier: str) -> Row:
        """The row of an identifier; KeyError when there is none."""
        found = self._row(identifier)
        if found is None:
            raise KeyError(identifier)
        return found

    def rows(self) -> Iterator[Row]:
        """Every row, by identifier."""
        return map(to_row, self._database.execute("SELECT * FROM row ORDER BY id"))

    def has(self, identifier: str) -> bool:
        """Whether the identifier is that of a row."""
        return self._row(identifier) is not None

    def by_item(self, qid: str) -> Row | None:
        """The row with a verified Wikidata item."""
        found = self._database.execute("SELECT * FROM row WHERE qid = ? ORDER BY id", (qid,)).fetchone()
        return to_row(found) if found else None

    def may_start(self, words: str) -> bool:
        """Whether some name begins with `words`, its last word perhaps cut short: False spares look-ups."""
        folded = fold(words)
        return folded == "the" or self._starts(folded)

    def beginning(self, words: str, most: int) -> list[tuple[str, Row]]:
        """At most so many rows with a name that begins with `words`, each once, ordered by their folded names."""
        folded = fold(words)
        query = "SELECT folded, row, how FROM name WHERE folded >= ? AND folded < ? ORDER BY folded, row, how"
        found: dict[str, str] = {}
        for name, row, how in self._database.execute(query, (folded, folded + _LAST)):
            if how not in _OF_OTHERS:
                found.setdefault(row, name)
            if len(found) == most:
                break
        return [(name, self.row(row)) for row, name in found.items()]

    def noun(self, word: str) -> Noun | None:
        """What a common noun in the singular names; titles are persons; None when no list has it."""
        return self.nouns.get(word) or (_PERSON if word in self._title_words else None)

    def is_title(self, word: str) -> bool:
        """Whether a word before a name can end a title or a description of a person: `Minister`, `lawyer`."""
        small = word.casefold().rstrip(".")
        noun = self.nouns.get(small)
        return small in self._title_words or (noun is not None and noun.kind == "Person")

    def is_office(self, post: str) -> bool:
        """Whether a title is one of the offices of the list, as `Defence Minister`, and no rank or calling."""
        return self.titles.get(post.casefold()) in ("office", "member", "former-office")

    def find(self, name: str, *, typos: bool = True) -> tuple[Match, ...]:
        """The rows that `name` names exactly (case and accents aside); with one letter wrong if there is none.

        An acronym counts only in capitals. A surname is offered for every person who bears it: the caller
        needs a title or an earlier full name to choose one.
        """
        exact = self._exact(name)
        return exact or (self._typos(fold(name)) if typos else ())

    def offices_of(self, person: str, earliest: date | None = None, latest: date | None = None) -> tuple[Office, ...]:
        """A person's terms that could overlap the days from `earliest` to `latest` (an open bound is None)."""
        return tuple(office for office in self._offices(person) if _overlaps(office, earliest, latest))

    def _words(self, name: str) -> Iterator[tuple[str, str]]:
        query = "SELECT word, value FROM word WHERE list = ? ORDER BY word"
        for word, value in self._database.execute(query, (name,)):
            yield (word.casefold(), value)


def _find_row(database: sqlite3.Connection, identifier: str) -> Row | None:
    found = database.execute("SELECT * FROM row WHERE id = ?", (identifier,)).fetchone()
    return to_row(found) if found else None


def _find_offices(database: sqlite3.Connection, person: str) -> tuple[Office, ...]:
    rows = database.execute("SELECT * FROM office WHERE person = ? ORDER BY start, id", (person,))
    return tuple(map(_office, rows))


def _find_start(database: sqlite3.Connection, folded: str) -> bool:
    query = "SELECT EXISTS (SELECT 1 FROM name WHERE folded >= ? AND folded < ?)"
    return bool(database.execute(query, (folded, folded + _LAST)).fetchone()[0])


def _find_exact(spellings: Spellings, find_row: _FindRow, name: str) -> tuple[Match, ...]:
    return tuple(
        Match(row=row, how=one.how, written=one.written)
        for one in spellings.exact(fold(name))
        if (not is_acronym(one.written) or is_acronym(name)) and (row := find_row(one.row)) is not None
    )


def _find_typos(spellings: Spellings, find_row: _FindRow, folded: str) -> tuple[Match, ...]:
    """Names with one edit that leaves the first letter."""
    if len(folded) < TYPO_LETTERS:
        return ()
    heads, tails = zip(*(typo_keys(folded, len(folded) + more) for more in (-1, 0, 1)), strict=True)
    return tuple(
        Match(row=row, how=one.how, written=one.written, typo=True)
        for one in spellings.near(heads, tails)
        if one.folded[0] == folded[0] and one_edit(folded, one.folded) and (row := find_row(one.row)) is not None
    )


_LAST = "\U0010ffff"
_OF_OTHERS = frozenset({"demonym", "adjective", "metonym"})
"""Ways in which a word means a row without being its name."""


def open_gazetteer(path: Path) -> Gazetteer:
    """A gazetteer that `dateline gazetteer import` wrote; raises InputError for a file that is none."""
    remedy = "make it with dateline gazetteer import"
    try:
        database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        found = database.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    except sqlite3.Error as error:
        raise InputError(f"{path}: no gazetteer ({error}); {remedy}") from error
    if found is None or found[0] != FORMAT:
        raise InputError(f"{path}: a gazetteer of another version of this program; {remedy} again")
    return Gazetteer(database)


def choose_gazetteer(path: Path | None) -> Gazetteer:
    """The imported gazetteer of a path, or the curated one."""
    return open_gazetteer(path) if path else load_gazetteer()


def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """Compile the shipped CSV files (or those of a folder) into memory; OntologyError for a malformed row."""
    return Gazetteer(compile_gazetteer(folder=folder))


def _digest(database: sqlite3.Connection) -> str:
    total = hashlib.sha256()
    for table, order in (("row", "id"), ("name", "folded, row, how"), ("office", "id"), ("word", "word, list")):
        for values in database.execute(f"SELECT * FROM {table} ORDER BY {order}"):  # noqa: S608 - our own names
            total.update(repr(values).encode())
    return total.hexdigest()


def one_edit(left: str, right: str) -> bool:
    """Whether one letter changed, added, dropped, or two neighbours swapped makes one word the other."""
    if left == right or abs(len(left) - len(right)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    a, b = left[start:], right[start:]
    if len(a) != len(b):
        return a[1:] == b or a == b[1:]
    return a[1:] == b[1:] or (len(a) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:])


def _overlaps(office: Office, earliest: date | None, latest: date | None) -> bool:
    begins, ends = office.earliest, office.latest
    if latest and begins and begins > latest:
        return False
    return not (earliest and ends and ends < earliest)


def to_row(values: tuple[Any, ...]) -> Row:
    """A row from the table's columns."""
    (identifier, kind, subkind, label, qid, country, within, organ, disputed, capital, aliases, lat, lon, source,
     prior) = values  # fmt: skip
    return Row(
        id=identifier, kind=cast(EntityKind, kind), subkind=subkind, label=label, qid=qid, country=country,
        within=within, organ_of=organ, disputed_by=_split(disputed), capital=capital, aliases=_split(aliases),
        lat=lat, lon=lon, source=source, prior=prior,
    )  # fmt: skip


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _office(values: tuple[str, str, str, str | None, str | None, str | None, str]) -> Office:
    identifier, person, post, organization, start, end, source = values
    return Office(
        id=identifier, person=person, post=post, organization=organization, start=start, end=end, source=source
    )


def _noun(value: str) -> Noun:
    kind, sense, acts_for, gender = value.split("|")
    return Noun(kind=cast(EntityKind, kind), sense=sense, acts_for=acts_for == "yes", gender=gender)
