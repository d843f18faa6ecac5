"""Which events does an address ask for?

The filters of the timeline, its table, map, network and exports all stand in the address, so that a link shows what
was seen. An actor, place, country or source is named by the path of its page, its IRI, or its label. Without
`standing` only what is asserted is shown: hearsay is one click away, never mixed in unasked.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from kg import iri
from kg.dump.timeline_events import STANDINGS, Party, Standing, TimelineEvent
from kg.edtf import EdtfError, edtf_bounds

_LONGEST = 200
"""Characters of a value; what is longer matches nothing that anybody typed."""
_MOST_NAMED = 2
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


class Wanted(NamedTuple):
    """Somebody, or somewhere: the text of the address, and what it can be the IRI and the label of."""

    value: str
    iri: str
    label: str

    def among(self, parties: Iterable[Party]) -> bool:
        """Whether it is one of them."""
        return any(party.iri == self.iri or party.label.casefold() == self.label for party in parties)


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """Which events to show; an empty text holds nothing back. `start` and `end` are ISO days.

    Of two actors, or two countries, both must be in the event; with `beside` either, each shown in a lane of its own.
    `article` is the key of the article that tells it. `faults` says what of the address could not be understood and
    was left out.
    """

    actors: tuple[Wanted, ...] = ()
    countries: tuple[Wanted, ...] = ()
    beside: bool = False
    cls: str = ""
    type: str = ""
    plover: str = ""
    source: Wanted | None = None
    article: str = ""
    standings: tuple[Standing, ...] = ("asserted",)
    start: str = ""
    end: str = ""
    surely: bool = False
    words: str = ""
    faults: tuple[str, ...] = field(default=(), compare=False)

    def holds(self, event: TimelineEvent) -> bool:
        """Whether the event is shown; an event may lie partly inside the span of days."""
        return (
            not set(self.standings).isdisjoint(event.standings)
            and (not self.cls or event.cls == self.cls)
            and (not self.type or event.type == self.type)
            and (not self.plover or event.plover == self.plover)
            and self.overlaps(event)
            and (not self.article or event.iri.startswith(iri.mint_part(self.article, "event", "")))
            and (self.source is None or self.source.among(event.sources))
            and self._names(event)
            and (not self.words or self.words in _searched(event))
        )

    def overlaps(self, event: TimelineEvent) -> bool:
        """Whether the event may lie in the span of days, as far as its date is known; `surely` lies wholly in it."""
        if self.surely:
            return (not self.start or event.earliest >= self.start) and (
                not self.end or "" < event.latest <= self.end
            )
        return (not self.start or not event.latest or event.latest >= self.start) and (
            not self.end or not event.earliest or event.earliest <= self.end
        )

    def _names(self, event: TimelineEvent) -> bool:
        if not (self.actors or self.countries):
            return True
        found = [self.concerns(event, wanted) for wanted in (*self.actors, *self.countries)]
        return any(found) if self.beside else all(found)

    def concerns(self, event: TimelineEvent, wanted: Wanted) -> bool:
        """Whether an actor, or a country, of this filter is in the event."""
        return wanted.among(event.states if wanted in self.countries else cast_of(event))

    @property
    def panels(self) -> tuple[Wanted, ...]:
        """Who is shown side by side; nobody unless two are asked for."""
        named = (*self.actors, *self.countries)
        return named if self.beside and len(named) > 1 else ()


def cast_of(event: TimelineEvent) -> Iterator[Party]:
    """Everybody in a role of an event, and its place."""
    yield from event.parties
    if event.place is not None:
        yield event.place


def _searched(event: TimelineEvent) -> str:
    return "\n".join((event.label, event.type, *(party.label for party in cast_of(event)))).casefold()


def read_filter(arguments: MultiDict[str, str]) -> Filter:
    """The filter of an address; `standing` may come several times, `standing=all` shows everything."""
    asked = arguments.getlist("standing")
    standings = STANDINGS if "all" in asked else tuple(name for name in STANDINGS if name in asked)
    faults: list[str] = []
    source = arguments.get("source", "").strip()
    return Filter(
        actors=_wanted(arguments, "actor", faults),
        countries=_wanted(arguments, "country", faults),
        beside=arguments.get("beside", "") == "1",
        cls=_value(arguments, "class"),
        type=_value(arguments, "type"),
        plover=_value(arguments, "plover"),
        source=read_wanted(source) if source else None,
        article=_value(arguments, "article"),
        standings=standings or ("asserted",),
        start=_bound(arguments, "start", faults),
        end=_bound(arguments, "end", faults),
        surely=arguments.get("date", "") == "surely",
        words=_value(arguments, "words").casefold(),
        faults=tuple(faults),
    )


def _value(arguments: MultiDict[str, str], name: str) -> str:
    return arguments.get(name, "").strip()[:_LONGEST]


def _wanted(arguments: MultiDict[str, str], name: str, faults: list[str]) -> tuple[Wanted, ...]:
    given = dict.fromkeys(value.strip() for value in arguments.getlist(name) if value.strip())
    if len(given) > _MOST_NAMED:
        faults.append(f"Only the first {_MOST_NAMED} of {len(given)} values of “{name}” count.")
    return tuple(read_wanted(value) for value in list(given)[:_MOST_NAMED])


def read_wanted(value: str) -> Wanted:
    """What somebody may have meant by a path, an IRI or a label."""
    value = value[:_LONGEST]
    return Wanted(
        value, value if value.startswith(("http://", "https://")) else iri.mint_local(value), value.casefold()
    )


def _bound(arguments: MultiDict[str, str], name: str, faults: list[str]) -> str:
    """The first or last day of a day, month or year."""
    text = _value(arguments, name)
    if not text:
        return ""
    try:
        if _DAY.fullmatch(text) is None:
            raise EdtfError(text, "no day, month or year")
        earliest, latest = edtf_bounds(text)
    except EdtfError:
        faults.append(f"“{text}” is no date: write 2014, 2014-05 or 2014-05-03.")
        return ""
    found = earliest if name == "start" else latest
    return found.isoformat() if found is not None else ""
