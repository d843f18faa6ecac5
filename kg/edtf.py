"""What does an EDTF date mean, in days and in words?

Extended Date/Time Format, levels 0 and 1 (ISO 8601-2:2019, annex A; Library of Congress specification of 2019).
Calendar: proleptic Gregorian. Seasons are the meteorological ones of the northern half; winter ends in February of
the next year. `~` (approximate), `?` (uncertain) and `%` (both) keep the bounds of the value they follow.
The functions from `certainly_within` on are what the SPARQL functions of the same names compute.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, TypeAlias

Day: TypeAlias = tuple[int, int, int]
"""Year (astronomical: 0 is 1 BC), month, day; any year, where `datetime.date` stops at 1 and 9999."""
Qualifier: TypeAlias = Literal["", "~", "?", "%"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SEASONS = {21: ("spring", 3), 22: ("summer", 6), 23: ("autumn", 9), 24: ("winter", 12)}
_MARKS: tuple[Qualifier, ...] = ("~", "?", "%")
_QUALIFIED = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}

_POINT = re.compile(
    r"(?a)(?P<year>-?\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX)(?P<time>T[^/]+)?)?)?"
    r"(?P<mark>[~?%]?)"
)
_LONG_YEAR = re.compile(r"Y(?P<year>-?[1-9]\d{4,})(?P<mark>[~?%]?)", re.ASCII)
_TIME = re.compile(r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-](?:0\d|1[0-4])(?::[0-5]\d)?)?", re.ASCII)


class EdtfError(ValueError):
    """A text that is not EDTF of level 0 or 1; the message holds the text and the reason."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(f"{text!r} is not an EDTF date: {reason}")
        self.text = text
        self.reason = reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One date of any precision: `month` may be a season (21 to 24); None where the text is coarser.

    `hidden` counts the unspecified (X) places: of the year ("201X" is 1), or "month" and "day".
    """

    first: Day
    last: Day
    year: int
    month: int | None = None
    day: int | None = None
    hidden: Literal["", "X", "XX", "month", "day", "month and day"] = ""
    mark: Qualifier = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval:
    """Two ends; an end is a Point, ".." (open) or "" (unknown)."""

    start: Point | Literal["..", ""]
    end: Point | Literal["..", ""]


def parse_edtf(text: str) -> Point | Interval:
    """The parsed date or interval; raises EdtfError."""
    if "/" not in text:
        return _parse_point(text, text)
    ends = text.split("/")
    if len(ends) != 2 or ends == ["", ""]:
        raise EdtfError(text, "an interval has two ends with one slash between them")
    if any("T" in end for end in ends):
        raise EdtfError(text, "the ends of an interval have no time of day")
    start, end = (_parse_end(end, text) for end in ends)
    if isinstance(start, Point) and isinstance(end, Point) and start.first > end.last:
        raise EdtfError(text, "the interval ends before it starts")
    return Interval(start=start, end=end)


@lru_cache(maxsize=4096)
def edtf_bounds(text: str) -> tuple[date | None, date | None]:
    """First and last day that the date can mean; None for an open or unknown end and outside the years 1 to 9999."""
    first, last = _days(parse_edtf(text))
    return _to_date(first), _to_date(last)


def edtf_earliest(text: str) -> date | None:
    """The first day of `edtf_bounds`."""
    return edtf_bounds(text)[0]


def edtf_latest(text: str) -> date | None:
    """The last day of `edtf_bounds`."""
    return edtf_bounds(text)[1]


def edtf_label(text: str) -> str:
    """The date in English for people, as "13–15 May 2018", "about 1990 to about 1993" or "before 24 May 2018"."""
    parsed = parse_edtf(text)
    return _label_point(parsed) if isinstance(parsed, Point) else _label_interval(parsed)


def edtf_from_days(earliest: date | None, latest: date | None) -> str:
    """The shortest EDTF whose bounds are these days, both inclusive: a year, month, day or interval; None is open.

    Raises ValueError when `latest` precedes `earliest`.
    """
    if earliest and latest:
        if latest < earliest:
            raise ValueError(f"the last day {latest} precedes the first day {earliest}")
        return _shortest(earliest, latest)
    return f"{earliest or '..'}/{latest or '..'}"


def certainly_within(earliest: date | None, latest: date | None, period: str) -> bool:
    """Whether all days from `earliest` to `latest` lie in the EDTF `period`; None (open) fits only an open end."""
    parsed = parse_edtf(period)
    first, last = _days(parsed)
    start_open = isinstance(parsed, Interval) and parsed.start == ".."
    end_open = isinstance(parsed, Interval) and parsed.end == ".."
    after_start = start_open or (first is not None and earliest is not None and _to_day(earliest) >= first)
    return after_start and (end_open or (last is not None and latest is not None and _to_day(latest) <= last))


def possibly_within(earliest: date | None, latest: date | None, period: str) -> bool:
    """Whether a day from `earliest` to `latest` lies in the EDTF `period`; an open end excludes nothing."""
    first, last = _days(parse_edtf(period))
    starts_too_late = last is not None and earliest is not None and _to_day(earliest) > last
    ends_too_early = first is not None and latest is not None and _to_day(latest) < first
    return not starts_too_late and not ends_too_early


def certainly_before(
    _earliest1: date | None, latest1: date | None, earliest2: date | None, _latest2: date | None
) -> bool:
    """Whether the first time ends before the second begins on any reading; never with open ends."""
    return latest1 is not None and earliest2 is not None and latest1 < earliest2


def possibly_meet(earliest1: date | None, latest1: date | None, earliest2: date | None, latest2: date | None) -> bool:
    """Whether the two times can share a day; an open end excludes nothing."""
    return not certainly_before(earliest1, latest1, earliest2, latest2) and not certainly_before(
        earliest2, latest2, earliest1, latest1
    )


def _parse_end(text: str, whole: str) -> Point | Literal["..", ""]:
    if text == "..":
        return ".."
    return _parse_point(text, whole) if text else ""


def _parse_point(text: str, whole: str) -> Point:
    if long_year := _LONG_YEAR.fullmatch(text):
        return _year_point(int(long_year["year"]), _qualifier(long_year["mark"]))
    match = _POINT.fullmatch(text)
    if not match:
        raise EdtfError(whole, f"{text!r} is no year, year-month, year-season or year-month-day of level 1")
    if match["time"] and not _TIME.fullmatch(match["time"]):
        raise EdtfError(whole, f"{match['time']!r} is no time of day")
    if match["year"] == "-0000":
        raise EdtfError(whole, "the year 0 has no sign")
    mark = _qualifier(match["mark"])
    if "X" in match["year"]:
        return _hidden_year(match, mark, whole)
    return _dated_point(int(match["year"]), match["month"], match["day"], mark, whole)


def _qualifier(mark: str) -> Qualifier:
    return next((known for known in _MARKS if known == mark), "")


def _year_point(year: int, mark: Qualifier) -> Point:
    return Point(first=(year, 1, 1), last=(year, 12, 31), year=year, mark=mark)


def _hidden_year(match: re.Match[str], mark: Qualifier, whole: str) -> Point:
    if match["month"]:
        raise EdtfError(whole, "a month after a year with unspecified digits is level 2")
    low, high = int(match["year"].replace("X", "0")), int(match["year"].replace("X", "9"))
    return Point(first=(low, 1, 1), last=(high, 12, 31), year=low, hidden="X" if high - low == 9 else "XX", mark=mark)


def _dated_point(year: int, month: str | None, day: str | None, mark: Qualifier, whole: str) -> Point:
    if month is None:
        return _year_point(year, mark)
    if month == "XX":
        if day not in (None, "XX"):
            raise EdtfError(whole, "a day after an unspecified month is level 2")
        return replace(_year_point(year, mark), hidden="month and day" if day else "month")
    number = int(month)
    if number in _SEASONS and day is None:
        return _season_point(year, number, mark)
    if not 1 <= number <= 12:
        raise EdtfError(whole, f"there is no month or season {month}")
    return _month_point(year, number, day, mark, whole)


def _season_point(year: int, season: int, mark: Qualifier) -> Point:
    month = _SEASONS[season][1]
    end, to = (year + 1, 2) if season == 24 else (year, month + 2)
    last = (end, to, _month_length(end, to))
    return Point(first=(year, month, 1), last=last, year=year, month=season, mark=mark)


def _month_point(year: int, month: int, day: str | None, mark: Qualifier, whole: str) -> Point:
    length = _month_length(year, month)
    if day is None or day == "XX":
        first, last = (year, month, 1), (year, month, length)
        return Point(first=first, last=last, year=year, month=month, hidden="day" if day else "", mark=mark)
    if not 1 <= int(day) <= length:
        raise EdtfError(whole, f"{_MONTHS[month - 1]} {year} has no day {day}")
    exact = (year, month, int(day))
    return Point(first=exact, last=exact, year=year, month=month, day=int(day), mark=mark)


def _month_length(year: int, month: int) -> int:
    # The Gregorian calendar repeats every 400 years; `calendar` knows the years from 1 on only.
    return monthrange(year % 400 + 400, month)[1]


def _days(parsed: Point | Interval) -> tuple[Day | None, Day | None]:
    if isinstance(parsed, Point):
        return parsed.first, parsed.last
    start, end = parsed.start, parsed.end
    return start.first if isinstance(start, Point) else None, end.last if isinstance(end, Point) else None


def _to_date(day: Day | None) -> date | None:
    return date(*day) if day and date.min.year <= day[0] <= date.max.year else None


def _to_day(day: date) -> Day:
    return day.year, day.month, day.day


def _shortest(earliest: date, latest: date) -> str:
    ends = ((earliest.isoformat()[:precision], latest.isoformat()[:precision]) for precision in (4, 7, 10))
    texts = (start if start == end else f"{start}/{end}" for start, end in ends)
    return next(text for text in texts if edtf_bounds(text) == (earliest, latest))


def _label_point(point: Point) -> str:
    return _QUALIFIED[point.mark] + _label_value(point)


def _label_value(point: Point) -> str:
    year = f"{1 - point.year} BC" if point.year <= 0 else str(point.year)
    if point.hidden in ("X", "XX"):
        last = point.year + 99
        return f"some year in the {point.year}s" if point.hidden == "X" else f"some year from {point.year} to {last}"
    if point.month in _SEASONS:
        return f"{_SEASONS[point.month][0]} {year}"
    month = f"{_MONTHS[point.month - 1]} {year}" if point.month else year
    if point.hidden:
        return f"some {'month' if point.hidden == 'month' else 'day'} in {month}"
    return f"{point.day} {month}" if point.day else month


def _label_interval(interval: Interval) -> str:
    start, end = interval.start, interval.end
    if isinstance(start, Point) and isinstance(end, Point):
        return _label_range(start, end)
    if isinstance(start, Point):
        return f"from {_label_point(start)} on" if end == ".." else f"from {_label_point(start)}, end unknown"
    if isinstance(end, Point):
        return _label_until(end) if start == ".." else f"until {_label_point(end)}, start unknown"
    return "at an unknown time"


def _label_until(end: Point) -> str:
    last = _to_date(end.last)
    if last is None or end.mark or end.hidden or (end.month or 0) > 12 or last == date.max:
        return f"until {_label_point(end)}"
    following = last + timedelta(days=1)
    precision = 10 if end.day else 7 if end.month else 4
    return f"before {edtf_label(following.isoformat()[:precision])}"


def _label_range(start: Point, end: Point) -> str:
    if start.mark or end.mark or start.hidden or end.hidden or start.year <= 0:
        return f"{_label_point(start)} to {_label_point(end)}"
    if start == end:
        return _label_value(start)
    if start.month is None and end.month is None:
        return f"{start.year}–{end.year}"
    left, right = _label_value(start), _label_value(end)
    if start.year != end.year or max(start.month or 13, end.month or 13) > 12:
        return f"{left} – {right}"
    left = left.removesuffix(f" {start.year}")
    if start.day and end.day and start.month == end.month:
        return f"{start.day}–{right}"
    return f"{left} – {right}" if start.day or end.day else f"{left}–{right}"
