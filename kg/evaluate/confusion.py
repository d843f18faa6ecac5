"""What is taken for what?

Rows are the gold's labels, columns the reading's, over the records that were found; `none` is a record that the other
side does not have (or, of PLOVER categories, one outside the sixteen).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kg.evaluate.comparing import Compared
from kg.evaluate.gold import Record

Label: TypeAlias = Literal["cls", "plover", "verb"]
LABELS: dict[Label, str] = {"cls": "class", "plover": "PLOVER", "verb": "claim verb"}
NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Confusion:
    """`counts[i][j]`: how often the gold's label i (of `labels`) was read as label j."""

    title: str
    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


def confuse(documents: Sequence[Compared], label: Label) -> Confusion:
    """The confusion of one label over all documents; labels in alphabetical order, `none` last."""
    seen = Counter(pair for document in documents for pair in _pairs(document, label))
    labels = sorted({name for pair in seen for name in pair} - {NONE})
    labels = [*labels, NONE]
    return Confusion(
        title=LABELS[label],
        labels=tuple(labels),
        counts=tuple(tuple(seen[row, column] for column in labels) for row in labels),
    )


def _pairs(document: Compared, label: Label) -> Iterable[tuple[str, str]]:
    yield from ((_label(gold, label), _label(read, label)) for gold, read in document.found)
    yield from ((_label(gold, label), NONE) for gold in document.missed)
    yield from ((NONE, _label(read, label)) for read in document.invented)


def _label(record: Record, label: Label) -> str:
    return getattr(record, label) or NONE
