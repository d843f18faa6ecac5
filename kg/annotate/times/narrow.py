"""How do the words before a date narrow, blur or open it: early, about, since, until?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from kg.annotate.times.calendar import RANKS, Spell
from kg.annotate.times.meaning import Expression, Part, Signal, TimeOfDay, Unit
from kg.annotate.times.ranges import approximate
from kg.edtf import edtf_from_days

_THIRDS: dict[Part, int] = {"early": 0, "mid": 1, "late": 2}


def narrow(spell: Spell, expression: Expression, today: date | None) -> Spell:
    """The spell as the words before it change it."""
    if expression.fiscal and expression.type == "DATE" and RANKS[spell.unit] > RANKS["month"]:
        return replace(spell, edtf=None)
    if expression.part:
        spell = _narrow_part(spell, expression.part, today)
    if expression.about:
        spell = approximate(spell)
    # "Before dawn on Thursday" and "after midnight on Sunday" are hours of that very day.
    same_day = isinstance(expression.meaning, TimeOfDay) and expression.signal in ("before", "after")
    if not expression.signal or not spell.edtf or same_day:
        return spell
    return _open(spell, expression.signal, expression.part)


def _narrow_part(spell: Spell, part: Part, today: date | None) -> Spell:
    first, last = spell.first, spell.last
    if first is None or last is None or first == last:
        return spell
    if part in ("earlier", "later"):
        return _beside_today(spell, part, first, last, today)
    narrowers: dict[Unit, Callable[[Spell, int, date, date], str]] = {
        "month": _third_of_month, "year": _third_of_year, "decade": _third_of_years, "century": _third_of_years,
        "week": _third_of_week,
    }  # fmt: skip
    if spell.unit not in narrowers or not _is_whole(spell):
        return spell
    return replace(spell, edtf=narrowers[spell.unit](spell, _THIRDS[part], first, last))


def _is_whole(spell: Spell) -> bool:
    return spell.edtf is not None and not spell.edtf.endswith(("~", "?", "%"))


def _third_of_month(spell: Spell, third: int, _first: date, last: date) -> str:
    start, end = ((1, 10), (11, 20), (21, last.day))[third]
    return f"{spell.edtf}-{start:02}~/{spell.edtf}-{end:02}~"


def _third_of_year(spell: Spell, third: int, _first: date, _last: date) -> str:
    start, end = ((1, 4), (5, 8), (9, 12))[third]
    return f"{spell.edtf}-{start:02}~/{spell.edtf}-{end:02}~"


def _third_of_years(_spell: Spell, third: int, first: date, last: date) -> str:
    # Early is the first four tenths: "the early 1990s" are 1990 to 1993.
    tenth = (last.year - first.year + 1) // 10
    start, end = ((0, 4 * tenth - 1), (4 * tenth, 7 * tenth - 1), (7 * tenth, 10 * tenth - 1))[third]
    return f"{first.year + start:04}~/{first.year + end:04}~"


def _third_of_week(_spell: Spell, third: int, first: date, last: date) -> str:
    start, end = ((0, 2), (1, 4), (3, 6))[third]
    days = (last - first).days
    return f"{first + timedelta(days=min(start, days))}~/{first + timedelta(days=min(end, days))}~"


def _beside_today(spell: Spell, part: Part, first: date, last: date, today: date | None) -> Spell:
    """Earlier this year ends, later this year begins today."""
    if today is None or not first <= today <= last:
        return spell
    return replace(spell, edtf=edtf_from_days(first, today) if part == "earlier" else edtf_from_days(today, last))


def _open(spell: Spell, signal: Signal, part: Part) -> Spell:
    day, start, end = timedelta(days=1), (spell.edtf or "").split("/")[0], (spell.edtf or "").split("/")[-1]
    first, last = spell.first, spell.last
    match signal:
        case "since":
            return replace(spell, edtf=f"{start}/..")
        case "until" | "by":
            return replace(spell, edtf=f"../{end}")
        case "before" if last and part == "late":
            return replace(spell, edtf=edtf_from_days(None, last))
        case "before" if first:
            return replace(spell, edtf=edtf_from_days(None, first - day))
        case "after" if last:
            return replace(spell, edtf=edtf_from_days(last + day, None))
        case _:
            return spell
