"""Is a class expression or data range allowed where it stands?

The grammar of OWL 2 Profiles (W3C Recommendation of 11 December 2012), section 4.2.3 (class expressions: what may
stand as a sub-class, a super-class, an equivalent class) and section 4.2.4 (data ranges), over the RDF form of OWL 2
Mapping to RDF Graphs, table 1.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import rdflib
from rdflib import OWL, RDF, RDFS, XSD
from rdflib.collection import Collection
from rdflib.term import Node

from kg.vocabulary import shorten

CLASSES = "4.2.3"
RANGES = "4.2.4"


class Violation(NamedTuple):
    """A construct that OWL 2 RL does not have: the term whose axiom holds it, the section of the rule, and why.

    Sections that start with 4 are of OWL 2 Profiles, those that start with 11 of OWL 2 Structural Specification.
    """

    term: str
    section: str
    message: str


Problem = tuple[str, str]
"""Section and message; the caller knows the term."""
Check = Callable[[rdflib.Graph, Node], Iterator[Problem]]

_XSD_NAMES = (
    "decimal", "integer", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger", "negativeInteger", "long",
    "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte", "float", "double",
    "string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN", "boolean", "hexBinary",
    "base64Binary", "anyURI", "dateTime", "dateTimeStamp",
)  # fmt: skip
_DATATYPES = frozenset(
    (RDF.PlainLiteral, RDF.XMLLiteral, RDF.langString, RDFS.Literal, *(XSD[name] for name in _XSD_NAMES))
)
"""The datatypes of section 4.2.1, and rdf:langString, which RDF 1.1 put in the place of rdf:PlainLiteral."""

_KINDS = (
    OWL.intersectionOf, OWL.unionOf, OWL.oneOf, OWL.complementOf, OWL.datatypeComplementOf, OWL.someValuesFrom,
    OWL.allValuesFrom, OWL.hasValue, OWL.hasSelf, OWL.onDatatype, OWL.cardinality, OWL.qualifiedCardinality,
    OWL.minCardinality, OWL.minQualifiedCardinality, OWL.maxCardinality, OWL.maxQualifiedCardinality,
)  # fmt: skip
_MAXIMA = (OWL.maxCardinality, OWL.maxQualifiedCardinality)


def sub_problems(graph: rdflib.Graph, node: Node) -> Iterator[Problem]:
    """What keeps `node` from being a subClassExpression."""
    kind = expression_kind(graph, node)
    if kind is None:
        yield from _name_problems(node, "sub-class")
    elif kind in (OWL.intersectionOf, OWL.unionOf):
        yield from _member_problems(graph, node, kind, sub_problems)
    elif kind == OWL.someValuesFrom:
        yield from _filler_problems(graph, node, kind, sub_problems, thing=True)
    elif kind == OWL.oneOf:
        if any(isinstance(item, rdflib.Literal) for item in members(graph, node, kind)):
            yield RANGES, "an enumeration of literals"
    elif kind != OWL.hasValue:
        yield CLASSES, f"{shorten(str(kind))} as a sub-class"


def super_problems(graph: rdflib.Graph, node: Node) -> Iterator[Problem]:
    """What keeps `node` from being a superClassExpression."""
    kind = expression_kind(graph, node)
    if kind is None:
        yield from _name_problems(node, "super-class")
    elif kind == OWL.intersectionOf:
        yield from _member_problems(graph, node, kind, super_problems)
    elif kind == OWL.complementOf:
        yield from _value_problems(graph, node, kind, sub_problems)
    elif kind == OWL.allValuesFrom:
        yield from _filler_problems(graph, node, kind, super_problems, thing=False)
    elif kind in _MAXIMA:
        yield from _maximum_problems(graph, node, kind)
    elif kind != OWL.hasValue:
        yield CLASSES, f"{shorten(str(kind))} as a super-class"


def equivalent_problems(graph: rdflib.Graph, node: Node) -> Iterator[Problem]:
    """What keeps `node` from being an equivClassExpression."""
    kind = expression_kind(graph, node)
    if kind is None:
        yield from _name_problems(node, "equivalent class")
    elif kind == OWL.intersectionOf:
        yield from _member_problems(graph, node, kind, equivalent_problems)
    elif kind != OWL.hasValue:
        yield CLASSES, f"{shorten(str(kind))} as an equivalent class"


def range_problems(graph: rdflib.Graph, node: Node) -> Iterator[Problem]:
    """What keeps `node` from being a data range: a datatype, of the profile or defined, or an intersection."""
    kind = expression_kind(graph, node)
    if kind is None:
        if node not in _DATATYPES and (node, RDF.type, RDFS.Datatype) not in graph:
            yield RANGES, f"{shorten(str(node))} is not a datatype of the profile"
    elif kind == OWL.intersectionOf:
        yield from _member_problems(graph, node, kind, range_problems)
    else:
        yield RANGES, f"{shorten(str(kind))} as a data range"


def expression_kind(graph: rdflib.Graph, node: Node) -> Node | None:
    """The property that makes a blank node an expression, as owl:unionOf; None for a named class or datatype."""
    if not isinstance(node, rdflib.BNode):
        return None
    return next((kind for kind in _KINDS if (node, kind, None) in graph), OWL.Restriction)


def members(graph: rdflib.Graph, node: Node, predicate: Node) -> tuple[Node, ...]:
    """The items of the list that is `node`'s value of `predicate`; empty without one."""
    head = graph.value(node, predicate)
    return () if head is None else tuple(Collection(graph, head))


def _name_problems(node: Node, place: str) -> Iterator[Problem]:
    if node == OWL.Thing:
        yield CLASSES, f"owl:Thing as {'an' if place.startswith('e') else 'a'} {place}"


def _member_problems(graph: rdflib.Graph, node: Node, kind: Node, check: Check) -> Iterator[Problem]:
    for member in members(graph, node, kind):
        yield from check(graph, member)


def _value_problems(graph: rdflib.Graph, node: Node, predicate: Node, check: Check) -> Iterator[Problem]:
    for value in graph.objects(node, predicate):
        yield from check(graph, value)


def _filler_problems(graph: rdflib.Graph, node: Node, kind: Node, check: Check, *, thing: bool) -> Iterator[Problem]:
    filler = graph.value(node, kind)
    if filler is None or (thing and filler == OWL.Thing):
        return
    yield from (range_problems if _is_data(graph, node, filler) else check)(graph, filler)


def _maximum_problems(graph: rdflib.Graph, node: Node, kind: Node) -> Iterator[Problem]:
    number = graph.value(node, kind)
    if not isinstance(number, rdflib.Literal) or number.value not in (0, 1):
        yield CLASSES, f"{shorten(str(kind))} {number}: only 0 and 1 are allowed"
    for predicate, check in ((OWL.onClass, sub_problems), (OWL.onDataRange, range_problems)):
        filler = graph.value(node, predicate)
        if filler is not None and filler != OWL.Thing:
            yield from check(graph, filler)


def _is_data(graph: rdflib.Graph, node: Node, filler: Node) -> bool:
    """Whether a restriction is on a data property; `filler` decides when the property is not declared."""
    on = graph.value(node, OWL.onProperty)
    if on is not None and (on, RDF.type, OWL.DatatypeProperty) in graph:
        return True
    return filler in _DATATYPES or (filler, RDF.type, RDFS.Datatype) in graph
