"""Does every quote that is used stand where the trigger says?"""

from collections import Counter

import pytest
from chat_server import events, told
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.engine import Trigger
from kg.annotate.llm.answer import read_answer
from kg.annotate.llm.ground import ground_answer, make_ground
from kg.annotate.llm.passages import find_passages
from kg.annotate.llm.tally import Tally

TEXT = (
    "Rebels attacked a convoy near Gao on Monday. The army said that the rebels had attacked\nthe town and "
    "attacked the camp. Mali’s president met them."
)
FIRST, SECOND, _ = TEXT.replace("\n", " ").split(". ")


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    """The parsed text."""
    return nlp(TEXT)


def ground(doc: Doc, *items: object) -> tuple[list[Trigger], Counter[str]]:
    """The triggers of an answer with these events, and what was dropped."""
    tally, answer = Tally(), read_answer(events(*items))
    assert answer is not None
    (passage,) = find_passages(doc, 1000)
    return list(ground_answer(make_ground(doc), passage, answer, tally)), +Counter(dict(tally.dropped))


def words_of(doc: Doc, trigger: Trigger) -> list[tuple[str, str, float]]:
    """A trigger's arguments with their words."""
    return [(a.link, doc[a.token].text, a.probability) for a in trigger.arguments]


def test_a_verified_event_becomes_a_trigger_with_its_arguments(doc: Doc) -> None:
    """Class, category and verb as told; the head of each quote as argument; the innermost source first in trust."""
    item = told(
        "had attacked the town",
        SECOND,
        plover="ASSAULT",
        verb="reports",
        sources=["Mali", "The army"],
        roles=[{"role": "agent", "quote": "the rebels"}, {"role": "target", "quote": "the town"}],
        time="Monday",
        place="Gao",
    )
    ((trigger,), dropped) = ground(doc, item)
    assert not dropped
    assert doc[trigger.start : trigger.end].text == "had attacked\nthe town"
    assert (doc[trigger.token].text, trigger.cls, trigger.plover) == ("attacked", "Conflict", "ASSAULT")
    assert (trigger.verb, trigger.rule, trigger.probability) == ("reports", "llm", 0.5)
    assert words_of(doc, trigger) == [
        ("place", "Gao", 0.9),
        ("time", "Monday", 0.9),
        ("src", "army", 0.9),
        ("agent", "rebels", 0.9),
        ("target", "town", 0.9),
        ("src", "Mali", 0.6),
    ]


@pytest.mark.parametrize(
    ("sentence", "occurrence", "number"),
    [(FIRST, 1, 0), (FIRST, 7, 0), (SECOND, 1, 1), (SECOND, 2, 2), ("Mali’s president met them", 1, 2)],
)
def test_a_repeated_trigger_is_the_one_of_its_sentence(doc: Doc, sentence: str, occurrence: int, number: int) -> None:
    """Counted inside the sentence; outside of it the nearest one."""
    ((trigger,), dropped) = ground(doc, told("attacked", sentence, occurrence=occurrence))
    assert trigger.token == [token.i for token in doc if token.text == "attacked"][number]
    assert not dropped


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (told("bombed", FIRST), "quote"),
        (told("attack", FIRST), "quote"),
        (told("Attacked", FIRST), "quote"),
        (told("", FIRST), "quote"),
        (told(FIRST + ". The army said that the rebels", FIRST), "quote"),
        (told("attacked", "A sentence that is not there"), "ambiguous"),
        (told("attacked", "attacked"), "ambiguous"),
        (told("attacked", SECOND, occurrence=3), "ambiguous"),
        (told("attacked", SECOND, occurrence=-1), "ambiguous"),
        (told("met", FIRST) | {"class": "Coronation"}, "label"),
        (told("met", FIRST, verb="insinuates"), "label"),
        ({"trigger": 3}, "malformed"),
    ],
)
def test_an_event_that_cannot_be_verified_is_dropped_and_counted(doc: Doc, item: object, reason: str) -> None:
    """Words that are not there, or parts of words, or one of several, or labels that nobody knows."""
    assert ground(doc, item) == ([], Counter({reason: 1}))


def test_what_cannot_be_verified_of_an_event_is_left_out_of_it(doc: Doc) -> None:
    """A wrong category, role, place or source costs the event only that."""
    item = told(
        "met",
        plover="MET",
        sources=["the BBC"],
        roles=[{"role": "hero", "quote": "Mali"}, {"role": "agent", "quote": "Angela"},
               {"role": "agent", "quote": "president"}],
        place="Paris",
        time="in 1999",
    )  # fmt: skip
    ((trigger,), dropped) = ground(doc, item)
    assert trigger.plover is None
    assert words_of(doc, trigger) == [("agent", "president", 0.9)]
    assert dropped == Counter({"quote": 4, "label": 2})


def test_a_repeated_argument_is_the_nearest_in_the_sentence_or_before_it(nlp: Language) -> None:
    """A name of an earlier sentence is the antecedent that a pronoun has."""
    doc = nlp("Chad left. Mali and Chad signed a pact. They met in Mali. Chad paid.")
    signed, met = (
        told(word, roles=[{"role": "agent", "quote": "Chad"}, {"role": "host", "quote": "Mali"}])
        for word in ("signed", "met")
    )
    (first, second), _ = ground(doc, signed, met)
    assert [a.token for a in first.arguments] == [doc[3].i, doc[5].i]
    assert [a.token for a in second.arguments] == [doc[5].i, next(t.i for t in doc[10:] if t.text == "Mali")]


@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_every_stretch_of_tokens_is_found_with_exact_offsets(doc: Doc, data: st.DataObject) -> None:
    """Whatever part of the text is quoted, a trigger of its words stands there."""
    start = data.draw(st.integers(0, len(doc) - 1))
    end = data.draw(st.integers(start + 1, min(start + 6, len(doc))))
    quote = doc[start:end].text
    triggers, _ = ground(doc, told(quote, TEXT))
    for trigger in triggers:
        assert doc[trigger.start : trigger.end].text.split() == quote.split()
        assert trigger.start <= trigger.token < trigger.end
    assert triggers or len(quote.split()) == 0 or TEXT.count(quote) > 1
