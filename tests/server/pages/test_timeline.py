"""Do filters, windows and exports of the timeline agree with each other and with the dates?"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from kg.dump.timeline_events import STANDINGS, Party, Standing, TimelineEvent
from server.pages.filters import Filter, read_filter
from server.pages.relations import build_network, relations_of, sayings
from server.pages.shown import shape_of, show, to_day, to_number
from server.pages.sparks import draw_spark
from server.pages.windows import Period, choose_unit, count_bins, count_years, draw_window, list_edges

DAYS = st.dates(date(1000, 1, 1), date(2100, 12, 31))


def event(
    number: int = 0, earliest: str = "", latest: str = "", standing: Standing = "asserted", **fields: object
) -> TimelineEvent:
    """An event of which only what a test is about is given."""
    given_fields = {
        "iri": f"https://w3id.org/dateline/id/a/event/e{number}", "label": f"Event {number}", "cls": "Meeting",
        "type": "summit", "plover": "", "edtf": f"{earliest or '..'}/{latest or '..'}",
        "earliest": earliest, "latest": latest, "basis": "stated", "place": None, "point": None,
        "parties": (), "sources": (), "states": (), "standings": (standing,), "happening": "",
    }  # fmt: skip
    return TimelineEvent(**{**given_fields, **fields})  # type: ignore[arg-type]


@st.composite
def events(draw: st.DrawFn) -> TimelineEvent:
    """An event with two bounds, one or none."""
    first = draw(DAYS)
    last = first + timedelta(days=draw(st.integers(0, 4000)))
    kept = draw(st.sampled_from([(True, True), (True, False), (False, True), (False, False)]))
    bounds = [day.isoformat() if keep else "" for day, keep in zip((first, last), kept, strict=True)]
    return event(draw(st.integers(0, 9**6)), *bounds, standing=draw(st.sampled_from(STANDINGS)))


@given(st.lists(events(), max_size=30), DAYS, st.integers(0, 40_000))
def test_every_dated_event_is_counted_in_each_bin_it_may_lie_in(
    held: list[TimelineEvent], first: date, length: int
) -> None:
    """Once as certain where both its days lie in one bin, else as possible in each that it touches."""
    period = Period(to_number(first.isoformat()), to_number(first.isoformat()) + length)
    edges = list_edges(period, choose_unit(period))
    shown = show(tuple(held), Filter(standings=STANDINGS))
    bins = count_bins(shown.placed, edges)
    expected: Counter[tuple[str, int, int]] = Counter()
    for one in shown.placed:
        touched = [at for at in range(len(edges) - 1) if one.first < edges[at + 1] and one.last >= edges[at]]
        inside = edges[0] <= one.first and one.last < edges[-1]
        certain = len(touched) == 1 and inside and not one.shape.startswith("open")
        for at in touched:
            expected[one.event.standing, at, 1 if certain else 2] += 1
    found = {
        (standing, row[0], kind): row[kind]
        for standing, rows in bins.items()
        for row in rows
        for kind in (1, 2)
        if row[kind]
    }
    assert found == dict(expected)


@given(DAYS, st.integers(0, 400_000))
def test_bins_cover_the_window_and_are_few(first: date, length: int) -> None:
    """From its first day to beyond its last, none empty of days."""
    period = Period(to_number(first.isoformat()), min(to_number(first.isoformat()) + length, to_number("9999-01-01")))
    edges = list_edges(period, choose_unit(period))
    assert edges[0] <= period.first
    assert edges[-1] > period.last
    assert all(one < other for one, other in pairwise(edges))
    assert len(edges) <= 145 or choose_unit(period) == "decade"


@given(st.lists(events(), max_size=400), DAYS, st.integers(0, 40_000))
def test_a_window_holds_every_event_that_touches_it(held: list[TimelineEvent], first: date, length: int) -> None:
    """One by one or counted, no lane loses one."""
    period = Period(to_number(first.isoformat()), to_number(first.isoformat()) + length)
    shown = show(tuple(held), Filter(standings=STANDINGS))
    drawn = draw_window(shown, period)
    lanes = drawn["lanes"]
    touching = sum(1 for one in shown.placed if one.first <= period.last and one.last >= period.first)
    assert isinstance(lanes, list)
    assert sum(lane["count"] for lane in lanes) == touching
    assert sum(len(lane.get("events", ())) for lane in lanes) <= 200


@given(st.lists(events(), max_size=30))
def test_a_filter_by_a_year_holds_what_its_chip_counts_and_more(held: list[TimelineEvent]) -> None:
    """What has a known day in the year may lie in it."""
    shown = show(tuple(held), Filter(standings=STANDINGS))
    for year, count in count_years(shown).items():
        asked = Filter(start=f"{year:04}-01-01", end=f"{year:04}-12-31", standings=STANDINGS)
        possible = [one for one in shown.placed if asked.holds(one.event)]
        assert count <= len(possible)


@given(DAYS)
def test_a_day_leads_to_its_number_and_back(day: date) -> None:
    """Round trip."""
    assert to_day(to_number(day.isoformat())) == day


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest", "shape"),
    [
        ("2014-05-03", "2014-05-03", "2014-05-03", "exact"),
        ("2014", "2014-01-01", "2014-12-31", "fuzzy"),
        ("2014-05/2014-07", "2014-05-01", "2014-07-31", "span"),
        ("../2014", "", "2014-12-31", "open-start"),
        ("2014/..", "2014-01-01", "", "open-end"),
    ],
)
def test_a_date_is_drawn_as_what_it_is(edtf: str, earliest: str, latest: str, shape: str) -> None:
    """A day, some time within, from to, open."""
    assert shape_of(event(1, earliest, latest, edtf=edtf)) == shape


def test_what_of_an_address_cannot_be_read_is_told_and_left_out() -> None:
    """No page breaks on a date that is none."""
    asked = read_filter(MultiDict([("start", "last May"), ("end", "2014"), *(("actor", name) for name in "abc")]))
    assert (asked.start, asked.end, len(asked.actors)) == ("", "2014-12-31", 2)
    assert len(asked.faults) == 2
    assert "last May" in " ".join(asked.faults)


PERU, NORWAY = (Party("agent", f"https://w3id.org/dateline/id/{name}", name.title()) for name in ("peru", "norway"))


def test_two_actors_must_both_be_in_an_event_or_stand_side_by_side() -> None:
    """A pair narrows, side by side widens."""
    both, one = event(1, parties=(PERU, NORWAY)), event(2, parties=(PERU,))
    pair = [("actor", "peru"), ("actor", "Norway")]
    narrow, wide = read_filter(MultiDict(pair)), read_filter(MultiDict([*pair, ("beside", "1")]))
    assert [narrow.holds(both), narrow.holds(one)] == [True, False]
    assert [wide.holds(both), wide.holds(one)] == [True, True]
    assert [wanted.value for wanted in wide.panels] == ["peru", "Norway"]
    dated = event(3, "2014-05-03", "2014-05-03", parties=(PERU, NORWAY))
    drawn = draw_window(show((dated,), wide), Period(16_000, 16_500))
    assert drawn["panels"] == ["Peru", "Norway"]
    assert [lane["panel"] for lane in drawn["lanes"]] == [0, 1]  # type: ignore[attr-defined]


def test_relations_keep_standings_apart() -> None:
    """Hearsay is counted as hearsay; things are no actors."""
    thing = Party("item", "https://w3id.org/dateline/id/ferry", "a ferry")
    held = [
        event(1, "2014-05-03", "2014-05-03", parties=(PERU, NORWAY, thing)),
        event(2, standing="denied", parties=(PERU, NORWAY)),
    ]
    found = relations_of(PERU.iri, held)
    assert [(one.other, one.standings, one.years) for one in found] == [
        (NORWAY, Counter({"asserted": 1, "denied": 1}), Counter({2014: 1}))
    ]
    assert [tie[2] for tie in build_network(held, 10).ties] == [2]
    assert build_network(held, 1).left_out == 1


def test_a_source_says_alone_what_no_other_says_also_of_the_same_happening() -> None:
    """An event that another article tells on another's word is not said alone."""
    gazette, radio = (Party("source", f"https://w3id.org/dateline/id/{name}", name) for name in ("gazette", "radio"))
    held = [
        event(1, sources=(radio,)),
        event(2, sources=(radio, gazette)),
        event(3, sources=(radio,), happening="h"),
        event(4, sources=(gazette,), happening="h"),
    ]
    said, alone = sayings(radio.iri, held)
    assert [one.label for one in said] == ["Event 1", "Event 2", "Event 3"]
    assert [one.label for one in alone] == ["Event 1"]


