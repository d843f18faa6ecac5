"""When did each fact become known, and by what kind of step?

Reads the rounds of an engine. A fact is known from its birth, the first round that holds it; what a rule used in a
round was born before that round, so that explanations that go from births to earlier births never run in circles.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kg.reason.columns import EMPTY, Column, concatenate, objects, pack, subjects, unique
from kg.reason.encode import Relation
from kg.reason.engine import Engine


@dataclass(frozen=True, slots=True)
class Births:
    """The sorted pairs of a relation in all rounds, each once, and the round in which each was born."""

    keys: Column
    rounds: Column

    def find(self, key: int) -> int | None:
        """The birth of a pair."""
        at = int(np.searchsorted(self.keys, key))
        return int(self.rounds[at]) if at < self.keys.size and int(self.keys[at]) == key else None

    def partners(self, first: int, before: int) -> list[int]:
        """The second members of the pairs with a first member that were born before a round, earliest first."""
        low, high = np.searchsorted(self.keys, [first << 32, (first + 1) << 32])
        born = self.rounds[low:high]
        order = np.argsort(born, kind="stable")
        found: list[int] = objects(self.keys[low:high][order[born[order] < before]]).tolist()
        return found


class History:
    """The facts of all rounds of an engine, by relation; a relation is sorted when it is first asked for."""

    def __init__(self, engine: Engine) -> None:
        self.rounds = engine.rounds
        self._births: dict[Relation, Births] = {}
        self._inverse: dict[Relation, Births] = {}
        self._stated: dict[Relation, Column] = {}

    def is_stated(self, relation: Relation, key: int) -> bool:
        """Whether the facts state a pair."""
        if relation not in self._stated:
            entries = [entry for entry in self.rounds if entry.origin == "stated"]
            self._stated[relation] = unique(concatenate([entry.facts.get(relation, EMPTY) for entry in entries]))
        keys = self._stated[relation]
        at = int(np.searchsorted(keys, key))
        return at < keys.size and int(keys[at]) == key

    def birth(self, relation: Relation, key: int) -> int | None:
        """The first round that holds a pair."""
        return self._forward(relation).find(key)

    def objects(self, relation: Relation, subject: int, before: int) -> list[int]:
        """The objects of a subject that were known before a round, earliest first."""
        return self._forward(relation).partners(subject, before)

    def subjects(self, relation: Relation, other: int, before: int) -> list[int]:
        """The subjects of an object that were known before a round, earliest first."""
        if relation not in self._inverse:
            self._inverse[relation] = self._collect(relation, lambda keys: pack(objects(keys), subjects(keys)))
        return self._inverse[relation].partners(other, before)

    def _forward(self, relation: Relation) -> Births:
        if relation not in self._births:
            self._births[relation] = self._collect(relation, lambda keys: keys)
        return self._births[relation]

    def _collect(self, relation: Relation, turn: Callable[[Column], Column]) -> Births:
        columns = [
            (number, entry.facts[relation]) for number, entry in enumerate(self.rounds) if relation in entry.facts
        ]
        keys = turn(concatenate([column for _, column in columns]))
        rounds = concatenate([np.full(column.size, number, np.int64) for number, column in columns])
        order = np.lexsort((rounds, keys))
        keys, rounds = keys[order], rounds[order]
        first = np.ones(keys.size, np.bool_)
        first[1:] = keys[1:] != keys[:-1]
        return Births(keys[first], rounds[first])
