"""Which things have a name, and what is each called?

The rows of the gazetteer, and whoever the served articles name that has no row. An identifier is the path of the
thing's page, as `Q801`, `known/organization/mossad` or `some-article/entity/e3`: `identifierSpace` and it make the
IRI.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg import iri
from kg.gazetteer.background import row_iri
from kg.gazetteer.lookup import Gazetteer, choose_gazetteer
from kg.gazetteer.rows import Row, fold
from server.pages.graph import Selecting, text
from server.served import Served
from server.steady import Once


@dataclass(frozen=True, kw_only=True, slots=True)
class Thing:
    """Somebody or something that a name can be matched with; `row` is its row where the gazetteer has one."""

    id: str
    name: str
    kind: str
    description: str
    row: Row | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Things:
    """All of them: the gazetteer, and those that only articles name, by identifier and by folded name.

    `starts` are the folded names and identifiers of the latter, sorted; `articles` are headlines by key.
    """

    gazetteer: Gazetteer
    local: Mapping[str, Thing]
    named: Mapping[str, Sequence[Thing]]
    starts: Sequence[tuple[str, str]]
    articles: Mapping[str, str]

    def find(self, identifier: str) -> Thing | None:
        """The thing of an identifier, which may also be its IRI or that of its Wikidata item."""
        name = iri.current(identifier).removeprefix(iri.WIKIDATA).removeprefix(iri.ID)
        known = name.removeprefix("known/")
        row = self.gazetteer.row(known) if self.gazetteer.has(known) else self.gazetteer.by_item(name)
        return self.of_row(row) if row else self.local.get(name)

    def of_row(self, row: Row) -> Thing:
        """A row as a thing."""
        identifier = iri.local_path(row_iri(row).value) or row.id
        return Thing(id=identifier, name=row.label, kind=row.kind, description=self._describe(row), row=row)

    def starting(self, prefix: str, most: int) -> list[Thing]:
        """At most so many things with a name that begins so, whatever its case and accents: by name, each once."""
        found = [(name, self.of_row(row)) for name, row in self.gazetteer.beginning(prefix, most)]
        folded = fold(prefix)
        position = bisect_left(self.starts, (folded, ""))
        for name, identifier in self.starts[position : position + most]:
            if name.startswith(folded):
                found.append((name, self.local[identifier]))
        return [thing for _, thing in sorted(found, key=lambda one: (one[0], one[1].id))][:most]

    def _describe(self, row: Row) -> str:
        if row.kind == "Person":
            posts = [f"{office.post} ({office.edtf})" for office in self.gazetteer.offices_of(row.id)]
            return "; ".join(posts[-2:]) or "person"
        home = row.country if row.country != row.id else row.within
        owner = self.gazetteer.row(home).label if home else None
        return f"{row.subkind}, {owner}" if owner else row.subkind


class KnownThings:
    """The things of the served snapshot; put together at the first question, and again when the snapshot changes."""

    def __init__(self, served: Served, graph: Selecting, gazetteer: Path | None) -> None:
        self._things = Once(served, lambda: gather_things(known_gazetteer(gazetteer), graph))

    def now(self) -> Things:
        """The things of the snapshot that is served now; raises StoreError when there is none."""
        return self._things.now()


@cache
def known_gazetteer(path: Path | None) -> Gazetteer:
    """The imported gazetteer of a path, or the one that ships; raises InputError for a file that is none."""
    return choose_gazetteer(path)


def gather_things(gazetteer: Gazetteer, graph: Selecting) -> Things:
    """The rows of a gazetteer and what the articles of a graph name besides."""
    local: dict[str, Thing] = {}
    named: defaultdict[str, list[Thing]] = defaultdict(list)
    for found in graph.select("named"):
        identifier = iri.local_path(text(found, "thing"))
        if identifier is None or identifier in local:
            continue
        kind = text(found, "kind").removeprefix(iri.ONTOLOGY)
        described = f"{kind.lower()} in the article “{text(found, 'headline')}”"
        thing = Thing(id=identifier, name=text(found, "name"), kind=kind, description=described)
        local[identifier] = thing
        named[fold(thing.name)].append(thing)
    headlines = {
        iri.local_path(text(row, "article")) or "": text(row, "headline") for row in graph.select("articles")
    }
    return Things(
        gazetteer=gazetteer,
        local=local,
        named=dict(named),
        starts=sorted((fold(thing.name), thing.id) for thing in local.values()),
        articles=headlines,
    )
