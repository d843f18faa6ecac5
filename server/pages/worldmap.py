"""Where did it happen?

`/map` draws the placed events of a filter over outlines that ship with the program: nothing is fetched from
elsewhere. The projection is the plain one, a degree a unit; the drawing is part of the page and needs no script.
`around`, longitude, latitude and degrees of width, shows a part of the world.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from flask import Blueprint, render_template, request

from kg.dump.timeline_events import TimelineEvent
from server.http import refusals
from server.pages.catalogue import Catalogues
from server.pages.circles import Area, Layer, Spot, around_all, draw_layer
from server.pages.frame import frame
from server.pages.shown import Showing

_LEAST_SPAN = 24.0
"""Degrees; closer the outlines, made for a map of the world, say little: only who asks for it gets closer."""


class Step(NamedTuple):
    """A way to another part of the world: its sign, what it does, and the part."""

    sign: str
    does: str
    area: Area


@dataclass(frozen=True, kw_only=True, slots=True)
class WorldMap:
    """The spots in a part of the world, those of most events first, and how many lie elsewhere."""

    spots: tuple[Spot, ...]
    area: Area
    elsewhere: int

    def layer(self, letters: int) -> Layer:
        """What is drawn where the map is so many letters wide."""
        return draw_layer(self.spots, self.area, letters)

    def steps(self) -> list[Step]:
        """Where one can go from here."""
        ways = [
            Step("+", "Zoom in", self.area.beside(0, 0, 0.5)),
            Step("−", "Zoom out", self.area.beside(0, 0, 2)),
            Step("◀", "West", self.area.beside(-0.5, 0)),
            Step("▶", "East", self.area.beside(0.5, 0)),
            Step("▲", "North", self.area.beside(0, -0.5)),
            Step("▼", "South", self.area.beside(0, 0.5)),
        ]
        return [way for way in ways if way.area != self.area]


def create_map_blueprint(showing: Showing, catalogues: Catalogues) -> Blueprint:
    """The blueprint of `/map`."""
    blueprint = Blueprint("map", __name__)

    @blueprint.get("/map")
    def map() -> str:  # noqa: A001 - the endpoint's name is the page's
        asked = _read_area(request.args.get("around", ""))
        framed = frame(showing, catalogues, request.args)
        return render_template("map.html", **framed.members(), world=draw_map(framed.shown.events, asked))

    return blueprint


def _read_area(text: str) -> Area | None:
    try:
        return Area.read(text) if text else None
    except ValueError as error:
        raise refusals.malformed(
            "around: write longitude, latitude and the degrees of width, as in 15.2,48.1,20"
        ) from error


def draw_map(events: Iterable[TimelineEvent], asked: Area | None = None) -> WorldMap | None:
    """The map of those events whose place has a known point, of all of them or of the part asked for; None when no
    event has one.
    """
    spots: dict[str, Spot] = {}
    for event in events:
        if event.place is not None and event.point is not None:
            x, y = round(event.point.long + 180, 2), round(90 - event.point.lat, 2)
            spot = spots.setdefault(event.place.iri, Spot(place=event.place, x=x, y=y, standings=Counter()))
            spot.standings[event.standing] += 1
    if not spots:
        return None
    ranked = sorted(spots.values(), key=lambda spot: (-spot.events, spot.place.label, spot.place.iri))
    area = asked or around_all(ranked, _LEAST_SPAN)
    inside = tuple(spot for spot in ranked if area.holds(spot))
    return WorldMap(spots=inside, area=area, elsewhere=len(ranked) - len(inside))
