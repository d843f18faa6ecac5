"""Which of the facts that were derived are worth publishing, and as which triples?"""

from collections.abc import Iterator

import numpy as np
from pyoxigraph import BlankNode, NamedNode, Triple

from kg.reason.clusters import part_clusters
from kg.reason.columns import EMPTY, Column, concatenate, expand, minus, objects, pack, subjects, unique
from kg.reason.encode import SAME_LINK, Relation, Statement
from kg.reason.engine import Engine
from kg.reason.sameas import spread_out
from kg.reason.schema import AXIOM_PREDICATES, SAME_AS, TYPE, is_axiom, is_vocabulary


def publish(engine: Engine) -> Iterator[Triple]:
    """All inferred triples without noise: links by property, then types by class, then equalities, each sorted."""
    ranks = engine.dictionary.ranks()
    spread, large = part_clusters(engine.equality.spread.column(), ranks)
    for relation in engine.relations():
        if is_published(relation):
            keys = unique(spread_out(engine.pairs(relation).column(), spread, is_class=relation.is_class))
            yield from _decode(engine, relation, minus(keys, _stated(engine, relation)), ranks)
    equal = unique(concatenate([_equalities(spread), large]))
    yield from _decode(engine, SAME_LINK, minus(equal, _stated(engine, SAME_LINK)), ranks)


def derived_axioms(engine: Engine) -> Iterator[Triple]:
    """Axioms that rules derive, as when a property is declared to be below `rdfs:subClassOf`."""
    ranks = engine.dictionary.ranks()
    for relation in engine.relations():
        if relation.name in AXIOM_PREDICATES or (relation.is_class and is_vocabulary(relation.name)):
            found = _decode(engine, relation, engine.pairs(relation).column(), ranks)
            yield from (triple for triple in found if is_axiom(triple.predicate, triple.object))


def publishable(statement: Statement) -> Triple | None:
    """The statement as a triple, None when it is noise or no triple of RDF."""
    subject, predicate, other = statement
    is_class = predicate == TYPE
    name = other if is_class else predicate
    reflexive = predicate == SAME_AS and subject == other
    if not isinstance(subject, (NamedNode, BlankNode)) or not isinstance(predicate, NamedNode) or reflexive:
        return None
    if predicate != SAME_AS and not (isinstance(name, NamedNode) and is_published(Relation(is_class, name))):
        return None
    return Triple(subject, predicate, other)


def is_published(relation: Relation) -> bool:
    """Whether inferred facts of a relation are told: no axioms, no types of the vocabularies or without a name."""
    if relation.is_class:
        return isinstance(relation.name, NamedNode) and not is_vocabulary(relation.name)
    return isinstance(relation.name, NamedNode) and relation.name not in AXIOM_PREDICATES


def _equalities(spread: Column) -> Column:
    """All pairs of different members of one cluster."""
    if not spread.size:
        return EMPTY
    rows, found = expand(spread, subjects(spread))
    members = objects(spread)[rows]
    return unique(pack(members[members != found], found[members != found]))


def _stated(engine: Engine, relation: Relation) -> Column:
    columns = [entry.facts.get(relation, EMPTY) for entry in engine.rounds if entry.origin == "stated"]
    return unique(concatenate(columns))


def _decode(engine: Engine, relation: Relation, keys: Column, ranks: Column) -> Iterator[Triple]:
    """Pairs without literal subjects as triples, in the order of the N-Triples forms of their terms."""
    terms, name = engine.dictionary.terms, relation.name
    ordered = keys[np.lexsort((ranks[objects(keys)], ranks[subjects(keys)]))].tolist()
    if not isinstance(name, NamedNode):
        return
    for key in ordered:
        subject = terms[key >> 32]
        if isinstance(subject, (NamedNode, BlankNode)):
            other = name if relation.is_class else terms[key & 0xFFFFFFFF]
            yield Triple(subject, TYPE if relation.is_class else name, other)
