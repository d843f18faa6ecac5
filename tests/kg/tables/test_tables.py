"""Do the tables hold what articles assert, with items beside names, and drafts only of what is certain?"""

import csv
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from kg import iri
from kg.cli.tables import tables
from kg.dump.event_records import EventRecord, Saying, Thing
from kg.ontology.load import ontology_graph
from kg.store.snapshot import Snapshot
from kg.tables import events, people
from kg.tables.quickstatements import statements
from kg.vocabulary import DL, SKOS

OBAMA = Thing(iri=iri.mint_item("Q76"), label=Literal("Barack Obama"), item=iri.mint_wikidata("Q76"))
CUBA = Thing(iri=iri.mint_item("Q241"), label=Literal("Cuba"), item=iri.mint_wikidata("Q241"))
CLERK = Thing(iri=iri.mint_part("a", "entity", "clerk"), label=Literal("a clerk | of state"))


def visit(
    edtf: str, *, url: str | None = "https://news.example/1", who: tuple[Thing, ...] = (OBAMA, CLERK)
) -> EventRecord:
    """A visit to Cuba at some time, asserted by one article."""
    article = Thing(iri=iri.mint_article("a"), label=Literal("An article"), url=url)
    saying = Saying(
        iri=iri.mint_part("a", "claim", "c1"), verb="asserts", source=None, voices=(), certainty="certain",
        confidence=None, quotes=(), article=article,
    )  # fmt: skip
    return EventRecord(
        iri=iri.mint_part("a", "event", "e1"), label=Literal('A "visit"\tto Cuba'), cls="Visit", types=("Visit",),
        kind=None, edtf=edtf, earliest=None, latest=None, basis=None, place=CUBA,
        roles=tuple(("guest", thing) for thing in who), sayings=(saying,), plover=None, states=(), happening=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("edtf", "times"),
    [
        ("2016-03-20", ["P585\t+2016-03-20T00:00:00Z/11"]),
        ("2016-03", ["P585\t+2016-03-00T00:00:00Z/10"]),
        ("2016", ["P585\t+2016-00-00T00:00:00Z/9"]),
        ("2016-03-20/2016-03-22", ["P580\t+2016-03-20T00:00:00Z/11", "P582\t+2016-03-22T00:00:00Z/11"]),
    ],
)
def test_a_draft_says_only_what_is_known(edtf: str, times: list[str]) -> None:
    """Time as exact as it is, those with items, place and country, each with the article's address."""
    source = '\tS854\t"https://news.example/1"'
    said = [*times, "P710\tQ76", "P276\tQ241", "P17\tQ241"]
    assert statements(visit(edtf), CUBA) == [
        "CREATE",
        'LAST\tLen\t"A ”visit” to Cuba"',
        "LAST\tP31\tQ1190554",
        *(f"LAST\t{line}{source}" for line in said),
    ]


@pytest.mark.parametrize(
    "edtf", ["2016-03~", "2016?", "2016-03-20/..", "../2016", "201X", "2016-21", "", "/2016", "2016-XX"]
)
def test_an_uncertain_time_makes_no_draft(edtf: str) -> None:
    """Nor does an open end, a season or an unknown place of a date."""
    assert statements(visit(edtf), CUBA) == []


def test_without_item_or_address_there_is_no_draft() -> None:
    """Nothing for an event of people without items, or that nobody can look up."""
    assert statements(visit("2016", who=(CLERK,)), CUBA) == []
    assert statements(visit("2016", url=None), CUBA) == []


@given(st.dates(min_value=date(1000, 1, 1)), st.text(min_size=1, max_size=400))
def test_every_draft_is_lines_of_columns(day: date, label: str) -> None:
    """No label breaks a line, a column or its quotation marks."""
    event = visit(day.isoformat())
    lines = statements(
        EventRecord(**{name: getattr(event, name) for name in event.__slots__} | {"label": Literal(label)}), None
    )
    for line in lines[1:]:
        columns = line.split("\t")
        assert columns[0] == "LAST"
        assert len(columns) in (3, 5)
        assert all(cell.count('"') in (0, 2) for cell in columns)
        assert "\n" not in line


def test_the_class_of_drafts_is_the_ontologys_match() -> None:
    """`alignments.ttl` is where it was looked up."""
    pairs = {
        (str(one), str(other)) for one, other in ontology_graph().subject_objects(None) if "Q1190554" in str(other)
    }
    assert pairs == {(DL.Event.value, iri.mint_wikidata("Q1190554"))}


def test_a_row_keeps_names_and_items_in_step() -> None:
    """Also where one has no item, and where a name holds the sign that parts names."""
    row = dict(zip(events.HEADER, events.event_row(visit("2016"), CUBA), strict=True))
    assert (row["participants"], row["participant_items"], row["roles"]) == (
        "Barack Obama|a clerk ¦ of state", "Q76|", "guest|guest",
    )  # fmt: skip
    assert (row["place_item"], row["country"], row["article_url"]) == ("Q241", "Cuba", "https://news.example/1")


def test_the_seeds_as_tables(seeds: Snapshot, tmp_path: Path) -> None:
    """What is asserted and not denied, with its items; everybody with a proper name, doubtful items apart."""
    data = seeds.folder.parent.parent
    done = CliRunner().invoke(tables, [str(tmp_path / "out"), "--data", str(data)])
    assert done.exit_code == 0, done.output
    found = list(csv.DictReader((tmp_path / "out" / "events.csv").open(encoding="utf-8")))
    visits = {
        (row["date"], row["country_item"], row["participant_items"]) for row in found if row["class"] == "Visit"
    }
    assert ("2016-03-20/2016-03-22", "Q241", "Q76|Q241") in visits
    store = seeds.open_store()
    asserted, denied = (
        {q.object.value for q in store.quads_for_pattern(None, verb, None)} for verb in (DL.asserts, DL.denies)
    )
    assert {row["event"] for row in found} == asserted - denied
    everybody = list(csv.DictReader((tmp_path / "out" / "people.csv").open(encoding="utf-8")))
    assert len({row["person"] for row in everybody}) == len(everybody)
    assert all(row["name"] for row in everybody)
    obama = next(row for row in everybody if row["item"] == "Q76")
    assert "President" in obama["posts"].split("|")
    assert int(obama["events"]) > 0
    doubtful = {
        str(quad.subject.value)
        for quad in store.quads_for_pattern(None, SKOS.closeMatch, None, NamedNode(iri.mint_graph("links")))
    }
    assert {row["person"] for row in everybody if row["doubtful_items"]} <= doubtful
    assert next(iter(people.people_rows(store))) == list(everybody[0].values())
