"""Is an ontology inside OWL 2 RL?

The syntactic profile of OWL 2 Profiles, section 4.2, read from the RDF form: which axioms exist (4.2.5), which class
expressions may stand where (4.2.3), which data ranges there are (4.2.4), that terms are declared and typed once
(4.2.1), and the global restrictions on properties that all profiles share (OWL 2 Structural Specification, 11.2).
"""

from collections.abc import Iterator

import rdflib
from rdflib import OWL, RDF, RDFS
from rdflib.term import Node

from kg.ontology.expressions import (
    Check,
    Violation,
    equivalent_problems,
    members,
    range_problems,
    sub_problems,
    super_problems,
)
from kg.ontology.hierarchy import regularity_violations, simplicity_violations

ENTITIES = "4.2.1"
AXIOMS = "4.2.5"

_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_OBJECT_KINDS = (
    OWL.TransitiveProperty,
    OWL.SymmetricProperty,
    OWL.AsymmetricProperty,
    OWL.IrreflexiveProperty,
    OWL.InverseFunctionalProperty,
)
_BUILT_IN = tuple(str(namespace) for namespace in (OWL, RDF, RDFS))


def profile_violations(graph: rdflib.Graph) -> tuple[Violation, ...]:
    """Everything in `graph` that OWL 2 RL does not allow, sorted; empty when the ontology is inside the profile."""
    checks = (
        _class_axioms(graph),
        _domains_and_ranges(graph),
        _forbidden_axioms(graph),
        _types_of_properties(graph),
        _undeclared(graph),
        simplicity_violations(graph),
        regularity_violations(graph),
    )
    return tuple(sorted({violation for check in checks for violation in check}))


def _class_axioms(graph: rdflib.Graph) -> Iterator[Violation]:
    for sub, sup in graph.subject_objects(RDFS.subClassOf):
        yield from _found(graph, sub, sub, sub_problems)
        yield from _found(graph, sub, sup, super_problems)
    for one, other in graph.subject_objects(OWL.equivalentClass):
        if _is_datatype(graph, one):
            yield from _found(graph, one, other, range_problems)
            continue
        for side in (one, other):
            yield from _found(graph, one, side, equivalent_problems)
    for one, other in graph.subject_objects(OWL.disjointWith):
        for side in (one, other):
            yield from _found(graph, one, side, sub_problems)
    for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        for member in members(graph, axiom, OWL.members):
            yield from _found(graph, member, member, sub_problems)
    for keyed in graph.subjects(OWL.hasKey):
        yield from _found(graph, keyed, keyed, sub_problems)


def _domains_and_ranges(graph: rdflib.Graph) -> Iterator[Violation]:
    for prop, domain in graph.subject_objects(RDFS.domain):
        if not _is_annotation(graph, prop):
            yield from _found(graph, prop, domain, super_problems)
    for prop, values in graph.subject_objects(RDFS.range):
        if not _is_annotation(graph, prop):
            data = (prop, RDF.type, OWL.DatatypeProperty) in graph
            yield from _found(graph, prop, values, range_problems if data else super_problems)


def _forbidden_axioms(graph: rdflib.Graph) -> Iterator[Violation]:
    for term in graph.subjects(OWL.disjointUnionOf):
        yield Violation(str(term), AXIOMS, "a disjoint union of classes")
    for term in graph.subjects(RDF.type, OWL.ReflexiveProperty):
        yield Violation(str(term), AXIOMS, "a reflexive property")
    for head, body in graph.subject_objects(OWL.propertyChainAxiom):
        if (head, RDF.type, OWL.DatatypeProperty) in graph:
            yield Violation(str(head), AXIOMS, "a property chain for a data property")
        if (body, RDF.first, None) not in graph:
            yield Violation(str(head), AXIOMS, "a property chain without properties")


def _types_of_properties(graph: rdflib.Graph) -> Iterator[Violation]:
    for prop in set(graph.subjects(RDF.type, OWL.DatatypeProperty)):
        if (prop, RDF.type, OWL.ObjectProperty) in graph:
            yield Violation(str(prop), ENTITIES, "both an object property and a data property")
        for kind in _OBJECT_KINDS:
            if (prop, RDF.type, kind) in graph:
                yield Violation(str(prop), AXIOMS, f"a data property that is an owl:{str(kind).rsplit('#', 1)[-1]}")
        if (prop, OWL.inverseOf, None) in graph or (None, OWL.inverseOf, prop) in graph:
            yield Violation(str(prop), AXIOMS, "a data property with an inverse")


def _undeclared(graph: rdflib.Graph) -> Iterator[Violation]:
    declared = {term for kind in _PROPERTIES for term in graph.subjects(RDF.type, kind)}
    for prop in {*graph.predicates(), *_named_properties(graph)}:
        if prop not in declared and not isinstance(prop, rdflib.BNode) and not str(prop).startswith(_BUILT_IN):
            yield Violation(str(prop), ENTITIES, "a property that is not declared")
    for term in _named_classes(graph):
        known = (term, RDF.type, OWL.Class) in graph or str(term).startswith(_BUILT_IN)
        if not known and isinstance(term, rdflib.URIRef):
            yield Violation(str(term), ENTITIES, "a class that is not declared")


def _named_properties(graph: rdflib.Graph) -> Iterator[Node]:
    for predicate in (RDFS.subPropertyOf, OWL.inverseOf, OWL.equivalentProperty, OWL.propertyDisjointWith):
        for pair in graph.subject_objects(predicate):
            yield from pair
    yield from graph.objects(None, OWL.onProperty)
    for head in graph.subjects(OWL.propertyChainAxiom):
        for chain in graph.objects(head, OWL.propertyChainAxiom):
            yield from rdflib.collection.Collection(graph, chain)


def _named_classes(graph: rdflib.Graph) -> Iterator[Node]:
    for pair in graph.subject_objects(RDFS.subClassOf):
        yield from pair
    yield from graph.objects(None, RDFS.domain)
    for prop, values in graph.subject_objects(RDFS.range):
        if (prop, RDF.type, OWL.ObjectProperty) in graph:
            yield values


def _found(graph: rdflib.Graph, term: Node, expression: Node, check: Check) -> Iterator[Violation]:
    for section, message in check(graph, expression):
        yield Violation(str(term), section, message)


def _is_annotation(graph: rdflib.Graph, prop: Node) -> bool:
    return (prop, RDF.type, OWL.AnnotationProperty) in graph


def _is_datatype(graph: rdflib.Graph, term: Node) -> bool:
    return (term, RDF.type, RDFS.Datatype) in graph