FILTERS = [
    "", "?standing=all", "?standing=reported&standing=denied", "?class=Meeting", "?actor=ferries/entity/visby",
    "?actor=norway&actor=Peru%20%3Cb%3Ebold%3C%2Fb%3E", "?actor=nobody", "?start=2015", "?end=2012-06&standing=all",
    "?start=2014-05&end=2014-05&date=surely", "?words=FERR", "?source=a%20trade%20paper&standing=all",
    "?country=Norway&standing=all", "?standing=contested", "?actor=visby&actor=Q20&beside=1",
    "?type=summit&standing=all", "?article=ferries&standing=all", "?plover=CONSULT",
]  # fmt: skip


@pytest.mark.parametrize("query", FILTERS)
def test_the_sparql_behind_finds_the_events_of_the_page(query: str, client: httpx.Client) -> None:
    """The same events in the JSON, the CSV, the GeoJSON and the answer of the query."""
    shown = {one["iri"] for one in client.get(f"/timeline.json{query}").json()["events"]}
    text = client.get(f"/timeline.rq{query}").text
    answer = client.post("/sparql", data={"query": text}, headers={"Accept": "application/sparql-results+json"})
    assert answer.status_code == 200, answer.text + text
    assert {row["event"]["value"] for row in answer.json()["results"]["bindings"]} == shown
    rows = list(csv.DictReader(io.StringIO(client.get(f"/timeline.csv{query}").content.decode("utf-8-sig"))))
    assert {row["event"] for row in rows} == shown
    features = json.loads(client.get(f"/timeline.geojson{query}").content)["features"]
    assert {one["id"] for one in features} == shown


