"""How do the lines of the CSV files become rows, names and offices that refer to each other?"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.errors import OntologyError
from kg.gazetteer.read import Line
from kg.gazetteer.rows import How, Name, Office, Row, fold, is_acronym, slug
from kg.model import EntityKind

_ABROAD = {"UN": "organization/united-nations", "EU": "organization/european-union"}
_SURNAME_FIRST = frozenset({"state/china", "state/north-korea", "state/south-korea", "state/taiwan"})
_PARTICLES = frozenset({"al", "bin", "ben", "van", "von", "de", "der", "da", "le", "la", "el", "ul", "del", "di"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_ORGANS = frozenset({"State organ", "Agency", "Military", "Parliament"})
_INVARIANT = ("s", "sh", "ch", "ese", "men")
_INITIALS = re.compile(r"(?<=[a-z])(?: [A-Z]\.)+(?= )")
"""Middle initials: `Mark T. Esper` is also called by first and last name."""
_KOREAN = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+-[a-z]+")
"""`Ban Ki-moon`, wherever in the world the office is: a hyphen with a small letter after it marks a given name."""
Tables = Mapping[str, tuple[Line, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Seeds:
    """All that the CSV files hold; `words` are (word, list, value) of the titles and nouns."""

    rows: tuple[Row, ...]
    names: tuple[Name, ...]
    offices: tuple[Office, ...]
    words: tuple[tuple[str, str, str], ...]


def assemble(tables: Tables) -> Seeds:
    """Rows, names, offices and word lists; OntologyError where a line refers to something unknown."""
    index = _Index(tables)
    rows = [
        *(_state(line, index) for line in tables["countries"]),
        *(_capital(line, index) for line in index.unlisted_capitals if index.capital_id(line) != _country_id(line)),
        *(_place(line, index) for line in tables["places"]),
        *(_organization(line, index) for line in tables["organizations"]),
        *(_person(line, index) for line in tables["people"]),
    ]
    _check_identifiers(rows)
    return Seeds(
        rows=tuple(rows),
        names=tuple(name for row in rows for name in row_names(row)) + tuple(_state_names(tables)),
        offices=tuple(_offices(tables["tenures"], index)),
        words=tuple(_words(tables)),
    )


class _Index:
    """Which row identifier does a country code or label of the files mean?"""

    def __init__(self, tables: Tables) -> None:
        self.code = dict(_ABROAD)
        self.label: dict[str, str] = {}
        self.capital_of: dict[str, str] = {}
        for line in tables["countries"]:
            self.label[line["label"]] = _country_id(line)
            if line["iso2"]:
                self.code[line["iso2"]] = _country_id(line)
        self.listed = {(fold(line["label"]), line["country_iso2"]): line["label"] for line in tables["places"]}
        self.by_name = {fold(line["label"]): line["label"] for line in tables["places"]}
        self.listed_items = {line["qid"]: line["label"] for line in tables["places"] if line["qid"]}
        for line in tables["places"]:
            self.label.setdefault(line["label"], _place_id(line["label"]))
        for line in tables["organizations"]:
            self.label.setdefault(line["label"], _organization_id(line["label"]))
        bodies = [line for line in tables["organizations"] if line["kind"] != "Outlet"]
        self.organizations = {fold(_bare(line["label"])): _organization_id(line["label"]) for line in bodies}
        for line in bodies:
            for alias in line.many("aliases"):
                self.organizations.setdefault(fold(alias), _organization_id(line["label"]))
        self.unlisted_capitals = tuple(
            line for line in tables["countries"] if line["capital"] and not self.listed_capital(line)
        )
        self.twice = _repeated(line["capital"] for line in self.unlisted_capitals)
        for line in tables["countries"]:
            if line["capital"]:
                self.capital_of[_country_id(line)] = self.capital_id(line)

    def listed_capital(self, line: Line) -> str | None:
        """The label under which places.curated.csv has a country's capital."""
        name = fold(line["capital"])
        same_item = self.listed_items.get(line["capital_qid"])
        return (
            same_item or self.listed.get((name, line["iso2"])) or (None if line["iso2"] else self.by_name.get(name))
        )

    def capital_id(self, line: Line) -> str:
        """The row identifier of a country's capital; a city that is the whole state is its row."""
        if listed := self.listed_capital(line):
            return _place_id(listed)
        if line["capital_qid"] and line["capital_qid"] == line["qid"]:
            return _country_id(line)
        suffix = f" {line['label']}" if line["capital"] in (*self.twice, line["label"]) else ""
        return _place_id(line["capital"] + suffix)

    def find(self, line: Line, column: str) -> tuple[str, ...]:
        """The rows of the labels in a cell; OntologyError for one that no row has."""
        for label in line.many(column):
            if label not in self.label:
                line.fail(f"{column} {label!r} is no label of a country, place or organisation")
        return tuple(self.label[label] for label in line.many(column))

    def country(self, line: Line, column: str) -> str | None:
        """The row of the country code in a cell."""
        code = line[column]
        if code and code not in self.code:
            line.fail(f"{column} {code!r} is no country code of countries.curated.csv")
        return self.code[code] if code else None


