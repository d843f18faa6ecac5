"""Which word orders name a duration, a repetition or a vague time?"""

from functools import cache

from kg.annotate.times.meaning import Length, Meaning, Repeated, Unit, Vague
from kg.annotate.times.patterns import Parts, Pattern, Row, compile_rows
from kg.annotate.times.patterns_dates import unit_of
from kg.annotate.times.words import Value

_LETTERS: dict[Unit, str] = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M", "year": "Y",
    "weekend": "WE",
}  # fmt: skip
_HALVES: dict[Unit, str] = {"minute": "30S", "hour": "30M", "day": "T12H", "year": "6M"}
_MULTIPLES: dict[Unit, tuple[int, Unit]] = {
    "fortnight": (2, "week"), "quarter": (3, "month"), "half": (6, "month"), "decade": (10, "year"),
    "century": (100, "year"),
}  # fmt: skip
_BACKWARD = {"last": -1, "past": -1, "recent": -1, "previous": -1, "preceding": -1, "next": 1, "coming": 1,
             "upcoming": 1, "following": 1}  # fmt: skip


@cache
def span_patterns() -> tuple[Pattern, ...]:
    """The patterns of durations, sets and vague times."""
    return compile_rows(_DURATION_ROWS + _SET_ROWS + _VAGUE_ROWS)


def length_value(number: float | None, unit: Unit) -> str:
    """The TIMEX3 value of a duration, as "P3D", "PT2H", "P20Y", "PXM"."""
    times, plain = _MULTIPLES.get(unit, (1, unit))
    letters = _LETTERS[plain]
    if number is not None and number % 1 == 0.5 and unit in _HALVES:
        return _length_and_half(int(number), unit)
    amount = "X" if number is None else f"{number * times:g}"
    return f"PT{amount}{letters[1]}" if letters[0] == "T" else f"P{amount}{letters}"


def _length_and_half(number: int, unit: Unit) -> str:
    """ISO 8601 writes two and a half years as two years and six months."""
    half, letters = _HALVES[unit], _LETTERS[unit]
    whole = f"{number}{letters[-1]}" if number else ""
    return f"PT{whole}{half}" if letters[0] == "T" else f"P{whole}{half}"


def _count(value: Value) -> float | None:
    if value in ("a", "an"):
        return 1
    return float(value) if value is not None else None


def _length(parts: Parts) -> Meaning | None:
    number = _count(parts["count"]) if "count" in parts else None
    if number is not None and "half" in parts:
        number += 0.5
    if parts["unit"] == "quarter" and parts.get("count") == 3:
        # "Three-quarters" is a fraction.
        return None
    return Length(number=number, unit=unit_of(parts["unit"]))


def _half(parts: Parts) -> Meaning:
    return Length(number=0.5, unit=unit_of(parts["unit"]))


def _directed(parts: Parts) -> Meaning:
    number = _count(parts["count"]) if "count" in parts else None
    return Length(number=number, unit=unit_of(parts["unit"]), direction=_BACKWARD[str(parts["rel"])])


def _one_directed(parts: Parts) -> Meaning:
    return Length(number=1, unit=unit_of(parts["unit"]), direction=_BACKWARD[str(parts["rel"])])


def _every(parts: Parts) -> Meaning | None:
    if "weekday" in parts:
        return Repeated(value=f"XXXX-WXX-{int(parts['weekday'] or 0) + 1}")
    if "part" in parts:
        return Repeated(value=f"XXXX-XX-XX{parts['part']}")
    if parts.get("unit") == "weekend":
        return Repeated(value="XXXX-WXX-WE")
    if "month" in parts:
        return Repeated(value=f"XXXX-{parts['month']:02}")
    number = _count(parts["count"]) if "count" in parts else 2 if parts.get("each") == 2 else 1
    return Repeated(value=length_value(number, unit_of(parts["unit"])))


def _parts_of_days(parts: Parts) -> Meaning:
    day = f"XXXX-WXX-{int(parts['weekday'] or 0) + 1}" if "weekday" in parts else "XXXX-XX-XX"
    return Repeated(value=f"{day}{parts['parts']}")


def _one(parts: Parts) -> Meaning:
    return Length(number=1, unit=unit_of(parts["unit"]))


def _ended(parts: Parts) -> Meaning | None:
    """A company's year by its last day: "the year ended March 31"."""
    return _one(parts) if parts["unit"] != "quarter" else None


def _often(parts: Parts) -> Meaning:
    return Repeated(value=str(parts["often"]))


def _vague(parts: Parts) -> Meaning:
    return Vague(value=str(parts["vague"]))


_DURATION_ROWS: tuple[Row, ...] = (
    ("<count:number|day|integer|decimal|some>{dash}?{more|fiscal}?<unit:unit|units>(?!{dash}?{old}|{ago})",
     "DURATION", _length),
    ("{number|day}{to|dash}{number|day}<unit:unit|units>(?!{dash}?{old}|{ago})", "DURATION", _length),
    ("<count:a>{more|fiscal}?<unit>(?!{dash}?{old}|{ago}|{dash}{other|long})", "DURATION", _length),
    ("<count:number|day>{and}{a}<half><unit:units>", "DURATION", _length),
    ("<count:a><unit>{and}{a}<half>", "DURATION", _length),
    ("{half}{a}?<unit>", "DURATION", _half),
    ("{the}{fiscal}?<unit>(?={ended})", "DURATION", _ended),
    ("<unit:units>{dash}{long}", "DURATION", _length),
    ("<unit>{dash}{long}", "DURATION", _one),
    ("{the}?<rel:last|past|previous|next|coming|following>(?:<count:number|day|integer|some>){dash}?{more|fiscal}?<unit:unit|units>",
     "DURATION", _directed),
    ("{the}?<rel:past|coming><unit:units>", "DURATION", _directed),
    ("{the|same}?{yearbefore}<count:number|day>{dash}?<unit:unit|units>", "DURATION", _length),
    ("{the}<rel:past><unit>", "DURATION", _one_directed),
    ("{the}<unit><rel:ahead>", "DURATION", _one_directed),
    ("{the}<unit:units><rel:ahead>", "DURATION", _directed),
    ("(?<=[i])<unit:units>(?!{after|later|earlier|before|ago})", "DURATION", _length),
)  # fmt: skip
_SET_ROWS: tuple[Row, ...] = (
    ("<each:every><count:number|day>?(?:<unit:unit|units>|<weekday>|<month>)", "SET", _every),
    ("{every}<weekday>?<part>", "SET", _every),
    ("<weekday:weekdays>", "SET", _every),
    ("<weekday><parts>", "SET", _parts_of_days),
    ("(?<=i){the}?<parts>", "SET", _parts_of_days),
    ("<often>", "SET", _often),
    ("{times|per}{a}<unit>", "SET", _every),
    ("{a}<unit>", "SET", _every),
    ("{per}<unit>", "SET", _every),
)  # fmt: skip
_VAGUE_ROWS: tuple[Row, ...] = (("<vague>", "DATE", _vague),)
