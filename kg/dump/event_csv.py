"""What do events look like as a table, for people without RDF?

CSV as RFC 4180 has it, one event a row, with the mark by which spreadsheets know UTF-8 and an apostrophe before what
they would run as a formula (CWE-1236). Several values in one cell stand in the order of their IRIs, parted by " | ".
"""

import csv
import io
import re
from collections.abc import Iterable

from kg.dump.event_records import ROLES, EventRecord, Saying, Thing

UTF8_MARK = b"\xef\xbb\xbf"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_PARTING = " | "

HEADER = (
    "event", "label", "class", "type", "date", "earliest", "latest", "date_basis",
    "place", "place_iri", "latitude", "longitude", *ROLES, "via", "wikidata",
    "standing", "source", "certainty", "sentence", "article", "article_title", "article_date", "article_url",
)  # fmt: skip
"""The columns; `wikidata` holds the items of everybody in a role and of the place, `standing` what claims do."""


def to_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows of cells as CSV, in UTF-8, safe to open in a spreadsheet."""
    written = io.StringIO()
    csv.writer(written).writerows([neutralise(cell) for cell in row] for row in rows)
    return written.getvalue().encode()


def neutralise(cell: str) -> str:
    """The cell as a spreadsheet shows it and does not run it."""
    return "'" + cell if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def event_row(event: EventRecord) -> list[str]:
    """The cells of an event, in the order of `HEADER`; unknown ones are empty."""
    place = event.place
    roles = [_names(thing for role, thing in event.roles if role == name) for name in (*ROLES, "via")]
    things = [thing for _, thing in event.roles] + ([place] if place else [])
    return [
        event.iri,
        _label(event.label.value if event.label else None),
        event.cls,
        _name(event.kind),
        *(value or "" for value in (event.edtf, event.earliest, event.latest, event.basis)),
        _name(place),
        place.iri if place else "",
        (place.latitude if place else None) or "",
        (place.longitude if place else None) or "",
        *roles,
        _join(sorted({thing.item for thing in things if thing.item})),
        _join(event.verbs),
        *_said(event.sayings),
    ]


def _said(sayings: tuple[Saying, ...]) -> list[str]:
    articles = {saying.article.iri: saying.article for saying in sayings if saying.article}
    told = [articles[name] for name in sorted(articles)]
    return [
        _join(dict.fromkeys(_name(saying.source) for saying in sayings if saying.source)),
        _join(dict.fromkeys(saying.certainty for saying in sayings if saying.certainty)),
        _join(dict.fromkeys(quote.words for saying in sayings for quote in saying.quotes)),
        _join(article.iri for article in told),
        _names(told),
        _join(article.edtf or "" for article in told),
        _join(article.url or "" for article in told),
    ]


def _names(things: Iterable[Thing]) -> str:
    return _join(map(_name, things))


def _name(thing: Thing | None) -> str:
    if thing is None:
        return ""
    return _label(thing.label.value if thing.label else None) or thing.iri


def _label(words: str | None) -> str:
    return " ".join((words or "").split())


def _join(words: Iterable[str]) -> str:
    return _PARTING.join(words)
