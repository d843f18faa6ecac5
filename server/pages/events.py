"""Which events are on the timeline?

One record an event, put together once a snapshot: from the file that a build writes, else from eight questions to the
graph.
"""

import gc
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock, Thread
from typing import TypeAlias

from kg import iri
from kg.dump.timeline_events import Party, Point, TimelineEvent, by_day, last_part, standings_of
from kg.dump.timeline_file import read_timeline
from kg.errors import DatelineError
from kg.store.snapshot import Snapshot
from kg.vocabulary import DCT, DL, PROV
from server.http import refusals
from server.pages.graph import Row, Selecting, text
from server.steady import Versions, settle
from server.workers.computing import aside

Reading: TypeAlias = "Future[tuple[TimelineEvent, ...]]"
_PATIENCE_SECONDS = 0.7
"""How long a page waits for the events of a large snapshot that is read for the first time."""
_LARGE = 100_000
"""Triples; the events of fewer are read in a moment."""


class Events:
    """All events of the served snapshot, read in the background once a snapshot."""

    def __init__(self, graph: Selecting, served: Versions) -> None:
        self._graph = graph
        self._served = served
        self._lock = Lock()
        self._reading: tuple[str, Reading] | None = None

    def of(self, snapshot: Snapshot) -> tuple[TimelineEvent, ...]:
        """The events, earliest first; waits until they are read, and raises what kept them from being read."""
        with aside():
            return self._begin(snapshot).result()

    def soon(self, snapshot: Snapshot) -> tuple[TimelineEvent, ...]:
        """The same; of a large snapshot raises Refusal 503 after a short while, to be asked again."""
        large = sum(snapshot.manifest.counts.values()) > _LARGE
        try:
            with aside():
                return self._begin(snapshot).result(_PATIENCE_SECONDS if large else None)
        except TimeoutError:
            raise refusals.being_read() from None

    def _begin(self, snapshot: Snapshot) -> Reading:
        with self._lock:
            held = self._reading
            if held is None or held[0] != snapshot.id or (held[1].done() and held[1].exception()):
                held = self._reading = (snapshot.id, Future())
                Thread(target=self._read, args=(snapshot, held[1]), name="timeline", daemon=True).start()
            return held[1]

    def _read(self, snapshot: Snapshot, reading: Reading) -> None:
        try:
            found = read_timeline(snapshot.dumps)
            if found is None:
                found = settle(self._served, lambda: read_events(self._graph))[0]
            # They stay as long as the snapshot is served: to look through them for garbage would only hold up pages.
            # What stayed with the snapshot before counts again.
            if gc.get_freeze_count():
                gc.unfreeze()
                gc.collect()
            gc.freeze()
            reading.set_result(found)
        except DatelineError as error:
            reading.set_exception(error)


def read_events(graph: Selecting) -> tuple[TimelineEvent, ...]:
    """Every event of the graph by its earliest day; events without one come last."""
    labels = _least(graph.select("labels"), "thing", "label")
    joined = _Joined(
        labels=labels,
        facts=_facts(graph.select("facts")),
        verbs=_verbs(graph.select("standings")),
        parties=_parties(graph.select("participants"), labels),
        sources=_named(graph.select("voices"), "source", labels),
        states=_named(graph.select("states"), "state", labels),
        points={text(row, "place"): _point(row) for row in reversed(graph.select("points"))},
    )
    rows = graph.select("events")
    names = _least(rows, "event", "label")
    classes = _least(rows, "event", "class")
    return tuple(sorted((_event(name, names[name], classes[name], joined) for name in names), key=by_day))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Joined:
    """What other questions say of events, of places, and of whatever has a name."""

    labels: Mapping[str, str]
    facts: Mapping[str, Mapping[str, str]]
    verbs: Mapping[str, set[str]]
    parties: Mapping[str, list[Party]]
    sources: Mapping[str, list[Party]]
    states: Mapping[str, list[Party]]
    points: Mapping[str, Point]


def _least(rows: Iterable[Row], key: str, value: str) -> dict[str, str]:
    """Of several values the first in the order of texts, whatever order the store has."""
    found: dict[str, str] = {}
    for row in rows:
        name, said = text(row, key), text(row, value)
        if name not in found or said < found[name]:
            found[name] = said
    return found


def _facts(rows: Iterable[Row]) -> defaultdict[str, dict[str, str]]:
    """By event and property, of several values the first in the order of texts."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        facts, name, value = found[text(row, "event")], text(row, "property"), text(row, "value")
        if name not in facts or value < facts[name]:
            facts[name] = value
    return found


def _verbs(rows: Iterable[Row]) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[text(row, "event")].add(text(row, "verb").removeprefix(iri.ONTOLOGY))
    return found


def _parties(rows: Iterable[Row], labels: Mapping[str, str]) -> defaultdict[str, list[Party]]:
    found: defaultdict[str, list[Party]] = defaultdict(list)
    for row in rows:
        role = text(row, "role").removeprefix(iri.ONTOLOGY).removeprefix("has").removesuffix("Place").lower()
        # Which side of a meeting is which means nothing.
        found[text(row, "event")].append(_party(role.removeprefix("counter"), text(row, "actor"), labels))
    return found


def _named(rows: Iterable[Row], role: str, labels: Mapping[str, str]) -> defaultdict[str, list[Party]]:
    found: defaultdict[str, list[Party]] = defaultdict(list)
    for row in rows:
        found[text(row, "event")].append(_party(role, text(row, role), labels))
    return found


def _party(role: str, name: str, labels: Mapping[str, str]) -> Party:
    return Party(role, name, labels.get(name) or last_part(name))


def _point(row: Row) -> Point:
    return Point(float(text(row, "lat")), float(text(row, "long")))


def _event(name: str, label: str, cls: str, joined: _Joined) -> TimelineEvent:
    facts = joined.facts.get(name, {})
    place, kind = facts.get(DL.hasPlace.value, ""), facts.get(DCT.type.value, "")
    return TimelineEvent(
        iri=name,
        label=label or last_part(name),
        cls=cls.removeprefix(iri.ONTOLOGY),
        type=joined.labels.get(kind) or last_part(kind),
        plover=facts.get(DCT.subject.value, "").removeprefix(iri.PLOVER),
        edtf=facts.get(DL.edtf.value, ""),
        earliest=facts.get(DL.earliest.value, ""),
        latest=facts.get(DL.latest.value, ""),
        basis=facts.get(DL.timeBasis.value, ""),
        place=_party("place", place, joined.labels) if place else None,
        point=joined.points.get(place),
        parties=_distinct(joined.parties.get(name, ())),
        sources=_distinct(joined.sources.get(name, ())),
        states=_distinct(joined.states.get(name, ())),
        standings=standings_of(joined.verbs.get(name, ())),
        happening=facts.get(PROV.specializationOf.value, ""),
    )


def _distinct(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Each once, by role, IRI and label."""
    return tuple(sorted(set(parties)))
