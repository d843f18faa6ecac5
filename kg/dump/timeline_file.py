"""How do all events of a snapshot reach a timeline at once, without a question to the store?

`timeline.jsonl.gz`, a JSON array a line. One of two texts is a thing, its IRI and its label, with the number of such
lines before it as its own; any other is an event, whose people and places are numbers of things that came before. A
thing may come again, so that neither writing nor the things at hand grow with the graph.
"""

import gc
import gzip
import json
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any

from kg import iri
from kg.dump.checksums import digest_file, read_checksums
from kg.dump.event_records import EventRecord, Thing
from kg.dump.timeline_events import Party, Point, Standing, TimelineEvent, by_day, last_part, standings_of
from kg.errors import StoreError

NAME = "timeline.jsonl.gz"
_AT_HAND = 1 << 13
_PAIR = 2
_ROLES = {"counterparty": "party"}
"""Which side of a meeting is which means nothing."""


class TimelineWriter:
    """Events, written to a file as they come."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._numbers: OrderedDict[tuple[str, ...], int] = OrderedDict()
        self._next = 0

    def add(self, event: EventRecord) -> None:
        """One more event."""
        place = event.place
        cast = {(_ROLES.get(role, role), who.iri, _label(who)) for role, who in event.roles}
        voices = {(source.iri, _label(source)) for saying in event.sayings for source in saying.voices}
        fields = (
            event.iri, _label(event), event.cls, _label(event.kind), (event.plover or "").removeprefix(iri.PLOVER),
            event.edtf or "", event.earliest or "", event.latest or "", event.basis or "",
            None if place is None else self._number(place.iri, _label(place)),
            None if place is None else _degrees(place),
            [[role, self._number(*who)] for role, *who in sorted(cast)],
            [self._number(*voice) for voice in sorted(voices)],
            [self._number(*state) for state in sorted((state.iri, _label(state)) for state in event.states)],
            event.verbs, event.happening or "",
        )  # fmt: skip
        self._write(fields)

    def _number(self, *key: str) -> int:
        if key in self._numbers:
            self._numbers.move_to_end(key)
            return self._numbers[key]
        self._write(key)
        self._numbers[key] = self._next
        self._next += 1
        if len(self._numbers) > _AT_HAND:
            self._numbers.popitem(last=False)
        return self._next - 1

    def _write(self, row: tuple[object, ...]) -> None:
        self._file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def _label(thing: Thing | EventRecord | None) -> str:
    if thing is None:
        return ""
    return thing.label.value if thing.label is not None else last_part(thing.iri)


def _degrees(place: Thing) -> tuple[str, str] | None:
    return None if place.latitude is None or place.longitude is None else (place.latitude, place.longitude)


def read_timeline(dumps: Path) -> tuple[TimelineEvent, ...] | None:
    """The events of a folder of dumps by their earliest day; None when it has no such file, or not the published one.

    Reads and checks it as a whole: some twenty microseconds an event.
    """
    path = dumps / NAME
    try:
        if not path.is_file() or read_checksums(dumps).get(NAME) != digest_file(path):
            return None
        text = gzip.decompress(path.read_bytes()).removesuffix(b"\n").replace(b"\n", b",")
        rows = json.loads(b"[" + text + b"]")
    except (OSError, EOFError, zlib.error, ValueError, StoreError):
        return None
    with _without_collection():
        return tuple(sorted(_events(rows), key=by_day))


@contextmanager
def _without_collection() -> Iterator[None]:
    """Nothing that is read is garbage, and looking for some again and again takes half of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _events(rows: Iterable[list[Any]]) -> Iterator[TimelineEvent]:
    things: list[list[str]] = []

    @cache
    def party(role: str, number: int) -> Party:
        return Party(role, *things[number])

    @cache
    def standings(*verbs: str) -> tuple[Standing, ...]:
        return standings_of(verbs)

    for row in rows:
        if len(row) == _PAIR:
            things.append(row)
            continue
        name, label, cls, kind, plover, edtf, earliest, latest, basis, *ties, verbs, happening = row
        place, point, cast, voices, states = ties
        yield TimelineEvent(
            iri=name,
            label=label,
            cls=cls,
            type=kind,
            plover=plover,
            edtf=edtf,
            earliest=earliest,
            latest=latest,
            basis=basis,
            place=None if place is None else party("place", place),
            point=None if point is None else Point(float(point[0]), float(point[1])),
            parties=tuple([party(role, number) for role, number in cast]),
            sources=tuple([party("source", number) for number in voices]),
            states=tuple([party("state", number) for number in states]),
            standings=standings(*verbs),
            happening=happening,
        )
