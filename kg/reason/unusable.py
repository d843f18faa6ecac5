"""Which axioms cannot be used, and what is ignored of them?

Two kinds: faulty ones, which are left out, and those outside OWL 2 RL (OWL 2 Profiles, section 4.2), of which no
rule of the tables reads the part that is named. Neither stops reasoning; what is left is sound.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import OntologyError
from kg.reason.rules import Name, Term, shorten
from kg.reason.schema import EVERYTHING, SAME_AS, TYPE, Pair, Schema, index_schema, list_cells, walk_list
from kg.vocabulary import OWL, RDFS

_NAMED = (
    *(RDFS[name] for name in ("subClassOf", "subPropertyOf", "domain", "range")),
    *(OWL[name] for name in ("equivalentClass", "equivalentProperty", "inverseOf", "disjointWith", "complementOf")),
    *(OWL[name] for name in ("propertyDisjointWith", "someValuesFrom", "allValuesFrom", "onProperty", "onClass")),
    *(OWL[name] for name in ("onDataRange", "sourceIndividual", "assertionProperty", "targetIndividual")),
)
_NAME_LISTS = tuple(OWL[name] for name in ("propertyChainAxiom", "hasKey", "intersectionOf", "unionOf", "members"))
_TERM_LISTS = (OWL.oneOf, OWL.distinctMembers)
_UNREAD = tuple(
    OWL[name]
    for name in (
        *("minCardinality", "minQualifiedCardinality", "hasSelf"),
        *("disjointUnionOf", "datatypeComplementOf", "onDatatype", "onProperties"),
    )
)
_EXACT = (OWL.cardinality, OWL.qualifiedCardinality)
_AT_MOST = (OWL.maxCardinality, OWL.maxQualifiedCardinality)
_SAYS_NOTHING = (OWL.someValuesFrom, OWL.unionOf, OWL.oneOf)
_ASKS_NOTHING = (OWL.allValuesFrom, OWL.complementOf, *_AT_MOST)
_PROPERTY_AXIOMS = (RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.inverseOf, OWL.equivalentProperty)


class Sifted(NamedTuple):
    """The axioms that can be read, by what they say, and a line on each of the others and on each part ignored."""

    schema: Schema
    warnings: tuple[str, ...]


def sift_axioms(axioms: Iterable[Triple]) -> Sifted:
    """Leave out faulty axioms; the warnings are sorted and name the axiom."""
    known = [axiom for axiom in axioms if not isinstance(axiom.subject, Triple)]
    schema = index_schema(known)
    faults = dict(_faults(schema))
    warnings = {f"{_show(axiom)}: {fault}; the axiom is ignored" for axiom, fault in faults.items()}
    usable = index_schema(axiom for axiom in known if axiom not in faults) if faults else schema
    warnings.update(f"{_show(axiom)}: {note}" for axiom, note in _outside_profile(usable))
    return Sifted(usable, tuple(sorted(warnings)))


def _show(axiom: Triple) -> str:
    return " ".join(shorten(term) for term in (axiom.subject, axiom.predicate, axiom.object))


def _axioms(schema: Schema, predicates: Iterable[NamedNode]) -> Iterator[Triple]:
    for predicate in predicates:
        for subject, other in schema.about(predicate):
            if isinstance(subject, (NamedNode, BlankNode)):
                yield Triple(subject, predicate, other)


def _is_name(term: Term) -> bool:
    return isinstance(term, (NamedNode, BlankNode))


def _faults(schema: Schema) -> Iterator[tuple[Triple, str]]:
    for axiom in _axioms(schema, _NAMED):
        if not _is_name(axiom.object):
            yield axiom, "a class, a property or an individual is needed in place of the last term; use an IRI"
    for cls, members in schema.typed.items():
        if not _is_name(cls):
            yield from (
                (Triple(member, TYPE, cls), "a class is needed in place of the last term") for member in members
            )
    first, rest = list_cells(schema)
    for axiom in _axioms(schema, (*_NAME_LISTS, *_TERM_LISTS)):
        try:
            members_of_list = walk_list(axiom.object, first, rest)
        except OntologyError as error:
            yield axiom, str(error)
            continue
        if axiom.predicate in _NAME_LISTS and not all(map(_is_name, members_of_list)):
            yield axiom, "its list holds a literal where a class, a property or an individual is needed"


def _outside_profile(schema: Schema) -> Iterator[tuple[Triple, str]]:
    for axiom in _axioms(schema, _UNREAD):
        yield axiom, "outside OWL 2 RL; nothing is concluded from it"
    for axiom in _axioms(schema, (OWL.imports,)):
        if axiom.object not in schema.of_type(OWL.Ontology):
            yield axiom, "nothing is fetched, and none of what was read is that ontology; give its file too"
    for name in schema.of_type(OWL.ReflexiveProperty):
        yield Triple(name, TYPE, OWL.ReflexiveProperty), "outside OWL 2 RL; nothing is concluded from it"
    for axiom in _axioms(schema, _PROPERTY_AXIOMS):
        if axiom.subject in (TYPE, SAME_AS):
            yield axiom, "links of this property are not read by rules; nothing is concluded from it"
    yield from _other_numbers(schema)
    yield from _everything_below(schema)
    yield from _misplaced_expressions(schema)


def _other_numbers(schema: Schema) -> Iterator[tuple[Triple, str]]:
    for axiom in _axioms(schema, (*_AT_MOST, *_EXACT)):
        if not _is_zero_or_one(axiom.object):
            yield axiom, "outside OWL 2 RL, which knows at most 0 and at most 1; nothing is concluded from it"
        elif axiom.predicate in _EXACT:
            yield axiom, "outside OWL 2 RL; only that there are no more is followed, not that there are so many"


def _everything_below(schema: Schema) -> Iterator[tuple[Triple, str]]:
    for low, up in _class_pairs(schema):
        if low in EVERYTHING and up not in EVERYTHING:
            note = "outside OWL 2 RL as a subclass; only what is stated to be a member of it is found to be one"
            yield Triple(cast(Name, low), RDFS.subClassOf, up), f"{shorten(low)} is {note}"


def _class_pairs(schema: Schema) -> Iterator[Pair]:
    """Each class and one that is above it, or the same."""
    yield from schema.about(RDFS.subClassOf)
    for one, other in schema.about(OWL.equivalentClass):
        yield from ((one, other), (other, one))


def _misplaced_expressions(schema: Schema) -> Iterator[tuple[Triple, str]]:
    below, above = _positions(schema)
    for axiom in _axioms(schema, _SAYS_NOTHING):
        if axiom.subject in above:
            yield axiom, "outside OWL 2 RL as a superclass; nothing is concluded about its members"
    for axiom in _axioms(schema, _ASKS_NOTHING):
        if axiom.subject in below:
            yield axiom, "outside OWL 2 RL as a subclass; nothing is found to be a member of it"


def _positions(schema: Schema) -> tuple[set[Term], set[Term]]:
    """The class expressions below another class, and those above one."""
    below, above = set[Term](), set[Term]()
    for low, up in _class_pairs(schema):
        below.add(low)
        above.add(up)
    for predicate in (RDFS.domain, RDFS.range, OWL.allValuesFrom):
        above.update(cls for _, cls in schema.about(predicate))
    below.update(cls for _, cls in schema.about(OWL.someValuesFrom))
    return below & _expressions(schema), above & _expressions(schema)


def _expressions(schema: Schema) -> set[Term]:
    """The class expressions without a name of their own."""
    predicates = (*_SAYS_NOTHING, *_ASKS_NOTHING)
    return {cls for predicate in predicates for cls, _ in schema.about(predicate) if isinstance(cls, BlankNode)}


def _is_zero_or_one(term: Term) -> bool:
    return isinstance(term, Literal) and (term.value.strip().lstrip("+0") or "0") in ("0", "1")
