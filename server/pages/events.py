"""Which events are on the timeline?

One record an event, put together once a snapshot from six questions. An event's standing is what the claims do
with it: asserted, reported, envisaged, denied; contested when some claim denies what another affirms.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Literal, NamedTuple, TypeAlias, get_args

from kg import iri
from kg.edtf import EdtfError, edtf_label
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
    joined = _Joined(
        standings=_standings(graph.select("standings")),
        parties=_parties(graph.select("participants")),
        sources=_named(graph.select("voices"), "source"),
        states=_named(graph.select("states"), "state"),
        points={text(row, "place"): _point(row) for row in reversed(graph.select("points"))},
    )
    rows = {text(row, "event"): row for row in reversed(graph.select("events"))}
    found = (_event(name, row, joined) for name, row in rows.items())
    return tuple(sorted(found, key=lambda event: (event.earliest or event.latest or "~", event.latest, event.iri)))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Joined:
    """What other questions say of events, and of places."""

    standings: Mapping[str, set[Standing]]
    parties: Mapping[str, list[Party]]
    sources: Mapping[str, list[Party]]
    states: Mapping[str, list[Party]]
    points: Mapping[str, Point]


def _standings(rows: Iterable[Row]) -> defaultdict[str, set[Standing]]:
    found: defaultdict[str, set[Standing]] = defaultdict(set)
    for row in rows:
        found[text(row, "event")].add(_VERBS[text(row, "verb")])
    for standings in found.values():
        if "denied" in standings and standings & {"asserted", "reported"}:
            standings.add("contested")
    return found


def _parties(rows: Iterable[Row]) -> defaultdict[str, list[Party]]:
    found: defaultdict[str, list[Party]] = defaultdict(list)
    for row in rows:
        role = text(row, "role").removeprefix(iri.ONTOLOGY).removeprefix("has").removesuffix("Place").lower()
        # Which side of a meeting is which means nothing.
        found[text(row, "event")].append(_party(role.removeprefix("counter"), row, "actor", "label"))
    return found


def _named(rows: Iterable[Row], role: str) -> defaultdict[str, list[Party]]:
    found: defaultdict[str, list[Party]] = defaultdict(list)
    for row in rows:
        found[text(row, "event")].append(_party(role, row, role, "label"))
    return found


def _party(role: str, row: Row, variable: str, label: str) -> Party:
    name = text(row, variable)
    return Party(role, name, text(row, label) or _last_part(name))


def _point(row: Row) -> Point:
    return Point(float(text(row, "lat")), float(text(row, "long")))


def _event(name: str, row: Row, joined: _Joined) -> TimelineEvent:
    edtf, place, standings = text(row, "edtf"), text(row, "place"), joined.standings.get(name, set())
    return TimelineEvent(
        iri=name,
        label=text(row, "label") or _last_part(name),
        cls=text(row, "class").removeprefix(iri.ONTOLOGY),
        type=text(row, "typeLabel") or _last_part(text(row, "type")),
        plover=text(row, "plover").removeprefix(iri.PLOVER),
        edtf=edtf,
        when=label_date(edtf),
        earliest=text(row, "earliest"),
        latest=text(row, "latest"),
        basis=text(row, "basis"),
        place=_party("place", row, "place", "placeLabel") if place else None,
        point=joined.points.get(place),
        parties=_distinct(joined.parties.get(name, ())),
        sources=_distinct(joined.sources.get(name, ())),
        states=_distinct(joined.states.get(name, ())),
        standings=tuple(standing for standing in STANDINGS if standing in standings),
        happening=text(row, "happening"),
    )


def _distinct(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Each once, by role and name; one label of several is taken, the first."""
    once = {(party.role, party.iri): party for party in sorted(parties, reverse=True)}
    return tuple(sorted(once.values()))


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