def _repeated(values: Iterator[str]) -> frozenset[str]:
    listed = list(values)
    return frozenset(value for value in listed if listed.count(value) > 1)


def _bare(label: str) -> str:
    return re.sub(r" \([^)]*\)$", "", label)


def _country_id(line: Line) -> str:
    return f"{'state' if line['status'] == 'country' else 'place'}/{slug(line['label'])}"


def _place_id(label: str) -> str:
    return f"place/{slug(label)}"


def _organization_id(label: str) -> str:
    return f"organization/{slug(label)}"


def _number(text: str) -> float | None:
    return float(text) if text else None


def _state(line: Line, index: _Index) -> Row:
    identifier = _country_id(line)
    kind: EntityKind = "State" if line["status"] == "country" else "Place"
    return Row(
        id=identifier, kind=kind, subkind=line["status"], label=line["label"], qid=line["qid"] or None,
        country=identifier if kind == "State" else None, disputed_by=index.find(line, "disputed_by"),
        capital=index.capital_of.get(identifier), aliases=_aliases(line, line["official_name"]),
        lat=_number(line["lat"]), lon=_number(line["lon"]), source=line["qid_source"],
    )  # fmt: skip


def _capital(line: Line, index: _Index) -> Row:
    country = _country_id(line)
    return Row(
        id=index.capital_id(line), kind="Place", subkind="capital", label=line["capital"],
        qid=line["capital_qid"] or None, country=country if country.startswith("state/") else None, within=country,
        source=line["capital_qid_source"],
    )  # fmt: skip


def _place(line: Line, index: _Index) -> Row:
    within = index.find(line, "within")
    return Row(
        id=_place_id(line["label"]), kind="Place", subkind=line["kind"], label=line["label"], qid=line["qid"] or None,
        country=index.country(line, "country_iso2"), within=within[0] if within else None,
        disputed_by=index.find(line, "disputed_by"), aliases=_aliases(line),
        lat=_number(line["lat"]), lon=_number(line["lon"]), source=line["qid_source"],
    )  # fmt: skip


def _organization(line: Line, index: _Index) -> Row:
    country = index.country(line, "organ_of")
    return Row(
        id=_organization_id(line["label"]), kind="Organization", subkind=line["kind"], label=line["label"],
        qid=line["qid"] or None, country=country, organ_of=country if line["kind"] in _ORGANS else None,
        aliases=_aliases(line, _bare(line["label"])), source=line["qid_source"],
    )  # fmt: skip


def _person(line: Line, index: _Index) -> Row:
    return Row(
        id=f"person/{slug(line['label'])}", kind="Person", subkind="person", label=line["label"],
        qid=line["qid"] or None, country=index.country(line, "country_iso2"), aliases=_aliases(line),
        source=line["qid_source"],
    )  # fmt: skip


