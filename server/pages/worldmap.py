"""Where did it happen?

`/map` draws the placed events of a filter over outlines that ship with the program: nothing is fetched from
elsewhere. The projection is the plain one, a degree a unit; the drawing is part of the page and needs no script.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Literal, NamedTuple

from flask import Blueprint, render_template, request

from kg.dump.timeline_events import Party, Standing, TimelineEvent
from server.pages.catalogue import Catalogues
from server.pages.frame import frame
from server.pages.shown import Showing
from server.pages.spelling import brief

_MOST_NAMED = 40
_LONGEST_NAME = 28
"""Characters of a name on the map."""
_LETTER, _LINE = 0.54, 1.2
"""The width of a letter and the height of a line, in sizes of the type."""
_LEAST_SPAN = 12.0
"""Degrees; closer the outlines, made for a map of the world, say nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """A place on the map, in degrees to the right of 180° west and down from the North Pole, and its events."""

    place: Party
    x: float
    y: float
    standings: Counter[Standing]

    @property
    def events(self) -> int:
        """How many events lie here."""
        return self.standings.total()


@dataclass(frozen=True, kw_only=True, slots=True)
class WorldMap:
    """Spots, those of most events first, and the part of the world that holds them: left, top, width, height."""

    spots: tuple[Spot, ...]
    left: float
    top: float
    width: float
    height: float

    def radius(self, spot: Spot) -> float:
        """A circle whose area grows with the number of events, in degrees."""
        most = self.spots[0].events
        return round(self.width / 180 * (1 + 3.2 * sqrt(spot.events / most)), 3)

    def named(self, letters: int) -> "list[Name]":
        """Names that cover no other and end on the map, most events first; `letters` sizes are the map's width."""
        kept: list[Name] = []
        for spot in self.spots[:_MOST_NAMED]:
            kept.extend(next(([name] for name in self._names(spot, letters) if self._has_room(name, kept)), ()))
        return kept

    def _names(self, spot: Spot, letters: int) -> "Iterator[Name]":
        """To the right of the spot, else to the left."""
        words, size = brief(spot.place.label, _LONGEST_NAME), self.width / letters
        gap, width = self.radius(spot) + size / 4, len(words) * _LETTER * size
        yield Name(words, spot.x + gap, spot.y, width, size, "start")
        yield Name(words, spot.x - gap - width, spot.y, width, size, "end")

    def _has_room(self, name: "Name", kept: "list[Name]") -> bool:
        inside = self.left <= name.left and name.left + name.width <= self.left + self.width
        return inside and not any(name.covers(other) for other in kept)


class Name(NamedTuple):
    """What stands beside a spot: its left end and its middle line, its width and size, in degrees."""

    words: str
    left: float
    y: float
    width: float
    size: float
    anchor: Literal["start", "end"]

    @property
    def x(self) -> float:
        """Where the words are held."""
        return self.left if self.anchor == "start" else self.left + self.width

    def covers(self, other: "Name") -> bool:
        """Whether one would lie over the other."""
        beside = self.left + self.width < other.left or other.left + other.width < self.left
        return not beside and abs(self.y - other.y) < _LINE * self.size


def create_map_blueprint(showing: Showing, catalogues: Catalogues) -> Blueprint:
    """The blueprint of `/map`."""
    blueprint = Blueprint("map", __name__)

    @blueprint.get("/map")
    def map() -> str:  # noqa: A001 - the endpoint's name is the page's
        framed = frame(showing, catalogues, request.args)
        return render_template("map.html", **framed.members(), world=draw_map(framed.shown.events))

    return blueprint


def draw_map(events: Iterable[TimelineEvent]) -> WorldMap | None:
    """The map of those events whose place has a known point; None when none has."""
    spots: dict[str, Spot] = {}
    for event in events:
        if event.place is not None and event.point is not None:
            x, y = round(event.point.long + 180, 2), round(90 - event.point.lat, 2)
            spot = spots.setdefault(event.place.iri, Spot(place=event.place, x=x, y=y, standings=Counter()))
            spot.standings[event.standing] += 1
    ranked = sorted(spots.values(), key=lambda spot: (-spot.events, spot.place.label, spot.place.iri))
    return _fit(tuple(ranked)) if ranked else None


def _fit(spots: tuple[Spot, ...]) -> WorldMap:
    left, right = min(spot.x for spot in spots), max(spot.x for spot in spots)
    top, bottom = min(spot.y for spot in spots), max(spot.y for spot in spots)
    width = min(max((right - left) * 1.15, (bottom - top) * 2.3, _LEAST_SPAN * 2), 360.0)
    height = width / 2
    return WorldMap(
        spots=spots,
        left=round(min(max((left + right - width) / 2, 0), 360 - width), 2),
        top=round(min(max((top + bottom - height) / 2, 0), 180 - height), 2),
        width=round(width, 2),
        height=round(height, 2),
    )
