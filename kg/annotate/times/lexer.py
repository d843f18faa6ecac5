"""Which words of a text have to do with time, and of what kind are they?"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from kg.annotate.times.words import KINDS, MONTHS, NUMBERS, WEEKDAYS, Value, word_kinds

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_MOST = 1_000_000
_SCALES = ("dozen", "hundred", "thousand")
_SHAPES = rf"""
  (?P<break>\n\s*\n)
| (?P<iso>\d{{4}}-\d\d-\d\d\b)
| (?P<slash>\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d\d)\b)
| (?P<clock>\d{{1,2}}:\d\d\b|\d{{1,2}}\.\d\d(?=\s?[ap]\.?m\b))
| (?P<ampm>(?<=[\d\s])[ap](?:\.m\.|m\b))
| (?P<decade>(?:\d{{3}}0|[’'‘]\d0|\b[2-9]0)s\b)
| (?P<ordinal>\d{{1,2}}(?:st|nd|rd|th)\b)
| (?P<fraction>\d+(?:\s+1/\s?2(?!\d)|\s?½))
| (?P<short>[’'‘](?=\d\d(?!\w|\s+\w+s\b))
    (?:(?<=\bin\s.)|(?<=\bof\s.)|(?<=\bby\s.)|(?<=since\s.)|(?<=until\s.)|(?<=before\s.)|(?<=after\s.))\d\d)
| (?P<figure>\d+(?:,\d{{3}})*(?:\.\d+)?)
| (?P<nth>\bQ[1-4]\b)
| (?P<month>\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|(?=\s\d)))
| (?P<weekday>\b(?:Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)(?=[.,]?\s+\d))
| (?P<compound>\b(?:{_TENS})-(?:{_ONES})\b)
| (?P<phrase>\b(?:PHRASES)\b)
| (?P<word>[^\W\d_]+)
| (?P<mark>[^\w\s]|_)
"""
_MARKS = {"-": "dash", "–": "dash", "—": "dash", ",": "comma", "(": "open", ")": "close", "$": "money", "£": "money",
          "€": "money", "%": "money", "’": "apostrophe", "'": "apostrophe", "/": "per", ".": "stop"}  # fmt: skip
_GLUED_BEFORE = re.compile(r"[^\W\d][-.]?\Z|[\d#/]\Z|\d[-.]\Z")
_GLUED_AFTER = re.compile(r"[a-z\d]|[-.,]\d")
_CAPITALISED = ("month", "weekday", "weekdays")


@dataclass(frozen=True, kw_only=True, slots=True)
class Lexeme:
    """A word, number or mark at `start` to `end` of the text; `kind` is a character of `KINDS`.

    `glued` marks a number that is part of something longer, as in "B-2014" or "2014.5".
    """

    start: int
    end: int
    kind: str
    value: Value = None
    glued: bool = False


def read_lexemes(text: str) -> tuple[Lexeme, ...]:
    """All lexemes of the text in order; white space has none, a blank line is one of kind "break"."""
    return tuple(_with_numbers(text, _lexemes(text)))


def _with_numbers(text: str, lexemes: Iterable[Lexeme]) -> Iterator[Lexeme]:
    """The lexemes with each run of number words made one: "two hundred and fifty", "nineteen ninety-four"."""
    run: list[Lexeme] = []
    for lexeme in lexemes:
        if run and not _goes_on(text, run, lexeme):
            yield from _united(text, run)
            run = []
        if run or (lexeme.kind == KINDS["number"] and text[lexeme.end - 1].isalpha()):
            run.append(lexeme)
        else:
            yield lexeme
    yield from _united(text, run)


def _goes_on(text: str, run: list[Lexeme], lexeme: Lexeme) -> bool:
    if not text[run[-1].end : lexeme.start].isspace():
        return False
    if lexeme.kind == KINDS["and"]:
        return _words(text, run[-1:])[-1] in _SCALES
    return lexeme.kind == KINDS["number"]


def _united(text: str, run: list[Lexeme]) -> Iterator[Lexeme]:
    trail = [run.pop()] if run and run[-1].kind == KINDS["and"] else []
    words = _words(text, run) if len(run) > 1 else []
    if words and all(word in NUMBERS or word == "and" for word in words):
        kind, value = _classify_spelled(words)
        yield Lexeme(start=run[0].start, end=run[-1].end, kind=KINDS[kind], value=value)
    else:
        yield from run
    yield from trail


def _words(text: str, run: list[Lexeme]) -> list[str]:
    return re.split(r"[-\s]+", text[run[0].start : run[-1].end].lower())


def _lexemes(text: str) -> Iterator[Lexeme]:
    money = False
    for match in _shapes().finditer(text):
        kind, value = _classify(match.lastgroup or "", match[0])
        if kind == "year" and money:
            kind = "integer"
        money = kind == "money" and match[0] != "%"
        glued = kind == "year" and _is_glued(text, match.start(), match.end())
        yield Lexeme(start=match.start(), end=match.end(), kind=KINDS[kind], value=value, glued=glued)


def _is_glued(text: str, start: int, end: int) -> bool:
    return bool(_GLUED_BEFORE.search(text, max(0, start - 2), start) or _GLUED_AFTER.match(text, end))


@cache
def _shapes() -> re.Pattern[str]:
    phrases = sorted((word for word in word_kinds() if not word.isalpha()), key=len, reverse=True)
    joined = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases)
    return re.compile(_SHAPES.replace("PHRASES", joined), re.VERBOSE | re.IGNORECASE)


def _classify(shape: str, text: str) -> tuple[str, Value]:  # noqa: PLR0911 - one line a shape
    match shape:
        case "word" | "phrase":
            return _classify_word(text)
        case "figure":
            return _classify_figure(text)
        case "mark":
            return _MARKS.get(text, "other"), text
        case "month" | "weekday":
            return _classify_abbreviation(shape, text)
        case "compound":
            return "number", sum(NUMBERS[part] for part in text.lower().split("-"))
        case "fraction":
            return "decimal", text.rstrip("½").split()[0] + ".5"
        case "short":
            return "year", _in_century(_whole(text[1:]), 31)
        case _:
            return shape, _shape_value(shape, text)


def _classify_word(text: str) -> tuple[str, Value]:
    kind, value = word_kinds().get(" ".join(text.lower().split()), ("other", None))
    if (kind in _CAPITALISED or text.lower() == "may") and not text[0].isupper():
        return "other", None
    return kind, value


def _classify_abbreviation(shape: str, text: str) -> tuple[str, Value]:
    if not text[0].isupper():
        return "other", None
    if shape == "month":
        return "month", MONTHS[text.rstrip(".").lower()]
    return "weekday", next(number for name, number in WEEKDAYS.items() if name.startswith(text.lower()[:3]))


def _classify_spelled(words: list[str]) -> tuple[str, Value]:
    """A number in words; two of them make a year, as "nineteen ninety-four" and "eighteen hundred"."""
    values = [NUMBERS[word] for word in words if word != "and"]
    first, rest = values[0], sum(values[1:])
    if 15 <= first <= 20 and rest <= 100 and max(values[1:]) >= 10 and "dozen" not in words:
        return "year", first * 100 + rest % 100
    total = part = 0
    for word, value in zip((word for word in words if word != "and"), values, strict=True):
        part = min(part * value if word in _SCALES else part + value, _MOST)
        if word == "thousand":
            total, part = total + part, 0
    return "number", total + part


def _whole(digits: str) -> int:
    """A whole number; one that no calendar has is as large as numbers get here."""
    return min(int(digits), _MOST) if len(digits) < 20 else _MOST


def _in_century(digits: int, last: int) -> int:
    """The year or decade of two digits: of this century up to `last`."""
    return digits + (2000 if digits < last else 1900)


def _classify_figure(text: str) -> tuple[str, Value]:
    if "." in text:
        return "decimal", text.replace(",", "")
    number = _whole(text.replace(",", ""))
    if len(text) == 4 and 1000 <= number < 2200:
        return "year", number
    if len(text) <= 2 and 1 <= number <= 31:
        return "day", number
    return "integer", number


def _shape_value(shape: str, text: str) -> Value:
    if shape == "decade":
        digits = _whole(re.sub(r"\D", "", text))
        return digits if digits > 99 else _in_century(digits, 20)
    if shape == "ordinal":
        return _whole(text[:-2])
    if shape == "nth":
        return int(text[1])
    return text.lower().replace(".", "") if shape == "ampm" else text
