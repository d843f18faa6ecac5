"""What follows from these facts and this ontology?

The closure under OWL 2 RL/RDF (OWL 2 Profiles, section 4.3) without its noise: of all that the rules derive,
`Closure.inferred` holds the triples about individuals that were not stated. There is no reflexive `owl:sameAs`, no
`owl:Thing` or other class of the vocabularies, no class expression without an IRI, no axiom, and no triple with a
literal subject. Merged individuals are all spoken of: a triple about one of them is inferred of each (eq-rep-s,
eq-rep-o), and each is `owl:sameAs` each other one, so that a query gets the same answer whichever IRI it names;
`kg.reason.clusters` says where that ends.
Literals keep the lexical form that was given; rules compare them by value.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.reason.clusters import tell_clusters
from kg.reason.compile import compile_schema
from kg.reason.contradictions import Contradiction, find_contradictions
from kg.reason.encode import Batch, Dictionary, Stated
from kg.reason.engine import Engine
from kg.reason.lower import constants_of, lower
from kg.reason.publish import derived_axioms, publish, publish_lines
from kg.reason.rules import Name, Program
from kg.reason.schema import TYPE, is_axiom
from kg.reason.taxonomy import with_taxonomy


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """The facts, all that follows from them, and what contradicts what."""

    program: Program
    engine: Engine
    contradictions: tuple[Contradiction, ...]

    @property
    def inferred(self) -> Iterator[Triple]:
        """The inferred triples in a fixed order, decoded as they are asked for."""
        return publish(self.engine)

    @property
    def lines(self) -> Iterator[str]:
        """The same triples in the same order as N-Triples, some thousand lines at a time."""
        return publish_lines(self.engine)

    @property
    def warnings(self) -> tuple[str, ...]:
        """A line on everything that is ignored or not told in full, with the axiom or fact it is about."""
        return (*self.program.warnings, *sorted(tell_clusters(self.engine)))


def close(
    facts: Iterable[Stated],
    ontology: Iterable[Stated] = (),
    *,
    with_axioms: bool = False,
    with_contradictions: bool = True,
) -> Closure:
    """Close facts under an ontology; axioms among the facts count, and so do individuals in the ontology.

    Graph names are ignored. An axiom that cannot be read is ignored with a warning. `with_axioms` holds the axioms
    and all that follow from them (table 9) as links that can be looked up; `Closure.inferred` tells none of them.
    Without `with_contradictions` none is looked for.
    """
    axioms, batch = sort_statements(facts, *_sort_ontology(tuple(ontology)))
    equal: frozenset[tuple[Name, Name]] = frozenset()
    for subject, predicate, other in sorted(axioms, key=str) if with_axioms else ():
        batch.add(subject, predicate, other)
    while True:
        closure = _run(batch, axioms, equal, with_axioms=with_axioms, with_contradictions=with_contradictions)
        fresh = frozenset(derived_axioms(closure.engine)) - axioms
        names = _equal_names(closure) | equal
        if not fresh and names == equal:
            return closure
        axioms |= fresh
        equal = names


@lru_cache(maxsize=1)
def _sort_ontology(ontology: tuple[Stated, ...]) -> tuple[frozenset[Triple], Batch]:
    # One ontology closes many articles.
    return sort_statements(ontology)


def sort_statements(
    statements: Iterable[Stated], known: Collection[Triple] = (), before: Batch | None = None
) -> tuple[frozenset[Triple], Batch]:
    """Statements parted into axioms and facts, with those that were parted before."""
    axioms = set(known)
    batch = Batch() if before is None else before.copy()
    for subject, predicate, other, *_ in statements:
        column = batch.pairs.get(predicate)
        if column is not None and predicate != TYPE:
            batch.append(column, subject, other)
        elif is_axiom(predicate, other):
            axioms.add(Triple(subject, predicate, other))
        else:
            batch.add(subject, predicate, other)
    return frozenset(axioms), batch


def _run(
    batch: Batch,
    axioms: frozenset[Triple],
    equal: frozenset[tuple[Name, Name]],
    *,
    with_axioms: bool,
    with_contradictions: bool,
) -> Closure:
    program = _compile(axioms, equal)
    if with_axioms:
        program = with_taxonomy(program, axioms)
    dictionary = Dictionary()
    encoded = dictionary.encode(batch, constants_of(program))
    engine = Engine(dictionary)
    lowered = lower(program, dictionary)
    engine.add(encoded, lowered)
    found = find_contradictions(engine, program, lowered) if with_contradictions else ()
    return Closure(program=program, engine=engine, contradictions=found)


@lru_cache(maxsize=1)
def _compile(axioms: frozenset[Triple], equal: frozenset[tuple[Name, Name]]) -> Program:
    return compile_schema(axioms, sorted(equal, key=str))


def _equal_names(closure: Closure) -> frozenset[tuple[Name, Name]]:
    """Classes and properties that are one with another term (eq-rep-p, and eq-rep-o for the object of a type)."""
    names = {relation.name for relation in closure.engine.relations()}
    terms = closure.engine.dictionary.terms
    pairs: set[tuple[Name, Name]] = set()
    for cluster in closure.engine.equality.clusters().values():
        members = [term for number in cluster if isinstance(term := terms[number], (NamedNode, BlankNode))]
        if any(member in names for member in members):
            pairs.update(pairwise(members))
    return frozenset(pairs)
