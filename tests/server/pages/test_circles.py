"""Does a map draw every place once, in circles that can be told apart, in any part of the world?"""

from collections import Counter
from itertools import combinations
from math import hypot

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dump.timeline_events import STANDINGS, Party, Point, TimelineEvent
from server.pages.circles import Area, Spot, around_all, draw_layer
from server.pages.worldmap import WorldMap, draw_map

SIZES = (30, 48, 80)


def spot(number: int, x: float, y: float, events: int = 1) -> Spot:
    """A place of a number."""
    place = Party("place", f"https://w3id.org/dateline/id/a/entity/p{number}", f"Place {number}")
    return Spot(place=place, x=x, y=y, standings=Counter({"asserted": events}))


def event(number: int, place: str, lat: float, long: float) -> TimelineEvent:
    """An event at a place."""
    return TimelineEvent(
        iri=f"https://w3id.org/dateline/id/a/event/e{number}", label=f"Event {number}", cls="Meeting", type="summit",
        plover="", edtf="2014", earliest="2014-01-01", latest="2014-12-31", basis="stated", parties=(), sources=(),
        states=(), standings=(STANDINGS[number % 5],), happening="", point=Point(lat, long),
        place=Party("place", f"https://w3id.org/dateline/id/{place}", place),
    )  # fmt: skip


def draw(*events: TimelineEvent) -> WorldMap:
    """The map of events that have places."""
    world = draw_map(events)
    assert world is not None
    return world


SPOTS = st.lists(st.tuples(st.floats(0, 360), st.floats(0, 180), st.integers(1, 99)), min_size=1, max_size=40).map(
    lambda rows: sorted((spot(at, *row) for at, row in enumerate(rows)), key=lambda one: -one.events)
)


@given(SPOTS, st.sampled_from(SIZES))
def test_every_place_is_in_one_circle_and_no_circle_hides_another(spots: list[Spot], letters: int) -> None:
    """Their middles are further apart than the radius of any; the larger come first, so the smaller lie above."""
    layer = draw_layer(spots, around_all(spots, 24), letters)
    assert Counter(one.place for circle in layer.circles for one in circle.spots) == Counter(s.place for s in spots)
    assert [circle.events for circle in layer.circles] == sorted((c.events for c in layer.circles), reverse=True)
    for one, other in combinations(layer.circles, 2):
        apart = hypot(one.chief.x - other.chief.x, one.chief.y - other.chief.y)
        assert apart > max(one.radius, other.radius)


@given(SPOTS, st.sampled_from(SIZES))
def test_names_end_on_the_map_and_cover_no_other(spots: list[Spot], letters: int) -> None:
    """In every size of type; only those of the first circles may lie over another circle."""
    area = around_all(spots, 24)
    layer = draw_layer(spots, area, letters)
    assert all(area.left <= name.left and name.left + name.width <= area.left + area.width for name in layer.names)
    assert not any(one.covers(other) for one, other in combinations(layer.names, 2))


def test_what_is_one_on_a_telephone_stands_apart_where_there_is_room() -> None:
    """A circle of several leads to a part of the world in which each has its own."""
    world = draw(event(1, "vienna", 48.2, 16.4), event(2, "vienna", 48.2, 16.4), event(3, "bratislava", 48.1, 17.1))
    [together] = world.layer(30).circles
    assert (together.words, together.events, together.standings.total()) == ("vienna +1", 3, 3)
    assert [one.words for one in draw_layer(world.spots, together.apart, 30).circles] == ["vienna", "bratislava"]


def test_a_name_stands_to_the_left_where_the_right_has_no_room() -> None:
    """Of two beside each other both are named."""
    near = [event(number, "near", 32, 35) for number in (1, 2)]
    world = draw(*near, event(3, "far", 60, 10), event(4, "beside", 32, 33))
    assert {name.words: name.anchor for name in world.layer(80).names} == {
        "far": "start", "near": "start", "beside": "end",
    }  # fmt: skip


@given(st.floats(-400, 800), st.floats(-400, 800), st.floats(0, 1000))
def test_a_part_of_the_world_is_read_from_its_name(x: float, y: float, width: float) -> None:
    """It lies in the world whatever is asked for, and names itself."""
    area = Area.around(x, y, width)
    assert 0 <= area.left <= area.left + area.width <= 360.01
    assert 0 <= area.top <= area.top + area.height <= 180.01
    assert Area.read(area.name) == pytest.approx(area, abs=0.02)


@given(SPOTS)
def test_a_map_holds_its_spots(spots: list[Spot]) -> None:
    """Whatever lies on it lies inside what is drawn, and steps lead elsewhere."""
    area = around_all(spots, 24)
    assert all(area.holds(one) for one in spots)
    world = WorldMap(spots=tuple(spots), area=area, elsewhere=0)
    assert area not in [step.area for step in world.steps()]


def test_events_without_a_point_have_no_map_and_a_part_says_what_lies_elsewhere() -> None:
    """A map of a part lists the places in it alone."""
    held = [event(1, "oslo", 59.9, 10.7), event(2, "lima", -12, -77)]
    assert draw_map([]) is None
    part = draw_map(held, Area.read("10,60,20"))
    assert part is not None
    assert ([one.place.label for one in part.spots], part.elsewhere) == (["oslo"], 1)


@pytest.mark.parametrize("around", ["x", "1,2", "nan,1,1", "1,2,inf"])
def test_a_bad_part_is_refused_in_words(client: httpx.Client, around: str) -> None:
    """400, and what to write."""
    answer = client.get("/map", params={"around": around})
    assert answer.status_code == 400
    assert "15.2,48.1,20" in answer.text
