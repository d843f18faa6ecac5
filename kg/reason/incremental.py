"""What follows now, after an article came, changed or went?

A `Reasoner` holds the facts of each article and their closure, which is after each operation that of a full run over
what is held, triple by triple in the order of publication. An operation works out only what it changes, by
semi-naive addition and by `kg.reason.withdraw`. It closes everything again when axioms change; when rules derive
axioms, links of `rdf:type` or equalities of classes or properties; while individuals are one with literals; when
facts go and rules ask for datatypes; while more than a thousand individuals are one; and once the record of rounds
has grown long.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import cast

import numpy as np
from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.reason.closure import Closure, close, sort_statements
from kg.reason.columns import Column, concatenate, objects, pack, subjects, unique
from kg.reason.contradictions import find_contradictions
from kg.reason.encode import TYPE_LINK, Dictionary, Relation
from kg.reason.engine import Engine
from kg.reason.lower import LoweredProgram, all_bodies, constants_of, lower
from kg.reason.pairs import Pairs
from kg.reason.publish import publish
from kg.reason.rules import Member, Program
from kg.reason.schema import AXIOM_PREDICATES, TYPE, is_axiom, is_datatype
from kg.reason.withdraw import withdraw

_LONGEST_RECORD = 5000
"""Rounds after which the record is begun again; an article adds about ten."""
_LARGEST_CLUSTER = 1000
"""A fact between members of one cluster goes in as many forms as the square of its size."""


@dataclass(frozen=True, slots=True)
class _Article:
    """What an article states: its axioms, and its facts as sorted pairs."""

    axioms: frozenset[Triple]
    facts: Mapping[Relation, Column]


_NOTHING = _Article(frozenset(), {})


class Reasoner:
    """The facts of articles, by any key, under an ontology, and all that follows from them.

    Graph names are ignored, and a blank node is the same node in all articles. A triple that two articles state
    stays when one of them goes.
    """

    def __init__(
        self, articles: Mapping[str, Collection[Triple | Quad]], ontology: Iterable[Triple | Quad] = ()
    ) -> None:
        """Close the facts of all articles; an axiom that cannot be read is ignored with a warning."""
        self._ontology = tuple(ontology)
        self._articles: dict[str, _Article] = {}
        self._stated: dict[Relation, Pairs] = {}
        self._again: Counter[tuple[Relation, int]] = Counter()
        self._close(chain.from_iterable(articles.values()))
        self._articles = {key: self._encode(facts) for key, facts in articles.items()}
        self._count()

    @property
    def inferred(self) -> Iterator[Triple]:
        """The inferred triples, in the order of `Closure.inferred`, decoded as they are asked for."""
        return publish(self._engine)

    @property
    def closure(self) -> Closure:
        """The closure with its contradictions, looked for now; it holds until the next operation."""
        lowered = lower(self._program, self._engine.dictionary)
        contradictions = find_contradictions(self._engine, self._program, lowered)
        return Closure(program=self._program, engine=self._engine, contradictions=contradictions)

    def add(self, key: str, facts: Iterable[Triple | Quad]) -> None:
        """Take in an article; it replaces the one with the same key."""
        self._replace(key, facts)

    def withdraw(self, key: str) -> None:
        """Let an article go; one that is not held is no fault."""
        self._replace(key, ())
        self._articles.pop(key, None)

    def _replace(self, key: str, facts: Iterable[Triple | Quad]) -> None:
        old, new = self._articles.get(key, _NOTHING), self._encode(facts)
        self._articles[key] = new
        come, gone = self._hold(new), self._release(old)
        if old.axioms != new.axioms or not self._plain or (gone and self._asks_datatypes):
            self._close_again()
            return
        epoch = self._engine.equality.epoch
        if come:
            self._engine.add(come, self._lowered())
        if gone:
            withdraw(self._engine, gone, self._stated)
        if not _is_plain(self._engine, epoch) or self._engine.length > _LONGEST_RECORD:
            self._close_again()

    def _encode(self, facts: Iterable[Triple | Quad]) -> _Article:
        axioms, batch = sort_statements(facts)
        columns = self._engine.dictionary.encode(batch)
        return _Article(axioms, {relation: unique(keys) for relation, keys in columns.items()})

    def _hold(self, article: _Article) -> dict[Relation, Column]:
        """Count what an article states; what nothing stated before."""
        come: dict[Relation, Column] = {}
        for relation, keys in article.facts.items():
            known = self._stated.setdefault(relation, Pairs())
            self._again.update((relation, key) for key in known.common(keys).tolist())
            fresh = known.missing(keys)
            if fresh.size:
                come[relation] = fresh
                known.insert(fresh)
        return come

    def _release(self, article: _Article) -> dict[Relation, Column]:
        """Count no more what an article states; what nothing states any more."""
        gone: dict[Relation, Column] = {}
        for relation, keys in article.facts.items():
            last = np.array([key for key in keys.tolist() if not self._lessen(relation, key)], np.int64)
            if last.size:
                gone[relation] = last
                self._stated[relation].remove(last)
        return gone

    def _lessen(self, relation: Relation, key: int) -> bool:
        """Whether something else states a pair; one statement less does then."""
        others = self._again.pop((relation, key), 0)
        if others > 1:
            self._again[relation, key] = others - 1
        return others > 0

    def _count(self) -> None:
        """Count what all articles state."""
        columns: dict[Relation, list[Column]] = defaultdict(list)
        for article in self._articles.values():
            for relation, keys in article.facts.items():
                columns[relation].append(keys)
        self._stated, self._again = {}, Counter()
        for relation, found in columns.items():
            keys, counts = np.unique(concatenate(found), return_counts=True)
            self._stated[relation] = Pairs(keys)
            for at in np.flatnonzero(counts > 1).tolist():
                self._again[relation, int(keys[at])] = int(counts[at]) - 1

    def _close(self, facts: Iterable[Triple | Quad]) -> None:
        closure = close(facts, self._ontology)
        self._engine, self._program = closure.engine, closure.program
        self._asks_datatypes = _asks_datatypes(closure.program)
        self._plain = _is_plain(closure.engine)
        # Inverted pairs are kept from now on, so that the first article costs what others do.
        for relation in closure.engine.relations() if self._plain else ():
            if not relation.is_class:
                closure.engine.inverse(relation)

    def _close_again(self) -> None:
        """A full run over what is held; the dictionary begins anew and each article is encoded again."""
        before = self._engine.dictionary
        axioms = (axiom for article in self._articles.values() for axiom in article.axioms)
        self._close(chain(_decode(before, self._stated), axioms))
        numbers = self._numbers(before)
        for key, article in self._articles.items():
            facts = {
                relation: unique(pack(numbers[subjects(keys)], numbers[objects(keys)]))
                for relation, keys in article.facts.items()
            }
            self._articles[key] = _Article(article.axioms, facts)
        self._count()

    def _numbers(self, before: Dictionary) -> Column:
        """The new identifier of each old one, -1 for a term that is gone."""
        found = (self._engine.dictionary.find(term) for term in before.terms)
        return np.array([-1 if number is None else number for number in found], np.int64)

    def _lowered(self) -> LoweredProgram:
        """The program for all terms there are; literals that came may be new forms of those in rules."""
        if self._asks_datatypes or any(isinstance(term, Literal) for term in constants_of(self._program)):
            return lower(self._program, self._engine.dictionary)
        return self._engine.program


def _decode(dictionary: Dictionary, facts: Mapping[Relation, Pairs]) -> Iterator[Triple]:
    """Stated pairs as triples."""
    terms = dictionary.terms
    for (is_class, name), pairs in facts.items():
        for key in pairs.column().tolist():
            subject, other = terms[key >> 32], terms[key & 0xFFFFFFFF]
            yield Triple(subject, TYPE, name) if is_class else Triple(subject, cast(NamedNode, name), other)


def _asks_datatypes(program: Program) -> bool:
    """Whether the literals that occur are facts to a rule (dt-type2)."""
    atoms = chain.from_iterable(all_bodies(program))
    return any(isinstance(atom, Member) and is_datatype(atom.cls) for atom in atoms)


def _is_plain(engine: Engine, epoch: int = 0) -> bool:
    """Whether rules derive no axioms and no types by a link, clusters are small and of individuals alone.

    Of clusters only those are looked at that grew after an epoch of equality.
    """
    if any(rule.head.relation == TYPE_LINK for rule in engine.program.rules):
        return False
    relations = [relation for relation in engine.relations() if engine.pairs(relation).size]
    if any(_holds_axioms(relation) for relation in relations):
        return False
    equality, dictionary = engine.equality, engine.dictionary
    numbers = (dictionary.find(relation.name) for relation in relations)
    names = np.array([number for number in numbers if number is not None], np.int64)
    if equality.is_clustered(equality.representative[names]).any():
        return False
    rows, members = equality.spread.expand(equality.united_since(epoch))
    return not dictionary.literal[members].any() and not (np.bincount(rows) > _LARGEST_CLUSTER).any()


def _holds_axioms(relation: Relation) -> bool:
    if relation.is_class:
        return isinstance(relation.name, NamedNode) and is_axiom(TYPE, relation.name)
    return relation.name in AXIOM_PREDICATES
