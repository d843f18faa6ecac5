"""Which word orders name a date, or a part of a named day?"""

from functools import cache

from kg.annotate.times.meaning import (
    Calendar,
    Holding,
    Meaning,
    Range,
    Relative,
    TimeOfDay,
    ToldName,
    Unit,
    Vague,
    Years,
)
from kg.annotate.times.patterns import Parts, Pattern, Row, compile_rows, number, optional
from kg.annotate.times.words import Value

_DIRECTIONS = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "next": 1, "coming": 1, "upcoming": 1,
               "following": 1, "this": 0}  # fmt: skip
_REL = "<rel:last|this|next|past|coming>"
_OF_YEAR = "(?:{of|comma}?{fiscal}?<year> | {of}?<rel2:last|this|next><unit>)"
_NAMED_UNITS = ("day", "week", "weekend", "month", "quarter", "year", "decade", "century")


@cache
def date_patterns() -> tuple[Pattern, ...]:
    """The patterns of dates and of parts of named days."""
    return compile_rows(_CALENDAR_ROWS + _RELATIVE_ROWS)


def unit_of(value: Value) -> Unit:
    """A unit lexeme's value; raises TypeError for anything else."""
    units: dict[Value, Unit] = {
        "second": "second", "minute": "minute", "hour": "hour", "day": "day", "week": "week",
        "fortnight": "fortnight", "weekend": "weekend", "month": "month", "quarter": "quarter", "year": "year",
        "decade": "decade", "century": "century",
    }  # fmt: skip
    if value not in units:
        raise TypeError(f"{value!r} is no unit of time")
    return units[value]


def _direction(value: Value) -> int | None:
    return _DIRECTIONS.get(str(value))


def valid_day(parts: Parts) -> Calendar | None:
    """A date with a day of the month; None when no month has that day."""
    return _calendar(parts) if 1 <= number(parts["date"]) <= 31 else None


def _calendar(parts: Parts) -> Calendar | None:
    if parts.get("unit", "year") != "year":
        return None
    return Calendar(
        year=optional(parts.get("year")),
        month=optional(parts.get("month")),
        day=optional(parts.get("date")),
        weekday=optional(parts.get("weekday")),
        season=optional(parts.get("season")),
        feast=optional(parts.get("feast")),
        moving=optional(parts.get("moving")),
        direction=_direction(parts.get("rel")),
        year_offset=_direction(parts.get("rel2")),
    )


def _day_range(parts: Parts) -> Meaning | None:
    first, last = number(parts["date"]), number(parts["date2"])
    year, month = optional(parts.get("year")), number(parts["month"])
    if not 1 <= first < last <= 31:
        return None
    return Range(start=Calendar(year=year, month=month, day=first), end=Calendar(year=year, month=month, day=last))


def _digits(parts: Parts) -> Meaning | None:
    year, month, day = map(int, str(parts["iso"]).split("-"))
    return Calendar(year=year, month=month, day=day) if year and 1 <= month <= 12 and 1 <= day <= 31 else None


def _slashes(parts: Parts) -> Meaning | None:
    first, second, year = map(int, str(parts["slash"]).split("/"))
    year += (1900 if year > 30 else 2000) if year < 100 else 0
    if not (1 <= first <= 31 and 1 <= second <= 31 and min(first, second) <= 12):
        return None
    if max(first, second) <= 12 and first != second:
        # Which is the month differs from country to country.
        return Calendar(year=year)
    month, day = (first, second) if first <= 12 else (second, first)
    return Calendar(year=year, month=month, day=day)


def _year_range(parts: Parts) -> Meaning | None:
    first, tail = number(parts["year"]), number(parts["tail"])
    last = first - first % 100 + tail
    return Range(start=Calendar(year=first), end=Calendar(year=last)) if first < last and tail > 9 else None


def _decade(parts: Parts) -> Meaning:
    first = number(parts["decade"])
    return Years(first=first, length=100 if first % 100 == 0 and first < 2000 else 10)


