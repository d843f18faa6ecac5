"""On which day does the page itself say that it was published?

Only a date printed in full, apart from the article's sentences, counts; figures alone (05/06/2018) may have the day
or the month first and tell nothing.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from kg.articles.shapes import is_date
from kg.edtf import edtf_bounds
from kg.model import Segment, When

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_PRINTED = (
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b"),
)
_CHANGED = re.compile(r"\b(?:updated|modified|amended)\b", re.IGNORECASE)


def printed_date(text: str, segments: Sequence[Segment]) -> When | None:
    """The day in the first date line above the body, or after the byline's bar; a date of change does not count."""
    for segment in takewhile(lambda part: part.kind != "body", segments):
        words = " ".join(text[segment.start : segment.end].split())
        if segment.kind in {"furniture", "byline"} and (found := _day(_CHANGED.split(words)[0], segment)):
            return found
    return None


def _day(words: str, segment: Segment) -> When | None:
    line = words.rpartition("|")[2] if segment.kind == "byline" else words
    if not is_date(line.strip()):
        return None
    for found in filter(None, (pattern.search(line) for pattern in _PRINTED)):
        month = found["month"].lower()
        number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
        edtf = f"{found['year']}-{number:02}-{int(found['day']):02}"
        try:
            earliest, latest = edtf_bounds(edtf)
        except ValueError:
            continue
        return When(text=found.group(), edtf=edtf, earliest=earliest, latest=latest, basis="stated")
    return None