def _aliases(line: Line, *more: str) -> tuple[str, ...]:
    every = {*line.many("aliases"), *more} - {"", line["label"]}
    return tuple(sorted(every))


def _check_identifiers(rows: list[Row]) -> None:
    seen: dict[str, str] = {}
    for row in rows:
        if row.id in seen:
            raise OntologyError(f"gazetteer: {row.label!r} and {seen[row.id]!r} are both {row.id}; rename one")
        seen[row.id] = row.label


def row_names(row: Row) -> Iterator[Name]:
    """The names that follow from a row's label and aliases; the surname of a person among them."""
    yield Name(written=row.label, row=row.id, how="acronym" if is_acronym(row.label) else "label")
    for alias in row.aliases:
        yield Name(written=alias, row=row.id, how=_how_alias(row, alias))
    if row.kind == "Person":
        for surname in _surnames(row):
            yield Name(surname, row.id, "surname")
        if ". " in row.label and (plain := _INITIALS.sub("", row.label)) != row.label:
            yield Name(plain, row.id, "alias")


def _how_alias(row: Row, alias: str) -> How:
    if row.kind == "Person" and " " not in alias:
        return "surname"
    return "acronym" if is_acronym(alias) else "alias"


def _surnames(row: Row) -> Iterator[str]:
    """The family name with and without its particles; the first word where the family name comes first."""
    words = [word for word in row.label.split(",")[0].split() if fold(word) not in _SUFFIXES]
    if len(words) < 2:
        return
    if row.country in _SURNAME_FIRST or ("-" in row.label and _KOREAN.fullmatch(row.label)):
        yield words[0]
        return
    yield words[-1]
    if fold(words[-2]) in _PARTICLES:
        yield " ".join(words[-2:])


def _state_names(tables: Tables) -> Iterator[Name]:
    for line in tables["countries"]:
        row = _country_id(line)
        for adjective in line.many("adjectives"):
            yield Name(written=adjective, row=row, how="adjective")
        for demonym in line.many("demonyms"):
            yield from demonym_names(demonym, row)
        if line["capital_metonym"] == "1":
            yield Name(written=line["capital"], row=row, how="metonym")
            for place in tables["places"]:
                if place["label"] == line["capital"] and place["country_iso2"] == line["iso2"]:
                    yield from (Name(written=alias, row=row, how="metonym") for alias in place.many("aliases"))


def demonym_names(demonym: str, row: str) -> Iterator[Name]:
    """What people of a row are called, one and several."""
    yield Name(written=demonym, row=row, how="demonym")
    if not demonym.endswith(_INVARIANT):
        yield Name(written=f"{demonym}s", row=row, how="demonym")


def _offices(lines: tuple[Line, ...], index: _Index) -> Iterator[Office]:
    taken: dict[str, int] = {}
    for line in sorted(lines, key=lambda each: tuple(each.cells.values())):
        stem = slug(f"{line['label']} {line['office']}")
        taken[stem] = taken.get(stem, 0) + 1
        person = f"person/{slug(line['label'])}"
        yield Office(
            id=f"tenure/{stem}" + (f"-{taken[stem]}" if taken[stem] > 1 else ""), person=person, post=line["office"],
            organization=_body(line["office"], index) or index.country(line, "country_iso2"),
            start=line["from"] or None, end=line["to"] or None, source=line["source"],
        )  # fmt: skip


def _body(post: str, index: _Index) -> str | None:
    """The organisation that a post names: `Chair of Meretz`, `Director of the Mossad`."""
    for found in re.finditer(r" (?:of|to) ", post):
        row = index.organizations.get(fold(post[found.end() :]))
        if row:
            return row
    return None


def _words(tables: Tables) -> Iterator[tuple[str, str, str]]:
    for line in tables["titles"]:
        yield line["title"], "title", line["kind"]
    for line in tables["nouns"]:
        yield line["noun"], "noun", "|".join((line["kind"], line["sense"], line["acts_for"], line["gender"]))
