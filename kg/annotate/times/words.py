"""Which English words name times, and what kind and value does each have?

A kind is one character, so that the kinds of a text's words make a string that patterns can run over. `KINDS`
gives each character its name; `word_kinds` gives the kind and value of each lower-case word or phrase.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

Value: TypeAlias = int | str | None

KINDS = MappingProxyType(
    {
        "month": "M", "weekday": "W", "weekdays": "V", "year": "Y", "day": "D", "integer": "N", "decimal": "#",
        "number": "n", "some": "m", "ordinal": "O", "unit": "u", "units": "U", "season": "S", "part": "P",
        "decade": "E", "clock": "C", "ampm": "A", "iso": "I", "slash": "X", "holiday": "H", "nth": "Q",
        "a": "a", "the": "t", "this": "k", "that": "z", "last": "l", "past": "p", "previous": "v", "next": "x",
        "coming": "c", "following": "w", "same": "s", "early": "q", "about": "~", "ago": "g", "earlier": "e",
        "before": "b", "later": "r", "after": "f", "every": "y", "deictic": "d", "tonight": "G", "often": "L",
        "vague": "R",
        "from": "F", "to": "T", "between": "B", "and": "&", "in": "i", "of": "o", "since": "j", "until": "h",
        "by": "K", "half": "5", "per": "/", "times": "8", "old": "0", "dash": "-", "comma": ",", "open": "(",
        "close": ")", "zone": "+",
        "more": "*", "feast": "^", "break": "|", "money": "$", "apostrophe": "'", "second": "2", "other": "_",
        "stop": ".", "yearbefore": "Z", "moving": "@", "long": "J", "ended": "!",
        "orso": "?", "parts": "6", "ahead": "9", "overnight": "1", "fiscal": "7",
    }
)  # fmt: skip

MONTHS = MappingProxyType(
    {
        "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
        "september": 9, "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4,
        "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
    }
)  # fmt: skip
WEEKDAYS = MappingProxyType(
    {"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6}
)
SEASONS = MappingProxyType({"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24})
UNITS = MappingProxyType(
    {
        "minute": "minute", "hour": "hour", "day": "day", "week": "week", "fortnight": "fortnight",
        "weekend": "weekend", "month": "month", "quarter": "quarter", "year": "year", "decade": "decade",
        "century": "century",
    }
)  # fmt: skip
PARTS = MappingProxyType(
    {
        "morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "dawn": "TMO", "daybreak": "TMO",
        "dusk": "TEV", "noon": "T12:00", "midday": "T12:00", "lunchtime": "TMI", "midnight": "T24:00",
    }
)  # fmt: skip
NUMBERS = MappingProxyType(
    {
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
        "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
        "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000, "dozen": 12,
    }
)  # fmt: skip
ORDINALS = MappingProxyType(
    {
        "first": 1, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
        "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
        "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21,
    }
)  # fmt: skip
DECADES = MappingProxyType(
    {
        "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970,
        "eighties": 1980, "nineties": 1990,
    }
)  # fmt: skip
FREQUENCIES = MappingProxyType(
    {
        "hourly": "PT1H", "daily": "P1D", "nightly": "XXXX-XX-XXTNI", "weekly": "P1W", "fortnightly": "P2W",
        "monthly": "P1M", "annually": "P1Y", "yearly": "P1Y",
    }
)  # fmt: skip
HOLIDAYS = MappingProxyType(
    {
        "new year's day": 101, "epiphany": 106, "valentine's day": 214, "international women's day": 308,
        "st patrick's day": 317, "april fools' day": 401, "may day": 501, "bastille day": 714, "halloween": 1031,
        "all saints' day": 1101, "armistice day": 1111, "christmas eve": 1224, "christmas day": 1225,
        "christmas": 1225,
        "boxing day": 1226, "new year's eve": 1231, "year-end": 1231, "year end": 1231,
    }
)  # fmt: skip
"""Holidays that fall on the same day each year: month * 100 + day; the apostrophe may also be a curly one."""

FEASTS = MappingProxyType(
    {
        "ash wednesday": -46, "palm sunday": -7, "maundy thursday": -3, "good friday": -2, "easter": 0,
        "easter sunday": 0, "easter monday": 1, "ascension day": 39, "pentecost": 49, "whit sunday": 49,
        "corpus christi": 60,
    }
)  # fmt: skip
"""Days from Easter Sunday, of the western churches."""

MOVING = MappingProxyType(
    {
        "martin luther king day": 103, "presidents' day": 203, "memorial day": 505, "labor day": 901,
        "columbus day": 1002, "thanksgiving": 1134, "thanksgiving day": 1134,
    }
)  # fmt: skip
"""Holidays on the n-th such weekday of a month (5: the last): month * 100 + weekday * 10 + n."""

_PHRASES: tuple[tuple[str, Mapping[str, Value]], ...] = (
    ("deictic", {"today": 0, "yesterday": -1, "tomorrow": 1}),
    ("vague", dict.fromkeys(
        ("now", "currently", "nowadays", "at present", "at the moment", "presently", "these days", "current"),
        "PRESENT_REF")),
    ("vague", dict.fromkeys(("recently", "lately"), "PAST_REF")),
    ("vague", dict.fromkeys(("the future", "the near future", "soon"), "FUTURE_REF")),
    ("some", dict.fromkeys(
        ("several", "many", "a few", "few", "some", "dozens of", "hundreds of", "thousands of", "numerous"))),
    ("number", {"a couple of": 2, "couple of": 2, "a dozen": 12, "a hundred": 100, "a thousand": 1000}),
    ("early", dict.fromkeys(
        ("early", "early in", "early on", "the beginning of", "the start of", "the early part of",
         "the first week of",
         "the first days of"), "early")),
    ("early", dict.fromkeys(("mid", "the middle of", "halfway through"), "mid")),
    ("early", dict.fromkeys(
        ("late", "late in", "late on", "the end of", "the last week of", "the last days of", "the final days of"),
        "late")),
    ("about", dict.fromkeys(("about", "around", "roughly", "approximately", "circa", "almost", "nearly"), "~")),
    ("about", dict.fromkeys(
        ("more than", "less than", "over", "at least", "up to", "at most", "fewer than", "only", "just over",
         "just under", "as long as", "just"), "")),
    ("second", {"second": 2}),
    ("yearbefore", dict.fromkeys(("year-earlier", "year-ago"), "year")),
    ("that", dict.fromkeys(("the latest", "the most recent"), "that")),
    ("other", dict.fromkeys(("as soon as", "soon after", "soon afterwards", "how soon", "as soon", "not long ago"))),
    ("zone", dict.fromkeys(("gmt", "utc", "est", "edt", "cet", "cest", "bst", "pst", "pdt", "local time"))),
    ("more", dict.fromkeys(("more", "additional", "consecutive", "straight", "full", "whole", "further"))),
    ("fiscal", {"fiscal": "fiscal"}),
    ("orso", {"or so": ""}),
    ("long", {"long": ""}),
    ("overnight", {"overnight": "TNI"}),
    ("every", {"every other": 2}),
    ("ahead", {"ahead": "coming"}),
    ("ended", dict.fromkeys(("ended", "ending"))),
    ("parts", {"mornings": "TMO", "afternoons": "TAF", "evenings": "TEV", "nights": "TNI"}),
    ("ampm", {"o'clock": "", "o’clock": ""}),
)  # fmt: skip
_SINGLE = (
    ("the", "the"), ("a", "a"), ("a", "an"), ("this", "this"), ("that", "that"), ("last", "last"), ("past", "past"),
    ("previous", "previous"), ("previous", "preceding"), ("next", "next"), ("coming", "coming"),
    ("coming", "upcoming"), ("following", "following"), ("same", "same"), ("ago", "ago"), ("earlier", "earlier"),
    ("before", "before"), ("later", "later"), ("after", "after"), ("every", "every"), ("every", "each"),
    ("from", "from"), ("to", "to"), ("to", "till"), ("to", "through"), ("until", "until"), ("between", "between"),
    ("and", "and"), ("in", "in"), ("in", "on"), ("in", "at"), ("in", "during"), ("in", "for"), ("past", "recent"),
    ("of", "of"), ("since", "since"), ("by", "by"), ("half", "half"), ("per", "per"), ("times", "times"),
    ("times", "once"), ("times", "twice"), ("tonight", "tonight"), ("old", "old"),
    ("in", "within"),
    ("in", "throughout"),
)  # fmt: skip


@cache
def word_kinds() -> dict[str, tuple[str, Value]]:
    """Lower-case word or phrase (single spaces) to the name of its kind and its value."""
    words: dict[str, tuple[str, Value]] = {}
    tables: tuple[tuple[str, Mapping[str, Value]], ...] = (
        *_PHRASES,
        ("month", MONTHS), ("weekday", WEEKDAYS), ("season", SEASONS), ("unit", UNITS),
        ("part", PARTS), ("number", NUMBERS), ("ordinal", ORDINALS), ("decade", DECADES),
        ("often", FREQUENCIES), ("holiday", _with_curly(HOLIDAYS)), ("feast", FEASTS),
        ("moving", _with_curly(MOVING)),
        ("weekdays", {f"{name}s": value for name, value in WEEKDAYS.items()}),
        ("units", {_plural(name): value for name, value in UNITS.items()} | {"seconds": "second"}),
    )  # fmt: skip
    for kind, table in tables:
        words.update({word: (kind, value) for word, value in table.items()})
    words.update({word: (kind, word) for kind, word in _SINGLE})
    return words


def _with_curly(words: Mapping[str, int]) -> dict[str, Value]:
    return {form: value for word, value in words.items() for form in (word, word.replace("'", "’"))}


def _plural(unit: str) -> str:
    return "centuries" if unit == "century" else f"{unit}s"
