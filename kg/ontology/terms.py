"""What does a person need to know about each of our terms?

One record a class, property or event type, for the page that documents the ontology.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, TypeAlias

import rdflib
from rdflib import OWL, RDF, RDFS, SKOS
from rdflib.collection import Collection
from rdflib.term import Node

from kg import iri
from kg.errors import OntologyError
from kg.ontology.load import ontology_graph, types_graph

TermKind: TypeAlias = Literal["class", "object property", "data property"]

_KINDS: tuple[tuple[TermKind, rdflib.URIRef], ...] = (
    ("class", OWL.Class),
    ("object property", OWL.ObjectProperty),
    ("data property", OWL.DatatypeProperty),
)
_TRAITS = (
    ("functional", OWL.FunctionalProperty),
    ("inverse functional", OWL.InverseFunctionalProperty),
    ("symmetric", OWL.SymmetricProperty),
    ("transitive", OWL.TransitiveProperty),
)
_MAPPINGS = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch)


@dataclass(frozen=True, kw_only=True, slots=True)
class Alignment:
    """A relation to a term of another vocabulary, as `closeMatch` or `subClassOf`, and that term's IRI."""

    relation: str
    target: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A class or property of the ontology; other terms of ours are named by their local name, the rest by IRI.

    `chains` are the property chains that imply the property, each a tuple of local names or IRIs.
    """

    iri: str
    name: str
    kind: TermKind
    label: str
    comment: str
    example: str
    supers: tuple[str, ...]
    domains: tuple[str, ...]
    ranges: tuple[str, ...]
    inverse: str | None
    traits: tuple[str, ...]
    chains: tuple[tuple[str, ...], ...]
    mappings: tuple[Alignment, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class EventType:
    """A fine type of event: canonical name, names merged into it, and where it belongs.

    `broader` is the wider type, `kind` the class of the ontology, `plover` the category that comes closest.
    """

    iri: str
    name: str
    label: str
    alternatives: tuple[str, ...]
    definition: str
    broader: str | None
    kind: str
    plover: str | None


def read_terms() -> tuple[Term, ...]:
    """Our classes and properties by kind and name; raises OntologyError when one lacks label, comment or example."""
    graph = ontology_graph()
    return tuple(
        _term(graph, kind, subject)
        for kind, rdf_type in _KINDS
        for subject in sorted(graph.subjects(RDF.type, rdf_type), key=str)
        if str(subject).startswith(iri.ONTOLOGY)
    )


@cache
def read_types() -> tuple[EventType, ...]:
    """The event types of `types.ttl` by name; raises OntologyError when one lacks label, definition or kind."""
    graph = types_graph()
    return tuple(_event_type(graph, subject) for subject in sorted(graph.subjects(RDF.type, SKOS.Concept), key=str))


@cache
def canonical_types() -> Mapping[str, str]:
    """The canonical name of each event type by every name it has, in the form of IRIs: `kill` gives `killing`."""
    return MappingProxyType(
        {
            name.replace(" ", "-"): event_type.name
            for event_type in read_types()
            for name in (event_type.label, *event_type.alternatives)
        }
    )


@cache
def types_below(name: str) -> frozenset[str]:
    """The event type and all that are narrower than it, by name."""
    direct = {event_type.name for event_type in read_types() if event_type.broader == name}
    return frozenset({name}).union(*map(types_below, direct))


def canonical_type(name: str, kind: str) -> str:
    """The canonical name of an event type; for one that `types.ttl` lacks, the fallback of its kind, a class name."""
    fallback = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in kind).lstrip("-")
    return canonical_types().get(name, fallback)


def _term(graph: rdflib.Graph, kind: TermKind, subject: Node) -> Term:
    inverse = graph.value(subject, OWL.inverseOf) or graph.value(None, OWL.inverseOf, subject)
    chains = (tuple(map(_name, Collection(graph, body))) for body in graph.objects(subject, OWL.propertyChainAxiom))
    return Term(
        iri=str(subject),
        name=_name(subject),
        kind=kind,
        label=_text(graph, subject, RDFS.label),
        comment=_text(graph, subject, RDFS.comment),
        example=_text(graph, subject, SKOS.example),
        supers=tuple(name for name in _supers(graph, subject) if "/" not in name),
        domains=_names(graph, subject, RDFS.domain),
        ranges=_names(graph, subject, RDFS.range),
        inverse=None if inverse is None else _name(inverse),
        traits=tuple(trait for trait, rdf_type in _TRAITS if (subject, RDF.type, rdf_type) in graph),
        chains=tuple(sorted(chains)),
        mappings=_mappings(graph, subject),
    )


def _event_type(graph: rdflib.Graph, subject: Node) -> EventType:
    broader, plover = graph.value(subject, SKOS.broader), graph.value(subject, SKOS.closeMatch)
    return EventType(
        iri=str(subject),
        name=str(subject).removeprefix(iri.TYPE),
        label=_text(graph, subject, SKOS.prefLabel),
        alternatives=tuple(sorted(str(label) for label in graph.objects(subject, SKOS.altLabel))),
        definition=_text(graph, subject, SKOS.definition),
        broader=None if broader is None else str(broader).removeprefix(iri.TYPE),
        kind=_text(graph, subject, SKOS.broadMatch).removeprefix(iri.ONTOLOGY),
        plover=None if plover is None else str(plover).removeprefix(iri.PLOVER),
    )


def _mappings(graph: rdflib.Graph, subject: Node) -> tuple[Alignment, ...]:
    found = [
        Alignment(relation=str(relation).removeprefix(str(SKOS)), target=str(target))
        for relation in _MAPPINGS
        for target in sorted(graph.objects(subject, relation), key=str)
    ]
    relation = "subClassOf" if (subject, RDF.type, OWL.Class) in graph else "subPropertyOf"
    found += [Alignment(relation=relation, target=name) for name in _supers(graph, subject) if "/" in name]
    return tuple(found)


def _supers(graph: rdflib.Graph, subject: Node) -> tuple[str, ...]:
    return tuple(sorted({*_names(graph, subject, RDFS.subClassOf), *_names(graph, subject, RDFS.subPropertyOf)}))


def _names(graph: rdflib.Graph, subject: Node, predicate: Node) -> tuple[str, ...]:
    return tuple(sorted(_name(value) for value in graph.objects(subject, predicate)))


def _name(term: Node) -> str:
    return str(term).removeprefix(iri.ONTOLOGY)


def _text(graph: rdflib.Graph, subject: Node, predicate: Node) -> str:
    value = graph.value(subject, predicate)
    if value is None:
        raise OntologyError(f"ontology/: {subject} has no <{predicate}>; add one")
    return str(value)
