"""What can a time expression mean before it is known when it was written?"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from kg.model import TimexType

Unit: TypeAlias = Literal[
    "second", "minute", "hour", "day", "week", "fortnight", "weekend", "month", "quarter", "half", "year", "decade",
    "century",
]  # fmt: skip
Part: TypeAlias = Literal["", "early", "mid", "late", "earlier", "later"]
Tense: TypeAlias = Literal["past", "present", "future", "planned", "none", "name"]
"""Of the verb that a time hangs on; "planned" is a future seen from the past ("was to open"), "name" is said of a
time that is part of a name and has no tense ("Sunday's vote")."""
Signal: TypeAlias = Literal["", "since", "until", "by", "before", "after"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """A date by its printed fields; what is not printed is None.

    `season` is 21 to 24 as in EDTF, `quarter` 1 to 4, `half` 1 or 2, `weekday` 0 (Monday) to 6. `direction` is -1 for
    "last", 0 for "this", 1 for "next"; `year_offset` the same for a year printed as "last year". `feast` counts days
    from Easter Sunday, for the days of the church year that move with it; `moving` is a holiday on the n-th weekday
    of a month, as in the table of words.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: int | None = None
    quarter: int | None = None
    half: int | None = None
    feast: int | None = None
    moving: int | None = None
    direction: int | None = None
    year_offset: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Years:
    """A decade (`length` 10) or century (100) by its first year."""

    first: int
    length: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Relative:
    """The `unit` that lies `offset` units after the day of publication, or after the date told before.

    `counted` marks a distance ("two weeks ago") and not a name ("last week"). `current` takes that of publication
    when nothing near was told before ("the rest of the year").
    """

    unit: Unit
    offset: int
    told: bool = False
    counted: bool = False
    current: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ToldName:
    """The weekday, month or season before (-1), at (0) or after (1) the date told before: "the following May"."""

    named: Calendar
    direction: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeOfDay:
    """A clock time or part of a day (`mark` as in TIMEX3: "T10:30", "TMO") of the day `base`; None where unsaid.

    `through` marks a night that lasts into the day after.
    """

    base: "Meaning | None"
    mark: str
    through: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Holding:
    """The week or month that holds a day: "the week of March 6"."""

    unit: Unit
    day: Calendar


@dataclass(frozen=True, kw_only=True, slots=True)
class Length:
    """A duration of `number` units (None: some); `direction` -1 ends and 1 starts it at publication."""

    number: float | None
    unit: Unit
    direction: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeated:
    """A set of times, by its TIMEX3 value; `since` is when it began, where the text says so."""

    value: str
    since: "Meaning | None" = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Vague:
    """PAST_REF, PRESENT_REF or FUTURE_REF."""

    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Range:
    """From one time to another, both included; `length` is what the text says of its duration."""

    start: "Meaning"
    end: "Meaning"
    length: Length | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SameDay:
    """Two descriptions of one day in apposition: "That day, May 14", "yesterday, 3 June"."""

    first: "Meaning"
    second: "Meaning"


Meaning: TypeAlias = (
    Calendar | Years | Relative | ToldName | TimeOfDay | Holding | Length | Repeated | Vague | Range | SameDay
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Expression:
    """A time expression as found: character offsets, TIMEX3 type and what it means.

    `part` is "early" and the like, `about` an approximation, `signal` the preposition before it, `tense` that of the
    verb it hangs on, `attributive` whether it is part of a name ("the 2014 budget"), `fiscal` whether its year or
    quarter is a company's and no calendar's, `before` the small word before it, if any; `first` and `last` are the
    indices of its lexemes, `paragraph` counts from 0.
    """

    start: int
    end: int
    type: TimexType
    meaning: Meaning
    first: int
    last: int
    paragraph: int
    part: Part = ""
    about: bool = False
    signal: Signal = ""
    tense: Tense = "none"
    attributive: bool = False
    fiscal: bool = False
    before: str = ""
