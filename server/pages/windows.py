"""What does the time line draw between two days?

Lanes, one for each class of event (and each of two actors side by side). A lane with few events gives them one by
one; a crowded one gives counts by day, month, year or decade: how many events certainly lie in each, and how many
others may, because their date is vague or they last longer. Fifty thousand events so cost what a hundred do.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import Literal, NamedTuple, TypeAlias, get_args
from urllib.parse import unquote

from kg import iri
from kg.dump.timeline_events import STANDINGS, TimelineEvent
from kg.model import EventClass
from server.pages.filters import Wanted, cast_of
from server.pages.shown import MOST_KEPT, Placed, Shown, remembered, to_day, to_number
from server.pages.spelling import brief, spell

Unit: TypeAlias = Literal["day", "month", "year", "decade"]
Members: TypeAlias = dict[str, object]

MOST_DRAWN = 200
"""Events that are given one by one; more cannot be read on a screen."""
_MOST_BINS = 140
_DAYS_IN: Mapping[Unit, float] = {"day": 1, "month": 30.4, "year": 365.2}


class Period(NamedTuple):
    """A window: its first day and its last, as numbers."""

    first: int
    last: int


@remembered(2 * MOST_KEPT)
def draw_window(shown: Shown, period: Period) -> Members:
    """The lanes of a window, as JSON."""
    unit = choose_unit(period)
    edges = list_edges(period, unit)
    lanes = sorted(_lanes(shown, period).items(), key=lambda item: (len(item[1]), item[0]))
    sums = accumulate(len(held) for _, held in lanes)
    made = {
        key: _draw_lane(key, held, None if total <= MOST_DRAWN else edges)
        for (key, held), total in zip(lanes, sums, strict=True)
    }
    return {
        "from": _iso(period.first),
        "to": _iso(period.last),
        "unit": unit,
        "edges": [_iso(edge) for edge in edges],
        "panels": [_call(shown, wanted) for wanted in shown.asked.panels],
        "lanes": [made[key] for key in sorted(made)],
    }


def _call(shown: Shown, wanted: Wanted) -> str:
    """What the events call somebody who is named by a path or an IRI."""
    named = (party for event in shown.events for party in (*cast_of(event), *event.states))
    return brief(next((party.label for party in named if party.iri == wanted.iri), wanted.value), 60)


@remembered(MOST_KEPT)
def draw_whole(shown: Shown) -> Members:
    """Counts over the whole time of what is shown, for the strip above the lanes."""
    extent = shown.extent
    if extent is None:
        return {"edges": [], "bins": {}, "unit": "year"}
    unit = choose_unit(Period(*extent))
    edges = list_edges(Period(*extent), unit)
    return {"edges": [_iso(edge) for edge in edges], "bins": count_bins(shown.placed, edges), "unit": unit}


_CLASSES = get_args(EventClass)


def _lanes(shown: Shown, period: Period) -> dict[tuple[int, int], list[Placed]]:
    """Which dated events touch the window, by panel and class."""
    found: defaultdict[tuple[int, int], list[Placed]] = defaultdict(list)
    panels = shown.asked.panels
    for one in shown.placed:
        if one.first > period.last:
            break
        if one.last >= period.first:
            lane = _CLASSES.index(one.event.cls) if one.event.cls in _CLASSES else len(_CLASSES)
            for panel, wanted in enumerate(panels):
                if shown.asked.concerns(one.event, wanted):
                    found[panel, lane].append(one)
            if not panels:
                found[0, lane].append(one)
    return found


def _draw_lane(key: tuple[int, int], held: Sequence[Placed], edges: Sequence[int] | None) -> Members:
    lane: Members = {"panel": key[0], "name": spell(held[0].event.cls), "count": len(held)}
    if edges is None:
        return lane | {"events": [to_mark(one) for one in held]}
    return lane | {"bins": count_bins(held, edges)}


def to_mark(one: Placed) -> Members:
    """An event as the script of the timeline draws it."""
    event = one.event
    return {
        "page": page_of(event),
        "label": brief(event.label),
        "type": event.type,
        "when": event.when,
        "first": _iso(one.first),
        "last": _iso(one.last),
        "shape": one.shape,
        "hedged": any(mark in event.edtf for mark in "~?%"),
        "basis": event.basis,
        "standing": event.standing,
        "who": brief(", ".join(f"{brief(party.label, 60)} ({party.role})" for party in event.parties), 240),
        "where": brief(event.place.label, 60) if event.place else "",
        "word": brief(", ".join(brief(source.label, 60) for source in event.sources), 240),
    }


def page_of(event: TimelineEvent) -> str:
    """The address of an event's page."""
    return f"/page/{iri.local_path(event.iri) or ''}"


