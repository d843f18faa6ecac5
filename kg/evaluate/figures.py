"""Which figures say how well documents were read?

Every figure is a ratio of two sums over documents: an F1 is twice the pairs over all records of both sides, an
accuracy the right over the asked. So figures of a document, a genre and a whole collection are made the same way,
and those of a resample of documents too (`kg.evaluate.intervals`).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from kg.evaluate.comparing import (
    Compared,
    Matched,
    Pairs,
    contradicts_days,
    holds_days,
    invented_actors,
    same_chain,
    same_innermost,
    same_time,
)
from kg.evaluate.gold import Record
from kg.model import EventClass, Plover

Counts: TypeAlias = NDArray[np.float64]
"""(documents, figures, 2): what is right, and of how many, in the order of `figures_of`."""


class Figure(NamedTuple):
    """A ratio by its name; without anything to ask (`under` 0) it has no value."""

    name: str
    over: float
    under: float


def figures_of(document: Compared) -> tuple[Figure, ...]:
    """The figures of one document, always the same names in the same order; see the module on classes for theirs."""
    pairs = document.found
    return (
        *_agreement("strict", document, document.strict),
        *_agreement("lenient", document, document.lenient),
        *_mentions(document),
        _share("class of found", (gold.cls == read.cls for gold, read in pairs)),
        _share("PLOVER of found", (gold.plover == read.plover for gold, read in pairs)),
        _share("claim verb", (gold.verb == read.verb for gold, read in pairs)),
        _share("polarity", (gold.negative == read.negative for gold, read in pairs)),
        _share("innermost source", (same_innermost(gold, read) for gold, read in pairs)),
        _share("innermost source, where told by others", (same_innermost(*pair) for pair in pairs if pair[0].chain)),
        _share("whole chain of sources", (same_chain(gold, read) for gold, read in pairs)),
        _share("hearsay told as fact", (read.verb == "asserts" for gold, read in pairs if gold.verb != "asserts")),
        _share("fact held back", (read.verb != "asserts" for gold, read in pairs if gold.verb == "asserts")),
        _invented(pairs),
        *_times(pairs),
        _share("words of time", (same_time(gold, read) for gold, read in pairs if gold.timed)),
        Figure("exact offsets", document.exact, document.quotes),
    )


def classes_of(document: Compared) -> tuple[Figure, ...]:
    """F1 of each class, then of each PLOVER category, strict where the gold names its triggers."""
    pairs = document.strict or document.lenient
    by_class = [_label_f1(name, "cls", pairs.typed, document) for name in get_args(EventClass)]
    return (*by_class, *(_label_f1(name, "plover", pairs.plover, document) for name in get_args(Plover)))


def stack(documents: Iterable[Sequence[Figure]]) -> Counts:
    """The figures of all documents as one array."""
    return np.array([[(figure.over, figure.under) for figure in figures] for figures in documents], np.float64)


def _agreement(kind: str, document: Compared, matched: Matched | None) -> Iterator[Figure]:
    """The F1 figures of one way of meeting; the names stay where it cannot be asked."""
    gold, read = len(document.gold), len(document.read)
    if matched is None:
        gold = read = 0
    pairs = matched or Matched(triggers=(), typed=(), plover=(), actors=())
    told = [sum(record.plover is not None for record in side) for side in (document.gold, document.read)]
    yield Figure(f"{kind}: trigger precision", len(pairs.triggers), read)
    yield Figure(f"{kind}: trigger recall", len(pairs.triggers), gold)
    yield Figure(f"{kind}: trigger F1", 2 * len(pairs.triggers), gold + read)
    yield Figure(f"{kind}: typed F1 (class)", 2 * len(pairs.typed), gold + read)
    yield Figure(f"{kind}: typed F1 (PLOVER)", 2 * len(pairs.plover), sum(told) if matched else 0)
    yield Figure(f"{kind}: typed + both actors F1", 2 * len(pairs.actors), gold + read)


def _mentions(document: Compared) -> Iterator[Figure]:
    """F1 of the head words of all mentions, alone and with their class: what the reader itself is scored by."""
    gold, read = _words(document.gold), _words(document.read)
    under = 0 if document.strict is None else len(gold) + len(read)
    yield Figure("every mention: trigger F1", 2 * len(gold.keys() & read.keys()) if under else 0, under)
    same = sum(gold[head] == read[head] for head in gold.keys() & read.keys())
    yield Figure("every mention: typed F1 (class)", 2 * same if under else 0, under)


def _words(records: Iterable[Record]) -> dict[int, str]:
    found: dict[int, str] = {}
    for record in records:
        for head in record.heads:
            found.setdefault(head, record.cls)
    return found


def _invented(pairs: Pairs) -> Figure:
    invented = sum(len(invented_actors(gold, read)) for gold, read in pairs)
    return Figure("invented actors", invented, sum(len(read.actors) for _, read in pairs))


def _label_f1(name: str, field: str, pairs: Pairs, document: Compared) -> Figure:
    both = sum(getattr(gold, field) == name for gold, _ in pairs)
    given = sum(getattr(record, field) == name for record in (*document.gold, *document.read))
    return Figure(name, 2 * both, given)


def _times(pairs: Pairs) -> Iterator[Figure]:
    """The very bounds of the gold; bounds that are true though wide or open; bounds that cannot both be true."""
    dated = [pair for pair in pairs if pair[0].dated]
    yield _share("time bounds", (_bounds(gold) == _bounds(read) for gold, read in dated))
    yield _share("time bounds, the same or wider", (holds_days(gold, read) for gold, read in dated))
    yield _share("time bounds contradicted", (contradicts_days(gold, read) for gold, read in dated))


def _bounds(record: Record) -> tuple[object, object]:
    return record.earliest, record.latest


def _share(name: str, holds: Iterable[bool]) -> Figure:
    answers = list(holds)
    return Figure(name, sum(answers), len(answers))
