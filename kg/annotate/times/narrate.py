"""What does each time expression mean when the article is read from the top, as printed on a given day?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kg.annotate.times.calendar import Spell
from kg.annotate.times.meaning import Expression, Length, Repeated, Tense, Vague
from kg.annotate.times.narrow import narrow
from kg.annotate.times.resolve import Context, Told, resolve
from kg.edtf import edtf_from_days

_UNKNOWN = "X"
_MOST_TOLD = 20
"""How far back "that day" may look; it bounds the time that a text of nothing but dates takes."""


def read_times(expressions: Sequence[Expression], today: date | None, both_weeks: bool) -> tuple[Spell, ...]:
    """One spell for each expression; `both_weeks` leaves open whether weeks begin on Sunday or Monday."""
    spells: list[Spell] = []
    told: list[Told] = []
    for expression in expressions:
        context = Context(
            today=today,
            told=tuple(told[-_MOST_TOLD:]),
            tense=_tense(expression),
            paragraph=expression.paragraph,
            both_weeks=both_weeks,
        )
        spell = _read(expression, context)
        spells.append(_narrowed(spell, expression, today))
        if not isinstance(expression.meaning, (Length, Repeated, Vague)):
            told.append(Told(spell=spell, paragraph=expression.paragraph))
    return tuple(spells)


def _tense(expression: Expression) -> Tense:
    """What "since Friday" says of the time, and "by Friday" when the verb does not tell."""
    if expression.signal == "since":
        return "past"
    return "future" if expression.signal in ("by", "until") and expression.tense != "past" else expression.tense


def _read(expression: Expression, context: Context) -> Spell:
    try:
        return resolve(expression.meaning, context)
    except (OverflowError, ValueError):
        # "5,000 years ago" lies before the years that `datetime.date` knows.
        return Spell(value="PAST_REF", edtf=None)


def _narrowed(spell: Spell, expression: Expression, today: date | None) -> Spell:
    try:
        return narrow(spell, expression, today)
    except OverflowError:
        # What comes after the last day that `datetime.date` knows.
        return replace(spell, edtf=None)


def merge_spells(spells: Sequence[Spell]) -> Spell:
    """What holds on each of several days of publication: the same spell, or all their days marked uncertain."""
    first, *others = spells
    if all(other.edtf == first.edtf and other.value == first.value for other in others):
        return first
    value = spells[0].value
    for other in others:
        value = _mask(value, other.value)
    return replace(first, value=value, edtf=_hull(spells))


def _mask(left: str, right: str) -> str:
    if len(left) != len(right):
        return left if len(left) < len(right) else right
    fields = zip(left.split("-"), right.split("-"), strict=False)
    return "-".join(one if one == other else _masked_field(one) for one, other in fields)


def _masked_field(field: str) -> str:
    return "".join(_UNKNOWN if character.isdigit() else character for character in field)


def _hull(spells: Sequence[Spell]) -> str | None:
    if any(spell.edtf is None for spell in spells):
        return None
    firsts, lasts = [spell.first for spell in spells], [spell.last for spell in spells]
    earliest = min((day for day in firsts if day), default=None) if all(firsts) else None
    latest = max((day for day in lasts if day), default=None) if all(lasts) else None
    return "/".join(end if end == ".." else f"{end}?" for end in edtf_from_days(earliest, latest).split("/"))