def _century(parts: Parts) -> Meaning | None:
    is_century = parts["unit"] == "century" and number(parts["ordinal"]) > 1
    return Years(first=(number(parts["ordinal"]) - 1) * 100, length=100) if is_century else None


def _fraction(parts: Parts) -> Meaning | None:
    ordinal = number(parts["nth"])
    date = {"year": optional(parts.get("year")), "year_offset": _direction(parts.get("rel2"))}
    if parts.get("unit", "year") != "year":
        return None
    if "half" in parts:
        return Calendar(half=ordinal, **date) if ordinal < 3 else None
    is_quarter = ordinal < 5 and parts.get("frame", "quarter") == "quarter"
    return Calendar(quarter=ordinal, **date) if is_quarter else None


def _holiday(parts: Parts) -> Meaning:
    month, day = divmod(number(parts["holiday"]), 100)
    return Calendar(year=optional(parts.get("year")), month=month, day=day, weekday=optional(parts.get("weekday")))


def _deictic(parts: Parts) -> Meaning:
    day = Relative(unit="day", offset=number(parts["deictic"]))
    return TimeOfDay(base=day, mark=str(parts["part"])) if "part" in parts else day


def _two_days_off(parts: Parts) -> Meaning | None:
    """The day before yesterday, the day after tomorrow."""
    step, day = 1 if "after" in parts else -1, number(parts["deictic"])
    return Relative(unit="day", offset=day + step) if parts["unit"] == "day" and day * step >= 0 else None


def _holding(parts: Parts) -> Meaning | None:
    day, unit = valid_day({name: value for name, value in parts.items() if name != "unit"}), unit_of(parts["unit"])
    return Holding(unit=unit, day=day) if day and unit in ("week", "weekend") else None


def _named_unit(parts: Parts) -> Meaning | None:
    unit = unit_of(parts["unit"])
    offset = _direction(parts.get("rel")) or 0
    if unit not in _NAMED_UNITS or unit == "day":
        return None
    # "the past week" and "the coming week" are stretches up to or from today, see the patterns of durations.
    return None if parts.get("rel") in ("past", "recent") else Relative(unit=unit, offset=offset)


def _part_of_named_day(parts: Parts) -> Meaning:
    offset = -1 if parts["rel"] == "last" else 0
    return TimeOfDay(base=Relative(unit="day", offset=offset), mark=str(parts["part"]))


def _ago(parts: Parts) -> Meaning:
    count = parts["count"]
    if not isinstance(count, int) and count not in ("a", "an"):
        return _vague_past(parts)
    offset = -(count if isinstance(count, int) else 1)
    return Relative(unit=unit_of(parts["unit"]), offset=offset, counted=True)


def _vague_past(_parts: Parts) -> Meaning:
    return Vague(value="PAST_REF")


def _told_distance(parts: Parts) -> Meaning | None:
    count = parts["count"]
    if not isinstance(count, int) and count not in ("a", "an"):
        return None
    sign = 1 if "after" in parts else -1
    steps = count if isinstance(count, int) else 1
    return Relative(unit=unit_of(parts["unit"]), offset=sign * steps, told=True, counted=True)


def _told_unit(parts: Parts) -> Meaning | None:
    unit = unit_of(parts["unit"])
    offset = _direction(parts.get("rel")) or 0
    return Relative(unit=unit, offset=offset, told=True) if unit in _NAMED_UNITS else None


def _year_before(parts: Parts) -> Meaning:
    """The counterpart of the told quarter: "the year-earlier quarter", "year-ago results"."""
    unit = unit_of(parts["unit"]) if "unit" in parts else "quarter"
    return Relative(unit=unit, offset=-4 if unit == "quarter" else -1, told=True)


def _quarter_before(parts: Parts) -> Meaning | None:
    quarter = number(parts["nth"])
    return Calendar(quarter=quarter, year_offset=-1) if quarter < 5 and parts["frame"] == "quarter" else None


