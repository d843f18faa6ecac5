"""Where does a text speak of time, and what do its words mean there?"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from spacy.tokens import Doc, Token

from kg.annotate.times.lexer import Lexeme
from kg.annotate.times.meaning import (
    Calendar,
    Expression,
    Length,
    Meaning,
    Part,
    Relative,
    Repeated,
    Signal,
    TimeOfDay,
    Years,
)
from kg.annotate.times.patterns import Pattern
from kg.annotate.times.patterns_dates import date_patterns
from kg.annotate.times.patterns_hours import hour_patterns
from kg.annotate.times.patterns_spans import span_patterns
from kg.annotate.times.words import KINDS

_PARTS: dict[str, Part] = {"early": "early", "mid": "mid", "late": "late", "earlier": "earlier", "later": "later"}
_SIGNALS: dict[str, Signal] = {
    KINDS["since"]: "since", KINDS["until"]: "until", KINDS["by"]: "by", KINDS["before"]: "before",
    KINDS["after"]: "after",
}  # fmt: skip
_BEFORE_PART = re.compile(r"t?[qer](?:-|i)?t?$")
_BEFORE_PART_OF_DAY = re.compile(r"(?:t|(?<=i))Po$")
_NUMBERED = frozenset(
    {"flight", "route", "room", "highway", "article", "resolution", "section", "chapter", "page", "number", "no",
     "model", "boeing", "airbus", "unit", "bus", "channel", "act", "directive", "apollo", "verse", "paragraph",
     "line", "platform", "gate", "hall", "block", "lot", "apartment"}
)  # fmt: skip


_AFTER_PART = (KINDS["of"], KINDS["after"], KINDS["before"], KINDS["earlier"], KINDS["later"])
_COUNTS = tuple(KINDS[kind] for kind in ("a", "number", "day", "integer", "some"))
_TIMES = ("once", "twice", "times")
_BEFORE_DATE = frozenset(
    {"in", "since", "until", "till", "by", "of", "from", "to", "through", "and", "between", "during", "before",
     "after", "for", "last", "next", "this", "early", "mid", "late", "-", "–", "the", ",", "(", "around", "about"}
)  # fmt: skip


def find_expressions(doc: Doc, lexemes: tuple[Lexeme, ...]) -> tuple[Expression, ...]:
    """The time expressions of a text in order, without overlaps; the longest reading from the left wins."""
    kinds = "".join(lexeme.kind for lexeme in lexemes)
    paragraphs = tuple(accumulate(int(lexeme.kind == KINDS["break"]) for lexeme in lexemes))
    found: list[Expression] = []
    free_from = 0
    for first, last, pattern, meaning in _readings(kinds, lexemes):
        if first < free_from or not _is_time(doc, lexemes, first, last, meaning):
            continue
        expression = Expression(
            start=lexemes[first].start, end=lexemes[last].end, type=pattern.type, meaning=meaning,
            first=first, last=last, paragraph=paragraphs[first],
        )  # fmt: skip
        found.append(_with_context(expression, lexemes, kinds, free_from))
        free_from = last + 1
    return tuple(found)


def _readings(kinds: str, lexemes: tuple[Lexeme, ...]) -> Iterator[tuple[int, int, Pattern, Meaning]]:
    matches = [
        (match.start(), -match.end(), order, match, pattern)
        for order, pattern in enumerate((*date_patterns(), *hour_patterns(), *span_patterns()))
        for match in _all_matches(pattern, kinds)
    ]
    for start, negative_end, _, match, pattern in sorted(matches, key=lambda found: found[:3]):
        meaning = pattern.build(pattern.parts(match, lexemes))
        if meaning is not None:
            yield start, -negative_end - 1, pattern, meaning


def _all_matches(pattern: Pattern, kinds: str) -> Iterator[re.Match[str]]:
    """The longest match from each place, also inside another: what is left of one may be a time of its own."""
    match = pattern.regex.search(kinds)
    while match:
        yield match
        match = pattern.regex.search(kinds, match.start() + 1)


def _is_time(doc: Doc, lexemes: tuple[Lexeme, ...], first: int, last: int, meaning: Meaning) -> bool:
    """Whether the words around leave the reading as a time."""
    if isinstance(meaning, Calendar):
        return _is_calendar(doc, lexemes, first, last, meaning)
    if isinstance(meaning, Length):
        return _is_length(doc, lexemes, first, last)
    if isinstance(meaning, Repeated):
        return _is_repeated(doc, lexemes, first, last)
    return not isinstance(meaning, Years) or doc[max(0, _token_at(doc, lexemes[first].start).i - 1)].tag_ != "PRP$"


def _is_calendar(doc: Doc, lexemes: tuple[Lexeme, ...], first: int, last: int, meaning: Calendar) -> bool:
    if first != last:
        return True
    if lexemes[first].kind == KINDS["month"]:
        return _is_month_name(doc, lexemes[first])
    if lexemes[first].kind == KINDS["year"]:
        return _is_year(doc, lexemes, first)
    return meaning.season is None or _token_at(doc, lexemes[first].start).pos_ != "VERB"


def _word_before(token: Token) -> str:
    """The lower-case word before the token, white space skipped; "" at the beginning."""
    index = token.i - 1
    while index >= 0 and token.doc[index].is_space:
        index -= 1
    return token.doc[index].lower_ if index >= 0 else ""


def _is_supported(token: Token) -> bool:
    """Whether the recogniser of names, or the word before, takes a lone month or year for a date."""
    if token.ent_type_ == "DATE":
        return True
    before = _word_before(token)
    return before in _BEFORE_DATE and token.ent_type_ not in ("PERSON", "CARDINAL", "QUANTITY", "MONEY", "PERCENT")


def _is_month_name(doc: Doc, lexeme: Lexeme) -> bool:
    """May, March and August are also a verb, a walk and an adjective; April and June are also people."""
    token = _token_at(doc, lexeme.start)
    return token.pos_ not in ("AUX", "VERB") and _is_supported(token)


def _is_year(doc: Doc, lexemes: tuple[Lexeme, ...], index: int) -> bool:
    """Whether a bare figure between 1000 and 2199 counts years and not things."""
    lexeme = lexemes[index]
    if not 1500 <= int(lexeme.value or 0) <= 2100:
        return index > 0 and lexemes[index - 1].kind in (KINDS["in"], KINDS["since"])
    token = _token_at(doc, lexeme.start)
    before = _word_before(token)
    if (
        before in _NUMBERED
        or before in ("#", "no.", "nos.")
        or (lexeme.glued and not _is_part_before(lexemes, index))
    ):
        return False
    following = lexemes[index + 1].kind if index + 1 < len(lexemes) else ""
    if following in (KINDS["money"], KINDS["units"]):
        return False
    return _is_supported(token) and (token.ent_type_ == "DATE" or not _counts_things(token))


def _is_part_before(lexemes: tuple[Lexeme, ...], index: int) -> bool:
    """Whether the figure is glued to no more than a "mid-"."""
    return index > 1 and lexemes[index - 1].kind == KINDS["dash"] and lexemes[index - 2].kind == KINDS["early"]


def _counts_things(token: Token) -> bool:
    """Whether the figure is said of a plural noun after it ("2000 soldiers")."""
    return token.dep_ == "nummod" and token.head.i > token.i and token.head.tag_ in ("NNS", "NNPS")


def _is_length(doc: Doc, lexemes: tuple[Lexeme, ...], first: int, last: int) -> bool:
    if lexemes[first].kind != KINDS["a"]:
        return True
    is_of = last + 1 < len(lexemes) and lexemes[last + 1].kind == KINDS["of"]
    return not is_of and (_is_part(lexemes, last) or not _is_rate(doc, lexemes[first]))


def _is_part(lexemes: tuple[Lexeme, ...], last: int) -> bool:
    """Whether "of" or "after" follows: "a quarter of the voters", "a day after the vote"."""
    return last + 1 < len(lexemes) and lexemes[last + 1].kind in _AFTER_PART


def _is_repeated(doc: Doc, lexemes: tuple[Lexeme, ...], first: int, last: int) -> bool:
    kind = lexemes[first].kind
    if kind == KINDS["a"]:
        is_hourly = lexemes[last].value in ("hour", "minute", "second")
        return _is_rate(doc, lexemes[first]) and not _is_part(lexemes, last) and not is_hourly
    token = _token_at(doc, lexemes[first].start)
    names_paper = token.i + 1 < len(doc) and doc[token.i + 1].pos_ in ("PROPN", "VERB", "AUX")
    return kind != KINDS["often"] or token.pos_ == "ADV" or (token.pos_ == "ADJ" and not names_paper)


def _is_rate(doc: Doc, article: Lexeme) -> bool:
    """Whether "a week" is said of each week, as in "$5 billion a year", "twice a week", "flights a week"."""
    token = _token_at(doc, article.start)
    before = doc[token.i - 1] if token.i else None
    return before is not None and (before.pos_ in ("NUM", "SYM") or before.tag_ == "NNS" or before.lower_ in _TIMES)


def _token_at(doc: Doc, offset: int) -> Token:
    """The last token that begins at or before an offset."""
    return doc[bisect_right(doc, offset, key=lambda token: token.idx) - 1]


def _with_context(expression: Expression, lexemes: tuple[Lexeme, ...], kinds: str, free_from: int) -> Expression:
    expression = _with_fiscal(expression, lexemes, kinds, free_from)
    expression = _with_part_of_day(expression, lexemes, kinds, free_from)
    expression = _with_part(expression, lexemes, kinds, free_from)
    expression = _with_about(expression, lexemes, free_from)
    return _with_signal(expression, lexemes)


def _with_fiscal(expression: Expression, lexemes: tuple[Lexeme, ...], kinds: str, free_from: int) -> Expression:
    """Fiscal 2018, the quarter ended Oct. 31: a company's own year, which begins when it says."""
    before, after = expression.first - 1, kinds[expression.last + 1 : expression.last + 2]
    if before >= free_from and kinds[before] == KINDS["fiscal"]:
        expression = _extended(expression, lexemes, before)
    is_fiscal = KINDS["fiscal"] in kinds[expression.first : expression.last + 1]
    is_quarter = isinstance(expression.meaning, Calendar) and bool(expression.meaning.quarter)
    return replace(expression, fiscal=is_fiscal or (is_quarter and after == KINDS["ended"]))


