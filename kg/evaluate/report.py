"""How are the figures of an evaluation put down, as a table for people and as JSON for programs?"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from kg.annotate.times.evaluate import TimeScores
from kg.evaluate.comparing import Compared
from kg.evaluate.confusion import LABELS, Confusion, confuse
from kg.evaluate.figures import Figure, classes_of, figures_of, stack
from kg.evaluate.intervals import Estimate, estimate
from kg.evaluate.mistakes import Mistake
from kg.evaluate.reliability import Reliability, judged, reliability

_BY_GENRE = (
    "strict: trigger F1", "strict: typed F1 (class)", "lenient: trigger F1", "lenient: typed F1 (class)",
    "PLOVER of found", "claim verb", "innermost source", "hearsay told as fact", "invented actors",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A figure by its name."""

    name: str
    estimate: Estimate


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The figures of the documents of one genre (an article is a genre of its own)."""

    name: str
    documents: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """Everything that an evaluation found."""

    documents: int
    gold: int
    read: int
    rows: tuple[Row, ...]
    classes: tuple[Row, ...]
    groups: tuple[Group, ...]
    confusions: tuple[Confusion, ...]
    reliability: Reliability


def report(documents: Sequence[Compared], *, seed: int = 0) -> Report:
    """The figures over all documents; the same seed gives the same intervals. Needs at least one document."""
    figures = [figures_of(document) for document in documents]
    genres = sorted({document.genre for document in documents})
    return Report(
        documents=len(documents),
        gold=sum(len(document.gold) for document in documents),
        read=sum(len(document.read) for document in documents),
        rows=_rows(figures, seed),
        classes=_rows([classes_of(document) for document in documents], seed),
        groups=tuple(
            _group(name, [row for row, x in zip(figures, documents, strict=True) if x.genre == name], seed)
            for name in genres
        ),
        confusions=tuple(confuse(documents, label) for label in LABELS),
        reliability=reliability(judged(documents)),
    )


def _rows(figures: Sequence[Sequence[Figure]], seed: int) -> tuple[Row, ...]:
    found = estimate(stack(figures), seed=seed)
    return tuple(Row(name=figure.name, estimate=one) for figure, one in zip(figures[0], found, strict=True))


def _group(name: str, figures: Sequence[Sequence[Figure]], seed: int) -> Group:
    chosen = [[figure for figure in row if figure.name in _BY_GENRE] for row in figures]
    return Group(name=name, documents=len(figures), rows=_rows(chosen, seed))


def to_json(found: Report | TimeScores, mistakes: Iterable[Mistake] = ()) -> str:
    """One JSON object; `mistakes` is left out when none was asked for."""
    fields = asdict(found) | {"mistakes": [asdict(mistake) for mistake in mistakes]}
    return json.dumps({name: value for name, value in fields.items() if value != []}, ensure_ascii=False)


def to_table(found: Report, *, confusions: bool = True) -> str:
    """The report as lines of text; figures with their 95 % interval and of how many."""
    head = f"{found.documents} documents, {found.gold} gold records, {found.read} read"
    parts = [head, _rows_text(found.rows), "F1 of each class and category", _rows_text(found.classes)]
    if len(found.groups) > 1:
        parts += ["By genre or article", _groups_text(found.groups)]
    for confusion in found.confusions if confusions else ():
        parts += [f"{confusion.title}: gold in rows, read in columns", _confusion_text(confusion)]
    return "\n\n".join([*parts, reliability_text(found.reliability)])


def reliability_text(found: Reliability) -> str:
    """The curve as a table, and the error."""
    rows = [["confidence", "claims", "mean", "right"]]
    rows += [
        [f"{item.low:.2f}-{item.high:.2f}", str(item.count), f"{item.confidence:.3f}", f"{item.right:.3f}"]
        for item in found.bins
    ]
    return f"{align(rows)}\nexpected calibration error {found.error:.3f}"


def mistake_text(mistake: Mistake) -> str:
    """A mistake as a few lines."""
    lines = [f"{mistake.document}: {mistake.kind}{': ' if mistake.wrong else ''}{', '.join(mistake.wrong)}"]
    lines += [f"  {mistake.sentence}"]
    lines += [f"  {side} {told}" for side, told in (("gold", mistake.gold), ("read", mistake.read)) if told]
    return "\n".join(lines)


def times_text(found: TimeScores) -> str:
    """The scores of time expressions as lines of text."""
    rows = [["time expressions", f"{found.gold} gold, {found.found} found"]]
    rows += [[f"{name} F1", f"{getattr(found, name):.3f}"] for name in ("relaxed", "strict", "value")]
    return align(rows)


def rows_text(rows: Sequence[Row]) -> str:
    """Figures, each with value, interval and how many were asked."""
    return align([["", "value", "95 % interval", "of"], *(_cells(row) for row in rows)])


def _rows_text(rows: Sequence[Row]) -> str:
    return rows_text([row for row in rows if row.estimate.asked])


def _cells(row: Row) -> list[str]:
    one = row.estimate
    value = "-" if one.value is None else f"{one.value:.3f}"
    interval = "" if one.low is None or one.high is None else f"{one.low:.3f}-{one.high:.3f}"
    return [row.name, value, interval, str(one.asked)]


def _groups_text(groups: Sequence[Group]) -> str:
    names = [row.name for row in groups[0].rows]
    rows = [["", *(group.name for group in groups)], ["documents", *(str(group.documents) for group in groups)]]
    for index, name in enumerate(names):
        values = [group.rows[index].estimate.value for group in groups]
        rows.append([name, *("-" if value is None else f"{value:.3f}" for value in values)])
    return align([list(column) for column in zip(*rows, strict=True)])


def _confusion_text(confusion: Confusion) -> str:
    head = ["", *(label[:8] for label in confusion.labels)]
    return align([
        head,
        *([label, *(str(count or ".") for count in row)]
          for label, row in zip(confusion.labels, confusion.counts, strict=True)),
    ])  # fmt: skip


def align(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as text in columns."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in lines)
