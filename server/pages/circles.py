"""Which places does a map draw as one circle, how large is it, and what is written beside it?

What lies too close together to be told apart is one circle. All sizes are in degrees and follow from the width of the
map in letters of its type: places that are one on a telephone stand apart on a wall.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import hypot, isfinite, sqrt
from typing import Literal, NamedTuple

from kg.dump.timeline_events import Party, Standing
from server.pages.spelling import brief

_MOST_NAMED = 40
_CHIEF = 8
"""Circles whose names may lie over smaller circles: a map without them says nothing."""
_LONGEST_NAME = 28
"""Characters of a name on the map."""
_LETTER, _LINE = 0.54, 1.2
"""The width of a letter and the height of a line, in sizes of the type."""
_NEAR = 1.8
"""Places closer than this, in sizes of the type, are one circle."""
_LARGEST, _LEAST, _LEAST_OF_MANY = 1.0, 0.32, 0.75
"""Radii in sizes of the type: of most events, of any place, and of a circle that holds a number."""
_NARROWEST = 2.0
"""Degrees of the smallest part of the world that can be shown."""


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


class Area(NamedTuple):
    """A part of the world, twice as wide as high, in the degrees of a `Spot`."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def around(cls, x: float, y: float, width: float) -> "Area":
        """The part of that width with a point in its middle, or as near to that as the world's edges let it be."""
        width = min(max(width, _NARROWEST), 360.0)
        left, top = min(max(x - width / 2, 0), 360 - width), min(max(y - width / 4, 0), 180 - width / 2)
        return cls(round(left, 2), round(top, 2), round(width, 2), round(width / 2, 2))

    @classmethod
    def read(cls, text: str) -> "Area":
        """The part that an address names, as `name` gives it; raises ValueError for anything else."""
        long, lat, width = (float(number) for number in text.split(","))
        if not all(map(isfinite, (long, lat, width))):
            raise ValueError(text)
        return cls.around(long + 180, 90 - lat, width)

    @property
    def name(self) -> str:
        """Longitude and latitude of its middle and its width in degrees: `15.2,48.1,20`."""
        x, y = self.left + self.width / 2, self.top + self.height / 2
        return f"{round(x - 180, 2):g},{round(90 - y, 2):g},{self.width:g}"

    def holds(self, spot: Spot) -> bool:
        """Whether a place lies in it."""
        right, bottom = self.left + self.width, self.top + self.height
        return self.left <= spot.x <= right and self.top <= spot.y <= bottom

    def beside(self, across: float, down: float, by: float = 1) -> "Area":
        """The part that lies some of its widths and heights beside it, `by` times as wide."""
        x, y = self.left + (0.5 + across) * self.width, self.top + (0.5 + down) * self.height
        return Area.around(x, y, self.width * by)


def around_all(spots: Iterable[Spot], least: float) -> Area:
    """The part of the world, at least so many degrees wide, that holds some places with room around them."""
    xs, ys = zip(*((spot.x, spot.y) for spot in spots), strict=True)
    width = max((max(xs) - min(xs)) * 1.15, (max(ys) - min(ys)) * 2.3, least)
    return Area.around((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, width)


@dataclass(frozen=True, kw_only=True, slots=True)
class Circle:
    """One place, or several that lie together, those of most events first; it is drawn around the first of them."""

    spots: tuple[Spot, ...]
    radius: float

    @property
    def chief(self) -> Spot:
        """The place of most events."""
        return self.spots[0]

    @property
    def standings(self) -> Counter[Standing]:
        """The events of all its places."""
        return sum((spot.standings for spot in self.spots), Counter())

    @property
    def events(self) -> int:
        """How many events lie in it."""
        return sum(spot.events for spot in self.spots)

    @property
    def apart(self) -> Area:
        """The part of the world in which its places can be told apart, as far as a map can show it."""
        return around_all(self.spots, _NARROWEST)

    @property
    def words(self) -> str:
        """The name of its first place, and how many others it holds."""
        more = len(self.spots) - 1
        return brief(self.chief.place.label, _LONGEST_NAME) + (f" +{more}" if more else "")


class Name(NamedTuple):
    """What stands beside a circle: its left end and its middle line, its width and size, in degrees."""

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

    def lies_on(self, circle: Circle) -> bool:
        """Whether it would lie over a circle."""
        x, y, radius = circle.chief.x, circle.chief.y, circle.radius
        above = abs(self.y - y) < self.size / 2 + radius
        return above and self.left < x + radius and x - radius < self.left + self.width

    def ends_in(self, area: Area) -> bool:
        """Whether it can be read to its end."""
        return area.left <= self.left and self.left + self.width <= area.left + area.width


@dataclass(frozen=True, kw_only=True, slots=True)
class Layer:
    """What is drawn of the spots of an area at one size of type: the larger below the smaller, names above all."""

    circles: tuple[Circle, ...]
    names: tuple[Name, ...]
    size: float


def draw_layer(spots: Iterable[Spot], area: Area, letters: int) -> Layer:
    """The layer of a map that is `letters` sizes of its type wide; the spots come by their number of events."""
    size = area.width / letters
    groups = _gather(spots, _NEAR * size)
    most = max((sum(spot.events for spot in group) for group in groups), default=1)
    circles = sorted((_draw(group, most, size) for group in groups), key=lambda circle: -circle.events)
    return Layer(circles=tuple(circles), names=tuple(_name(circles, area, size)), size=size)


def _gather(spots: Iterable[Spot], near: float) -> list[list[Spot]]:
    """Each spot with the nearest of those before it that began a group if one is near, else in a new group."""
    begun: defaultdict[tuple[int, int], list[list[Spot]]] = defaultdict(list)
    groups: list[list[Spot]] = []
    for spot in spots:
        column, row = int(spot.x // near), int(spot.y // near)
        cells = product(range(column - 1, column + 2), range(row - 1, row + 2))
        around = [group for cell in cells for group in begun.get(cell, ())]
        nearest = min(around, key=lambda group: _distance(group[0], spot), default=None)
        if nearest is not None and _distance(nearest[0], spot) < near:
            nearest.append(spot)
        else:
            groups.append([spot])
            begun[column, row].append(groups[-1])
    return groups


def _distance(one: Spot, other: Spot) -> float:
    return hypot(one.x - other.x, one.y - other.y)


def _draw(group: Sequence[Spot], most: int, size: float) -> Circle:
    """A circle whose area grows with the number of events, as long as it can be seen."""
    radius = _LARGEST * sqrt(sum(spot.events for spot in group) / most)
    least = _LEAST if len(group) == 1 else _LEAST_OF_MANY
    return Circle(spots=tuple(group), radius=round(size * max(radius, least), 3))


def _name(circles: Sequence[Circle], area: Area, size: float) -> list[Name]:
    """Names that cover no other and end on the map, those of most events first."""
    kept: list[Name] = []
    for number, circle in enumerate(circles[:_MOST_NAMED]):
        free = [name for name in _sides(circle, size) if name.ends_in(area) and not any(map(name.covers, kept))]
        others = [other for other in circles if other is not circle]
        clear = [name for name in free if not any(map(name.lies_on, others))]
        kept.extend((clear or (free if number < _CHIEF else []))[:1])
    return kept


def _sides(circle: Circle, size: float) -> Iterator[Name]:
    """To the right of the circle, else to the left."""
    spot, gap, width = circle.chief, circle.radius + size / 4, len(circle.words) * _LETTER * size
    yield Name(circle.words, spot.x + gap, spot.y, width, size, "start")
    yield Name(circle.words, spot.x - gap - width, spot.y, width, size, "end")