def test_a_pair_of_actors_is_found_by_path_and_by_label(client: httpx.Client) -> None:
    """Both names mean the same events."""
    answers = [
        client.get("/timeline.json", params={"actor": [one, "Peru <b>bold</b>"]}).json()["events"]
        for one in ("Q20", "Norway", "norway")
    ]
    assert answers[0] == answers[1] == answers[2]
    pages = {"ferries/event/e1", "ferries/event/e2", "ferries/event/e6", "visit/event/e1"}
    assert {one["page"] for one in answers[0]} == pages


def test_a_bad_window_is_refused_in_words(client: httpx.Client) -> None:
    """400, what was wrong, and what to write."""
    answer = client.get("/timeline/window.json?from=yesterday")
    assert answer.status_code == 400
    assert "2014-05-03" in answer.text


PAGES: list[Callable[[httpx.Client], httpx.Response]] = [
    lambda client: client.get("/map?standing=all"),
    lambda client: client.get("/network?standing=all"),
    lambda client: client.get("/?actor=nobody"),
    lambda client: client.get("/?start=never"),
]


@pytest.mark.parametrize("page", PAGES)
def test_every_view_can_be_read_without_scripts(
    page: Callable[[httpx.Client], httpx.Response], client: httpx.Client
) -> None:
    """A list, or what to do when nothing is shown."""
    text = page(client).text
    assert "<table" in text or "Take one of them off" in text or "Take a filter off" in text
    assert "<b>bold" not in text


@given(st.dictionaries(st.integers(1, 2100), st.integers(1, 400), min_size=1), st.integers(0, 50), st.integers(0, 50))
def test_a_spark_has_a_bar_for_each_year_or_for_several(years: dict[int, int], before: int, after: int) -> None:
    """All of them inside of the drawing, never many, the highest as high as the drawing."""
    spark = draw_spark(years, max(min(years) - before, 1), max(years) + after)
    lefts = [float(left) for left in re.findall(r"M([\d.]+)", spark.path)]
    highs = [float(high) for high in re.findall(r"v-([\d.]+)", spark.path)]
    assert lefts == sorted(set(lefts))
    assert 0 < len(lefts) <= min(len(years), 36)
    assert max(lefts) + 5 < spark.width
    assert max(highs) == spark.height - 2


def test_an_articles_window_opens_where_most_of_its_events_lie() -> None:
    """One of long ago does not press the others into a line; all of the time is one click away."""
    from server.pages.portrait import _draw

    days = ["1950-01-01", *(f"2008-02-{day:02}" for day in range(1, 21))]
    drawing = _draw(show(tuple(event(at, day, day) for at, day in enumerate(days)), Filter()))
    assert drawing is not None
    window, whole = drawing["window"], drawing["whole"]
    assert isinstance(window, dict)
    assert isinstance(whole, dict)
    assert (window["from"] > "2008-01-25", window["to"] < "2008-02-25") == (True, True)
    assert whole["edges"][0] <= "1950-01-01"
