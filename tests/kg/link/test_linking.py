"""Are the names of passages written by hand linked rightly, and never two persons made one?"""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linked import FIRST_HELD, Outcome, outcomes, read_passages, score

from kg.gazetteer.lookup import Gazetteer, load_gazetteer
from kg.gazetteer.score import CONFIRMED
from kg.link.deciding import Decision, link_text
from kg.link.grouping import Spot

PRECISION, RECALL = 0.97, 0.85


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The shipped gazetteer."""
    return load_gazetteer()


@pytest.fixture(scope="module")
def found(gazetteer: Gazetteer) -> list[Outcome]:
    """What the linker makes of every marked name."""
    return [each for passage in read_passages() for each in outcomes(passage, gazetteer)]


def test_passages_are_what_they_should_be(gazetteer: Gazetteer) -> None:
    """At least 400 names in 60 passages, a quarter of them nobody's, and every label is that of a row."""
    passages = read_passages()
    gold = [labels for passage in passages for labels in passage.gold]
    assert len(passages) >= 60
    assert len(gold) >= 400
    assert sum(not labels for labels in gold) >= len(gold) / 4
    assert {label for labels in gold for label in labels} <= {row.label for row in gazetteer.rows()}


@pytest.mark.parametrize("held", [False, True])
def test_links_are_right(found: list[Outcome], held: bool) -> None:
    """Both parts pass the bars: the one that weights were set on, and the one that they were not."""
    figures = score([each for each in found if (int(each.passage[1:]) >= FIRST_HELD) == held])
    assert figures.precision >= PRECISION
    assert figures.recall >= RECALL


def test_no_person_is_taken_for_another(found: list[Outcome]) -> None:
    """Whoever has the name of somebody known, and does something else, stays apart."""
    wrong = [each for each in found if each.person and each.linked not in each.gold]
    assert [(each.passage, each.words, each.linked) for each in wrong] == []


def test_reasons_add_up(found: list[Outcome]) -> None:
    """The weights in the reasons of each candidate sum to its score, cut to 0 and 1 where it was cut."""
    for each in found:
        for scored in each.decision.candidates:
            weights = [float(reason.rsplit(" ", 1)[1]) for reason in scored.reasons]
            name = (each.passage, each.words, scored.match.row.id)
            assert scored.score <= round(max(sum(weights), 0.0), 2) + 0.001 or sum(weights) > 1, name
            assert 0 <= scored.score <= 1


def link(gazetteer: Gazetteer, text: str, *names: str, day: date | None = None) -> list[Decision]:
    """The decision on each of some names, where it stands first after the one before."""
    spots, at = [], 0
    for name in names:
        at = text.index(name, at)
        spots.append(Spot(start=at, end=at + len(name)))
        at += len(name)
    decisions = link_text(text, spots, gazetteer, (day, day))
    by_spot = {spot: decision for decision in decisions for spot in decision.group.spots}
    return [by_spot[spot] for spot in spots]


def rows(decisions: list[Decision]) -> list[str | None]:
    """The rows that were chosen."""
    return [decision.row.id if decision.row else None for decision in decisions]


def test_day_chooses_the_holder_of_the_post(gazetteer: Gazetteer) -> None:
    """Two persons of one surname held one post: the day tells which, no day tells nothing."""
    text = "President Bush spoke in Washington about Iraq."
    at = {year: link(gazetteer, text, "Bush", day=date(year, 2, 1)) for year in (1991, 2003)}
    assert rows(at[1991]) == ["person/george-h-w-bush"]
    assert rows(at[2003]) == ["person/george-w-bush"]
    assert rows(link(gazetteer, text, "Bush")) == [None]


def test_short_name_follows_the_full_one(gazetteer: Gazetteer) -> None:
    """A surname means whoever bore it last, known or not; two bearers leave it open."""
    known = "Angela Merkel came to Paris with the German delegation. Merkel spoke last."
    other = "Otto Merkel, a baker, came to Paris with the German delegation. Merkel spoke last."
    both = "Angela Merkel came to Germany's capital. Otto Merkel baked. Merkel spoke last."
    assert rows(link(gazetteer, known, "Angela Merkel", "Merkel")) == ["person/angela-merkel"] * 2
    assert rows(link(gazetteer, other, "Otto Merkel", "Merkel")) == [None, None]
    assert rows(link(gazetteer, both, "Angela Merkel", "Otto Merkel", "Merkel spoke"[:6])) == [
        "person/angela-merkel", None, None,
    ]  # fmt: skip


def test_initials_tell_father_from_son(gazetteer: Gazetteer) -> None:
    """Two full names that differ in initials are two; `Jr.` makes another person."""
    text = "George H. W. Bush and George W. Bush met in Washington. George W. Bush spoke of America."
    assert rows(link(gazetteer, text, "George H. W. Bush", "George W. Bush", "George W. Bush")) == [
        "person/george-h-w-bush", "person/george-w-bush", "person/george-w-bush",
    ]  # fmt: skip
    assert rows(link(gazetteer, "Donald Trump Jr. spoke in Washington.", "Donald Trump Jr.")) == [None]


def test_article_defines_its_own_abbreviation(gazetteer: Gazetteer) -> None:
    """Letters behind a name mean that name, whatever else they could mean."""
    text = "The Alpine Union (AU) met in Chur. The AU has nine members."
    assert rows(link(gazetteer, text, "AU", "AU")) == [None, None]
    assert rows(link(gazetteer, "The AU met in Addis Ababa.", "AU")) == ["organization/african-union"]


def test_whereabouts_choose_the_place(gazetteer: Gazetteer) -> None:
    """`Tripoli, Lebanon` is not Libya's; a list of places says nothing of where they lie."""
    assert rows(link(gazetteer, "A bomb went off in Tripoli, Lebanon.", "Tripoli")) == ["place/tripoli-lebanon"]
    assert rows(link(gazetteer, "They met in Paris, Texas, on Monday.", "Paris")) == [None]
    assert rows(link(gazetteer, "They met in Paris, Rome and Madrid.", "Paris", "Rome", "Madrid")) == [
        "place/paris", "place/rome", "place/madrid",
    ]  # fmt: skip


def test_barred_row_is_no_candidate(gazetteer: Gazetteer) -> None:
    """A row that a reviewer has ruled out for a name is not offered."""
    text, spot = "Angela Merkel came to Paris from Germany.", Spot(start=0, end=13)
    barred = frozenset({("angela merkel", "person/angela-merkel")})
    assert link_text(text, [spot], gazetteer)[0].row is not None
    assert link_text(text, [spot], gazetteer, barred=barred)[0].candidates == ()


@settings(max_examples=60)
@given(st.text(max_size=120), st.data())
def test_any_text_and_spots_are_decided_once(gazetteer: Gazetteer, text: str, data: st.DataObject) -> None:
    """Every spot is in exactly one decision, whatever the text; the same call gives the same decisions."""
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    spots = [Spot(start=a, end=b) for a, b in zip(ends[::2], ends[1::2], strict=False) if b > a]
    decisions = link_text(text, spots, gazetteer)
    assert Counter(spot for d in decisions for spot in d.group.spots) == Counter(spots)
    assert decisions == link_text(text, spots, gazetteer)
    assert all((d.score >= CONFIRMED) == (d.row is not None) for d in decisions)
