"""How does an ontology become rules about individuals?

One function a table of OWL 2 Profiles, section 4.3; each yields the rules that the ontology's axioms make of the
rows. The ontology's own closure (table 9) needs no reasoner: see `kg.reason.hierarchy`. Faulty axioms are left out
first: see `kg.reason.unusable`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.reason.datatypes import KNOWN_DATATYPES
from kg.reason.hierarchy import Reach, class_edges, find_restrictions, property_edges
from kg.reason.rules import (
    Atom,
    Constraint,
    Distinct,
    Identity,
    Link,
    Member,
    Name,
    Program,
    Rule,
    Term,
    Typing,
    Variable,
    X,
    Y,
    Z,
)
from kg.reason.schema import EVERYTHING, Schema, as_name, is_vocabulary, read_lists, read_term_lists
from kg.reason.unusable import sift_axioms
from kg.vocabulary import OWL, RDFS


def compile_schema(axioms: Iterable[Triple], equal: Iterable[tuple[Name, Name]] = ()) -> Program:
    """The rules of the axioms; `equal` are pairs of classes or properties that `owl:sameAs` makes one."""
    schema, warnings = sift_axioms(axioms)
    pairs = tuple(equal)
    properties = property_edges(schema, pairs)
    rules = [Rule(edge.rule, (Link(edge.lower, X, Y),), Link(edge.upper, X, Y)) for edge in properties]
    rules += _property_rules(schema)
    classes = class_edges(schema, pairs, properties)
    for edge in classes:
        if edge.upper not in EVERYTHING and not (is_vocabulary(edge.lower) and is_vocabulary(edge.upper)):
            rules.append(Rule(edge.rule, (Member(edge.lower, X),), Member(edge.upper, X)))
    rules += _class_rules(schema)
    return Program(
        tuple(dict.fromkeys(rules)),
        tuple(dict.fromkeys((*_property_identities(schema), *_class_identities(schema)))),
        tuple(dict.fromkeys((*_property_constraints(schema), *_class_constraints(schema)))),
        tuple(_distinct(schema)),
        tuple(dict.fromkeys(_typings(schema, Reach(classes)))),
        warnings,
    )


def _property_rules(schema: Schema) -> Iterator[Rule]:
    """Table 5: domains, ranges, characteristics, inverses and chains."""
    for name, cls in schema.about(RDFS.domain):
        if cls not in EVERYTHING:
            yield Rule("prp-dom", (Link(as_name(name), X, Y),), Member(as_name(cls), X))
    for name, cls in schema.about(RDFS.range):
        if not is_vocabulary(cls) or cls == OWL.Nothing:
            yield Rule("prp-rng", (Link(as_name(name), X, Y),), Member(as_name(cls), Y))
    for name in schema.of_type(OWL.SymmetricProperty):
        yield Rule("prp-symp", (Link(name, X, Y),), Link(name, Y, X))
    for name in schema.of_type(OWL.TransitiveProperty):
        yield Rule("prp-trp", (Link(name, X, Y), Link(name, Y, Z)), Link(name, X, Z))
    for one, other in schema.about(OWL.inverseOf):
        yield Rule("prp-inv1", (Link(as_name(one), X, Y),), Link(as_name(other), Y, X))
        yield Rule("prp-inv2", (Link(as_name(other), X, Y),), Link(as_name(one), Y, X))
    for name, chain in read_lists(schema, OWL.propertyChainAxiom):
        if chain:
            yield _chain_rule(name, chain)


def _chain_rule(name: Name, chain: tuple[Name, ...]) -> Rule:
    stations = [Variable(f"x{number}") for number in range(len(chain) + 1)]
    body = tuple(Link(step, *ends) for step, *ends in zip(chain, stations, stations[1:], strict=False))
    return Rule("prp-spo2", body, Link(name, stations[0], stations[-1]))


def _property_identities(schema: Schema) -> Iterator[Identity]:
    """Table 5: functional and inverse functional properties, keys."""
    for name in schema.of_type(OWL.FunctionalProperty):
        yield Identity("prp-fp", (Link(name, X, Y),), (X,), Y)
    for name in schema.of_type(OWL.InverseFunctionalProperty):
        yield Identity("prp-ifp", (Link(name, X, Y),), (Y,), X)
    for cls, properties in read_lists(schema, OWL.hasKey):
        if properties:
            values = tuple(Variable(f"z{number}") for number in range(len(properties)))
            links = tuple(Link(name, X, value) for name, value in zip(properties, values, strict=True))
            yield Identity("prp-key", (*_member(cls, X), *links), values, X)


def _property_constraints(schema: Schema) -> Iterator[Constraint]:
    """Tables 4 and 5: what may not hold of individuals and the links between them."""
    yield Constraint("eq-diff1", (Link(OWL.differentFrom, X, X),))
    for name in schema.of_type(OWL.IrreflexiveProperty):
        yield Constraint("prp-irp", (Link(name, X, X),))
    for name in schema.of_type(OWL.AsymmetricProperty):
        yield Constraint("prp-asyp", (Link(name, X, Y), Link(name, Y, X)))
    for one, other in schema.about(OWL.propertyDisjointWith):
        yield Constraint("prp-pdw", (Link(as_name(one), X, Y), Link(as_name(other), X, Y)))
    for one, other in _member_pairs(schema, OWL.AllDisjointProperties):
        yield Constraint("prp-adp", (Link(one, X, Y), Link(other, X, Y)))
    yield from _negative_assertions(schema)


def _negative_assertions(schema: Schema) -> Iterator[Constraint]:
    for rule, kind in (("prp-npa1", OWL.targetIndividual), ("prp-npa2", OWL.targetValue)):
        sources, targets = _by_subject(schema, OWL.sourceIndividual), _by_subject(schema, kind)
        for node, name in schema.about(OWL.assertionProperty):
            for source, target in product(sources.get(node, ()), targets.get(node, ())):
                yield Constraint(rule, (Link(as_name(name), source, target),))


def _by_subject(schema: Schema, predicate: NamedNode) -> Mapping[Term, list[Term]]:
    objects: dict[Term, list[Term]] = defaultdict(list)
    for subject, found in schema.about(predicate):
        objects[subject].append(found)
    return objects


def _class_rules(schema: Schema) -> Iterator[Rule]:
    """Table 6: intersections, enumerations and restrictions."""
    for cls, parts in read_lists(schema, OWL.intersectionOf):
        body = tuple(atom for part in parts for atom in _member(part, X))
        if body:
            yield Rule("cls-int1", body, Member(cls, X))
    for cls, members in read_term_lists(schema, OWL.oneOf):
        yield from (Rule("cls-oo", (), Member(cls, member)) for member in members)
    for some in find_restrictions(schema, OWL.someValuesFrom):
        filler = _member(as_name(some.filler), Y)
        yield Rule("cls-svf1" if filler else "cls-svf2", (Link(some.property, X, Y), *filler), Member(some.cls, X))
    for every in find_restrictions(schema, OWL.allValuesFrom):
        if not is_vocabulary(every.filler) or every.filler == OWL.Nothing:
            links = (Member(every.cls, X), Link(every.property, X, Y))
            yield Rule("cls-avf", links, Member(as_name(every.filler), Y))
    for has in find_restrictions(schema, OWL.hasValue):
        yield Rule("cls-hv1", (Member(has.cls, X),), Link(has.property, X, has.filler))
        yield Rule("cls-hv2", (Link(has.property, X, has.filler),), Member(has.cls, X))


def _class_identities(schema: Schema) -> Iterator[Identity]:
    """Table 6: at most one value."""
    for rule, body in _at_most(schema, "1", ("cls-maxc2", "cls-maxqc3", "cls-maxqc4")):
        yield Identity(rule, body, (X,), Y)


def _class_constraints(schema: Schema) -> Iterator[Constraint]:
    """Tables 6 and 7: what an instance may not be or have."""
    yield Constraint("cls-nothing2", (Member(OWL.Nothing, X),))
    for rule, body in _at_most(schema, "0", ("cls-maxc1", "cls-maxqc1", "cls-maxqc2")):
        yield Constraint(rule, body)
    for rule, predicate in (("cls-com", OWL.complementOf), ("cax-dw", OWL.disjointWith)):
        for one, other in schema.about(predicate):
            yield Constraint(rule, (Member(as_name(one), X), Member(as_name(other), X)))
    for one_of, other_of in _member_pairs(schema, OWL.AllDisjointClasses):
        yield Constraint("cax-adc", (Member(one_of, X), Member(other_of, X)))


def _at_most(schema: Schema, limit: str, names: tuple[str, str, str]) -> Iterator[tuple[str, tuple[Atom, ...]]]:
    """Bodies of the maximum cardinality restrictions with a limit; names: unqualified, qualified, by owl:Thing.

    An exact number is also a maximum.
    """
    plain = (*find_restrictions(schema, OWL.maxCardinality), *find_restrictions(schema, OWL.cardinality))
    for most in plain:
        if _number(most.filler) == limit:
            yield names[0], (Member(most.cls, X), Link(most.property, X, Y))
    qualifiers = (*schema.about(OWL.onClass), *schema.about(OWL.onDataRange))
    asked = (OWL.maxQualifiedCardinality, OWL.qualifiedCardinality)
    for most in (found for kind in asked for found in find_restrictions(schema, kind)):
        for qualified, cls in qualifiers:
            if qualified == most.cls and _number(most.filler) == limit:
                filler = _member(as_name(cls), Y)
                yield names[1 if filler else 2], (Member(most.cls, X), Link(most.property, X, Y), *filler)


def _number(term: object) -> str | None:
    """A cardinality without leading zeros."""
    return (term.value.strip().lstrip("+0") or "0") if isinstance(term, Literal) else None


def _member(cls: Name, variable: Variable) -> tuple[Member, ...]:
    """The atom that something is in a class; none where everything is."""
    return () if cls in EVERYTHING else (Member(cls, variable),)


def _member_pairs(schema: Schema, kind: NamedNode) -> Iterator[tuple[Name, Name]]:
    nodes = frozenset(schema.of_type(kind))
    for node, members in read_lists(schema, OWL.members):
        if node in nodes:
            yield from combinations(members, 2)


def _distinct(schema: Schema) -> Iterator[Distinct]:
    """Table 4: lists of different individuals."""
    nodes: frozenset[NamedNode | BlankNode] = frozenset(schema.of_type(OWL.AllDifferent))
    for rule, predicate in (("eq-diff2", OWL.members), ("eq-diff3", OWL.distinctMembers)):
        for node, members in read_term_lists(schema, predicate):
            if node in nodes:
                yield Distinct(rule, members)


def _typings(schema: Schema, classes: Reach) -> Iterator[Typing]:
    """Table 8, dt-not-type: the datatypes that ranges and restrictions ask of literals."""
    asked: list[tuple[tuple[Atom, ...], Term]] = [
        ((Link(as_name(name), X, Y),), cls) for name, cls in schema.about(RDFS.range)
    ]
    for every in find_restrictions(schema, OWL.allValuesFrom):
        asked.append(((Member(every.cls, X), Link(every.property, X, Y)), every.filler))
    for body, cls in asked:
        for datatype in KNOWN_DATATYPES:
            if classes.holds(cls, datatype):
                yield Typing("dt-not-type", body, Y, datatype)
