"""Of which time does a request want to know?

Two times are kept apart. `asOf=2016-03` is of publication: what articles published by the end of that month say, and
what follows from them alone. `ingestedBy=2026-11-25` is of this data folder: the snapshot that it served then. Both
together: what was known here by the one, of what was published by the other.
"""

import re
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from kg.edtf import EdtfError, edtf_latest
from server.http import refusals

_DAY = re.compile(r"\d{4}(-\d{2}){0,2}")
NAMES = ("asOf", "ingestedBy")


class Moment(NamedTuple):
    """Published by the end of `until`, and served here at `ingested`; None: without such a limit."""

    until: date | None
    ingested: datetime | None


def read_moment(arguments: MultiDict[str, str]) -> Moment | None:
    """The time that an address asks for; None for the present. Raises Refusal for what is no time."""
    until, ingested = (_only(arguments, name) for name in NAMES)
    if until is None and ingested is None:
        return None
    return Moment(_read_day(until) if until is not None else None, _read_time(ingested) if ingested else None)


def _only(arguments: MultiDict[str, str], name: str) -> str | None:
    found = arguments.getlist(name)
    if len(found) > 1:
        raise refusals.malformed(f"There must be one {name}; this request has {len(found)}")
    return found[0] if found else None


def _read_day(text: str) -> date:
    try:
        day = edtf_latest(text) if _DAY.fullmatch(text) else None
    except EdtfError:
        day = None
    if day is None:
        raise refusals.malformed(f"asOf is a year, month or day, as 2016, 2016-03 or 2016-03-22, not {text!r}")
    return day


def _read_time(text: str) -> datetime:
    try:
        if _DAY.fullmatch(text):
            return datetime.combine(_read_day(text), time.max, UTC)
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise refusals.malformed(f"ingestedBy is a day or a time of ISO 8601, not {text!r}") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)
