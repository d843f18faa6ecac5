"""Which days does a time expression mean, given the day of publication and what was told before?

Where neither settles it, the answer is a TIMEX3 value with X for what is unknown, and no days.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.annotate.times.calendar import RANKS, Spell, shift, spell_of, week_bounds, weekday_from
from kg.annotate.times.meaning import (
    Calendar,
    Holding,
    Length,
    Meaning,
    Range,
    Relative,
    Repeated,
    SameDay,
    Tense,
    TimeOfDay,
    ToldName,
    Unit,
    Vague,
    Years,
)
from kg.annotate.times.named import beside, resolve_calendar
from kg.annotate.times.patterns_spans import length_value
from kg.annotate.times.ranges import approximate, join_spells, spell_weekdays
from kg.edtf import edtf_from_days

_MASKS: dict[Unit, str] = {
    "week": "XXXX-WXX", "fortnight": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX",
    "half": "XXXX-HX", "year": "XXXX", "decade": "XXX", "century": "XX",
}  # fmt: skip
_PARAGRAPHS_BACK = 2
_QUARTER_BACK = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A time told earlier in the text."""

    spell: Spell
    paragraph: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What a time expression is read against: the day of publication, or None; the times told before, in order.

    `both_weeks` reads "this week" as one that begins on Sunday or on Monday.
    """

    today: date | None
    told: tuple[Told, ...] = ()
    tense: Tense = "none"
    paragraph: int = 0
    both_weeks: bool = False

    def told_day(self) -> Spell | None:
        """The last day told in this paragraph."""
        days = (told.spell for told in reversed(self.told) if told.paragraph == self.paragraph)
        return next((spell for spell in days if spell.unit == "day" and spell.edtf), None)

    def told_quarter(self) -> Spell | None:
        """The quarter that a text reports on: the last one named, unless that is long ago."""
        near = (told.spell for told in reversed(self.told) if self.paragraph - told.paragraph <= _QUARTER_BACK)
        return next((spell for spell in near if spell.unit == "quarter" and spell.edtf and not spell.told), None)


def resolve(meaning: Meaning, context: Context) -> Spell:  # noqa: C901, PLR0911 - one line a kind of meaning
    """The days and the TIMEX3 value that an expression means in its context."""
    match meaning:
        case Calendar():
            return resolve_calendar(meaning, context.today, context.tense, context.told_day())
        case Years():
            return _resolve_years(meaning)
        case Relative():
            return _resolve_told(meaning, context) if meaning.told else _resolve_relative(meaning, context)
        case ToldName():
            return _resolve_told_name(meaning, context)
        case TimeOfDay():
            return _resolve_time(meaning, context)
        case Holding():
            return _resolve_holding(meaning, context)
        case Range():
            return _resolve_range(meaning, context)
        case SameDay():
            return _resolve_same_day(meaning, context)
        case Length():
            return _resolve_length(meaning, context)
        case Repeated():
            return _resolve_repeated(meaning, context)
        case Vague():
            return _resolve_vague(meaning, context)


def _resolve_years(meaning: Years) -> Spell:
    return spell_of("decade" if meaning.length == 10 else "century", date(meaning.first, 1, 1))


def _resolve_relative(meaning: Relative, context: Context) -> Spell:
    today, unit = context.today, meaning.unit
    quarter = context.told_quarter() if meaning.counted and (unit, meaning.offset) == ("year", -1) else None
    if quarter is not None and quarter.first is not None:
        # "Up 3 % from a year ago" compares with the same quarter.
        return replace(spell_of("quarter", shift(quarter.first, "year", -1)), told=True, published=quarter.published)
    if today is None:
        return _unknown(unit)
    spell = spell_of("year" if meaning.counted and unit == "decade" else unit, shift(today, unit, meaning.offset))
    if meaning.counted and RANKS[unit] > RANKS["day"]:
        spell = approximate(spell)
    if unit == "week" and not meaning.counted:
        spell = _clip_week(spell, meaning.offset, context)
    if unit == "weekend" and meaning.offset == 0:
        spell = _this_weekend(today, context.tense)
    return replace(spell, published=True)


def _clip_week(spell: Spell, offset: int, context: Context) -> Spell:
    """Of "this week" what is over when it is told in the past, and what is left when it is told in the future."""
    today, first, last = context.today, spell.first, spell.last
    if today is None or first is None or last is None:
        return spell
    if context.both_weeks:
        weeks = [week_bounds(today + timedelta(days=7 * offset), begin) for begin in (6, 0)]
        first, last = min(week[0] for week in weeks), max(week[1] for week in weeks)
    if offset == 0 and context.tense == "past":
        last = today
    if offset == 0 and context.tense == "future":
        first = today
    return replace(spell, edtf=f"{first}/{last}")


def _this_weekend(today: date, tense: Tense) -> Spell:
    saturday = weekday_from(today - timedelta(days=today.weekday()), 5)
    return spell_of("weekend", saturday - timedelta(days=7 if tense == "past" and saturday > today else 0))


def _resolve_told(meaning: Relative, context: Context) -> Spell:
    told = context.told_quarter() if meaning.unit == "quarter" else _told_spell(meaning.unit, context)
    if meaning.current and meaning.unit == "day":
        told = context.told_day()
    elif told is None and meaning.current and context.today:
        return replace(spell_of(meaning.unit, context.today), published=True)
    if told is None and meaning.unit == "quarter":
        return replace(_unknown("quarter"), told=True)
    if meaning.counted and meaning.unit == "year" and meaning.offset == -1:
        told = context.told_quarter() or told
    if told is None or told.first is None or told.last is None:
        return replace(_unknown(meaning.unit), told=True)
    first, last = (shift(day, meaning.unit, meaning.offset) for day in (told.first, told.last))
    # "Two months before" a day is some day of that month; weeks and days are counted.
    is_exact = meaning.counted and (RANKS[meaning.unit] < RANKS["month"] or told.unit == "quarter")
    spell = _spell_between(told.unit if is_exact else max(told.unit, meaning.unit, key=_rank), first, last)
    if meaning.counted and RANKS[meaning.unit] > RANKS["day"]:
        spell = approximate(spell)
    return replace(spell, told=True, published=told.published)


def _rank(unit: Unit) -> int:
    return RANKS[unit]


def _told_spell(unit: Unit, context: Context) -> Spell | None:
    """The last time told, when it is near and fine enough to be "that day" or "that year"."""
    if not context.told:
        return None
    told = context.told[-1]
    near = context.paragraph - told.paragraph <= _PARAGRAPHS_BACK
    fine = RANKS[told.spell.unit] <= max(RANKS[unit], RANKS["day"])
    return told.spell if near and fine and told.spell.edtf else None


def _spell_between(unit: Unit, first: date, last: date) -> Spell:
    left, right = spell_of(unit, first), spell_of(unit, last)
    if left.value == right.value:
        return left
    return Spell(value=_unknown(unit).value, edtf=_hull(left.first, right.last), unit=unit)


def _hull(first: date | None, last: date | None) -> str:
    return "/".join(f"{end}?" for end in edtf_from_days(first, last).split("/"))


def _resolve_told_name(meaning: ToldName, context: Context) -> Spell:
    told = _told_spell("week" if meaning.named.weekday is not None else "year", context)
    if told is None or told.first is None or told.last is None:
        return replace(resolve_calendar(meaning.named, None, "none", None), told=True)
    spell = beside(meaning.named, told.first, told.last, meaning.direction)
    return replace(spell, told=True, published=told.published)


def _resolve_time(meaning: TimeOfDay, context: Context) -> Spell:
    if meaning.base is None:
        day = context.told_day() or _unknown("day")
        day = replace(day, told=True)
    else:
        day = resolve(meaning.base, context)
    if day.unit != "day":
        return day
    edtf = f"{day.first}/{day.first + timedelta(days=1)}" if meaning.through and day.first else day.edtf
    return replace(day, value=f"{day.value[:10]}{meaning.mark}", edtf=edtf)


def _resolve_holding(meaning: Holding, context: Context) -> Spell:
    day = resolve(meaning.day, context)
    if day.first is None or day.first != day.last:
        return _unknown(meaning.unit)
    return replace(spell_of(meaning.unit, day.first), published=day.published)


def _resolve_range(meaning: Range, context: Context) -> Spell:
    weekdays = spell_weekdays(meaning, context.today, context.tense, context.told_day())
    if weekdays:
        return weekdays
    if context.tense in ("future", "planned"):
        start = resolve(meaning.start, context)
        end = resolve(meaning.end, replace(context, today=start.last if context.today else None))
    else:
        end = resolve(meaning.end, context)
        start = resolve(meaning.start, replace(context, today=end.first if context.today else None, tense="past"))
    return join_spells(start, end, meaning.length)


def _resolve_same_day(meaning: SameDay, context: Context) -> Spell:
    first, second = resolve(meaning.first, context), resolve(meaning.second, context)
    if first.first and first.first == first.last and first.value[5:10] == second.value[5:10]:
        return first
    return second


def _resolve_length(meaning: Length, context: Context) -> Spell:
    value, today = length_value(meaning.number, meaning.unit), context.today
    if not meaning.direction or today is None:
        return Spell(value=value, edtf=None, unit=meaning.unit)
    if meaning.number is None or meaning.number != int(meaning.number):
        edtf = f"../{today}" if meaning.direction < 0 else f"{today}/.."
    else:
        other = _reach(today, meaning.unit, int(meaning.number), meaning.direction)
        edtf = f"{min(today, other)}~/{max(today, other)}~"
    return Spell(value=value, edtf=edtf, unit=meaning.unit, published=True)


def _reach(today: date, unit: Unit, number: int, direction: int) -> date:
    """The other end of a stretch from today; hours reach into the next day."""
    hours = {"hour": 1, "minute": 60, "second": 3600}.get(unit)
    if hours is None:
        return shift(today, unit, number * direction)
    return today + timedelta(days=-(-number // (24 * hours)) * direction)


def _resolve_repeated(meaning: Repeated, context: Context) -> Spell:
    start = resolve(meaning.since, context) if meaning.since else None
    if start is None or start.edtf is None:
        return Spell(value=meaning.value, edtf=None)
    return replace(start, value=meaning.value, edtf=f"{start.edtf.split('/')[0]}/..")


def _resolve_vague(meaning: Vague, context: Context) -> Spell:
    forms = {"PAST_REF": f"../{context.today}", "FUTURE_REF": f"{context.today}/.."}
    edtf = forms.get(meaning.value) if context.today else None
    return Spell(value=meaning.value, edtf=edtf, unit="century", published=True)


def _unknown(unit: Unit) -> Spell:
    return Spell(value=_MASKS.get(unit, "XXXX-XX-XX"), edtf=None, unit=unit)
