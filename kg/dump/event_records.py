"""What does one event come to, for people who take a row or an object instead of triples?

An event with everything around it that they would otherwise have to join: who took part, where, on whose word, and
the sentences. Only what the graph says stands in it; what is unknown is absent.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from typing import NamedTuple, Protocol, TypeAlias, get_args

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg import iri
from kg.dump.parts import Subject
from kg.model import EventClass, Verb
from kg.vocabulary import DCT, DL, GEO, OA, PROV, RDF, RDFS, SCHEMA, SKOS

Node: TypeAlias = NamedNode | BlankNode | Triple
Term: TypeAlias = Node | Literal

ROLES = ("agent", "party", "counterparty", "target", "host", "guest", "supplier", "recipient", "item")
_ROLES = {DL[f"has{role.capitalize()}"]: role for role in ROLES} | {DL.viaPlace: "via"}
EVENT_CLASSES = tuple(DL[name] for name in get_args(EventClass))
"""An event is an instance of one of them."""
_CLASSES: dict[object, str] = dict(zip(EVENT_CLASSES, get_args(EventClass), strict=True))
_VERBS = {DL[name]: name for name in get_args(Verb)}
_INFERRED = NamedNode(iri.mint_graph("inferred"))
_PLACE, _IN_COUNTRY = DL.hasPlace, DL.takesPlaceInCountry
_SELECTOR, _EXACT, _EVIDENCE = OA.hasSelector, OA.exact, DL.evidence
_KNOWN_NODES = 1 << 13
"""Actors, places and articles that are remembered from event to event."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Thing:
    """An actor, place, type or article: its IRI and what is known of it; coordinates are decimal degrees (WGS 84)."""

    iri: str
    label: Literal | None
    is_state: bool = False
    item: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    url: str | None = None
    edtf: str | None = None


class Quote(NamedTuple):
    """The words of a claim's evidence, with the IRIs of the evidence and of the selector that holds them."""

    words: str
    evidence: str
    selector: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Saying:
    """A claim about the event: its verb, its outermost source, how sure, the quotes, and the article.

    `voices` are all on whose word it rests, the sources of its source too.
    """

    iri: str
    verb: str
    source: Thing | None
    voices: tuple[Thing, ...]
    certainty: str | None
    confidence: str | None
    quotes: tuple[Quote, ...]
    article: Thing | None


@dataclass(frozen=True, kw_only=True, slots=True)
class EventRecord:
    """An event; `types` are its classes of ours, stated and inferred, `cls` the stated one of the eight.

    `earliest` and `latest` are ISO days, None when open; `roles` pairs of a role's name and who has it; `states` are
    involved, by inference too; `plover` is its category, `happening` what it tells together with other articles'
    events.
    """

    iri: str
    label: Literal | None
    cls: str
    types: tuple[str, ...]
    kind: Thing | None
    plover: str | None
    edtf: str | None
    earliest: str | None
    latest: str | None
    basis: str | None
    place: Thing | None
    roles: tuple[tuple[str, Thing], ...]
    states: tuple[Thing, ...]
    sayings: tuple[Saying, ...]
    happening: str | None

    @property
    def verbs(self) -> tuple[str, ...]:
        """What claims do with it, in the order asserts, reports, denies, envisages."""
        return tuple(verb for verb in _VERBS.values() if any(saying.verb == verb for saying in self.sayings))


class Graph(Protocol):
    """What tells the quads around a node, as a store does."""

    def quads_for_pattern(
        self, subject: Node | None, predicate: NamedNode | None, object_: Term | None, /
    ) -> Iterable[Quad]:
        """The quads that match; None stands for any."""