def _told_neighbour(parts: Parts) -> Meaning | None:
    unit = unit_of(parts["unit"])
    return Relative(unit=unit, offset=1 if "after" in parts else -1, told=True) if unit == "day" else None


def _told_part(parts: Parts) -> Meaning:
    day = Relative(unit="day", offset=_direction(parts.get("rel")) or 0, told=True)
    return TimeOfDay(base=day, mark=str(parts["part"]))


def _the_unit(parts: Parts) -> Meaning | None:
    """At the weekend is the nearest one, the quarter that which a company's report is about."""
    if parts["unit"] == "weekend":
        return Relative(unit="weekend", offset=0)
    return Relative(unit="quarter", offset=0, told=True) if parts["unit"] == "quarter" else None


def _current_unit(parts: Parts) -> Meaning:
    """Later in the day: that told before or else that of publication."""
    return Relative(unit=unit_of(parts["unit"]), offset=0, told=True, current=True)


def _current_period(parts: Parts) -> Meaning | None:
    """The rest of the year, but "on the day" only with another word."""
    return _current_unit(parts) if parts["unit"] in ("month", "year") else None


def _spelled_year(parts: Parts) -> Meaning | None:
    year = number(parts["year"])
    return Calendar(year=year) if parts["unit"] == "year" and 1000 <= year < 2200 else None


def _told_name(parts: Parts) -> Meaning | None:
    named = _calendar({name: value for name, value in parts.items() if name != "rel"})
    return ToldName(named=named, direction=_direction(parts.get("rel")) or 0) if named else None


def _weekday(parts: Parts) -> Meaning:
    day = Calendar(weekday=number(parts["weekday"]), direction=_direction(parts.get("rel")))
    return TimeOfDay(base=day, mark=str(parts["part"])) if "part" in parts else day


