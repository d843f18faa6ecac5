"""What does a cell of a foreign table say: text, an item, a point, a day, a number?

Cells come as plain text, as the terms of SPARQL 1.1 TSV results, or as the values of QuickStatements.
"""

import re
from functools import lru_cache

from kg.gazetteer.intake.found import Tell
from kg.gazetteer.rows import is_date
from kg.model import Rejection

_ITEM = re.compile(r"<?(?:https?://www\.wikidata\.org/(?:entity|wiki)/|wd:)?(Q[1-9][0-9]{0,14})>?")
_TERM = re.compile(r'(?:[a-z]{2,3}(?:-[A-Za-z0-9]+)*:)?"(.*)"(?:@[A-Za-z0-9-]+|\^\^.+)?', re.DOTALL)
_POINT = re.compile(r"(?:<[^>]*>\s*)?Point\s*\(\s*(-?[0-9.]+)\s+(-?[0-9.]+)\s*\)", re.IGNORECASE)
_AT = re.compile(r"@(-?[0-9.]+)/(-?[0-9.]+)")
_TIME = re.compile(r"\+?([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T[0-9:.]+Z?)?(?:/([0-9]{1,2}))?")
_YEAR, _MONTH = 9, 10
"""Wikidata's codes of precision; a day is 11."""
LONGEST_NAME = 200


def to_text(cell: str) -> str:
    """The text of a cell, quotes and language tag taken off, one line, never longer than a name can be."""
    text = cell.strip()
    if text.endswith('"') or '"@' in text or '"^' in text:
        found = _TERM.fullmatch(text)
        text = found[1].replace('\\"', '"').replace('""', '"') if found else text
    if "\n" in text or "\t" in text or "  " in text:
        text = " ".join(text.split())
    return text if len(text) <= LONGEST_NAME else ""


def to_item(cell: str) -> str | None:
    """The item that a cell names, bare or as an IRI; None for anything else."""
    found = _ITEM.fullmatch(cell.strip())
    return found[1] if found else None


def to_point(cell: str) -> tuple[float, float] | None:
    """Latitude and longitude of a WKT point or a QuickStatements coordinate; None for anything else."""
    text = to_text(cell)
    if found := _POINT.search(text):
        return check_point(found[2], found[1])
    at = _AT.fullmatch(text)
    return check_point(at[1], at[2]) if at else None


def check_point(lat: str, lon: str) -> tuple[float, float] | None:
    """The two numbers when they are a place on earth."""
    try:
        point = float(lat), float(lon)
    except ValueError:
        return None
    return point if abs(point[0]) <= 90 and abs(point[1]) <= 180 else None


@lru_cache(maxsize=10_000)
def to_day(cell: str) -> str:
    """An ISO date cut to its precision; empty for none, or one before the year 1."""
    text = to_text(cell)
    if is_date(text):
        return text
    found = _TIME.fullmatch(text)
    if not found:
        return ""
    year, month, day, precision = found[1], found[2], found[3], int(found[4] or 11)
    if precision < _YEAR:
        return ""
    cut = year if precision == _YEAR or month == "00" else f"{year}-{month}"
    whole = f"{year}-{month}-{day}"
    return whole if precision > _MONTH and is_date(whole) else cut if is_date(cut) else ""


def is_backwards(start: str, end: str) -> bool:
    """Whether a term ends before it begins, as far as both are known."""
    return bool(start and end) and start[: len(end)] > end[: len(start)]


def tell_backwards(tell: Tell, source: str, line: int, qid: str, start: str, end: str) -> None:
    """Tell of a term that ends before it begins."""
    reason = f"{qid}: a term of office ends ({end}) before it begins ({start})"
    tell(Rejection(source=source, place=f"line {line}", reason=reason, remedy="correct its dates; the rest is used"))
