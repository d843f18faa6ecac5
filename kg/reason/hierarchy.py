"""Which class lies below which, and which property below which?

Instances move along these edges by themselves, so that only those edges of table 9 (scm-*) are added that no
sequence of other rules gives: subsumption between restrictions (scm-svf1, scm-svf2, scm-avf1, scm-avf2).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations

from pyoxigraph import NamedNode

from kg.reason.rules import Name, Term
from kg.reason.schema import EVERYTHING, Schema, as_name, read_lists
from kg.vocabulary import OWL, RDFS


@dataclass(frozen=True, slots=True)
class Edge:
    """`lower` is below `upper`; `rule` is the table row that says so."""

    rule: str
    lower: Name
    upper: Name


@dataclass(frozen=True, slots=True)
class Restriction:
    """A class of things whose `property` values relate to `filler`."""

    cls: Name
    property: Name
    filler: Term


def find_restrictions(schema: Schema, predicate: NamedNode) -> tuple[Restriction, ...]:
    """All restrictions of one kind, as `owl:someValuesFrom`."""
    properties: dict[Term, list[Name]] = defaultdict(list)
    for cls, name in schema.about(OWL.onProperty):
        properties[cls].append(as_name(name))
    return tuple(
        Restriction(as_name(cls), name, filler)
        for cls, filler in schema.about(predicate)
        for name in properties.get(cls, ())
    )


def property_edges(schema: Schema, equal: Iterable[tuple[Name, Name]]) -> tuple[Edge, ...]:
    """The stated edges between properties; `equal` are properties that are one individual (eq-rep-p)."""
    edges = [Edge("prp-spo1", as_name(low), as_name(up)) for low, up in schema.about(RDFS.subPropertyOf)]
    for left, right in schema.about(OWL.equivalentProperty):
        edges.append(Edge("prp-eqp1", as_name(left), as_name(right)))
        edges.append(Edge("prp-eqp2", as_name(right), as_name(left)))
    edges += [Edge("eq-rep-p", low, up) for pair in equal for low, up in permutations(pair)]
    return _distinct(edges)


def class_edges(schema: Schema, equal: Iterable[tuple[Name, Name]], properties: tuple[Edge, ...]) -> tuple[Edge, ...]:
    """The stated edges between classes and those between restrictions that follow."""
    edges = list(_stated_class_edges(schema))
    edges += [Edge("eq-rep-o", low, up) for pair in equal for low, up in permutations(pair)]
    universal = [edge.upper for edge in edges if edge.lower in EVERYTHING]
    edges += [Edge("scm-cls", cls, upper) for upper in universal for cls in schema.of_type(OWL.Class)]
    below = Reach(properties)
    while True:
        reach = Reach(edges)
        fresh = [edge for edge in _restriction_edges(schema, reach, below) if not reach.holds(edge.lower, edge.upper)]
        if not fresh:
            return _distinct(edges)
        edges += fresh


def _stated_class_edges(schema: Schema) -> Iterator[Edge]:
    for low, up in schema.about(RDFS.subClassOf):
        yield Edge("cax-sco", as_name(low), as_name(up))
    for left, right in schema.about(OWL.equivalentClass):
        yield Edge("cax-eqc1", as_name(left), as_name(right))
        yield Edge("cax-eqc2", as_name(right), as_name(left))
    for whole, parts in read_lists(schema, OWL.intersectionOf):
        yield from (Edge("cls-int2", whole, part) for part in parts)
    for whole, parts in read_lists(schema, OWL.unionOf):
        yield from (Edge("cls-uni", part, whole) for part in parts)


def _restriction_edges(schema: Schema, classes: "Reach", properties: "Reach") -> Iterator[Edge]:
    for one, other in permutations(find_restrictions(schema, OWL.someValuesFrom), 2):
        if one.property == other.property and _is_below(classes, one.filler, other.filler):
            yield Edge("scm-svf1", one.cls, other.cls)
        elif one.filler == other.filler and properties.holds(one.property, other.property):
            yield Edge("scm-svf2", one.cls, other.cls)
    for one, other in permutations(find_restrictions(schema, OWL.allValuesFrom), 2):
        if one.property == other.property and _is_below(classes, one.filler, other.filler):
            yield Edge("scm-avf1", one.cls, other.cls)
        elif one.filler == other.filler and properties.holds(one.property, other.property):
            yield Edge("scm-avf2", other.cls, one.cls)


def _is_below(classes: "Reach", lower: Term, upper: Term) -> bool:
    return upper in EVERYTHING or lower == OWL.Nothing or classes.holds(lower, upper)


def _distinct(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    named = {(edge.lower, edge.upper): edge for edge in reversed(tuple(edges)) if edge.lower != edge.upper}
    return tuple(reversed(named.values()))


class Reach:
    """Which name is below which along any number of edges; every name is below itself."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self._uppers: dict[Term, set[Term]] = defaultdict(set)
        self._closed: dict[Term, set[Term]] = {}
        for edge in edges:
            self._uppers[edge.lower].add(edge.upper)

    def holds(self, lower: Term, upper: Term) -> bool:
        """Whether `lower` is `upper` or below it."""
        if lower not in self._closed:
            self._closed[lower] = self._climb(lower)
        return upper in self._closed[lower]

    def _climb(self, start: Term) -> set[Term]:
        seen, waiting = {start}, [start]
        while waiting:
            fresh = self._uppers.get(waiting.pop(), set()) - seen
            seen |= fresh
            waiting.extend(fresh)
        return seen
