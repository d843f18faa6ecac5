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

from kg import iri
from kg.gazetteer.background import row_iri
from kg.gazetteer.lookup import Gazetteer, load_gazetteer
from kg.gazetteer.rows import Row, fold
from server.pages.graph import Selecting, text
from server.served import Served


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

    `starts` are the folded names and identifiers of all, sorted, for completion; `articles` are headlines by key.
    """

    gazetteer: Gazetteer
    local: Mapping[str, Thing]
    named: Mapping[str, Sequence[Thing]]
    starts: Sequence[tuple[str, str]]
    articles: Mapping[str, str]

    def find(self, identifier: str) -> Thing | None:
        """The thing of an identifier, which may also be its IRI or that of its Wikidata item."""
        name = identifier.removeprefix(iri.WIKIDATA).removeprefix(iri.ID)
        known = name.removeprefix("known/")
        row = self.gazetteer.row(known) if self.gazetteer.has(known) else self.gazetteer.by_item(name)
        return self.of_row(row) if row else self.local.get(name)

    def of_row(self, row: Row) -> Thing:
        """A row as a thing."""
        identifier = iri.local_path(row_iri(row).value) or row.id
        return Thing(id=identifier, name=row.label, kind=row.kind, description=self._describe(row), row=row)

    def starting(self, prefix: str) -> list[Thing]:
        """The things with a name that begins so, whatever its case and accents: by name, each once."""
        folded = fold(prefix)
        found: dict[str, Thing] = {}
        position = bisect_left(self.starts, (folded, ""))
        while position < len(self.starts) and self.starts[position][0].startswith(folded):
            identifier = self.starts[position][1]
            thing = self.find(identifier)
            if thing is not None:
                found.setdefault(identifier, thing)
            position += 1
        return list(found.values())

    def _describe(self, row: Row) -> str:
        if row.kind == "Person":
            posts = [f"{office.post} ({office.edtf})" for office in self.gazetteer.offices_of(row.id)]
            return "; ".join(posts[-2:]) or "person"
        home = row.country if row.country != row.id else row.within
        owner = self.gazetteer.row(home).label if home else None
        return f"{row.subkind}, {owner}" if owner else row.subkind


class KnownThings:
    """The things of the served snapshot; put together at the first question, and again when the snapshot changes."""

    def __init__(self, served: Served, graph: Selecting) -> None:
        self._served = served
        self._graph = graph
        self._held: tuple[str, Things] | None = None

    def now(self) -> Things:
        """The things of the snapshot that is served now; raises StoreError when there is none."""
        snapshot = self._served.snapshot().id
        if self._held is None or self._held[0] != snapshot:
            self._held = (snapshot, gather_things(known_gazetteer(), self._graph))
        return self._held[1]


@cache
def known_gazetteer() -> Gazetteer:
    """The gazetteer that ships with the program."""
    return load_gazetteer()


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
    starts = {(fold(thing.name), thing.id) for thing in local.values()}
    for row in gazetteer.rows():
        identifier = iri.local_path(row_iri(row).value) or row.id
        starts |= {(fold(name), identifier) for name in (row.label, *row.aliases)}
    headlines = {
        iri.local_path(text(row, "article")) or "": text(row, "headline") for row in graph.select("articles")
    }
    return Things(gazetteer=gazetteer, local=local, named=dict(named), starts=sorted(starts), articles=headlines)
