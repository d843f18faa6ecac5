"""When did it happen, where only the text around says?"""

import pytest
from scenes import make_trigger, read_scene
from spacy.tokens import Doc

from kg.annotate.annotate import Tools
from kg.annotate.draft import Draft
from kg.annotate.events import draft_events
from kg.annotate.narrative import date_untold
from kg.model import Verb, When


def dated(
    text: str, events: list[tuple[str, Verb]], tools: Tools
) -> tuple[Doc, tuple[Draft, ...], tuple[Draft, ...]]:
    """The parsed text, the drafts of triggers at these words, and the same drafts dated; read on 10 June 2020."""
    scene = read_scene(text, tools)
    triggers = [make_trigger(scene.doc, word, "PoliticalAct", verb=verb) for word, verb in events]
    drafts = draft_events(scene, sorted(triggers, key=lambda trigger: trigger.token))
    return scene.doc, drafts, date_untold(scene.doc, drafts, scene.times, scene.published, scene.segments)


def when_of(text: str, word: str, verb: Verb, tools: Tools) -> When:
    """The date of the event told by a word, "signed" before it told by the article too."""
    doc, _, drafts = dated(text, [("signed", "asserts"), (word, verb)], tools)
    return next(draft.when for draft in drafts if doc[draft.trigger.token].text == word)


@pytest.mark.parametrize(
    ("text", "word", "verb", "edtf"),
    [
        ("Peru signed the pact on Monday. Chile closed the border.", "closed", "asserts", "2020-06-08"),
        ("Peru signed the pact on Monday. Chile had closed the border.", "closed", "asserts", "../2020-06-08"),
        ("Peru signed a pact on Monday.\n\nChile shut the port.", "shut", "asserts", "2020-06-08?/2020-06-10?"),
        ("Peru signed a pact on Monday. In Rome Italy shut the port.", "shut", "asserts", "2020-06-08?/2020-06-10?"),
        ("Peru signed a pact in March 2019. Chile shut the port.", "shut", "asserts", "2019-03-01?/2020-06-10?"),
        ("Peru signed the pact on Monday. Chile has closed the border.", "closed", "asserts", "../2020-06-10"),
        ("Peru signed the pact on Monday. Chile will close the border.", "close", "envisages", "2020-06-08/.."),
        ("Peru signed the pact on Monday. A week before it Chile shut the port.", "shut", "asserts", "../2020-06-08"),
        ("A day after Chile shut the port, Peru signed a pact on Monday.", "shut", "asserts", "../2020-06-08"),
        ("A day after the riots Peru signed a pact on Monday.", "riots", "asserts", "../2020-06-08"),
        ("Peru signed a pact on Monday. Chile shut the port for two days.", "shut", "asserts",
         "2020-06-08?/2020-06-10?"),
        ("Peru signed a pact on Monday. Chile shut the port, officials say.", "shut", "reports", "../2020-06-10"),
        ("Peru signed a pact. On Monday officials said that Chile shut the port.", "shut", "reports",
         "../2020-06-08"),
        ("Peru signed the pact on Monday. The vote could not be closed.", "closed", "denies", "2020-06-08"),
        ("ROME, June 10 - Peru signed a pact.\n\nChile shut the port.", "shut", "asserts", "../2020-06-10"),
    ],
)  # fmt: skip
def test_an_event_without_a_date_has_that_of_what_is_being_told(
    tools: Tools, text: str, word: str, verb: Verb, edtf: str
) -> None:
    """The simple past is of that time, a pluperfect before it, a plan after it, a perfect by publication."""
    assert when_of(text, word, verb, tools).edtf == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Peru signed the pact on Monday. Chile praised it.", "2020-06-08?/2020-06-10?"),
        ("Peru signed the pact on Monday and praised Chile.", "2020-06-08"),
    ],
)
def test_what_is_said_next_may_be_said_later(tools: Tools, text: str, edtf: str) -> None:
    """An article gathers reactions: those of another sentence lie between the day told and publication."""
    scene = read_scene(text, tools)
    triggers = [
        make_trigger(scene.doc, "signed", "PoliticalAct"),
        make_trigger(scene.doc, "praised", "Communication"),
    ]
    drafts = draft_events(scene, triggers)
    _, praise = date_untold(scene.doc, drafts, scene.times, scene.published, scene.segments)
    assert praise.when.edtf == edtf


def test_such_a_date_is_inferred_and_says_why(tools: Tools) -> None:
    """Nobody takes it for printed."""
    when = when_of("Peru signed the pact on Monday. Chile closed the border.", "closed", "asserts", tools)
    assert (when.basis, when.why) == ("inferred", ('the text has come to "Monday"',))


def test_a_printed_date_stays(tools: Tools) -> None:
    """What the clause itself says is not touched."""
    text = "Peru signed the pact on Monday. Chile closed the border in May 2019."
    assert when_of(text, "closed", "asserts", tools).edtf == "2019-05"


def test_old_news_dates_no_other_paragraph(tools: Tools) -> None:
    """After a look back at years ago the next paragraph is not taken to happen then, nor on the story's day."""
    text = "Peru signed the pact in March 2012.\n\nChile closed the border."
    assert when_of(text, "closed", "asserts", tools).edtf == "../2020-06-10"


def test_the_order_of_drafts_is_kept(tools: Tools) -> None:
    """Nothing but dates changes."""
    _, before, after = dated(
        "Peru signed the pact on Monday. Chile closed the border.",
        [("closed", "asserts"), ("signed", "asserts")],
        tools,
    )
    assert [draft.trigger for draft in after] == [draft.trigger for draft in before]