class EventReader:
    """The events of a graph; what many of them share is looked up once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        # Over the graph alone: a cache of a method of its own would keep a store open until garbage is collected.
        self._thing = lru_cache(_KNOWN_NODES)(partial(_read_thing, graph))

    def thing(self, node: NamedNode) -> Thing:
        """What is known of an actor, place, type or article."""
        return self._thing(node)

    def read(self, subject: Subject) -> EventRecord | None:
        """The event that a subject is; None when it is no event."""
        node, classes = subject.node, subject.types & _CLASSES.keys()
        if not classes or not isinstance(node, NamedNode):
            return None
        values = _collect(subject.quads)
        stated = [quad for quad in subject.quads if quad.graph_name != _INFERRED]
        roles = {
            (role, quad.object)
            for quad in stated
            if (role := _ROLES.get(quad.predicate)) and isinstance(quad.object, NamedNode)
        }
        return EventRecord(
            iri=node.value,
            label=_label(values),
            cls=min(_CLASSES[name] for name in classes),
            types=tuple(sorted(name for term in subject.types if (name := _own(term)))),
            kind=self._first(values[DCT.type]),
            plover=_node(values[DCT.subject]),
            edtf=_text(values[DL.edtf]),
            earliest=_text(values[DL.earliest]),
            latest=_text(values[DL.latest]),
            basis=_text(values[DL.timeBasis]),
            place=self._first(quad.object for quad in stated if quad.predicate == _PLACE),
            roles=tuple((role, self._thing(who)) for role, who in sorted(roles, key=str)),
            states=tuple(
                thing for thing in self._things(values[DL.involves] + values[_IN_COUNTRY]) if thing.is_state
            ),
            sayings=tuple(sorted(self._sayings(node), key=lambda saying: (saying.iri, saying.verb))),
            happening=_node(values[PROV.specializationOf]),
        )

    def _sayings(self, event: NamedNode) -> Iterable[Saying]:
        for quad in self._graph.quads_for_pattern(None, None, event):
            if quad.predicate in _VERBS and isinstance(quad.subject, NamedNode):
                yield self._saying(quad.subject, _VERBS[quad.predicate])

    def _saying(self, claim: NamedNode, verb: str) -> Saying:
        values = _collect(self._graph.quads_for_pattern(claim, None, None))
        return Saying(
            iri=claim.value,
            verb=verb,
            source=self._first(values[DL.attributedTo]),
            voices=self._things(values[DL.attributedTo] + values[DL.upstreamSource]),
            certainty=_text(values[DL.certainty]),
            confidence=_text(values[DL.confidence]),
            quotes=tuple(sorted(set(chain.from_iterable(map(self._quotes, values[_EVIDENCE]))))),
            article=self._first(values[DL.statedIn]),
        )

    def _quotes(self, evidence: Term) -> Iterable[Quote]:
        for selector in self._objects(evidence, _SELECTOR):
            for words in self._objects(selector, _EXACT):
                if isinstance(words, Literal):
                    yield Quote(words.value, _iri(evidence), _iri(selector))

    def _objects(self, node: Term, predicate: NamedNode) -> list[Term]:
        if isinstance(node, Literal):
            return []
        return [quad.object for quad in self._graph.quads_for_pattern(node, predicate, None)]

    def _first(self, terms: Iterable[Term]) -> Thing | None:
        found = _node(terms)
        return self._thing(NamedNode(found)) if found else None

    def _things(self, terms: Iterable[Term]) -> tuple[Thing, ...]:
        """Each once, by their IRIs."""
        return tuple(self._thing(node) for node in sorted({t for t in terms if isinstance(t, NamedNode)}, key=str))


def _read_thing(graph: Graph, node: NamedNode) -> Thing:
    values = _collect(graph.quads_for_pattern(node, None, None))
    items = sorted(term.value for term in values[DL.wikidataItem] if isinstance(term, NamedNode))
    return Thing(
        iri=node.value,
        label=_label(values),
        is_state=DL.State in values[RDF.type],
        item=items[0] if items else None,
        latitude=_text(values[GEO.lat]),
        longitude=_text(values[GEO.long]),
        url=_text(values[SCHEMA.url]),
        edtf=_text(values[DL.edtf]),
    )


def _collect(quads: Iterable[Quad]) -> defaultdict[NamedNode, list[Term]]:
    found: defaultdict[NamedNode, list[Term]] = defaultdict(list)
    for quad in quads:
        found[quad.predicate].append(quad.object)
    return found


def _iri(term: Term) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _node(terms: Iterable[Term]) -> str | None:
    return min((term.value for term in terms if isinstance(term, NamedNode)), default=None)


def _text(terms: Iterable[Term]) -> str | None:
    return min((term.value for term in terms if isinstance(term, Literal)), default=None)


def _label(values: defaultdict[NamedNode, list[Term]]) -> Literal | None:
    labels = [term for term in values[RDFS.label] or values[SKOS.prefLabel] if isinstance(term, Literal)]
    return min(labels, key=str, default=None)


def _own(term: object) -> str | None:
    """The local name of a class of ours."""
    if not isinstance(term, NamedNode) or not term.value.startswith(iri.ONTOLOGY):
        return None
    return term.value.removeprefix(iri.ONTOLOGY)
