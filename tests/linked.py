"""How are the passages written by hand read, and how are links scored against them?"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kg.gazetteer.lookup import Gazetteer
from kg.link.deciding import Decision, link_text
from kg.link.grouping import Spot

_HEAD = re.compile(r"^== (p(\d+)) (\d{4}-\d{2}-\d{2})$", re.MULTILINE)
_MARK = re.compile(r"\[\[([^\]|]+)(?:\|([^\]]+))?\]\]")


FIRST_HELD = 103
"""The number of the first passage that nothing was tuned on."""


class Passage(NamedTuple):
    """A passage with its marked names and the labels that are right for each; none where no row is."""

    name: str
    number: int
    day: date
    text: str
    spots: tuple[Spot, ...]
    gold: tuple[frozenset[str], ...]


class Outcome(NamedTuple):
    """One marked name: what was right, what was linked, and why."""

    passage: str
    words: str
    gold: frozenset[str]
    linked: str | None
    person: bool
    decision: Decision


def read_passages() -> tuple[Passage, ...]:
    """Every passage in the order of the file."""
    text = (Path(__file__).parent / "kg" / "link" / "passages.txt").read_text(encoding="utf-8")
    heads = list(_HEAD.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return tuple(_read(head, text[head.end() : end].strip()) for head, end in zip(heads, ends, strict=True))


def _read(head: re.Match[str], marked: str) -> Passage:
    plain, spots, gold, last = "", [], [], 0
    for mark in _MARK.finditer(marked):
        plain += marked[last : mark.start()]
        spots.append(Spot(start=len(plain), end=len(plain) + len(mark[1])))
        labels = mark[2] or mark[1]
        gold.append(frozenset() if labels == "-" else frozenset(labels.split("/")))
        plain += mark[1]
        last = mark.end()
    plain += marked[last:]
    return Passage(head[1], int(head[2]), date.fromisoformat(head[3]), plain, tuple(spots), tuple(gold))


def outcomes(passage: Passage, gazetteer: Gazetteer) -> Iterator[Outcome]:
    """What the linker makes of each marked name."""
    found = link_text(passage.text, passage.spots, gazetteer, (passage.day, passage.day))
    by_spot = {spot: decision for decision in found for spot in decision.group.spots}
    for spot, gold in zip(passage.spots, passage.gold, strict=True):
        decision = by_spot[spot]
        label, person = (decision.row.label, decision.row.kind == "Person") if decision.row else (None, False)
        yield Outcome(passage.name, passage.text[spot.start : spot.end], gold, label, person, decision)


class Score(NamedTuple):
    """Links made, right ones and those there are; persons linked wrongly."""

    made: int
    right: int
    there: int
    persons: int

    @property
    def precision(self) -> float:
        """Right among made."""
        return self.right / self.made if self.made else 1.0

    @property
    def recall(self) -> float:
        """Right among those there are."""
        return self.right / self.there if self.there else 1.0


def score(found: Sequence[Outcome]) -> Score:
    """The figures of some outcomes."""
    made = [each for each in found if each.linked is not None]
    right = [each for each in made if each.linked in each.gold]
    wrong = [each for each in made if each.linked not in each.gold and each.person]
    return Score(len(made), len(right), sum(bool(each.gold) for each in found), len(wrong))
