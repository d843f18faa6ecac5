"""How do days, weeks, months and years follow each other, and how are they written?

A `Spell` is a stretch of whole days with its TIMEX3 value and its EDTF text. Weeks are those of ISO 8601.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from kg.annotate.times.meaning import Unit
from kg.edtf import edtf_bounds

RANKS: dict[Unit, int] = {
    "second": 0, "minute": 0, "hour": 0, "day": 1, "weekend": 2, "week": 3, "fortnight": 3, "month": 4, "quarter": 5,
    "half": 6, "year": 7, "decade": 8, "century": 9,
}  # fmt: skip
SEASON_VALUES = {21: "SP", 22: "SU", 23: "FA", 24: "WI"}
_MONTHS_IN: dict[Unit, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_DAYS_IN: dict[Unit, int] = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}


@dataclass(frozen=True, kw_only=True, slots=True)
class Spell:
    """A time on the calendar; `edtf` is None where the text leaves open when it was.

    `told` marks one that rests on a date told before, `published` one that rests on the day of publication.
    """

    value: str
    edtf: str | None
    unit: Unit = "day"
    told: bool = False
    published: bool = False

    @property
    def first(self) -> date | None:
        """The first day; None where open."""
        return edtf_bounds(self.edtf)[0] if self.edtf else None

    @property
    def last(self) -> date | None:
        """The last day; None where open."""
        return edtf_bounds(self.edtf)[1] if self.edtf else None


def spell_of(unit: Unit, day: date) -> Spell:
    """The unit that holds the day: its week, month, year and so on; units below a day give the day."""
    return _SPELLERS[unit](day) if unit in _SPELLERS else _spell_day(day)


def shift(day: date, unit: Unit, steps: int) -> date:
    """The day `steps` units later; the last day of a shorter month where the day does not exist there.

    Raises OverflowError or ValueError outside the years 1 to 9999.
    """
    if unit in _MONTHS_IN:
        return add_months(day, steps * _MONTHS_IN[unit])
    return day + timedelta(days=steps * _DAYS_IN.get(unit, 0))


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def weekday_until(day: date, weekday: int) -> date:
    """The last such weekday up to and including the day."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def weekday_from(day: date, weekday: int) -> date:
    """The first such weekday from the day on, itself included."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian computus)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, code: int) -> date:
    """The day of a month by its weekday and number (`code`: weekday * 10 + number); the fifth is the last."""
    weekday, number = divmod(code, 10)
    if number < 5:
        return weekday_from(date(year, month, 1), weekday) + timedelta(days=7 * (number - 1))
    return weekday_until(date(year, month, monthrange(year, month)[1]), weekday)


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has the day."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def week_bounds(day: date, first_weekday: int) -> tuple[date, date]:
    """First and last day of the week that holds the day, when weeks begin on `first_weekday`."""
    first = weekday_until(day, first_weekday)
    return first, first + timedelta(days=6)


def spell_months(day: date, count: int, value: str, unit: Unit) -> Spell:
    """`count` months from the one of the day."""
    end = add_months(day.replace(day=1), count - 1)
    return Spell(value=value, edtf=f"{day:%Y-%m}/{end:%Y-%m}", unit=unit)


def _spell_day(day: date) -> Spell:
    return Spell(value=day.isoformat(), edtf=day.isoformat())


def _spell_week(day: date) -> Spell:
    first, last = week_bounds(day, 0)
    year, week, _ = day.isocalendar()
    return Spell(value=f"{year:04}-W{week:02}", edtf=f"{first}/{last}", unit="week")


def _spell_weekend(day: date) -> Spell:
    week = _spell_week(day)
    saturday = weekday_from(week_bounds(day, 0)[0], 5)
    return Spell(value=f"{week.value}-WE", edtf=f"{saturday}/{saturday + timedelta(days=1)}", unit="weekend")


def _spell_month(day: date) -> Spell:
    return Spell(value=day.isoformat()[:7], edtf=day.isoformat()[:7], unit="month")


def _spell_quarter(day: date) -> Spell:
    quarter = (day.month - 1) // 3
    first = day.replace(month=quarter * 3 + 1, day=1)
    return spell_months(first, 3, f"{day.year:04}-Q{quarter + 1}", "quarter")


def _spell_half(day: date) -> Spell:
    half = (day.month - 1) // 6
    return spell_months(day.replace(month=half * 6 + 1, day=1), 6, f"{day.year:04}-H{half + 1}", "half")


def _spell_year(day: date) -> Spell:
    return Spell(value=f"{day.year:04}", edtf=f"{day.year:04}", unit="year")


def _spell_decade(day: date) -> Spell:
    text = f"{day.year:04}"[:3]
    return Spell(value=text, edtf=f"{text}X", unit="decade")


def _spell_century(day: date) -> Spell:
    text = f"{day.year:04}"[:2]
    return Spell(value=text, edtf=f"{text}XX", unit="century")


_SPELLERS: dict[Unit, Callable[[date], Spell]] = {
    "week": _spell_week, "fortnight": _spell_week, "weekend": _spell_weekend, "month": _spell_month,
    "quarter": _spell_quarter, "half": _spell_half, "year": _spell_year, "decade": _spell_decade,
    "century": _spell_century,
}  # fmt: skip