def path_of(name: str) -> str:
    """What names a thing in an address: the decoded path of its page, else its IRI."""
    path = iri.local_path(name)
    return name if path is None else unquote(path)


def choose_unit(period: Period) -> Unit:
    """The finest unit of which the window holds no more than can be told apart."""
    days = period.last - period.first + 1
    return next((unit for unit, length in _DAYS_IN.items() if days / length <= _MOST_BINS), "decade")


def list_edges(period: Period, unit: Unit) -> list[int]:
    """The first day of every unit that touches the window, and of the one after."""
    first, last = to_day(period.first), to_day(period.last)
    found = [to_number(day.isoformat()) for day in _STEPS[unit](first, last)]
    return [*found, found[-1] + 1] if len(found) == 1 else found


def _days(first: date, last: date) -> Iterator[date]:
    stop = min(last.toordinal() + 1, date.max.toordinal())
    return (date.fromordinal(number) for number in range(first.toordinal(), stop + 1))


def _months(first: date, last: date) -> Iterator[date]:
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month + 1):
        yield date(month // 12, month % 12 + 1, 1) if month // 12 <= date.max.year else date.max


def _years(first: date, last: date) -> Iterator[date]:
    return (date(min(year, date.max.year), 1, 1) for year in range(first.year, last.year + 2))


def _decades(first: date, last: date) -> Iterator[date]:
    start = first.year // 10 * 10
    return (date(min(max(year, 1), date.max.year), 1, 1) for year in range(start, last.year + 11, 10))


_STEPS: Mapping[Unit, Callable[[date, date], Iterator[date]]] = {
    "day": _days,
    "month": _months,
    "year": _years,
    "decade": _decades,
}


def count_bins(placed: Iterable[Placed], edges: Sequence[int]) -> dict[str, list[list[int]]]:
    """By standing, `[bin, certain, possible]` of each bin that has any, of events that touch the edges' span."""
    size = len(edges) - 1
    certain = {standing: [0] * size for standing in STANDINGS}
    change = {standing: [0] * (size + 1) for standing in STANDINGS}
    for one in placed:
        first, last = bisect_right(edges, one.first) - 1, bisect_right(edges, one.last) - 1
        if last < 0 or first >= size:
            continue
        if first == last and not one.shape.startswith("open"):
            certain[one.event.standing][first] += 1
        else:
            change[one.event.standing][max(first, 0)] += 1
            change[one.event.standing][min(last + 1, size)] -= 1
    found = {}
    for standing in STANDINGS:
        possible = list(accumulate(change[standing]))
        rows = [[at, certain[standing][at], possible[at]] for at in range(size)]
        found[standing] = [row for row in rows if row[1] or row[2]]
    return {standing: rows for standing, rows in found.items() if rows}


def count_years(shown: Shown) -> dict[int, int]:
    """For each year, how many dated events touch it; one with an open end where its known end lies."""
    if not shown.placed:
        return {}
    firsts = [one.first for one in shown.placed]
    lasts = sorted(one.last for one in shown.placed)
    years = {to_day(day).year for day in {day for one in shown.placed for day in (one.first, one.last)}}
    edges = {year: (date(year, 1, 1), date(year, 12, 31)) for year in sorted(years)}
    numbers = {year: tuple(to_number(day.isoformat()) for day in both) for year, both in edges.items()}
    return {year: bisect_right(firsts, end) - bisect_left(lasts, start) for year, (start, end) in numbers.items()}


def _iso(number: int) -> str:
    return to_day(number).isoformat()
