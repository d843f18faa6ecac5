"""Which two expressions name the same day, the one by weekday and the other by date?"""

from collections.abc import Sequence
from dataclasses import replace

from kg.annotate.times.meaning import Calendar, Expression, Relative, SameDay

_PARAGRAPHS_BACK = 2


def unite_days(expressions: Sequence[Expression]) -> tuple[Expression, ...]:
    """The expressions with "last Monday" and a later "that day, May 14" each given the fields of the other."""
    united = list(expressions)
    for index, expression in enumerate(united):
        meaning = expression.meaning
        if not isinstance(meaning, SameDay) or not _is_that_day(meaning) or not isinstance(meaning.second, Calendar):
            continue
        before = _weekday_before(united, index)
        if before is not None and isinstance(weekday := united[before].meaning, Calendar):
            date = replace(meaning.second, weekday=weekday.weekday)
            united[before] = replace(united[before], meaning=replace(date, direction=weekday.direction))
            united[index] = replace(expression, meaning=replace(meaning, second=date))
    return tuple(united)


def _is_that_day(meaning: SameDay) -> bool:
    first = meaning.first
    return isinstance(first, Relative) and first.told and first.unit == "day" and first.offset == 0


def _weekday_before(expressions: Sequence[Expression], index: int) -> int | None:
    """The index of the day told last before, when it is a weekday without a date."""
    for before in range(index - 1, -1, -1):
        meaning = expressions[before].meaning
        if expressions[index].paragraph - expressions[before].paragraph > _PARAGRAPHS_BACK:
            return None
        if isinstance(meaning, Calendar) and meaning.weekday is not None and meaning.month is None:
            return before
        if isinstance(meaning, SameDay) or (isinstance(meaning, Calendar) and meaning.day is not None):
            return None
    return None
