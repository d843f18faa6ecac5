"""After which day, and before which, was an article surely written?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kg.annotate.times.meaning import Expression
from kg.annotate.times.narrate import read_times
from kg.annotate.times.publication import PublicationHint


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """The latest day that is surely past and the last day that is surely to come, each with the reason.

    `told`: the latest day that the text itself tells as past; a hint's day may be years before publication.
    """

    earliest: date | None
    latest: date | None
    why: tuple[str, ...]
    told: date | None = None


def find_limits(text: str, expressions: Sequence[Expression], hints: Sequence[PublicationHint]) -> Limits:
    """The limits that the times told and the hints set; dates that are part of a name say nothing."""
    hinted = [(hint.earliest, hint.why) for hint in hints if hint.earliest]
    lower: list[tuple[date, str]] = []
    upper: list[tuple[date, str]] = []
    for expression, spell in zip(expressions, read_times(expressions, None, True), strict=True):
        words = text[expression.start : expression.end]
        if spell.told or spell.edtf is None or expression.attributive:
            continue
        if _is_past(expression) and spell.first:
            lower.append((spell.first, f'"{words}" is told as past'))
        elif expression.tense == "future" and expression.before != "of" and spell.last:
            upper.append((spell.last, f'"{words}" is told as still to come'))
    earliest = max((*hinted, *lower), default=None)
    # An office that ended before what is told as past is told of as history.
    ends = ((hint.latest, hint.why) for hint in hints if hint.latest)
    upper += [end for end in ends if earliest is None or end[0] >= earliest[0]]
    latest = min(upper, default=None)
    why = tuple(reason for _, reason in (limit for limit in (earliest, latest) if limit))
    return Limits(
        earliest=earliest[0] if earliest else None,
        latest=latest[0] if latest else None,
        why=why,
        told=max(lower)[0] if lower else None,
    )


def _is_past(expression: Expression) -> bool:
    return expression.signal == "since" or (expression.tense == "past" and expression.signal not in ("until", "by"))
