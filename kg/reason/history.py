"""When did each fact become known, and by what kind of step?

Reads the rounds of an engine. A fact is known from its birth, the first round that holds it; what a rule used in a
round was born before that round, so that explanations that go from births to earlier births never run in circles.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from kg.reason.columns import Column, expand, invert
from kg.reason.encode import Relation
from kg.reason.engine import Engine


class History:
    """The facts of all rounds of an engine, by relation."""

    def __init__(self, engine: Engine) -> None:
        self.rounds = engine.rounds
        self._columns: dict[Relation, list[tuple[int, Column]]] = defaultdict(list)
        self._inverse: dict[tuple[Relation, int], Column] = {}
        for number, entry in enumerate(engine.rounds):
            for relation, keys in entry.facts.items():
                self._columns[relation].append((number, keys))

    def is_stated(self, relation: Relation, key: int) -> bool:
        """Whether the facts state a pair."""
        found = self._columns.get(relation, ())
        return any(self.rounds[number].origin == "stated" and _holds(keys, key) for number, keys in found)

    def birth(self, relation: Relation, key: int) -> int | None:
        """The first round that holds a pair."""
        return next((number for number, keys in self._columns.get(relation, ()) if _holds(keys, key)), None)

    def objects(self, relation: Relation, subject: int, before: int) -> Iterator[int]:
        """The objects of a subject that were known before a round, earliest first."""
        for number, keys in self._columns.get(relation, ()):
            if number < before:
                yield from _partners(keys, subject)

    def subjects(self, relation: Relation, other: int, before: int) -> Iterator[int]:
        """The subjects of an object that were known before a round, earliest first."""
        for number, keys in self._columns.get(relation, ()):
            if number < before:
                if (relation, number) not in self._inverse:
                    self._inverse[relation, number] = invert(keys)
                yield from _partners(self._inverse[relation, number], other)


def _holds(keys: Column, key: int) -> bool:
    at = int(np.searchsorted(keys, key))
    return at < keys.size and int(keys[at]) == key


def _partners(keys: Column, first: int) -> list[int]:
    found: list[int] = expand(keys, np.array([first], np.int64))[1].tolist()
    return found