def _with_part_of_day(expression: Expression, lexemes: tuple[Lexeme, ...], kinds: str, free_from: int) -> Expression:
    match = _BEFORE_PART_OF_DAY.search(kinds, free_from, expression.first)
    if not match or expression.type != "DATE" or not isinstance(expression.meaning, (Calendar, Relative)):
        return expression
    mark = str(lexemes[match.end() - 2].value)
    meaning = TimeOfDay(base=expression.meaning, mark=mark)
    return replace(_extended(expression, lexemes, match.start()), type="TIME", meaning=meaning)


def _with_part(expression: Expression, lexemes: tuple[Lexeme, ...], kinds: str, free_from: int) -> Expression:
    match = _BEFORE_PART.search(kinds, max(free_from, expression.first - 4), expression.first)
    if not match or expression.type not in ("DATE", "TIME"):
        return expression
    word = next(str(lexeme.value) for lexeme in lexemes[match.start() : match.end()] if lexeme.value in _PARTS)
    return replace(_extended(expression, lexemes, match.start()), part=_PARTS[word])


def _with_about(expression: Expression, lexemes: tuple[Lexeme, ...], free_from: int) -> Expression:
    index, after = expression.first - 1, lexemes[expression.last + 1 : expression.last + 2]
    is_possessive = any(lexeme.kind == KINDS["apostrophe"] for lexeme in after)
    if index < free_from or lexemes[index].kind != KINDS["about"] or is_possessive:
        return expression
    if not lexemes[index].value and lexemes[expression.first].kind not in _COUNTS:
        return expression
    return replace(_extended(expression, lexemes, index), about=lexemes[index].value == "~")


def _with_signal(expression: Expression, lexemes: tuple[Lexeme, ...]) -> Expression:
    if not expression.first:
        return expression
    before = lexemes[expression.first - 1]
    return replace(expression, signal=_SIGNALS.get(before.kind, ""), before=str(before.value or ""))


def _extended(expression: Expression, lexemes: tuple[Lexeme, ...], first: int) -> Expression:
    return replace(expression, first=first, start=lexemes[first].start)
