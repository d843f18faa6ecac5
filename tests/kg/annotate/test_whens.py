"""When did it happen, as far as a sentence says?"""

import pytest
from scenes import OPEN, PUBLISHED, make_trigger, read_scene, token_at
from spacy.language import Language

from kg.annotate.annotate import Tools
from kg.annotate.engine import LinkName
from kg.annotate.whens import aspect_of, choose_time, date_event, is_ahead, is_past, within
from kg.edtf import edtf_bounds, edtf_from_days
from kg.model import Verb, When


@pytest.mark.parametrize(
    ("text", "word", "links", "quote"),
    [
        ("Peru met Chile in May 2019.", "met", {}, "May 2019"),
        ("Peru met Chile. In May 2019 it rained.", "met", {}, None),
        ("Peru met Chile. In May 2019 it rained.", "met", {"2019": ("time", 0.99)}, None),
        ("Peru, which joined in 2012, met Chile in May 2019.", "met", {}, "May 2019"),
        ("Peru, which joined in 2012, met Chile in May 2019.", "joined", {}, "2012"),
        ("Peru, which joined in 2012, met Chile.", "met", {}, None),
        ("Peru met Chile in May 2019 and sold drones.", "sold", {"2019": ("time", 0.9)}, "May 2019"),
    ],
)
def test_the_time_of_a_trigger(
    tools: Tools, text: str, word: str, links: dict[str, tuple[LinkName, float]], quote: str | None
) -> None:
    """Linked or attached in its own sentence; the time of another sentence or clause is not taken."""
    scene = read_scene(text, tools)
    arguments = make_trigger(scene.doc, word, "Meeting", links).arguments
    time = choose_time(scene.doc, token_at(scene.doc, word), arguments, scene.times)
    assert (time.quote if time else None) == quote


@pytest.mark.parametrize(
    ("text", "word", "verb", "closed"),
    [
        ("Peru met Chile.", "met", "asserts", True),
        ("Peru met Chile.", "met", "reports", True),
        ("Peru met Chile.", "met", "denies", False),
        ("Peru met Chile.", "met", "envisages", False),
        ("Peru borders Chile.", "borders", "asserts", False),
    ],
)
def test_without_a_time_the_past_is_over_by_publication(
    tools: Tools, text: str, word: str, verb: Verb, closed: bool
) -> None:
    """Only what is told in the past as having happened ends by the day of publication, and that is inferred."""
    scene = read_scene(text, tools)
    when = date_event(scene.doc, token_at(scene.doc, word), verb, None, PUBLISHED)
    if closed:
        assert (when.edtf, when.earliest, when.latest) == (
            edtf_from_days(None, PUBLISHED.latest),
            None,
            PUBLISHED.latest,
        )
        assert when.basis == "inferred"
        assert when.why
    else:
        assert when == OPEN


def test_an_unknown_day_of_publication_bounds_nothing(tools: Tools) -> None:
    """Without it the past stays open."""
    scene = read_scene("Peru met Chile.", tools)
    assert date_event(scene.doc, token_at(scene.doc, "met"), "asserts", None, None) == OPEN


def test_a_printed_time_is_the_events(tools: Tools) -> None:
    """Text, bounds and basis are those of the expression."""
    scene = read_scene("Peru met Chile in May 2019.", tools)
    (time,) = scene.times
    when = date_event(scene.doc, token_at(scene.doc, "met"), "asserts", time, PUBLISHED)
    assert (when.text, when.edtf, when.earliest, when.latest, when.basis) == (
        "May 2019",
        "2019-05",
        time.earliest,
        time.latest,
        "stated",
    )


@pytest.mark.parametrize(
    ("text", "word", "past"),
    [
        ("Peru met Chile.", "met", True),
        ("Peru has met Chile.", "met", True),
        ("Peru was attacked.", "attacked", True),
        ("Peru had been attacked.", "attacked", True),
        ("Peru is attacked.", "attacked", False),
        ("Peru will meet Chile.", "meet", False),
        ("Peru meets Chile.", "meets", False),
        ("Peru held talks.", "talks", True),
        ("Peru holds talks.", "talks", False),
        ("Peru managed to sell drones.", "sell", True),
        ("Peru, attacked by Chile, surrendered.", "attacked", True),
        ("Talks in Lima", "Talks", False),
    ],
)
def test_tense_of_a_clause(nlp: Language, text: str, word: str, past: bool) -> None:
    """A participle has the tense of its auxiliary, a noun that of its verb."""
    doc = nlp(text)
    assert is_past(doc[token_at(doc, word)]) is past


@pytest.mark.parametrize(
    ("text", "word", "aspect", "ahead"),
    [
        ("Peru will meet Chile.", "meet", "future", True),
        ("Peru could meet Chile.", "meet", "future", True),
        ("Peru might have met Chile.", "met", "perfect", False),
        ("The report could not be confirmed.", "confirmed", "past", False),
        ("Peru wants to meet Chile.", "meet", "present", True),
        ("Peru promised not to meet Chile.", "meet", "past", True),
        ("Peru did meet Chile.", "meet", "past", False),
    ],
)
def test_what_is_still_to_come(nlp: Language, text: str, word: str, aspect: str, ahead: bool) -> None:
    """A modal verb looks ahead, but not one of what would have been, nor "could not" of what was not done."""
    doc = nlp(text)
    assert (aspect_of(doc[token_at(doc, word)]), is_ahead(doc[token_at(doc, word)])) == (aspect, ahead)


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ("2019-05-03/2019-05-05", "2019-05-03?/2019-05-05?"),
        ("2019-05~/2019-06", "2019-05%/2019-06?"),
        ("2019-05", "2019-05"),
        ("2019-05/..", "2019-05?/.."),
    ],
)
def test_a_part_lies_within_the_whole(whole: str, part: str) -> None:
    """It has the bounds of the whole and does not last as long, and its basis is told."""
    first, last = edtf_bounds(whole)
    when = within(When(text="then", edtf=whole, earliest=first, latest=last, basis="stated"))
    assert (when.edtf, when.earliest, when.latest, when.text, when.basis) == (part, first, last, None, "inferred")
    assert when.why
