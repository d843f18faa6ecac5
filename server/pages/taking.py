"""How is what the timeline shows taken away as a file?

The same filters as the page, all events and not only one page of them: CSV that no spreadsheet executes, and GeoJSON
(RFC 7946), where an event without a known point has the geometry null.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from flask import json

from kg import iri
from kg.dump.timeline_events import TimelineEvent
from server.workers.cells import neutralise

COLUMNS = (
    "event", "label", "class", "type", "plover", "edtf", "when", "earliest", "latest", "date_basis", "standing",
    "who", "place", "latitude", "longitude", "countries", "on_the_word_of",
)  # fmt: skip
_ROWS_A_PIECE = 500


def write_csv(events: Sequence[TimelineEvent]) -> Iterator[bytes]:
    """The rows, in pieces; each cell that a spreadsheet would take for a formula has an apostrophe in front."""
    yield b"\xef\xbb\xbf"
    yield _rows([COLUMNS])
    for start in range(0, len(events), _ROWS_A_PIECE):
        yield _rows(_cells(event) for event in events[start : start + _ROWS_A_PIECE])


def _rows(rows: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(map(neutralise, row) for row in rows)
    return written.getvalue().encode()


def _cells(event: TimelineEvent) -> tuple[str, ...]:
    return (
        event.iri, event.label, event.cls, event.type, event.plover, event.edtf, event.when, event.earliest,
        event.latest, event.basis, "; ".join(event.standings),
        "; ".join(f"{party.label} ({party.role})" for party in event.parties),
        event.place.label if event.place else "",
        str(event.point.lat) if event.point else "", str(event.point.long) if event.point else "",
        "; ".join(party.label for party in event.states), "; ".join(party.label for party in event.sources),
    )  # fmt: skip


def write_geojson(events: Sequence[TimelineEvent]) -> Iterator[bytes]:
    """A FeatureCollection, in pieces."""
    yield b'{"type": "FeatureCollection", "features": ['
    for number, event in enumerate(events):
        yield (b",\n" if number else b"\n") + json.dumps(_feature(event)).encode()
    yield b"\n]}\n"


def _feature(event: TimelineEvent) -> dict[str, object]:
    point = event.point
    return {
        "type": "Feature",
        "id": event.iri,
        "geometry": {"type": "Point", "coordinates": [point.long, point.lat]} if point else None,
        "properties": to_item(event),
    }


def to_item(event: TimelineEvent) -> dict[str, object]:
    """An event as a program reads it."""
    return {
        "iri": event.iri,
        "page": iri.local_path(event.iri),
        "label": event.label,
        "class": event.cls,
        "type": event.type,
        "plover": event.plover or None,
        "edtf": event.edtf,
        "when": event.when,
        "earliest": event.earliest or None,
        "latest": event.latest or None,
        "basis": event.basis,
        "standing": event.standing,
        "standings": event.standings,
        "place": event.place.label if event.place else None,
        "parties": [{"role": party.role, "label": party.label} for party in event.parties],
        "sources": [source.label for source in event.sources],
    }
