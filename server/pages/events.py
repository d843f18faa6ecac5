"""Which events are on the timeline?

One record an event, put together once a snapshot from three questions. An event's standing is what the claims do
with it: asserted, reported, envisaged, denied; contested when some claim denies what another affirms.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineEvent:
    """An event as the timeline shows it; `earliest` and `latest` are ISO days, empty when open."""

    iri: str
    label: str
    cls: str
    type: str
    edtf: str
    when: str
    earliest: str
    latest: str
    basis: str
    place: Party | None
    parties: tuple[Party, ...]
    standings: tuple[Standing, ...]

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
        self._held: tuple[str, tuple[TimelineEvent, ...]] = ("", ())

    def of(self, snapshot: str) -> tuple[TimelineEvent, ...]:
        """The events, earliest first; read from the graph when the snapshot is another than last time."""
        held_for, events = self._held
        if held_for != snapshot:
            events = read_events(self._graph)
            self._held = (snapshot, events)
        return events


def read_events(graph: Selecting) -> tuple[TimelineEvent, ...]:
    """Every event of the graph by its earliest day; events without one come last."""
    standings = _standings(graph.select("standings"))
    parties = _parties(graph.select("participants"))
    rows = {text(row, "event"): row for row in reversed(graph.select("events"))}
    found = (_event(name, row, standings[name], parties[name]) for name, row in rows.items())
    return tuple(sorted(found, key=lambda event: (event.earliest or event.latest or "~", event.latest, event.iri)))


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
        actor = text(row, "actor")
        found[text(row, "event")].append(Party(role, actor, text(row, "label") or _last_part(actor)))
    return found


def _event(name: str, row: Row, standings: set[Standing], parties: list[Party]) -> TimelineEvent:
    place = text(row, "place")
    edtf = text(row, "edtf")
    return TimelineEvent(
        iri=name,
        label=text(row, "label") or _last_part(name),
        cls=text(row, "class").removeprefix(iri.ONTOLOGY),
        type=text(row, "typeLabel") or _last_part(text(row, "type")),
        edtf=edtf,
        when=label_date(edtf),
        earliest=text(row, "earliest"),
        latest=text(row, "latest"),
        basis=text(row, "basis"),
        place=Party("place", place, text(row, "placeLabel") or _last_part(place)) if place else None,
        parties=tuple(sorted(set(parties))),
        standings=tuple(standing for standing in STANDINGS if standing in standings),
    )


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
