"""When was an article published that prints no full date of its own?

A weekday with day and month leaves some years; the latest year told as past leaves the first of them. The days around
that date which fit all that the article tells in the past and in the future are the answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.annotate.times.calendar import Spell, is_day, week_bounds
from kg.annotate.times.limits import Limits, find_limits
from kg.annotate.times.meaning import Calendar, Expression, Range, Relative, SameDay, TimeOfDay
from kg.annotate.times.narrate import read_times
from kg.annotate.times.publication import Publication, PublicationHint, days_between, when_days
from kg.edtf import edtf_from_days, edtf_label
from kg.model import When

_DAY = timedelta(days=1)
_YEARS_AHEAD = 28
"""After 28 years each day has had each weekday."""
_WEEKS_BEGIN = (6, 0)
"""On Sunday or on Monday, as countries differ."""
_MOST_DAYS = 60
_MOST_READINGS = 20_000
_YEAR = timedelta(days=364)
_NEWS = timedelta(days=6)
"""An article that opens with a past day, named by its weekday and without its year, is of the week after it."""
_LAST_OPENING = 5
"""Of the paragraphs, title and lines above the text counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pin:
    """A day told by its weekday and date, and the words that tell it."""

    named: Calendar
    expression: Expression
    words: str
    steps: int | None = None

    def day(self, year: int) -> date | None:
        """The day in that year, when it falls on the weekday told."""
        month, day = self.named.month or 0, self.named.day or 0
        if not is_day(year, month, day):
            return None
        found = date(year, month, day)
        return found if self.named.weekday in (None, found.weekday()) else None


def solve_publication(
    text: str, expressions: Sequence[Expression], printed: Expression | None, hints: Sequence[PublicationHint]
) -> Publication:
    """The publication that fits all times told; without `when` where nothing says when."""
    limits = find_limits(text, expressions, hints)
    pins = tuple(_pins(text, expressions))
    year = _first_year(pins, limits)
    if year is not None:
        return _solve_days(expressions, pins, year, limits, printed)
    return _between_limits(limits, printed)


def _pins(text: str, expressions: Sequence[Expression]) -> Iterator[_Pin]:
    for expression in expressions:
        meaning, words, steps = expression.meaning, text[expression.start : expression.end], None
        if isinstance(meaning, SameDay) and isinstance(meaning.second, Calendar):
            first, meaning = meaning.first, meaning.second
            steps = first.offset if isinstance(first, Relative) and not first.told else None
        if isinstance(meaning, TimeOfDay) and meaning.base is not None:
            meaning = meaning.base
        if not isinstance(meaning, Calendar) or not (meaning.month and meaning.day):
            continue
        tied = steps is not None or meaning.direction is not None
        if tied or (meaning.weekday is not None and meaning.year is None):
            yield _Pin(named=meaning, expression=expression, words=words, steps=steps)


def _first_year(pins: Sequence[_Pin], limits: Limits) -> int | None:
    """The year printed, or else the first one that gives all pins their weekdays and is not before the limits.

    Between a hint's limits it must be the only one.
    """
    if not pins:
        return None
    printed = next((pin.named.year for pin in pins if pin.named.year), None)
    if printed:
        return printed
    if limits.earliest is None or all(pin.named.weekday is None for pin in pins):
        return None
    told = next(_fitting_years(pins, limits.told), None) if limits.told else None
    if told is not None and _year_fits(pins, told, limits.earliest):
        return told
    last = limits.latest.year if limits.latest else date.max.year
    within = [year for year in _fitting_years(pins, limits.earliest) if year <= last]
    return within[0] if len(within) == 1 else None


def _fitting_years(pins: Sequence[_Pin], earliest: date) -> Iterator[int]:
    years = range(earliest.year, min(earliest.year + _YEARS_AHEAD, date.max.year))
    return (year for year in years if _year_fits(pins, year, earliest))


def _year_fits(pins: Sequence[_Pin], year: int, earliest: date) -> bool:
    first = pins[0].day(year)
    if first is None or first + _YEAR < earliest:
        return False
    return all(any(pin.day(near) for near in (year - 1, year, year + 1)) for pin in pins[1:])


def _solve_days(
    expressions: Sequence[Expression], pins: Sequence[_Pin], year: int, limits: Limits, printed: Expression | None
) -> Publication:
    day = pins[0].day(year)
    if day is None:
        return _between_limits(limits, printed)
    days = {begin: _days_of_pin(pins[0], day, begin, limits, printed) for begin in _WEEKS_BEGIN}
    said = sorted({*days[6], *days[0]})
    if not said:
        return _between_limits(limits, printed)
    news = (
        ("an article that opens with a past day and its weekday is of the week after",) if _is_news(pins[0]) else ()
    )
    why = (*_why_year(pins[0], day, limits), *news, f'"{pins[0].words}" is said on {_label_days(said)}')
    if len(said) <= _MOST_DAYS and len(said) * len(expressions) <= _MOST_READINGS:
        said, more = _fitting_days(expressions, days)
        why = (*why, *more)
    return Publication(when=when_days(said, why=why), days=tuple(said))


def _days_of_pin(pin: _Pin, day: date, begin: int, limits: Limits, printed: Expression | None) -> list[date]:
    return [
        candidate
        for candidate in days_between(*_window(pin, day, begin))
        if _within(candidate, limits) and _is_printed_day(candidate, printed)
    ]


def _label_days(days: Sequence[date]) -> str:
    return edtf_label(edtf_from_days(min(days), max(days)))


