"""Which earlier facts satisfy the body of a rule?"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from kg.reason.encode import Relation
from kg.reason.engine import Engine
from kg.reason.history import History
from kg.reason.join import Pattern, Slot
from kg.reason.rules import Variable

Filling: TypeAlias = Mapping[Variable, int]


class Goal(NamedTuple):
    """A pair of a relation, to prove from what was known before a round."""

    relation: Relation
    key: int
    before: int


class Matcher:
    """Bodies matched against the history of an engine, by facts known before a round, earliest first."""

    def __init__(self, engine: Engine, history: History) -> None:
        self._equality = engine.equality
        self._history = history

    def match(self, body: tuple[Pattern, ...], filling: Filling, before: int) -> Iterator[Filling]:
        """The fillings of a body that extend a filling; it must bind a variable of the body or meet a constant."""
        if not body:
            yield filling
            return
        pattern = max(
            body, key=lambda candidate: sum(end is not None for end in self._ends(candidate, filling, before))
        )
        rest = tuple(other for other in body if other is not pattern)
        for found in self._candidates(pattern, filling, before):
            yield from self.match(rest, found, before)

    def unify(self, head: Pattern, ends: tuple[int, int], before: int) -> Filling | None:
        """The filling under which a head is a pair; None when there is none."""
        filling: dict[Variable, int] = {}
        for slot, end in zip((head.subject, head.object), ends, strict=True):
            known = filling.setdefault(slot, end) if isinstance(slot, Variable) else self.representative(slot, before)
            if known != end:
                return None
        return filling

    def representative(self, number: int, before: int) -> int:
        """By which identifier a constant was known in a round."""
        rounds = self._history.rounds
        epoch = rounds[before].epoch if before < len(rounds) else self._equality.epoch
        return self._equality.representative_at(number, epoch)

    def _candidates(self, pattern: Pattern, filling: Filling, before: int) -> Iterator[Filling]:
        subject, other = self._ends(pattern, filling, before)
        if subject is not None and other is not None:
            birth = self._history.birth(pattern.relation, subject << 32 | other)
            if birth is not None and birth < before:
                yield filling
        elif subject is not None and isinstance(pattern.object, Variable):
            for found in self._history.objects(pattern.relation, subject, before):
                yield {**filling, pattern.object: found}
        elif other is not None and isinstance(pattern.subject, Variable):
            for found in self._history.subjects(pattern.relation, other, before):
                yield {**filling, pattern.subject: found}

    def _ends(self, pattern: Pattern, filling: Filling, before: int) -> tuple[int | None, int | None]:
        return self._end(pattern.subject, filling, before), self._end(pattern.object, filling, before)

    def _end(self, slot: Slot, filling: Filling, before: int) -> int | None:
        return filling.get(slot) if isinstance(slot, Variable) else self.representative(slot, before)


def instance(pattern: Pattern, filling: Filling, before: int) -> Goal:
    """A pattern with its variables filled in; constants stay as the rule writes them."""
    ends = [filling[slot] if isinstance(slot, Variable) else slot for slot in (pattern.subject, pattern.object)]
    return Goal(pattern.relation, ends[0] << 32 | ends[1], before)
