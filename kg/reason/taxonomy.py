"""Which axioms follow from axioms?

The rows of OWL 2 Profiles, section 4.3, that conclude axioms: table 9, and what holds of the vocabulary itself
(prp-ap, cls-thing, cls-nothing1, dt-type1). Instances need none of them, see `kg.reason.hierarchy`; they are asked
for when an axiom is to be shown to follow. Here classes and properties are what variables stand for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pyoxigraph import NamedNode, Triple

from kg.reason.datatypes import KNOWN_DATATYPES
from kg.reason.rules import Atom, Link, Member, Program, Rule, Variable, X, Y, Z
from kg.reason.schema import Schema, read_lists
from kg.reason.unusable import sift_axioms
from kg.vocabulary import OWL, RDFS

_P, _Q, _V = Variable("p"), Variable("q"), Variable("v")
_BELOW, _UNDER = RDFS.subClassOf, RDFS.subPropertyOf
_ALIKE, _EVEN = OWL.equivalentClass, OWL.equivalentProperty


def with_taxonomy(program: Program, axioms: Iterable[Triple]) -> Program:
    """The program of some axioms, with the rules for the axioms that follow from them and from the vocabulary."""
    rules = _taxonomy_rules(sift_axioms(axioms).schema)
    return replace(program, rules=tuple(dict.fromkeys((*program.rules, *rules))))


def _taxonomy_rules(schema: Schema) -> Iterator[Rule]:
    yield from _vocabulary()
    yield from _hierarchies()
    yield from _domains_and_ranges()
    yield from _restrictions()
    for whole, parts in read_lists(schema, OWL.intersectionOf):
        yield from (Rule("scm-int", (), Link(_BELOW, whole, part)) for part in parts)
    for whole, parts in read_lists(schema, OWL.unionOf):
        yield from (Rule("scm-uni", (), Link(_BELOW, part, whole)) for part in parts)


def _vocabulary() -> Iterator[Rule]:
    for name in ("label", "comment", "seeAlso", "isDefinedBy"):
        yield Rule("prp-ap", (), Member(OWL.AnnotationProperty, RDFS[name]))
    for name in ("deprecated", "versionInfo", "priorVersion", "backwardCompatibleWith", "incompatibleWith"):
        yield Rule("prp-ap", (), Member(OWL.AnnotationProperty, OWL[name]))
    yield Rule("cls-thing", (), Member(OWL.Class, OWL.Thing))
    yield Rule("cls-nothing1", (), Member(OWL.Class, OWL.Nothing))
    for datatype in (*KNOWN_DATATYPES, RDFS.Literal):
        yield Rule("dt-type1", (), Member(RDFS.Datatype, datatype))


def _hierarchies() -> Iterator[Rule]:
    """scm-cls, scm-op, scm-dp, scm-sco, scm-spo and equivalence as subsumption both ways."""
    for head in (Link(_BELOW, X, X), Link(_ALIKE, X, X), Link(_BELOW, X, OWL.Thing), Link(_BELOW, OWL.Nothing, X)):
        yield Rule("scm-cls", (Member(OWL.Class, X),), head)
    for name, kind in (("scm-op", OWL.ObjectProperty), ("scm-dp", OWL.DatatypeProperty)):
        for relation in (_UNDER, _EVEN):
            yield Rule(name, (Member(kind, X),), Link(relation, X, X))
    for rows, below, alike in ((("sco", "eqc"), _BELOW, _ALIKE), (("spo", "eqp"), _UNDER, _EVEN)):
        yield Rule(f"scm-{rows[0]}", (Link(below, X, Y), Link(below, Y, Z)), Link(below, X, Z))
        yield Rule(f"scm-{rows[1]}1", (Link(alike, X, Y),), Link(below, X, Y))
        yield Rule(f"scm-{rows[1]}1", (Link(alike, X, Y),), Link(below, Y, X))
        yield Rule(f"scm-{rows[1]}2", (Link(below, X, Y), Link(below, Y, X)), Link(alike, X, Y))


def _domains_and_ranges() -> Iterator[Rule]:
    for name, asked in (("dom", RDFS.domain), ("rng", RDFS.range)):
        yield Rule(f"scm-{name}1", (Link(asked, _P, X), Link(_BELOW, X, Y)), Link(asked, _P, Y))
        yield Rule(f"scm-{name}2", (Link(asked, _Q, X), Link(_UNDER, _P, _Q)), Link(asked, _P, X))


def _restrictions() -> Iterator[Rule]:
    """scm-hv, scm-svf and scm-avf; more is asked of a subproperty, so that scm-avf2 turns round."""
    properties = (*_pair(OWL.onProperty, _P, _Q), Link(_UNDER, _P, _Q))
    yield Rule("scm-hv", (*_pair(OWL.hasValue, _V, _V), *properties), Link(_BELOW, X, Y))
    fillers = (*_pair(OWL.onProperty, _P, _P), Link(_BELOW, _V, Z))
    for name, kind in (("svf", OWL.someValuesFrom), ("avf", OWL.allValuesFrom)):
        yield Rule(f"scm-{name}1", (*_pair(kind, _V, Z), *fillers), Link(_BELOW, X, Y))
        upwards = Link(_BELOW, X, Y) if name == "svf" else Link(_BELOW, Y, X)
        yield Rule(f"scm-{name}2", (*_pair(kind, _V, _V), *properties), upwards)


def _pair(predicate: NamedNode, one: Variable, other: Variable) -> tuple[Atom, Atom]:
    """What two class expressions, `x` and `y`, are made of."""
    return Link(predicate, X, one), Link(predicate, Y, other)
