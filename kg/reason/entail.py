"""Does a graph follow from others?

A conclusion follows when some filling of its blank nodes makes each of its triples hold (OWL 2 Profiles, section
4.3): inferred facts and, other than in `Closure.inferred`, axioms, vocabulary and whatever holds of everything.
Nothing is published of that; it is looked up.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.reason.closure import Closure, close
from kg.reason.columns import EMPTY, Column, concatenate, invert, objects, pack, subjects, unique
from kg.reason.contradictions import ByValue
from kg.reason.encode import SAME_LINK, TYPE_LINK, Relation
from kg.reason.join import Pattern, size, solve, start_table
from kg.reason.pairs import Pairs
from kg.reason.rules import Term, Variable
from kg.reason.schema import EVERYTHING, is_datatype
from kg.vocabulary import OWL

_DIFFERENT = Relation(False, OWL.differentFrom)


def find_missing(premises: Iterable[Triple | Quad], conclusion: Iterable[Triple | Quad]) -> tuple[Triple, ...]:
    """The triples of a conclusion that do not follow, sorted; empty when all of it does.

    Triples joined by blank nodes follow together or not at all. From premises that contradict themselves all follows.
    """
    wanted = [Triple(triple.subject, triple.predicate, triple.object) for triple in conclusion]
    closure = close(premises, with_axioms=True)
    if closure.contradictions:
        return ()
    known = _Known(closure, wanted)
    missing = [triple for part in _parts(wanted) if not _holds(known, part) for triple in part]
    return tuple(sorted(missing, key=str))


def _parts(triples: Sequence[Triple]) -> Iterator[list[Triple]]:
    """The triples parted so that no two parts share a blank node."""
    waiting = list(triples)
    while waiting:
        part, blanks = [waiting.pop(0)], set[Term]()
        while True:
            blanks |= {term for triple in part for term in triple if isinstance(term, BlankNode)}
            joined = [triple for triple in waiting if not blanks.isdisjoint(triple)]
            if not joined:
                break
            part += joined
            waiting = [triple for triple in waiting if triple not in joined]
        yield part


def _holds(known: "_Known", part: Sequence[Triple]) -> bool:
    first, *rest = sorted((known.pattern(triple) for triple in part), key=lambda pattern: len(pattern.variables()))
    variables = first.variables().union(*(pattern.variables() for pattern in rest))
    if not variables:
        ends = [np.array([known.constant(end)]) for end in (first.subject, first.object) if isinstance(end, int)]
        return bool(known.pairs(first.relation).contains(pack(*ends)).all())
    table = start_table(known, first, known.pairs(first.relation).column())
    return size(table) > 0 and size(solve(known, table, rest, variables)) > 0


class _Known:
    """All that holds in a closure as pairs of representatives, literals by value; types are links."""

    def __init__(self, closure: Closure, wanted: Sequence[Triple]) -> None:
        self._engine = closure.engine
        self._engine.dictionary.learn(term for triple in wanted for term in triple if not isinstance(term, BlankNode))
        self._engine.equality.grow(len(self._engine.dictionary.terms))
        self._lookup = ByValue(self._engine)
        self._found: dict[Relation, Pairs] = {}
        self._classes = sorted({triple.object for triple in wanted if triple.predicate == TYPE_LINK.name}, key=str)

    def pattern(self, triple: Triple) -> Pattern:
        """A triple with its blank nodes as variables."""
        subject, other = (
            Variable(term.value) if isinstance(term, BlankNode) else self._engine.dictionary.identify(term)
            for term in (triple.subject, triple.object)
        )
        return Pattern(Relation(False, triple.predicate), subject, other)

    def constant(self, number: int) -> int:
        """The identifier by which pairs know a constant."""
        return self._lookup.constant(number)

    def pairs(self, relation: Relation) -> Pairs:
        """The pairs of a relation."""
        if relation not in self._found:
            special = {TYPE_LINK: self._types, SAME_LINK: self._same, _DIFFERENT: self._different}
            found = special[relation]() if relation in special else EMPTY
            self._found[relation] = Pairs(unique(concatenate([self._lookup.pairs(relation).column(), found])))
        return self._found[relation]

    def inverse(self, relation: Relation) -> Pairs:
        """The pairs of a relation, each the other way round."""
        return Pairs(invert(self.pairs(relation).column()))

    def _everything(self) -> Column:
        numbers = np.arange(len(self._engine.dictionary.terms), dtype=np.int64)
        return unique(self._engine.dictionary.values[self._engine.equality.representative[numbers]])

    def _same(self) -> Column:
        """eq-ref, eq-sym, eq-trans: equal terms have one representative."""
        everything = self._everything()
        return pack(everything, everything)

    def _types(self) -> Column:
        """Members of classes, of everything (OWL 2 RDF-Based Semantics, table 5.2), and literals by value."""
        found = []
        for relation in self._engine.relations():
            cls = self._engine.dictionary.find(relation.name)
            if relation.is_class and cls is not None:
                members = subjects(self._lookup.pairs(relation).column())
                found.append(pack(members, np.full(members.size, self.constant(cls), np.int64)))
        for cls_term in self._classes:
            members = self._members(cls_term)
            number = self.constant(self._engine.dictionary.identify(cls_term)) if members.size else 0
            found.append(pack(members, np.full(members.size, number, np.int64)))
        return concatenate(found)

    def _members(self, cls: Term) -> Column:
        if cls in EVERYTHING:
            return self._everything()
        if not isinstance(cls, NamedNode) or not is_datatype(cls):
            return EMPTY
        dictionary = self._engine.dictionary
        numbers = [dictionary.identify(literal) for literal in dictionary.members_of(cls)]
        return unique(np.array([self.constant(number) for number in numbers], np.int64))

    def _different(self) -> Column:
        """dt-diff between literals and what is one with them; the members of lists; links both ways."""
        stated = self._lookup.pairs(_DIFFERENT).column()
        spread, dictionary = self._engine.equality.spread.column(), self._engine.dictionary
        valued = unique(subjects(spread[dictionary.valued[objects(spread)]]))
        crossed = pack(np.repeat(valued, valued.size), np.tile(valued, valued.size))
        return concatenate([invert(stated), crossed[subjects(crossed) != objects(crossed)]])
