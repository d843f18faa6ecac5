"""What is there to tell about one IRI of ours?

What the served graph says of it, in both directions; of a row of the gazetteer that no served article mentions, what
the gazetteer says. Nothing else is known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg import iri
from kg.gazetteer.background import background_quads, row_iri
from kg.gazetteer.rows import Row as GazetteerRow
from kg.model import EventClass
from kg.vocabulary import DL, OA, ORG, PREFIXES, RDF, RDFS, SKOS
from server.http.formats import GRAPHS
from server.pages.graph import Graph, Row, Value, text
from server.pages.spelling import CLAIMED
from server.pages.things import KnownThings, Things

_KINDS = (
    "NewsArticle", "Claim", "Happening", "Event", "Person", "Organization", "Group", "State", "Place", "Item",
    "Tenure", "Actor", "DoubtfulLink",
)  # fmt: skip
_MOST_STATEMENTS, _MOST_MENTIONS = 2000, 500
"""The limits of the two queries: so many rows mean that there are more."""
_LABELS = frozenset({RDFS.label.value, SKOS.prefLabel.value})


@dataclass(frozen=True, kw_only=True, slots=True)
class Described:
    """What is said of an IRI: rows of `queries/statements.rq`, and of `queries/mentions.rq` where it is an object."""

    iri: str
    statements: list[Row]
    mentions: list[Row]

    @property
    def kind(self) -> str:
        """The most telling class of ours that it is of, `Concept` for a type of event, else `Thing`."""
        values = self.texts(RDF.type)
        types = {value.removeprefix(iri.ONTOLOGY) for value in values}
        found = next((kind for kind in _KINDS if kind in types), None)
        concept = "Concept" if SKOS.Concept.value in values else "Thing"
        return found or ("Event" if types & set(get_args(EventClass)) else concept)

    @property
    def title(self) -> str:
        """Its name, of a claim what it does with which event, of a quote its words, else the end of its IRI."""
        labels = [text(row, "value") for row in self.statements if text(row, "property") in _LABELS]
        told = [text(row, "valueLabel") for row in self.statements if text(row, "property") == DL.hasContent.value]
        if told and not labels:
            verb = next((said.capitalize() for name, said in CLAIMED.items() if self.texts(DL[name])), "Relayed")
            return f"{verb}: {told[0]}"
        quoted = [text(row, "quoted") for row in self.statements if "quoted" in row and self.kind == "Thing"]
        words = [f"“{one}”" for one in (*self.texts(OA.exact), *quoted)]
        return next(iter((*labels, *words)), self.iri.rpartition("/")[2])

    @property
    def cut(self) -> bool:
        """Whether there may be more to tell than is told."""
        return len(self.statements) >= _MOST_STATEMENTS or len(self.mentions) >= _MOST_MENTIONS

    def texts(self, property_: NamedNode) -> list[str]:
        """The values of a property, as text."""
        return [text(row, "value") for row in self.statements if text(row, "property") == property_.value]


def row_of(name: str, things: Things) -> GazetteerRow | None:
    """The row of the gazetteer whose own IRI this is."""
    thing = things.find(name)
    return thing.row if thing and thing.row and row_iri(thing.row).value == name else None


def is_known(name: str, graph: Graph, known: KnownThings) -> bool:
    """Whether anything is known of an IRI."""
    return bool(graph.select("known", this=name)) or row_of(name, known.now()) is not None


def describe(name: str, graph: Graph, known: KnownThings) -> Described | None:
    """What is known of an IRI; None when nothing is."""
    statements = graph.select("statements", this=name)
    mentions = graph.select("mentions", this=name)
    if statements or mentions:
        return Described(iri=name, statements=statements, mentions=mentions)
    things = known.now()
    row = row_of(name, things)
    if row is None:
        return None
    node = row_iri(row)
    quads = list(_row_quads(row, things))
    told = [_told(quad, things) for quad in quads if quad.subject == node]
    return Described(iri=name, statements=told, mentions=[_mentioned(quad) for quad in quads if quad.object == node])


def describe_as(name: str, media_type: str, graph: Graph, known: KnownThings) -> bytes | Iterator[bytes] | None:
    """The triples in which an IRI stands, in an RDF format; None when there are none."""
    if graph.select("known", this=name):
        return graph.construct("resource", media_type, this=name).chunks()
    things = known.now()
    row = row_of(name, things)
    if row is None:
        return None
    triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in _row_quads(row, things)]
    return write_triples(triples, media_type)


def write_triples(triples: list[Triple], media_type: str) -> bytes:
    """Triples in an RDF format, with our prefixes where it has any."""
    form = GRAPHS[media_type]
    prefixes = PREFIXES if form in (RdfFormat.TURTLE, RdfFormat.RDF_XML) else None
    return serialize(triples, format=form, prefixes=prefixes) or b""


def _row_quads(row: GazetteerRow, things: Things) -> Iterator[Quad]:
    """The row's own facts and its terms of office."""
    every = list(background_quads(things.gazetteer, [row.id]))
    node = row_iri(row)
    terms = {quad.subject for quad in every if quad.predicate == ORG.member and quad.object == node}
    return (quad for quad in every if quad.subject == node or quad.subject in terms)


def _told(quad: Quad, things: Things) -> Row:
    row = {"property": _value(quad.predicate), "value": _value(quad.object)}
    thing = things.find(quad.object.value) if isinstance(quad.object, NamedNode) else None
    return row | ({"valueLabel": Value(thing.name, False, None, None)} if thing else {})


def _mentioned(quad: Quad) -> Row:
    return {"subject": _value(quad.subject), "property": _value(quad.predicate)}


def _value(term: object) -> Value:
    if isinstance(term, Literal):
        return Value(term.value, False, term.language, term.datatype.value)
    return Value(str(getattr(term, "value", term)), isinstance(term, NamedNode), None, None)
