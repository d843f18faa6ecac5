"""Which figures say how well an article was read?

F1 scores count claims, one record each. Typed is the same class; "both actors" adds that doers and receivers are the
gold's. Accuracies are over the matched records. An actor is invented when the gold's record has no such actor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.evaluate.gold import DOERS, RECEIVERS, Record, from_annotation, read_gold
from kg.evaluate.matching import Agreement, match
from kg.model import Annotation, Article, Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Scores:
    """The figures of one article, each 0 to 1; `gold` and `read` count records."""

    key: str
    gold: int
    read: int
    trigger_f1: float
    typed_f1: float
    plover_f1: float
    typed_actors_f1: float
    verb: float
    attribution: float
    hearsay_as_fact: float
    time_bounds: float
    invented_actors: float
    exact_offsets: float


def evaluate_gold(article: Article, annotation: Annotation, path: Path) -> Scores:
    """The scores of one reading against one gold file."""
    gold, read = read_gold(path, article), tuple(from_annotation(annotation))
    pairs = _pairs(gold, read, (_same_claim, _same_class, _any))
    return Scores(
        key=article.key,
        gold=len(gold),
        read=len(read),
        trigger_f1=_f1(len(_pairs(gold, read, (_any,))), gold, read),
        typed_f1=_f1(len(_pairs(gold, read, (_same_class,))), gold, read),
        plover_f1=_f1(
            len(_pairs(gold, read, (_same_plover,))),
            [record for record in gold if record.plover],
            [record for record in read if record.plover],
        ),
        typed_actors_f1=_f1(len(_pairs(gold, read, (_same_actors,))), gold, read),
        verb=_share([one.verb == other.verb for one, other in pairs]),
        attribution=_share([_same_source(one, other) for one, other in pairs]),
        hearsay_as_fact=_share([other.verb == "asserts" for one, other in pairs if one.verb != "asserts"]),
        time_bounds=_share([(one.earliest, one.latest) == (other.earliest, other.latest) for one, other in pairs]),
        invented_actors=_share(
            [not any(actor.same_as(known) for known in one.actors) for one, other in pairs for actor in other.actors]
        ),
        exact_offsets=_share([article.text[span.start : span.end] == span.quote for span in _spans(annotation)]),
    )


def table(scores: Sequence[Scores]) -> str:
    """The scores as lines of text, a column for each article."""
    names = [name for name in Scores.__dataclass_fields__ if name != "key"]
    rows = [["", *(score.key for score in scores)]]
    rows += [[name.replace("_", " "), *(_show(getattr(score, name)) for score in scores)] for name in names]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _show(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _pairs(
    gold: Sequence[Record], read: Sequence[Record], levels: Sequence[Agreement]
) -> list[tuple[Record, Record]]:
    return [(gold[one], read[other]) for one, other in sorted(match(gold, read, levels).items())]


def _any(gold: Record, read: Record) -> bool:  # noqa: ARG001 - an Agreement that always holds
    return True


def _same_class(gold: Record, read: Record) -> bool:
    return gold.cls == read.cls


def _same_claim(gold: Record, read: Record) -> bool:
    return gold.cls == read.cls and gold.verb == read.verb


def _same_plover(gold: Record, read: Record) -> bool:
    return gold.plover is not None and gold.plover == read.plover


def _same_actors(gold: Record, read: Record) -> bool:
    return gold.cls == read.cls and all(_same_set(gold, read, roles) for roles in (DOERS, RECEIVERS))


def _same_set(gold: Record, read: Record, roles: frozenset[str]) -> bool:
    wanted = [actor for actor in gold.actors if actor.role in roles]
    given = [actor for actor in read.actors if actor.role in roles]
    covered = all(any(one.same_as(other) for other in given) for one in wanted)
    return covered and all(any(one.same_as(other) for other in wanted) for one in given)


def _same_source(gold: Record, read: Record) -> bool:
    if gold.own_voice or read.own_voice:
        return gold.own_voice == read.own_voice
    if gold.source is None or read.source is None:
        return gold.source is read.source
    return gold.source.same_as(read.source)


def _f1(hits: int, gold: Sequence[Record], read: Sequence[Record]) -> float:
    return 2 * hits / max(1, len(gold) + len(read))


def _share(holds: Sequence[bool]) -> float:
    return sum(holds) / len(holds) if holds else 0.0


def _spans(annotation: Annotation) -> list[Span]:
    evidence = [span for claim in annotation.claims for span in claim.evidence]
    triggers = [span for event in annotation.events for span in (event.trigger, *event.further)]
    return [*evidence, *triggers, *annotation.mentions, *annotation.times]
