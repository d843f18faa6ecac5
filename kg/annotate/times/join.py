"""Which neighbouring time expressions are one: a range, a dated period, a day named twice?"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from kg.annotate.times.lexer import Lexeme
from kg.annotate.times.meaning import Calendar, Expression, Length, Range, Relative, Repeated, SameDay, Years
from kg.annotate.times.words import KINDS

_Joined: TypeAlias = tuple[Expression, ...] | None
_Joiner: TypeAlias = Callable[[Expression, Expression, str, str], _Joined]
_TO = (KINDS["to"], KINDS["dash"], KINDS["until"])
_GAPS_BEFORE_RANGE = ("", KINDS["comma"], KINDS["comma"] + KINDS["from"], KINDS["from"], KINDS["open"])
_GAPS_IN_APPOSITION = (KINDS["comma"], KINDS["open"], "")


def join_expressions(
    expressions: tuple[Expression, ...], lexemes: tuple[Lexeme, ...], *, ends_apart: bool = False
) -> tuple[Expression, ...]:
    """The expressions with neighbours that belong together made one; `ends_apart` leaves the two of a range."""
    kinds = "".join(lexeme.kind for lexeme in lexemes)
    ranges = _part_range if ends_apart else _join_range
    for joiner in (ranges, _join_period, _join_day, _join_repetition):
        expressions = _join_neighbours(expressions, kinds, joiner)
    return expressions


def _join_neighbours(expressions: tuple[Expression, ...], kinds: str, joiner: _Joiner) -> tuple[Expression, ...]:
    joined: list[Expression] = []
    for expression in expressions:
        before = joined[-1] if joined else None
        gap = kinds[before.last + 1 : expression.first] if before else KINDS["break"]
        ahead = kinds[before.first - 1 : before.first] if before and before.first else ""
        both = joiner(before, expression, gap, ahead) if before and KINDS["break"] not in gap else None
        if both:
            joined[-1:] = both
        else:
            joined.append(expression)
    return tuple(joined)


def _span(left: Expression, right: Expression) -> Expression:
    return replace(left, end=right.end, last=right.last)


def _join_range(left: Expression, right: Expression, gap: str, ahead: str) -> _Joined:
    ends = _ends(left, right, gap, ahead)
    return (
        (replace(_span(left, right), type="DURATION", meaning=Range(start=ends[0], end=ends[1])),) if ends else None
    )


def _part_range(left: Expression, right: Expression, gap: str, ahead: str) -> _Joined:
    ends = _ends(left, right, gap, ahead)
    return (replace(left, meaning=ends[0]), replace(right, meaning=ends[1])) if ends else None


def _ends(
    left: Expression, right: Expression, gap: str, ahead: str
) -> tuple[Calendar | Years | Relative, Calendar | Years | Relative] | None:
    """From A to B, between A and B, A-B; both of one sort unless "from" or "between" says that they are ends."""
    is_between = gap == KINDS["and"] and ahead == KINDS["between"]
    is_span = gap in _TO and (ahead == KINDS["from"] or _sort(left) == _sort(right))
    ends = (Calendar, Years, Relative)
    if not (is_between or is_span) or not isinstance(left.meaning, ends) or not isinstance(right.meaning, ends):
        return None
    return _share_year(left.meaning, right.meaning)


def _sort(expression: Expression) -> tuple[object, ...]:
    date = expression.meaning
    if not isinstance(date, Calendar):
        return (type(date),)
    return (date.month is None, date.day is None, date.weekday is None, date.season is None)


def _share_year(
    start: Calendar | Years | Relative, end: Calendar | Years | Relative
) -> tuple[Calendar | Years | Relative, Calendar | Years | Relative]:
    if not (isinstance(start, Calendar) and isinstance(end, Calendar) and start.month and end.month):
        return start, end
    turns = (start.month, start.day or 0) > (end.month, end.day or 0)
    if start.year is None and end.year is not None:
        return replace(start, year=end.year - int(turns)), end
    if start.year is not None and end.year is None:
        return start, replace(end, year=start.year + int(turns))
    return start, end


def _join_period(left: Expression, right: Expression, gap: str, _ahead: str) -> _Joined:
    """One period told twice: "three days, from Sunday to Tuesday"."""
    if not isinstance(left.meaning, Length) or not isinstance(right.meaning, Range) or gap not in _GAPS_BEFORE_RANGE:
        return None
    return (replace(_span(left, right), meaning=replace(right.meaning, length=left.meaning)),)


def _join_day(left: Expression, right: Expression, gap: str, _ahead: str) -> _Joined:
    """A day and its date: "That day, May 14", "last Monday (14 May)"."""
    date = right.meaning
    has_date = isinstance(date, Calendar) and date.month and date.day
    if not has_date or gap not in _GAPS_IN_APPOSITION or not _is_undated_day(left):
        return None
    if isinstance(left.meaning, Calendar) and isinstance(date, Calendar):
        weekday = left.meaning.weekday if date.weekday is None else date.weekday
        date = replace(date, weekday=weekday, direction=left.meaning.direction)
        return (replace(_span(left, right), meaning=date),)
    return (replace(_span(left, right), meaning=SameDay(first=left.meaning, second=date)),)


def _is_undated_day(expression: Expression) -> bool:
    meaning = expression.meaning
    if isinstance(meaning, Relative):
        return meaning.unit == "day"
    return isinstance(meaning, Calendar) and meaning.weekday is not None and meaning.month is None


def _join_repetition(left: Expression, right: Expression, gap: str, _ahead: str) -> _Joined:
    """A repetition and its beginning: "every year since 2012"."""
    if not isinstance(left.meaning, Repeated) or right.signal != "since" or gap != KINDS["since"]:
        return None
    return (replace(_span(left, right), meaning=replace(left.meaning, since=right.meaning)),)
