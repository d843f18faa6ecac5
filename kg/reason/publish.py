"""Which of the facts that were derived are worth publishing, and as which triples?"""

from collections.abc import Iterator
from itertools import chain
from typing import cast

import numpy as np
from pyoxigraph import BlankNode, NamedNode, Triple

from kg.reason.clusters import part_clusters
from kg.reason.columns import EMPTY, Column, concatenate, expand, minus, objects, pack, subjects, unique
from kg.reason.encode import SAME_LINK, Relation, Statement
from kg.reason.engine import Engine
from kg.reason.sameas import spread_out
from kg.reason.schema import AXIOM_PREDICATES, SAME_AS, TYPE, is_axiom, is_vocabulary

_LINES = 8192
"""How many lines are put together at once."""


def publish(engine: Engine) -> Iterator[Triple]:
    """All inferred triples without noise: links by property, then types by class, then equalities, each sorted."""
    return chain.from_iterable(_decode(engine, relation, keys) for relation, keys in _inferred(engine))


def publish_lines(engine: Engine) -> Iterator[str]:
    """The triples of `publish` as lines of N-Triples, a few thousand at a time; no triple is made for them."""
    texts = [str(term) for term in engine.dictionary.terms]
    for (is_class, name), keys in _inferred(engine):
        link, typed = f" {name} ", f" {TYPE} {name} .\n"
        for start in range(0, keys.size, _LINES):
            part = keys[start : start + _LINES]
            pairs = zip(subjects(part).tolist(), objects(part).tolist(), strict=True)
            if is_class:
                yield "".join([texts[one] + typed for one, _ in pairs])
            else:
                yield "".join([f"{texts[one]}{link}{texts[other]} .\n" for one, other in pairs])


def _inferred(engine: Engine) -> Iterator[tuple[Relation, Column]]:
    """The pairs that were not stated and are told, in the order in which they are told, by relation."""
    ranks = engine.dictionary.ranks()
    spread, large = part_clusters(engine.equality.spread.column(), ranks)
    for relation in engine.relations():
        if is_published(relation):
            keys = unique(spread_out(engine.pairs(relation).column(), spread, is_class=relation.is_class))
            yield relation, _in_order(engine, minus(keys, _stated(engine, relation)), ranks)
    equal = unique(concatenate([_equalities(spread), large]))
    yield SAME_LINK, _in_order(engine, minus(equal, _stated(engine, SAME_LINK)), ranks)


def derived_axioms(engine: Engine) -> Iterator[Triple]:
    """Axioms that rules derive, as when a property is declared to be below `rdfs:subClassOf`."""
    ranks = engine.dictionary.ranks()
    for relation in engine.relations():
        if relation.name in AXIOM_PREDICATES or (relation.is_class and is_vocabulary(relation.name)):
            found = _decode(engine, relation, _in_order(engine, engine.pairs(relation).column(), ranks))
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


def _in_order(engine: Engine, keys: Column, ranks: Column) -> Column:
    """Pairs without literal subjects, in the order of the N-Triples forms of their terms."""
    keys = keys[~engine.dictionary.literal[subjects(keys)]]
    if engine.dictionary.in_order:
        return keys
    return keys[np.lexsort((ranks[objects(keys)], ranks[subjects(keys)]))]


def _decode(engine: Engine, relation: Relation, keys: Column) -> Iterator[Triple]:
    """Pairs without literal subjects as triples."""
    terms, name = engine.dictionary.terms, relation.name
    if not isinstance(name, NamedNode):
        return
    for key in keys.tolist():
        subject = cast(NamedNode | BlankNode, terms[key >> 32])
        other = name if relation.is_class else terms[key & 0xFFFFFFFF]
        yield Triple(subject, TYPE if relation.is_class else name, other)
