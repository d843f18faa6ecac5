"""Which events are on the timeline?

One record an event, put together once a snapshot from eight questions. An event's standing is what the claims do
with it: asserted, reported, envisaged, denied; contested when some claim denies what another affirms.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Literal, NamedTuple, TypeAlias, get_args

from kg import iri
from kg.edtf import EdtfError, edtf_label
from kg.vocabulary import DCT, DL, PROV
from server.pages.graph import Row, Selecting, text

Standing: TypeAlias = Literal["contested", "asserted", "reported", "envisaged", "denied"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)

_VERBS: Mapping[str, Standing] = {
    iri.ONTOLOGY + "asserts": "asserted",
    iri.ONTOLOGY + "reports": "reported",
    iri.ONTOLOGY + "envisages": "envisaged",
    iri.ONTOLOGY + "denies": "denied",
}


class Party(NamedTuple):
    """Somebody or something in a role of an event."""

    role: str
    iri: str
    label: str


class Point(NamedTuple):
    """Degrees of latitude and longitude, WGS 84."""

    lat: float
    long: float


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineEvent:
    """An event as the timeline shows it; `earliest` and `latest` are ISO days, empty when open.

    `sources` are those on whose word it rests, `states` those involved in it, by inference too, and the one in which
    it takes place; `happening` is the IRI of what it is taken to tell together with other articles' events.
    """

    iri: str
    label: str
    cls: str
    type: str
    plover: str
    edtf: str
    when: str
    earliest: str
    latest: str
    basis: str
    place: Party | None
    point: Point | None
    parties: tuple[Party, ...]
    sources: tuple[Party, ...]
    states: tuple[Party, ...]
    standings: tuple[Standing, ...]
    happening: str

    @property
    def standing(self) -> Standing:
        """How it is drawn: the first of its standings in the order of `STANDINGS`."""
        return self.standings[0] if self.standings else "reported"

    @property
    def involved(self) -> frozenset[str]:
        """The IRIs of everybody in a role, and of the place."""
        return frozenset(party.iri for party in (*self.parties, self.place) if party is not None)


class Events:
    """All events of the served snapshot; `snapshot` says which one that is now."""

    def __init__(self, graph: Selecting) -> None:
        self._graph = graph
        self._lock = Lock()
        self._held: tuple[str, tuple[TimelineEvent, ...]] = ("", ())

    def of(self, snapshot: str) -> tuple[TimelineEvent, ...]:
        """The events, earliest first; read from the graph when the snapshot is another than last time."""
        with self._lock:
            if self._held[0] != snapshot:
                self._held = (snapshot, read_events(self._graph))
            return self._held[1]


def read_events(graph: Selecting) -> tuple[TimelineEvent, ...]:
    """Every event of the graph by its earliest day; events without one come last."""
    labels = {text(row, "thing"): text(row, "label") for row in reversed(graph.select("labels"))}
    joined = _Joined(
        labels=labels,
        facts=_facts(graph.select("facts")),
        standings=_standings(graph.select("standings")),
        parties=_parties(graph.select("participants"), labels),
        sources=_named(graph.select("voices"), "source", labels),
        states=_named(graph.select("states"), "state", labels),
        points={text(row, "place"): _point(row) for row in reversed(graph.select("points"))},
    )
    rows = {text(row, "event"): row for row in reversed(graph.select("events"))}
    found = (_event(name, row, joined) for name, row in rows.items())
    return tuple(sorted(found, key=lambda event: (event.earliest or event.latest or "~", event.latest, event.iri)))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Joined:
    """What other questions say of events, of places, and of whatever has a name."""

    labels: Mapping[str, str]
    facts: Mapping[str, Mapping[str, str]]
    standings: Mapping[str, set[Standing]]
    parties: Mapping[str, list[Party]]
    sources: Mapping[str, list[Party]]
    states: Mapping[str, list[Party]]
    points: Mapping[str, Point]


def _facts(rows: list[Row]) -> defaultdict[str, dict[str, str]]:
    """By event and property; of several values the first in the answer."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in reversed(rows):
        found[text(row, "event")][text(row, "property")] = text(row, "value")
    return found


def _standings(rows: Iterable[Row]) -> defaultdict[str, set[Standing]]:
    found: defaultdict[str, set[Standing]] = defaultdict(set)
    for row in rows:
        found[text(row, "event")].add(_VERBS[text(row, "verb")])
    for standings in found.values():
        if "denied" in standings and standings & {"asserted", "reported"}:
            standings.add("contested")
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
    return Party(role, name, labels.get(name) or _last_part(name))


def _point(row: Row) -> Point:
    return Point(float(text(row, "lat")), float(text(row, "long")))


def _event(name: str, row: Row, joined: _Joined) -> TimelineEvent:
    facts, standings = joined.facts.get(name, {}), joined.standings.get(name, set())
    edtf, place, kind = facts.get(DL.edtf.value, ""), facts.get(DL.hasPlace.value, ""), facts.get(DCT.type.value, "")
    return TimelineEvent(
        iri=name,
        label=text(row, "label") or _last_part(name),
        cls=text(row, "class").removeprefix(iri.ONTOLOGY),
        type=joined.labels.get(kind) or _last_part(kind),
        plover=facts.get(DCT.subject.value, "").removeprefix(iri.PLOVER),
        edtf=edtf,
        when=label_date(edtf),
        earliest=facts.get(DL.earliest.value, ""),
        latest=facts.get(DL.latest.value, ""),
        basis=facts.get(DL.timeBasis.value, ""),
        place=_party("place", place, joined.labels) if place else None,
        point=joined.points.get(place),
        parties=_distinct(joined.parties.get(name, ())),
        sources=_distinct(joined.sources.get(name, ())),
        states=_distinct(joined.states.get(name, ())),
        standings=tuple(standing for standing in STANDINGS if standing in standings),
        happening=facts.get(PROV.specializationOf.value, ""),
    )


def _distinct(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Each once, by role and label."""
    return tuple(sorted(set(parties)))


@lru_cache(maxsize=4096)
def label_date(edtf: str) -> str:
    """An EDTF date in words; as it stands when it is none."""
    if not edtf:
        return "no date"
    try:
        return edtf_label(edtf)
    except EdtfError:
        return edtf


def _last_part(name: str) -> str:
    return name.rpartition("/")[2].rpartition("#")[2]
