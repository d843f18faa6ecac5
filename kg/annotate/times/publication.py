"""On which days may the article have been published, by its metadata or by a date printed above it?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg.annotate.times.calendar import is_day
from kg.annotate.times.lexer import Lexeme
from kg.annotate.times.meaning import Calendar, Expression
from kg.annotate.times.words import KINDS
from kg.edtf import edtf_from_days
from kg.model import When

_MOST_DAYS = 400
_PLACE = re.compile(r"(?:\A|\n)\s*[A-Z][A-Z.'’ -]+(?:,\s*[A-Z][\w.’' ]+){0,2},\s*\Z")
_LABEL = re.compile(
    r"(?:\A|\n)\s*(?:(?:published|posted|date|first published)(?:\s+on)?\s*:?\s*)?\Z",
    re.IGNORECASE,
)
_MASTHEAD = re.compile(
    r"\A\s*(?:[^\n]{1,120}\n\s*)?(?:[A-Z][\w.'’&-]*(?:\s+(?:of|and|the|[A-Z][\w.'’&-]*)){0,5}),\s*\Z"
)
"""The paper or the town alone before a date, in the first or second line."""
_MASTHEAD_LENGTH = 250
_REST_OF_LINE = re.compile(r"\.?\s*(?:[|,·–—-]?\s*\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?\s*[A-Z]{0,4})?\s*(?:\n|\Z)")
_SOURCE_FOLLOWS = (KINDS["open"], KINDS["dash"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Publication:
    """What is known of the day of publication: the record, and all days that it can be (none: too many)."""

    when: When | None
    days: tuple[date, ...] = ()

    @property
    def inferred(self) -> bool:
        """Whether the day was solved and not printed or given."""
        return self.when is not None and self.when.basis == "inferred"


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicationHint:
    """A period in which the article must have been published, and why; None is open."""

    why: str
    earliest: date | None = None
    latest: date | None = None


def publication_given(published: When) -> Publication:
    """The publication by its metadata."""
    if published.earliest is None or published.latest is None:
        return Publication(when=published)
    return Publication(when=published, days=days_between(published.earliest, published.latest))


def days_between(first: date, last: date) -> tuple[date, ...]:
    """All days from first to last; of more than a year only these two, since readings move with the day."""
    count = (last - first).days + 1
    return tuple(first + timedelta(days=step) for step in range(count)) if count <= _MOST_DAYS else (first, last)


def find_printed_date(text: str, expressions: Sequence[Expression], lexemes: Sequence[Lexeme]) -> Expression | None:
    """The date of a dateline ("LUSAKA, May 21 (Agency) -", "LUSAKA, Sunday -") or of a line of its own above."""
    return next((found for found in expressions if _is_printed_date(text, found, lexemes)), None)


def publication_printed(found: Expression, text: str) -> Publication | None:
    """The publication by a printed date with its year; None without a year."""
    date_ = found.meaning
    if not isinstance(date_, Calendar) or not (date_.year and date_.month and date_.day):
        return None
    if not is_day(date_.year, date_.month, date_.day):
        return None
    day = date(date_.year, date_.month, date_.day)
    words = text[found.start : found.end]
    why = (f"the line above the text is dated {words}",)
    return Publication(when=when_days((day,), why=why, text=words, stated=True), days=(day,))


def when_days(days: Sequence[date], *, why: tuple[str, ...], text: str | None = None, stated: bool = False) -> When:
    """The record of a publication on one of these days."""
    return When(
        text=text,
        edtf=edtf_from_days(min(days), max(days)),
        earliest=min(days),
        latest=max(days),
        basis="stated" if stated else "inferred",
        why=why,
    )


def _is_printed_date(text: str, found: Expression, lexemes: Sequence[Lexeme]) -> bool:
    if not isinstance(found.meaning, Calendar):
        return False
    is_date, is_weekday = bool(found.meaning.month and found.meaning.day), found.meaning.weekday is not None
    before = text[max(0, found.start - 80) : found.start]
    following = lexemes[found.last + 1].kind if found.last + 1 < len(lexemes) else ""
    if _PLACE.search(before) and following in _SOURCE_FOLLOWS:
        return is_date or is_weekday
    named = found.start < _MASTHEAD_LENGTH and _MASTHEAD.match(text[: found.start])
    return is_date and bool((_LABEL.search(before) or named) and _REST_OF_LINE.match(text, found.end))
