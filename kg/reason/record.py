"""What did each round of reasoning bring, and what went since?

The rounds are all that an explanation needs: what was new in each of them, in the order in which it became known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kg.reason.columns import EMPTY, Column, common, concatenate, remove, unique
from kg.reason.encode import Relation

Facts: TypeAlias = Mapping[Relation, Column]
"""Pairs by relation."""
Origin: TypeAlias = Literal["stated", "rewritten", "derived"]


@dataclass(frozen=True, slots=True)
class Round:
    """The facts that were new, where they come from, and the epoch of equality they are written in."""

    origin: Origin
    epoch: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class _Loss:
    """What rounds before a number lose: stated facts, and all forms of facts that were derived or rewritten."""

    before: int
    stated: Facts
    forms: Facts


class Record:
    """The rounds of one engine."""

    def __init__(self) -> None:
        self._rounds: list[Round] = []
        self._losses: list[_Loss] = []

    @property
    def length(self) -> int:
        """How many rounds there are."""
        return len(self._rounds)

    @property
    def rounds(self) -> list[Round]:
        """The rounds without what was lost; that is taken out of them only when they are asked for."""
        stated: dict[Relation, Column] = {}
        forms: dict[Relation, Column] = {}
        for number in reversed(range(len(self._rounds)) if self._losses else ()):
            while self._losses and self._losses[-1].before > number:
                loss = self._losses.pop()
                stated, forms = _unite(stated, loss.stated), _unite(forms, loss.forms)
            entry = self._rounds[number]
            facts = _without(entry.facts, stated if entry.origin == "stated" else forms)
            self._rounds[number] = Round(entry.origin, entry.epoch, facts)
        return self._rounds

    def add(self, origin: Origin, epoch: int, facts: Facts) -> None:
        """Note a round; one of derived or rewritten facts only when it has any."""
        kept = {relation: keys for relation, keys in facts.items() if keys.size}
        if kept or origin == "stated":
            self._rounds.append(Round(origin, epoch, kept))

    def lose(self, stated: Facts, forms: Facts) -> None:
        """Note what the rounds until now lose: stated facts, and all forms of derived or rewritten ones."""
        self._losses.append(_Loss(len(self._rounds), stated, forms))


def _unite(facts: Facts, others: Facts) -> dict[Relation, Column]:
    """Facts of both, each once."""
    united = dict(facts)
    for relation, keys in others.items():
        united[relation] = unique(concatenate([united.get(relation, EMPTY), keys]))
    return united


def _without(facts: Facts, lost: Facts) -> Facts:
    kept = dict(facts)
    for relation in facts.keys() & lost.keys():
        found = common(facts[relation], lost[relation])
        if found.size:
            kept[relation] = remove(facts[relation], found)
    return {relation: keys for relation, keys in kept.items() if keys.size}