_CALENDAR_ROWS: tuple[Row, ...] = (
    ("(?:<weekday>{comma}?)?" + _REL + "?<month>{the}?<date:day|ordinal>(?:{comma}?<year>)?", "DATE", valid_day),
    ("(?:<weekday>{comma}?)?{the}?<date:day|ordinal>{of}?<month>(?:{comma}?<year>)?", "DATE", valid_day),
    ("<month><date:day|ordinal>{dash|to}<date2:day|ordinal>(?:{comma}?<year>)?", "DURATION", _day_range),
    ("{between}<month><date:day|ordinal>{and}<date2:day|ordinal>(?:{comma}?<year>)?", "DURATION", _day_range),
    ("{the}?<date:day|ordinal>{dash|to|and}<date2:day|ordinal>{of}?<month>(?:{comma}?<year>)?", "DURATION",
     _day_range),
    ("{between}{the}?<date:day|ordinal>{and}{the}?<date2:day|ordinal>{of}?<month>(?:{comma}?<year>)?", "DURATION",
     _day_range),
    ("<iso>", "DATE", _digits),
    ("<slash>", "DATE", _slashes),
    ("<month>" + _OF_YEAR, "DATE", _calendar),
    (_REL + "?<month>", "DATE", _calendar),
    ("<year>", "DATE", _calendar),
    ("{the}?{fiscal}?<unit><year:year|number>", "DATE", _spelled_year),
    ("<year>{dash|per}<tail:day|integer>", "DURATION", _year_range),
    ("{the}?<decade>", "DATE", _decade),
    ("{the}?<ordinal>{dash}?<unit>", "DATE", _century),
    ("{the}?<season>" + _OF_YEAR, "DATE", _calendar),
    (_REL + "<season>", "DATE", _calendar),
    ("(?<=[iKjqh]){the}?<season>(?!{of})", "DATE", _calendar),
    ("{the}?<nth:ordinal|second>{dash}?<frame:unit>" + _OF_YEAR, "DATE", _fraction),
    ("<nth>" + _OF_YEAR, "DATE", _fraction),
    ("{the}?<year><nth:ordinal|second>{dash}?<frame:unit>", "DATE", _fraction),
    ("<rel2:last|this|next><unit>{apostrophe}{other}<nth:ordinal|second>{dash}?<frame:unit>", "DATE", _fraction),
    ("{the}?<nth:ordinal|second>{dash}?<frame:unit>", "DATE", _fraction),
    ("{the}?<nth:ordinal|second><half>" + _OF_YEAR, "DATE", _fraction),
    ("(?:<weekday>{comma}?)?<holiday>(?:{comma}?<year>)?", "DATE", _holiday),
    (_REL + "?<feast>(?:{comma}?<year>)?", "DATE", _calendar),
    (_REL + "?<moving>(?:{comma}?<year>)?", "DATE", _calendar),
)  # fmt: skip
_RELATIVE_ROWS: tuple[Row, ...] = (
    ("<month><date:day|ordinal>{of|comma}?<rel2:last|this|next><unit>", "DATE", valid_day),
    ("{the}?<date:day|ordinal>{of}?<month>{of|comma}?<rel2:last|this|next><unit>", "DATE", valid_day),
    ("<deictic>", "DATE", _deictic),
    ("{the}<unit>(?:{before}|<after:after>)<deictic>", "DATE", _two_days_off),
    ("{the}<unit>{of}<month><date:day|ordinal>(?:{comma}?<year>)?", "DATE", _holding),
    ("{the}<unit>{of}<date:day|ordinal>{of}?<month>(?:{comma}?<year>)?", "DATE", _holding),
    ("<deictic><part>", "TIME", _deictic),
    ("<rel:this|last><part>", "TIME", _part_of_named_day),
    ("{the}?" + _REL + "{more|fiscal}?<unit>", "DATE", _named_unit),
    ("(?:(?<=q)|(?<=[er]i)){the}?<unit>", "DATE", _named_unit),
    ("(?<=[er]i){the}<unit>", "DATE", _current_unit),
    ("(?<=[io]){the}{fiscal}?<unit>(?!{of|ended|before|after|that|following|to|later|earlier|dash|long|ordinal|year|number})",
     "DATE", _current_period),
    ("(?<=[iKf~q])<rel:the><unit>(?!{of})", "DATE", _the_unit),
    ("(?<=i){the}{past}(?![nNDmuU#])", "DATE", _vague_past),
    ("{the}?<count:a|number|day|integer|some><unit:unit|units>{orso}?{ago}", "DATE", _ago),
    ("<count:a|number|day|integer><unit:unit|units>{earlier}", "DATE", _told_distance),
    ("<count:a|number|day|integer><unit:unit|units><after:later>", "DATE", _told_distance),
    ("<count:a|number|day|integer><unit:unit|units>(?:<after:after>|{before})(?=[,.|)]|$)", "DATE", _told_distance),
    ("(?:{the}{same}|{that})<unit>", "DATE", _told_unit),
    ("{the|same}?{yearbefore}(?!{number|day|some})<unit>?", "DATE", _year_before),
    ("{the|same}?{yearbefore}<nth:ordinal|second>{dash}?<frame:unit>", "DATE", _quarter_before),
    ("{the}<rel:following|previous|next><unit>", "DATE", _told_unit),
    ("{the}<unit>(?:<after:after>|{before})(?=[,.|)]|$)", "DATE", _told_neighbour),
    ("(?:{the}{same}|{that})<part>", "TIME", _told_part),
    ("{the}<rel:following|previous|next><part>", "TIME", _told_part),
    ("{the}?<rel:following|previous>(?:<weekday>|<month>|<season>)", "DATE", _told_name),
    ("{that}(?:<weekday>|<month>|<season>)", "DATE", _told_name),
    (_REL + "?<weekday>", "DATE", _weekday),
    (_REL + "?<weekday><part>", "TIME", _weekday),
    ("<part>{in}<weekday>", "TIME", _weekday),
)  # fmt: skip
