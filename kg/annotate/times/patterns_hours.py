"""Which word orders name an hour or a part of a day?"""

from functools import cache

from kg.annotate.times.meaning import Calendar, Meaning, Relative, TimeOfDay
from kg.annotate.times.patterns import Parts, Pattern, Row, compile_rows, number
from kg.annotate.times.patterns_dates import valid_day


@cache
def hour_patterns() -> tuple[Pattern, ...]:
    """The patterns of hours and parts of days."""
    return compile_rows(_ROWS)


def _clock(parts: Parts) -> Meaning | None:
    hours, _, minutes = str(parts["hour"]).replace(".", ":").partition(":")
    hour, minute, half = int(hours), int(minutes or 0), str(parts.get("ampm", ""))
    if hour > 24 or minute > 59 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return TimeOfDay(base=_clock_day(parts), mark=f"T{hour:02}:{minute:02}")


def _clock_day(parts: Parts) -> Meaning | None:
    if "deictic" in parts:
        return Relative(unit="day", offset=number(parts["deictic"]))
    if "date" in parts:
        return valid_day(parts)
    return Calendar(weekday=number(parts["weekday"])) if "weekday" in parts else None


def _tonight(_parts: Parts) -> Meaning:
    return TimeOfDay(base=Relative(unit="day", offset=0), mark="TNI")


def _spoken_hour(parts: Parts) -> Meaning | None:
    """An hour with its part of the day: "two in the morning"."""
    hour, part = number(parts["hour"]), str(parts["part"])
    if not 1 <= hour <= 12 or part not in ("TMO", "TAF", "TEV"):
        return None
    return TimeOfDay(base=None, mark=f"T{hour % 12 + (0 if part == 'TMO' else 12):02}:00")


def _noon(parts: Parts) -> Meaning | None:
    """Of the parts of a day only the clock's two can stand before it: "noon Thursday"."""
    mark, day = str(parts["part"]), Calendar(weekday=number(parts["weekday"]))
    return TimeOfDay(base=day, mark=mark) if mark in ("T12:00", "T24:00") else None


def _military(parts: Parts) -> Meaning | None:
    """Hours and minutes in one figure before the zone: "1800 GMT"."""
    hour, minute = divmod(number(parts["figures"]), 100)
    return TimeOfDay(base=_clock_day(parts), mark=f"T{hour:02}:{minute:02}") if hour < 24 and minute < 60 else None


def _overnight(parts: Parts) -> Meaning:
    """In the night before the day of publication, or that of a weekday, into the day after."""
    day = Calendar(weekday=number(parts["weekday"])) if "weekday" in parts else Relative(unit="day", offset=-1)
    return TimeOfDay(base=day, mark="TNI", through=True)


def _loose_part(parts: Parts) -> Meaning:
    return TimeOfDay(base=None, mark=str(parts["part"]))


_ROWS: tuple[Row, ...] = (
    ("{tonight}", "TIME", _tonight),
    ("<hour:day|clock><ampm>{zone}?(?:{comma}?{in}?<weekday>|{in}?<deictic>)?", "TIME", _clock),
    ("(?:<weekday>|<deictic>){in}<hour:day|clock><ampm>", "TIME", _clock),
    ("(?<=[i~Kfbjh])<hour:clock>{zone}?(?:{in}?<weekday>)?", "TIME", _clock),
    ("(?<=[iKfbjhq]){the}?<part>(?!{of})", "TIME", _loose_part),
    ("<hour:day>{in}{the}<part>", "TIME", _spoken_hour),
    ("<hour:number>{in}{the}<part>", "TIME", _spoken_hour),
    ("<hour:day|clock><ampm>{zone}?{comma}?{in}?<month><date:day|ordinal>(?:{comma}?<year>)?", "TIME", _clock),
    ("<part><weekday>", "TIME", _noon),
    ("(?<=[i~Kfbjh])<figures:year|integer>{zone}(?:{in}?<weekday>)?", "TIME", _military),
    ("{overnight}(?:{in}?<weekday>)?", "TIME", _overnight),
)  # fmt: skip
