"""What is an event to those who draw it on a timeline?

An event's standing is what the claims do with it: asserted, reported, envisaged, denied; contested when some claim
denies what another affirms.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias, get_args

from kg.edtf import EdtfError, edtf_label

Standing: TypeAlias = Literal["contested", "asserted", "reported", "envisaged", "denied"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)


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
    def when(self) -> str:
        """Its date in words."""
        return label_date(self.edtf)

    @property
    def involved(self) -> frozenset[str]:
        """The IRIs of everybody in a role, and of the place."""
        return frozenset(party.iri for party in (*self.parties, self.place) if party is not None)


def standings_of(verbs: Iterable[str]) -> tuple[Standing, ...]:
    """The standings of an event of which claims assert, report, envisage or deny it."""
    told = {_VERBS[verb] for verb in verbs}
    if "denied" in told and told & {"asserted", "reported"}:
        told.add("contested")
    return tuple(standing for standing in STANDINGS if standing in told)


_VERBS: dict[str, Standing] = {
    "asserts": "asserted",
    "reports": "reported",
    "envisages": "envisaged",
    "denies": "denied",
}


def by_day(event: TimelineEvent) -> tuple[str, str, str]:
    """Sorts events by their earliest day; those without one come last."""
    return event.earliest or event.latest or "~", event.latest, event.iri


def last_part(name: str) -> str:
    """What an IRI ends with, for what has no label."""
    return name.rpartition("/")[2].rpartition("#")[2]


@lru_cache(maxsize=4096)
def label_date(edtf: str) -> str:
    """An EDTF date in words; as it stands when it is none."""
    if not edtf:
        return "no date"
    try:
        return edtf_label(edtf)
    except EdtfError:
        return edtf