def _window(pin: _Pin, day: date, begin: int) -> tuple[date, date]:
    """The first and last day on which the words of the pin can mean its day, when weeks begin on `begin`."""
    if pin.steps is not None:
        return day - pin.steps * _DAY, day - pin.steps * _DAY
    direction, tense = pin.named.direction, pin.expression.tense
    if direction == -1:
        return day + _DAY, week_bounds(day, begin)[1] + 7 * _DAY
    if direction == 1:
        return week_bounds(day, begin)[0] - 7 * _DAY, day - _DAY
    if direction == 0:
        return week_bounds(day, begin)
    if _is_news(pin):
        return day, day + _NEWS
    return (day - _YEAR if tense != "past" else day), (day + _YEAR if tense not in ("future", "planned") else day)


def _is_news(pin: _Pin) -> bool:
    """Whether the day opens the article, told as past and neither tied to today nor with its year."""
    tied = pin.steps is not None or pin.named.direction is not None or pin.named.year is not None
    return not tied and pin.expression.tense == "past" and pin.expression.paragraph <= _LAST_OPENING


def _within(day: date, limits: Limits) -> bool:
    return (limits.earliest is None or day >= limits.earliest) and (limits.latest is None or day <= limits.latest)


def _is_printed_day(day: date, printed: Expression | None) -> bool:
    """Whether the dateline allows the day; one by weekday alone is printed on that day or the next."""
    named = printed.meaning if printed else None
    if not isinstance(named, Calendar):
        return True
    if named.month is None and named.weekday is not None:
        return (day.weekday() - named.weekday) % 7 <= 1
    return (day.month, day.day) == (named.month, named.day)


def _why_year(pin: _Pin, day: date, limits: Limits) -> tuple[str, ...]:
    label = edtf_label(day.isoformat())
    if pin.named.year:
        return (f'"{pin.words}" is {label}',)
    weekday = f"{day:%A}"
    if limits.told is None or limits.told != limits.earliest:
        return (*limits.why, f'"{pin.words}" is a {weekday}: {label} is the only one within these terms')
    following = next(year for year in range(day.year + 1, day.year + 30) if pin.day(year))
    reason = f"{label} is the first that is not before the latest date told as past (the next is in {following})"
    return (*limits.why, f'"{pin.words}" is a {weekday}: {reason}')


def _fitting_days(
    expressions: Sequence[Expression], days: Mapping[int, Sequence[date]]
) -> tuple[list[date], tuple[str, ...]]:
    """The days, keyed by the weekday on which weeks begin, that all times told fit; and why."""
    all_days = sorted({day for some in days.values() for day in some})
    readings = {day: read_times(expressions, day, True) for day in all_days}
    over = [day for day in all_days if _past_fits(expressions, readings[day], day)] or all_days
    planned = sorted(
        {
            day
            for begin, some in days.items()
            for day in some
            if day in over and _plan_fits(expressions, readings[day], week_bounds(day, begin))
        }
    )
    both = [day for day in planned or over if day.weekday() in _told_both_ways(expressions)]
    why = [f"all that is told as past is over: {_label_days(over)}"] if over != all_days else []
    if planned and planned != over:
        why.append(f"a plan is told without its outcome: {_label_days(planned)}")
    if both and both != (planned or over):
        why.append(f"a weekday told as past and as still to come is that of publication: {_label_days(both)}")
    return both or planned or over, tuple(why)


def _told_both_ways(expressions: Sequence[Expression]) -> set[int]:
    """The weekdays, named alone, that the text has both in the past and in the future."""
    told: dict[str, set[int]] = {"past": set(), "future": set()}
    for expression in expressions:
        named = expression.meaning.base if isinstance(expression.meaning, TimeOfDay) else expression.meaning
        if not isinstance(named, Calendar) or named.weekday is None or named.month or named.direction is not None:
            continue
        told.get(expression.tense, set()).add(named.weekday)
    return told["past"] & told["future"]


def _past_fits(expressions: Sequence[Expression], spells: Sequence[Spell], today: date) -> bool:
    """Whether all that is told as past lies before the day, and a period is over."""
    for expression, spell in zip(expressions, spells, strict=True):
        if expression.tense != "past" or expression.signal or spell.last is None:
            continue
        over = (
            spell.last < today
            if isinstance(expression.meaning, Range)
            else spell.first is None or spell.first <= today
        )
        if not over:
            return False
    return True


def _plan_fits(expressions: Sequence[Expression], spells: Sequence[Spell], week: tuple[date, date]) -> bool:
    """Whether each weekday for which something "was planned" is still to come in the week.

    Once it has passed a reporter tells the outcome, and a weekday of another week is called "next".
    """
    for expression, spell in zip(expressions, spells, strict=True):
        named = expression.meaning
        is_plan = expression.tense == "planned" and isinstance(named, Calendar) and named.weekday is not None
        if not is_plan or not isinstance(named, Calendar) or named.month or named.direction is not None:
            continue
        if spell.first is None or not week[0] <= spell.first <= week[1]:
            return False
    return True


def _between_limits(limits: Limits, printed: Expression | None) -> Publication:
    earliest = limits.earliest
    if earliest and printed and isinstance(printed.meaning, Calendar):
        years = (earliest.year, earliest.year + 1)
        named = replace(printed.meaning, weekday=None)
        found = [_Pin(named=named, expression=printed, words="").day(year) for year in years]
        earliest = next((day for day in found if day and day >= earliest), earliest)
    if earliest is None and limits.latest is None:
        return Publication(when=None)
    if earliest and limits.latest and limits.latest < earliest:
        return Publication(when=None)
    edtf = edtf_from_days(earliest, limits.latest)
    when = When(edtf=edtf, earliest=earliest, latest=limits.latest, basis="inferred", why=limits.why)
    days = days_between(earliest, limits.latest) if earliest and limits.latest else ()
    return Publication(when=when, days=days)
