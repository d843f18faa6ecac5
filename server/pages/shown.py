"""Which events does a filter show, and where do they lie on the time line?

A day is the number of days since 1 January 1970. An open end lies where the known one does: how far it reaches is
not known, and no drawing may claim more.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, wraps
from threading import Lock
from typing import Concatenate, Literal, NamedTuple, ParamSpec, TypeAlias, TypeVar, cast
from weakref import ref

from kg.dump.timeline_events import TimelineEvent
from server.pages.events import Events
from server.pages.filters import Filter
from server.served import Served

Shape: TypeAlias = Literal["exact", "span", "fuzzy", "open-start", "open-end"]
_EPOCH = date(1970, 1, 1).toordinal()
MOST_KEPT = 24
"""Filters whose answer is remembered."""
_More = ParamSpec("_More")
_Found = TypeVar("_Found")


class Placed(NamedTuple):
    """An event on the time line, from its first to its last possible day."""

    first: int
    last: int
    shape: Shape
    event: TimelineEvent


@dataclass(frozen=True, kw_only=True, eq=False)
class Shown:
    """What a filter leaves of a snapshot: all events, and those with a date, by their first day.

    Two are equal when they are one object, so that what is worked out from one can be remembered by it.
    """

    asked: Filter
    events: tuple[TimelineEvent, ...]
    placed: tuple[Placed, ...]

    @cached_property
    def extent(self) -> tuple[int, int] | None:
        """The first and the last day of any event."""
        if not self.placed:
            return None
        return self.placed[0].first, max(one.last for one in self.placed)


_Of: TypeAlias = Callable[Concatenate[Shown, _More], _Found]


def remembered(most: int) -> Callable[[_Of[_More, _Found]], _Of[_More, _Found]]:
    """Makes a function of what is shown remember its last results, but not what was shown: it may be large."""

    def remember(function: _Of[_More, _Found]) -> _Of[_More, _Found]:
        @lru_cache(most)
        def found(shown: "ref[Shown]", *more: _More.args, **named: _More.kwargs) -> _Found:
            return function(cast(Shown, shown()), *more, **named)

        @wraps(function)
        def ask(shown: Shown, /, *more: _More.args, **named: _More.kwargs) -> _Found:
            return found(ref(shown), *more, **named)  # type: ignore[arg-type]

        return ask

    return remember


class Showing:
    """Answers filters, and remembers the last answers as long as the snapshot is served."""

    def __init__(self, served: Served, events: Events) -> None:
        self._served = served
        self._events = events
        self._lock = Lock()
        self._held: OrderedDict[Filter, Shown] = OrderedDict()
        self._of = ""

    def every(self) -> tuple[TimelineEvent, ...]:
        """All events of the snapshot that is served now."""
        return self._events.of(self._served.snapshot())

    def soon(self) -> tuple[TimelineEvent, ...]:
        """The same; raises Refusal 503 when they are not at hand within a short while."""
        return self._events.soon(self._served.snapshot())

    def of(self, asked: Filter) -> Shown:
        """What the filter shows of the snapshot that is served now."""
        snapshot = self._served.snapshot()
        with self._lock:
            if self._of != snapshot.id:
                self._held.clear()
                self._of = snapshot.id
            if asked in self._held:
                self._held.move_to_end(asked)
                return self._held[asked]
        found = show(self._events.of(snapshot), asked)
        with self._lock:
            if self._of == snapshot.id:
                self._held[asked] = found
            while len(self._held) > MOST_KEPT:
                self._held.popitem(last=False)
        return found


def show(events: tuple[TimelineEvent, ...], asked: Filter) -> Shown:
    """The events that a filter holds, in their order."""
    held = tuple(event for event in events if asked.holds(event))
    placed = sorted((one for one in map(place, held) if one is not None), key=lambda one: one[:2])
    return Shown(asked=asked, events=held, placed=tuple(placed))


def place(event: TimelineEvent) -> Placed | None:
    """Where an event lies; None without any day."""
    if not (event.earliest or event.latest):
        return None
    first, last = to_number(event.earliest or event.latest), to_number(event.latest or event.earliest)
    return Placed(first, last, shape_of(event), event)


def shape_of(event: TimelineEvent) -> Shape:
    """How its date is drawn: "2014-05/2014-07" says from when to when, "2014" some time within."""
    if not event.earliest:
        return "open-start"
    if not event.latest:
        return "open-end"
    if event.earliest == event.latest:
        return "exact"
    return "span" if "/" in event.edtf else "fuzzy"


def to_number(day: str) -> int:
    """The number of an ISO day."""
    return date.fromisoformat(day).toordinal() - _EPOCH


def to_day(number: int) -> date:
    """The day of a number; the nearest that a calendar has, from the year 1 to 9999."""
    return date.fromordinal(min(max(number + _EPOCH, 1), date.max.toordinal()))
