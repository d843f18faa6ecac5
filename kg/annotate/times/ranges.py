"""Which days lie between two times, or around one?"""

import re
from dataclasses import replace
from datetime import date, timedelta

from kg.annotate.times.calendar import RANKS, Spell, weekday_from, weekday_until
from kg.annotate.times.meaning import Calendar, Length, Range, Tense, Unit
from kg.annotate.times.patterns_spans import length_value
from kg.edtf import edtf_from_days

_RECENT = timedelta(days=14)


def join_spells(start: Spell, end: Spell, length: Length | None) -> Spell:
    """From one time to another, both included, with the TIMEX3 value of the printed or counted length."""
    unit = start.unit if RANKS[start.unit] <= RANKS[end.unit] else end.unit
    marks = {"told": start.told or end.told, "published": start.published or end.published}
    first, last = start.first, end.last
    if first is None or last is None or first > last:
        return Spell(value=_length_text(None, unit, length), edtf=None, unit=unit, **marks)
    return Spell(
        value=_length_text(_count(first, last, unit), unit, length), edtf=_interval(start, end), unit=unit, **marks
    )


def spell_weekdays(meaning: Range, today: date | None, tense: Tense, told: Spell | None) -> Spell | None:
    """From one weekday to another: around a recent day told in the same paragraph, else around today."""
    start, end = meaning.start, meaning.end
    if not (_is_weekday(start) and _is_weekday(end)) or not (
        isinstance(start, Calendar) and isinstance(end, Calendar)
    ):
        return None
    first, last = start.weekday or 0, end.weekday or 0
    around = _around(told, today, tense)
    if around:
        days = weekday_until(around, first), weekday_from(around, last)
        if days[1] - days[0] < timedelta(days=7):
            return replace(_spell_days(*days, meaning.length), told=True, published=bool(told and told.published))
    if today is None:
        return Spell(value=_length_text((last - first) % 7 + 1, "day", meaning.length), edtf=None)
    return replace(_spell_days(*_weekdays_by_tense(first, last, today, tense), meaning.length), published=True)


def approximate(spell: Spell, mark: str = "~") -> Spell:
    """The spell with its EDTF marked approximate or, by "?", uncertain."""
    if spell.edtf is None:
        return spell
    return replace(spell, edtf="/".join(_marked(end, mark) for end in spell.edtf.split("/")))


def _marked(end: str, mark: str) -> str:
    if end in ("", "..") or end.endswith((mark, "%")):
        return end
    return f"{end[:-1]}%" if end.endswith(("~", "?")) else f"{end}{mark}"


def _is_weekday(meaning: object) -> bool:
    return isinstance(meaning, Calendar) and meaning.weekday is not None and meaning.day is None


def _around(told: Spell | None, today: date | None, tense: Tense) -> date | None:
    if told is None or told.first is None or told.first != told.last or tense == "future":
        return None
    return told.first if today is None or timedelta() <= today - told.first <= _RECENT else None


def _weekdays_by_tense(first: int, last: int, today: date, tense: Tense) -> tuple[date, date]:
    if tense in ("future", "planned"):
        start = weekday_from(today, first)
        return start, weekday_from(start, last)
    end = weekday_until(today, last)
    return weekday_until(end, first), end


def _spell_days(first: date, last: date, length: Length | None) -> Spell:
    value = _length_text((last - first).days + 1, "day", length)
    return Spell(value=value, edtf=f"{first}/{last}")


def _length_text(count: int | None, unit: Unit, length: Length | None) -> str:
    if length:
        return length_value(length.number, length.unit)
    return length_value(count, unit if unit in ("day", "week", "month", "year", "decade", "century") else "day")


def _count(first: date, last: date, unit: Unit) -> int:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if unit == "month":
        return months
    if unit in ("year", "decade", "century"):
        return (last.year - first.year + 1) // {"year": 1, "decade": 10, "century": 100}[unit]
    days = (last - first).days + 1
    return days // 7 if unit == "week" else days


def _interval(start: Spell, end: Spell) -> str:
    left, right = (start.edtf or "").split("/")[0], (end.edtf or "").split("/")[-1]
    if re.search(r"X|-2[1-4]", left + right):
        return edtf_from_days(start.first, end.last)
    return f"{left}/{right}"
