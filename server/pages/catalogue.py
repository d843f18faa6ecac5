"""What can be chosen in the filters, and how many events does each choice leave?"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from kg.dump.timeline_events import Party, TimelineEvent
from kg.edtf import edtf_bounds
from server.pages.shown import MOST_KEPT, Shown, remembered, to_number
from server.pages.spelling import spell
from server.pages.windows import count_years, path_of

_MOST_NAMES = 400
_MANY_YEARS = 24


class Choice(NamedTuple):
    """A value that a filter offers: what goes into the address, what is read, and for how many events it holds."""

    value: str
    label: str
    events: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Catalogue:
    """All choices of a snapshot, those of most events first."""

    actors: tuple[Choice, ...]
    countries: tuple[Choice, ...]
    sources: tuple[Choice, ...]
    types: tuple[Choice, ...]
    plovers: tuple[Choice, ...]
    standings: Counter[str]


class Catalogues:
    """The choices of the events that were asked about last."""

    def __init__(self) -> None:
        self._held: tuple[tuple[TimelineEvent, ...], Catalogue] | None = None

    def of(self, events: tuple[TimelineEvent, ...]) -> Catalogue:
        """The choices of these events; they are gathered once for one object."""
        held = self._held
        if held is None or held[0] is not events:
            held = self._held = (events, read_catalogue(events))
        return held[1]


def read_catalogue(events: tuple[TimelineEvent, ...]) -> Catalogue:
    """The choices that a snapshot's events offer."""
    return Catalogue(
        actors=_names(event.parties + ((event.place,) if event.place else ()) for event in events),
        countries=_names(event.states for event in events),
        sources=_names(event.sources for event in events),
        types=_values(event.type for event in events),
        plovers=_values(event.plover for event in events),
        standings=Counter(standing for event in events for standing in event.standings),
    )


def _names(casts: Iterable[tuple[Party, ...]]) -> tuple[Choice, ...]:
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for cast in casts:
        labels.update((party.iri, party.label) for party in cast)
        counts.update({party.iri for party in cast})
    ranked = sorted(counts.items(), key=lambda item: (-item[1], labels[item[0]], item[0]))
    return tuple(Choice(path_of(name), labels[name], count) for name, count in ranked[:_MOST_NAMES])


def _values(values: Iterable[str]) -> tuple[Choice, ...]:
    ranked = sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))
    return tuple(Choice(value, value, count) for value, count in ranked if value)


@remembered(MOST_KEPT)
def class_choices(shown: Shown) -> tuple[Choice, ...]:
    """The classes of what a filter without one shows."""
    return tuple(one._replace(label=spell(one.value)) for one in _values(event.cls for event in shown.events))


@remembered(MOST_KEPT)
def time_choices(shown: Shown) -> tuple[Choice, ...]:
    """Decades, years, or the months of the one year that is asked for; none once a month is."""
    asked = shown.asked
    if asked.start and asked.end and asked.start[:4] == asked.end[:4]:
        return tuple(_months(shown, asked.start[:4])) if asked.start[5:7] != asked.end[5:7] else ()
    years = {year: count for year, count in count_years(shown).items() if _in_span(shown, year) and count}
    if len(years) <= _MANY_YEARS:
        return tuple(Choice(f"{year:04}", str(year), count) for year, count in years.items())
    return tuple(_decades(shown, sorted({year // 10 for year in years})))


def _in_span(shown: Shown, year: int) -> bool:
    return f"{year:04}-12-31" >= shown.asked.start and (not shown.asked.end or f"{year:04}" <= shown.asked.end)


def _months(shown: Shown, year: str) -> Iterator[Choice]:
    for month, name in enumerate(_MONTHS, 1):
        if count := _touching(shown, f"{year}-{month:02}"):
            yield Choice(f"{year}-{month:02}", f"{name} {year}", count)


def _decades(shown: Shown, decades: Iterable[int]) -> Iterator[Choice]:
    for decade in decades:
        if count := _touching(shown, f"{decade:03}X"):
            yield Choice(f"{decade:03}", f"{decade}0s", count)


def _touching(shown: Shown, period: str) -> int:
    """How many dated events touch a period; one with an open end where its known end lies."""
    start, end = edtf_bounds(period)
    if start is None or end is None:
        return 0
    first, last = to_number(start.isoformat()), to_number(end.isoformat())
    return sum(1 for one in shown.placed if one.first <= last and one.last >= first)


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Active(NamedTuple):
    """A filter that is on: what it is called, its value in words, and the address's fields without it."""

    name: str
    said: str
    without: dict[str, list[str]]


_NAMES = {
    "actor": "who or where", "country": "country", "class": "kind", "type": "type", "plover": "PLOVER",
    "source": "on the word of", "article": "told in", "start": "from", "end": "to", "words": "words",
}  # fmt: skip


def active_filters(arguments: MultiDict[str, str], labels: dict[str, str]) -> list[Active]:
    """The filters of an address, each with what to ask for to be rid of it."""
    fields = {name: [value for value in arguments.getlist(name) if value] for name in arguments}
    fields.pop("page", None)
    found = []
    for name, said in _NAMES.items():
        for value in fields.get(name, ()):
            left = [other for other in fields[name] if other != value]
            found.append(Active(said, labels.get(value, value), {**fields, name: left}))
    return found
