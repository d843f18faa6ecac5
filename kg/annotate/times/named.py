"""Which day, month or year does a name on the calendar mean when its year is not printed?

The verb's tense says on which side of publication to look; without one the nearest wins.
"""

from dataclasses import replace
from datetime import date, timedelta

from kg.annotate.times.calendar import (
    SEASON_VALUES,
    Spell,
    easter,
    is_day,
    nth_weekday,
    spell_months,
    spell_of,
    weekday_from,
    weekday_until,
)
from kg.annotate.times.meaning import Calendar, Tense
from kg.annotate.times.ranges import approximate

_YEARS_AROUND = 7
_LEAP_YEARS = 8
"""Around 1900 and 2100 eight years pass between two 29ths of February."""
_PENALTIES: dict[Tense, tuple[int, int]] = {
    "past": (0, 340), "present": (0, 30), "future": (340, 0), "planned": (100, 0), "none": (0, 30), "name": (0, 30),
}  # fmt: skip
"""Days added to the distance of what lies before and of what lies after the day of publication."""


def resolve_calendar(named: Calendar, today: date | None, tense: Tense, told: Spell | None) -> Spell:
    """The days of a date with the fields that are printed; `told` is the last day told in the same paragraph."""
    if named.year_offset is not None and today:
        named = replace(named, year=today.year + named.year_offset)
        return replace(_spell_in_year(named, named.year or 0), published=True)
    if named.year is not None:
        return _spell_in_year(named, named.year)
    if today is None:
        return _without_today(named, told)
    spell = _nearest_weekday(named, today, tense) if _is_weekday(named) else _nearest_year(named, today, tense)
    return replace(spell, published=True)


def beside(named: Calendar, first: date, last: date, direction: int) -> Spell:
    """The nearest such weekday, month or season before (-1) the first, after (1) the last, from (0) the first day."""
    day = timedelta(days=1)
    if named.weekday is not None:
        if direction < 0:
            return spell_of("day", weekday_until(first - day, named.weekday))
        return spell_of("day", weekday_from(last + day if direction else first, named.weekday))
    spells = [_spell_in_year(named, year) for year in range(first.year - 2, last.year + 3)]
    if direction < 0:
        return [spell for spell in spells if spell.last and spell.last < first][-1]
    after = last if direction else first - day
    return next(spell for spell in spells if spell.first and spell.first > after)


def _is_weekday(named: Calendar) -> bool:
    return named.weekday is not None and named.month is None


def _spell_in_year(named: Calendar, year: int) -> Spell:
    if named.feast is not None:
        return spell_of("day", easter(year) + timedelta(days=named.feast))
    if named.moving is not None:
        return spell_of("day", nth_weekday(year, *divmod(named.moving, 100)))
    if named.month and named.day:
        return _spell_day(year, named.month, named.day)
    if named.month:
        return spell_of("month", date(year, named.month, 1))
    return _spell_stretch(named, year)


def _spell_stretch(named: Calendar, year: int) -> Spell:
    if named.season:
        edtf = f"{year:04}-{named.season}"
        return Spell(value=f"{year:04}-{SEASON_VALUES[named.season]}", edtf=edtf, unit="quarter")
    if named.quarter:
        return spell_of("quarter", date(year, named.quarter * 3, 1))
    if named.half:
        first = date(year, named.half * 6 - 5, 1)
        return spell_months(first, 6, f"{year:04}-H{named.half}", "half")
    return spell_of("year", date(year, 1, 1))


def _spell_day(year: int, month: int, day: int) -> Spell:
    if is_day(year, month, day):
        return spell_of("day", date(year, month, day))
    return Spell(value=f"{year:04}-{month:02}-XX", edtf=f"{year:04}-{month:02}-XX", unit="month")


def _without_today(named: Calendar, told: Spell | None) -> Spell:
    """A date told after another in the same paragraph follows it, perhaps; else it stays open."""
    if told and told.first and told.first == told.last:
        after, rests = told.first, told.published
        if _is_weekday(named) and named.direction is None:
            return replace(
                approximate(spell_of("day", weekday_from(after, named.weekday or 0)), "?"), told=True, published=rests
            )
        if named.month and named.month >= after.month:
            return replace(approximate(_spell_in_year(named, after.year), "?"), told=True, published=rests)
    return Spell(value=_masked(named), edtf=None, unit="day" if named.day or named.weekday is not None else "month")


def _masked(named: Calendar) -> str:
    if _is_weekday(named):
        return f"XXXX-WXX-{(named.weekday or 0) + 1}"
    if named.month:
        return f"XXXX-{named.month:02}" + (f"-{named.day:02}" if named.day else "")
    if named.season:
        return f"XXXX-{SEASON_VALUES[named.season]}"
    if named.quarter:
        return f"XXXX-Q{named.quarter}"
    return f"XXXX-H{named.half}" if named.half else "XXXX"


def _nearest_weekday(named: Calendar, today: date, tense: Tense) -> Spell:
    weekday, day = named.weekday or 0, timedelta(days=1)
    if named.direction == -1:
        found = weekday_until(today - day, weekday)
    elif named.direction == 1:
        found = weekday_from(today + day, weekday)
    elif tense in ("future", "planned") or (tense in ("name", "present") and (weekday - today.weekday()) % 7 <= 3):
        found = weekday_from(today, weekday)
    else:
        found = weekday_until(today, weekday)
    return spell_of("day", found)


def _nearest_year(named: Calendar, today: date, tense: Tense) -> Spell:
    around = _YEARS_AROUND if named.weekday is not None else _LEAP_YEARS if (named.month, named.day) == (2, 29) else 2
    years = range(max(1, today.year - around), min(today.year + around, date.max.year - 1) + 1)
    spells = [_spell_in_year(named, year) for year in years]
    real = [spell for spell in spells if named.day is None or spell.first == spell.last] or spells
    fitting = [spell for spell in real if _fits_weekday(named, spell)] or real
    if named.direction == 0:
        return next((spell for spell in fitting if spell.first and spell.first.year == today.year), fitting[0])
    if named.direction is not None:
        fitting = [spell for spell in fitting if _lies(spell, today, named.direction)] or fitting
    elif named.quarter or named.half:
        tense = "none"
    return min(fitting, key=lambda spell: _distance(spell, today, tense))


def _fits_weekday(named: Calendar, spell: Spell) -> bool:
    return named.weekday is None or (spell.first is not None and spell.first.weekday() == named.weekday)


def _lies(spell: Spell, today: date, direction: int) -> bool:
    """Whether the spell is over (-1) or has not begun (1)."""
    if spell.first is None or spell.last is None:
        return False
    return spell.last < today if direction < 0 else spell.first > today


def _distance(spell: Spell, today: date, tense: Tense) -> int:
    """Days between the spell and the day of publication; a year more on the side where the tense does not look."""
    first, last = spell.first or today, spell.last or today
    if last < today:
        return (today - last).days + _PENALTIES[tense][0]
    return (first - today).days + _PENALTIES[tense][1] if first > today else 0
