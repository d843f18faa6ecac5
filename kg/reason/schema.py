"""Which triples state axioms, and what do their lists hold?

Axioms may stand in the ontology or among the facts; both are read alike. A triple is an axiom when its predicate
or, for `rdf:type`, its object belongs to the vocabulary of OWL 2 axioms. A type that is a literal is read as a
faulty axiom.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import OntologyError
from kg.reason.rules import Name, Term
from kg.vocabulary import OWL, RDF, RDFS, XSD

Pair: TypeAlias = tuple[Term, Term]
Cells: TypeAlias = Mapping[Term, list[Term]]

_RDFS_AXIOMS = ("subClassOf", "subPropertyOf", "domain", "range")
_OWL_AXIOMS = (
    "equivalentClass", "equivalentProperty", "inverseOf", "propertyChainAxiom", "hasKey", "disjointWith",
    "propertyDisjointWith", "someValuesFrom", "allValuesFrom", "hasValue", "onProperty", "onProperties", "onClass",
    "onDataRange", "maxCardinality", "maxQualifiedCardinality", "minCardinality", "minQualifiedCardinality",
    "cardinality", "qualifiedCardinality", "hasSelf", "intersectionOf", "unionOf", "complementOf", "oneOf",
    "disjointUnionOf", "datatypeComplementOf", "onDatatype", "withRestrictions", "members", "distinctMembers",
    "sourceIndividual", "assertionProperty", "targetIndividual", "targetValue", "annotatedSource",
    "annotatedProperty", "annotatedTarget", "imports",
)  # fmt: skip
_INDIVIDUAL_CLASSES = frozenset({OWL.Thing, OWL.Nothing, OWL.NamedIndividual})
_OTHER_DATATYPES = frozenset(
    (RDF.PlainLiteral, RDF.XMLLiteral, RDF.langString, RDF.HTML, RDF.JSON, RDFS.Literal, OWL.real, OWL.rational)
)
VOCABULARIES = (OWL.base, RDF.base, RDFS.base, XSD.base)
"""What the IRIs of OWL, RDF, RDFS and XML Schema begin with."""
TYPE = RDF.type
SAME_AS = OWL.sameAs
EVERYTHING = frozenset({OWL.Thing, RDFS.Resource})
"""Classes that hold of everything; no rule asks for them or concludes them."""
AXIOM_PREDICATES = frozenset(
    [RDFS[name] for name in _RDFS_AXIOMS] + [OWL[name] for name in _OWL_AXIOMS] + [RDF.first, RDF.rest]
)


def is_vocabulary(term: Term) -> bool:
    """Whether a term belongs to OWL, RDF, RDFS or XML Schema themselves."""
    return isinstance(term, NamedNode) and term.value.startswith(VOCABULARIES)


def is_datatype(term: Term) -> bool:
    """Whether a term is a datatype of the vocabularies: a class whose members are values."""
    return isinstance(term, NamedNode) and (term.value.startswith(XSD.base) or term in _OTHER_DATATYPES)


def is_axiom(predicate: NamedNode, other: Term) -> bool:
    """Whether a triple with this predicate and object is about classes and properties rather than individuals."""
    if predicate == TYPE:
        if isinstance(other, Literal):
            return True
        return is_vocabulary(other) and other not in _INDIVIDUAL_CLASSES and not is_datatype(other)
    return predicate in AXIOM_PREDICATES


@dataclass(frozen=True, slots=True)
class Schema:
    """Axioms by predicate and by the OWL class they type, each sorted by N-Triples form."""

    pairs: Mapping[NamedNode, tuple[Pair, ...]]
    typed: Mapping[Term, tuple[Name, ...]]

    def about(self, predicate: NamedNode) -> tuple[Pair, ...]:
        """The subjects and objects of all axioms with a predicate."""
        return self.pairs.get(predicate, ())

    def of_type(self, kind: NamedNode) -> tuple[Name, ...]:
        """Everything typed with a class of the OWL vocabulary."""
        return self.typed.get(kind, ())


def index_schema(triples: Iterable[Triple]) -> Schema:
    """Sort the axioms among `triples`, and the identities, by what they say."""
    pairs: dict[NamedNode, set[Pair]] = defaultdict(set)
    typed: dict[Term, set[Name]] = defaultdict(set)
    for triple in triples:
        if isinstance(triple.subject, Triple):
            continue
        if triple.predicate == TYPE:
            typed[triple.object].add(triple.subject)
        else:
            pairs[triple.predicate].add((triple.subject, triple.object))
    return Schema(
        {predicate: tuple(sorted(found, key=_pair_text)) for predicate, found in pairs.items()},
        {kind: tuple(sorted(found, key=str)) for kind, found in typed.items()},
    )


def _pair_text(pair: Pair) -> tuple[str, str]:
    return str(pair[0]), str(pair[1])


def read_lists(schema: Schema, predicate: NamedNode) -> tuple[tuple[Name, tuple[Name, ...]], ...]:
    """The subject and the members of the list of every axiom with a predicate such as `owl:hasKey`."""
    return tuple(
        (subject, tuple(as_name(member) for member in members))
        for subject, members in read_term_lists(schema, predicate)
    )


def read_term_lists(schema: Schema, predicate: NamedNode) -> tuple[tuple[Name, tuple[Term, ...]], ...]:
    """As `read_lists`, where the members may be literals."""
    first, rest = list_cells(schema)
    return tuple((as_name(subject), walk_list(head, first, rest)) for subject, head in schema.about(predicate))


def list_cells(schema: Schema) -> tuple[Cells, Cells]:
    """What the cells of all lists hold, and the cells after them."""
    return _cells(schema, RDF.first), _cells(schema, RDF.rest)


def _cells(schema: Schema, predicate: NamedNode) -> Cells:
    cells: dict[Term, list[Term]] = defaultdict(list)
    for cell, value in schema.about(predicate):
        cells[cell].append(value)
    return cells


def walk_list(head: Term, first: Cells, rest: Cells) -> tuple[Term, ...]:
    """The members of a list; raises OntologyError for one that branches, breaks off or never ends."""
    members: list[Term] = []
    seen: set[Term] = set()
    while head != RDF.nil:
        if head in seen or len(first.get(head, ())) != 1 or len(rest.get(head, ())) != 1:
            raise OntologyError(f"the RDF list at {head} branches, breaks off or never ends; write it as ( a b c )")
        seen.add(head)
        members += first[head]
        head = rest[head][0]
    return tuple(members)


def as_name(term: Term) -> Name:
    """A class, property or individual in an axiom; raises OntologyError for a literal."""
    if isinstance(term, (NamedNode, BlankNode)):
        return term
    raise OntologyError(f"{term} stands where an axiom needs a class, a property or an individual; use an IRI")
