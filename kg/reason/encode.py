"""Which integer stands for which term?

Identifiers follow the N-Triples form of the terms of one batch, so that the smallest identifier, and with it the
representative of merged individuals, does not depend on the order of the input. Later batches get higher ones.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple, TypeAlias

import numpy as np
from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.reason.columns import EMPTY, Column, Mask, objects, pack, subjects, unique
from kg.reason.datatypes import belongs
from kg.reason.rules import Atom, Member, Name, Term
from kg.reason.schema import SAME_AS, TYPE
from kg.reason.values import ValueKey, is_ill_typed, value_key


class Relation(NamedTuple):
    """A class, whose members are pairs (x, x), or a property, whose links are pairs."""

    is_class: bool
    name: Name


Stated: TypeAlias = tuple[Name, NamedNode, Term] | Triple | Quad
"""What states a fact or an axiom; the name of a quad's graph says nothing."""


class Statement(NamedTuple):
    """A triple that may have a literal as its subject or a blank node as its predicate, as rules derive them."""

    subject: Term
    predicate: Name
    object: Term


def relation_of(atom: Atom) -> Relation:
    """The relation an atom speaks of."""
    return Relation(True, atom.cls) if isinstance(atom, Member) else Relation(False, atom.property)


class Batch:
    """Statements as they come in: each term once, the pairs of each property by the order in which terms came."""

    def __init__(self) -> None:
        self.terms: dict[Term, int] = {}
        self.pairs: dict[NamedNode, array[int]] = {}

    def copy(self) -> "Batch":
        """The same statements, to take in others beside them."""
        other = Batch()
        other.terms = self.terms.copy()
        other.pairs = {predicate: column[:] for predicate, column in self.pairs.items()}
        return other

    def add(self, subject: Term, predicate: NamedNode, other: Term) -> None:
        """Take in one statement."""
        column = self.pairs.get(predicate)
        if column is None:
            column = self.pairs[predicate] = array("q")
        self.append(column, subject, other)

    def append(self, column: "array[int]", subject: Term, other: Term) -> None:
        """Take in one statement whose property has a column."""
        terms = self.terms
        pair = terms.setdefault(subject, len(terms)) << 32
        column.append(pair | terms.setdefault(other, len(terms)))


class Dictionary:
    """Terms and their identifiers, literals and their values."""

    def __init__(self) -> None:
        self.terms: list[Term] = []
        self.values: Column = EMPTY
        """For each identifier the one that stands for its value: the first literal of that value, else itself."""
        self.literal: Mask = np.empty(0, np.bool_)
        """For each identifier whether it cannot be a subject."""
        self.valued: Mask = np.empty(0, np.bool_)
        """For each identifier whether it is a literal whose value is known."""
        self.variants: defaultdict[int, list[int]] = defaultdict(list)
        """The identifiers of all literals of a value, by the one that stands for it."""
        self.twins: Column = EMPTY
        """The value and identifier of each literal whose value has more than one form, as sorted pairs."""
        self.faulty: set[int] = set()
        """The identifiers of the literals whose form is none of their datatype."""
        self.in_order = True
        """Whether identifiers follow the N-Triples forms of all terms, as those of one batch do."""
        self._ids: dict[Term, int] = {}
        self._by_value: dict[ValueKey, int] = {}

    def learn(self, terms: Iterable[Term]) -> None:
        """Give identifiers to the terms that have none yet."""
        fresh = sorted({term for term in terms if term not in self._ids}, key=str)
        if not fresh:
            return
        start = len(self.terms)
        self.in_order = not start
        self.terms += fresh
        self._ids.update((term, number) for number, term in enumerate(fresh, start))
        values = [self._value(term, number) for number, term in enumerate(fresh, start)]
        self.values = np.concatenate([self.values, np.array(values, np.int64)])
        literal = [isinstance(term, (Literal, Triple)) for term in fresh]
        self.literal = np.concatenate([self.literal, np.array(literal, np.bool_)])
        valued = [value in self.variants for value in values]
        self.valued = np.concatenate([self.valued, np.array(valued, np.bool_)])
        self.twins = unique(np.concatenate([self.twins, self._pair_twins(values)]))

    def _pair_twins(self, values: Iterable[int]) -> Column:
        """The pairs of those of some values that have more than one form; not sorted."""
        forms = ((value, self.variants.get(value, ())) for value in set(values))
        found = [(value, form) for value, several in forms if len(several) > 1 for form in several]
        pairs = np.array(found, np.int64).reshape(-1, 2)
        return pack(pairs[:, 0], pairs[:, 1])

    def _value(self, term: Term, number: int) -> int:
        key = value_key(term) if isinstance(term, Literal) else None
        if key is None:
            if isinstance(term, Literal) and is_ill_typed(term):
                self.faulty.add(number)
            return number
        value = self._by_value.setdefault(key, number)
        self.variants[value].append(number)
        return value

    def identify(self, term: Term) -> int:
        """The identifier of a known term."""
        return self._ids[term]

    def find(self, term: Term) -> int | None:
        """The identifier of a term, None when it occurs nowhere."""
        return self._ids.get(term)

    def alike(self, number: int) -> list[int]:
        """The identifiers of all terms with the same value, in order of identifier."""
        return self.variants.get(int(self.values[number])) or [number]

    def members_of(self, datatype: Name) -> Iterator[Literal]:
        """The literals that belong to a datatype (dt-type2), in order of identifier."""
        for number in np.flatnonzero(self.literal).tolist():
            term = self.terms[number]
            if isinstance(term, Literal) and belongs(term, datatype):
                yield term

    def ranks(self) -> Column:
        """For each identifier the place of its term in the order of N-Triples forms."""
        if self.in_order:
            return np.arange(len(self.terms), dtype=np.int64)
        order = sorted(range(len(self.terms)), key=lambda number: str(self.terms[number]))
        ranks = np.empty(len(order), np.int64)
        ranks[order] = np.arange(len(order))
        return ranks

    def encode(self, batch: Batch, constants: Iterable[Term] = ()) -> Mapping[Relation, Column]:
        """A batch as unsorted columns by relation; the dictionary learns its terms and the constants."""
        self.learn(chain(batch.terms, constants))
        numbers = np.array([self._ids[term] for term in batch.terms], np.int64)
        columns: dict[Relation, Column] = {}
        for predicate, pairs in batch.pairs.items():
            keys = np.array(pairs, np.int64)
            keys = pack(numbers[subjects(keys)], numbers[objects(keys)])
            columns.update(self.split(Relation(False, predicate), keys))
        return columns

    def split(self, relation: Relation, keys: Column) -> dict[Relation, Column]:
        """The columns by relation, the links of `rdf:type` as the classes they are about."""
        if relation != TYPE_LINK:
            return {relation: keys}
        keys = keys[np.argsort(objects(keys), kind="stable")]
        members, classes = subjects(keys), objects(keys)
        found, starts = np.unique(classes, return_index=True)
        groups = np.split(members, starts[1:])
        return {
            Relation(True, name): pack(group, group)
            for cls, group in zip(found.tolist(), groups, strict=True)
            if not isinstance(name := self.terms[cls], (Literal, Triple))
        }

    def decode(self, relation: Relation, key: int) -> Statement:
        """A pair of a relation as a statement."""
        subject, name, other = self.terms[key >> 32], relation.name, self.terms[key & 0xFFFFFFFF]
        return Statement(subject, TYPE, name) if relation.is_class else Statement(subject, name, other)


TYPE_LINK = Relation(False, TYPE)
SAME_LINK = Relation(False, SAME_AS)
