"""Do the property axioms keep to the global restrictions of OWL 2 DL?

OWL 2 Structural Specification, section 11.2, which every profile inherits (OWL 2 Profiles, section 2): a property
with a chain or transitivity in or below it is not simple and cannot be functional, asymmetric, disjoint with another
and so on; and chains must be regular, that is there is a strict order of the properties by which every chain is
built from smaller ones. Inverses count as the property itself: the order does not tell them apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import rdflib
from rdflib import OWL, RDF, RDFS
from rdflib.collection import Collection
from rdflib.term import Node

from kg.ontology.expressions import Violation, members

SECTION = "11.2"

_SIMPLE_ONLY = (
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.IrreflexiveProperty,
    OWL.AsymmetricProperty,
)
_COUNTS = (
    OWL.maxCardinality, OWL.maxQualifiedCardinality, OWL.minCardinality, OWL.minQualifiedCardinality,
    OWL.cardinality, OWL.qualifiedCardinality,
)  # fmt: skip

Edges = dict[Node, set[Node]]


class Chain(NamedTuple):
    """A property chain axiom: the property it implies, the chain's properties (an inverse by the property that it
    inverts), and those of them that must be smaller than `head`.
    """

    head: Node
    body: tuple[Node, ...]
    parts: tuple[Node, ...]


def chains(graph: rdflib.Graph) -> tuple[Chain, ...]:
    """The property chain axioms in a fixed order."""
    found = (
        _chain(graph, head, tuple(Collection(graph, body)))
        for head, body in graph.subject_objects(OWL.propertyChainAxiom)
    )
    return tuple(sorted(found, key=str))


def simplicity_violations(graph: rdflib.Graph) -> Iterator[Violation]:
    """Properties that are not simple and stand where only simple ones may."""
    composite = _composite(graph)
    for prop in sorted(composite, key=str):
        for kind in _SIMPLE_ONLY:
            if (prop, RDF.type, kind) in graph:
                yield _not_simple(prop, f"an {_local(kind)}" if _local(kind)[0] in "AI" else f"a {_local(kind)}")
    for prop in sorted(composite & _disjoint_properties(graph), key=str):
        yield _not_simple(prop, "disjoint with another property")
    counted = {_name(graph, on) for kind in _COUNTS for on in _counted(graph, kind)}
    for prop in sorted(composite & counted, key=str):
        yield _not_simple(prop, "counted in a cardinality restriction")


def regularity_violations(graph: rdflib.Graph) -> Iterator[Violation]:
    """Chains for which no strict order of the properties exists."""
    wider = _closure(_inclusions(graph))
    smaller: Edges = defaultdict(set)
    for head, _, parts in chains(graph):
        for part in parts:
            smaller[part].add(head)
    order = _closure(smaller)
    for head, body, parts in chains(graph):
        for part in sorted(set(parts), key=str):
            if part in wider[head] or part in order[head] or part == head:
                yield Violation(
                    str(head),
                    SECTION,
                    f"the chain ({' '.join(_local(item) for item in body)}) needs {_local(part)} to be smaller than "
                    f"{_local(head)}, which other axioms forbid: the hierarchy of properties is not regular",
                )


def _chain(graph: rdflib.Graph, head: Node, body: tuple[Node, ...]) -> Chain:
    """`head` itself may stand at one end, or be all of a chain of two; everything else must be smaller."""
    rest = body
    if body == (head, head):
        rest = ()
    elif body and body[0] == head:
        rest = body[1:]
    elif body and body[-1] == head:
        rest = body[:-1]
    named = tuple(_name(graph, item) for item in body)
    return Chain(head, named, tuple(_name(graph, item) for item in rest))


def _inclusions(graph: rdflib.Graph) -> Edges:
    edges: Edges = defaultdict(set)
    for sub, sup in graph.subject_objects(RDFS.subPropertyOf):
        edges[_name(graph, sub)].add(_name(graph, sup))
    for predicate in (OWL.inverseOf, OWL.equivalentProperty):
        for one, other in graph.subject_objects(predicate):
            if not isinstance(one, rdflib.BNode):
                edges[_name(graph, one)].add(_name(graph, other))
                edges[_name(graph, other)].add(_name(graph, one))
    return edges


def _composite(graph: rdflib.Graph) -> set[Node]:
    """The properties that are not simple."""
    wider = _closure(_inclusions(graph))
    roots = {chain.head for chain in chains(graph)} | set(graph.subjects(RDF.type, OWL.TransitiveProperty))
    return roots | {above for root in roots for above in wider[root]}


def _disjoint_properties(graph: rdflib.Graph) -> set[Node]:
    pairs = {prop for pair in graph.subject_objects(OWL.propertyDisjointWith) for prop in pair}
    listed = {
        prop
        for axiom in graph.subjects(RDF.type, OWL.AllDisjointProperties)
        for prop in members(graph, axiom, OWL.members)
    }
    return {_name(graph, prop) for prop in pairs | listed}


def _counted(graph: rdflib.Graph, kind: Node) -> Iterable[Node]:
    for restriction in graph.subjects(kind):
        yield from graph.objects(restriction, OWL.onProperty)


def _closure(edges: Edges) -> Edges:
    """The transitive closure; small graphs only, quadratic in the number of properties."""
    closed: Edges = defaultdict(set)
    for start in edges:
        todo = list(edges[start])
        while todo:
            node = todo.pop()
            if node not in closed[start]:
                closed[start].add(node)
                todo.extend(edges.get(node, ()))
    return closed


def _name(graph: rdflib.Graph, prop: Node) -> Node:
    """The property itself, or the one that `[owl:inverseOf p]` inverts."""
    inverted = graph.value(prop, OWL.inverseOf) if isinstance(prop, rdflib.BNode) else None
    return prop if inverted is None else inverted


def _not_simple(prop: Node, role: str) -> Violation:
    return Violation(str(prop), SECTION, f"{_local(prop)} has a chain or is transitive and so cannot be {role}")


def _local(prop: Node) -> str:
    return str(prop).replace("#", "/").rsplit("/", 1)[-1]
