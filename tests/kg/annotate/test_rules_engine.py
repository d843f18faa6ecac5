"""What does the engine `rules` see in a sentence?"""

import pytest
from spacy.language import Language

from kg.annotate.engine import Engine, Trigger
from kg.annotate.lexicon import Lexicon
from kg.annotate.rules import RulesEngine


def read(nlp: Language, lexicon: Lexicon, text: str) -> dict[str, Trigger]:
    """The triggers of a text by their words."""
    doc = nlp(text)
    engine: Engine = RulesEngine(lexicon=lexicon)
    return {doc[t.start : t.end].text: t for t in engine.triggers(doc)}


def roles(nlp: Language, trigger: Trigger, text: str) -> dict[str, list[str]]:
    """A trigger's arguments as words by link."""
    doc, found = nlp(text), {}
    for argument in trigger.arguments:
        found.setdefault(argument.link, []).append(doc[argument.token].text)
    return found


@pytest.mark.parametrize(
    ("text", "word", "cls", "wanted"),
    [
        (
            "Israel sold drones to Chile in 2015.",
            "sold",
            "Transfer",
            {"supplier": ["Israel"], "item": ["drones"], "recipient": ["Chile"], "time": ["2015"]},
        ),
        (
            "Drones were sold to Chile by Israel.",
            "sold",
            "Transfer",
            {"supplier": ["Israel"], "item": ["Drones"], "recipient": ["Chile"]},
        ),
        ("The minister visited Ankara.", "visited", "Visit", {"guest": ["minister"], "host": ["Ankara"]}),
        ("Greece and Turkey held talks in Geneva.", "talks", "Meeting", {"agent": ["Greece", "Turkey"]}),
        ("Police opened fire on the crowd.", "opened fire", "Conflict", {"agent": ["Police"], "target": ["crowd"]}),
        ("Rebels blew up the dam.", "blew up", "Conflict", {"agent": ["Rebels"], "target": ["dam"]}),
        ("The army said rebels attacked the town.", "attacked", "Conflict", {"agent": ["rebels"], "src": ["army"]}),
    ],
)
def test_arguments_follow_the_roles_of_the_sense(
    nlp: Language, lexicon: Lexicon, text: str, word: str, cls: str, wanted: dict[str, list[str]]
) -> None:
    """Roles come from the grammatical relations that the entry names, in either voice."""
    trigger = read(nlp, lexicon, text)[word]
    got = roles(nlp, trigger, text)
    assert trigger.cls == cls
    assert {link: got.get(link, []) for link in wanted} == wanted


def test_a_plain_verb_of_saying_is_no_event(nlp: Language, lexicon: Lexicon) -> None:
    """Saying makes a source, not an event."""
    assert set(read(nlp, lexicon, "The army said that rebels attacked the town.")) == {"attacked"}


def test_a_verb_and_its_event_noun_are_one_event(nlp: Language, lexicon: Lexicon) -> None:
    """Signing a treaty is told once; aid workers tell no aid."""
    assert set(read(nlp, lexicon, "Peru and Chile signed a treaty.")) == {"signed"}
    assert set(read(nlp, lexicon, "Aid workers arrived late.")) == set()


def test_a_light_verb_is_told_with_its_noun(nlp: Language, lexicon: Lexicon) -> None:
    """The noun tells the event if it can ("held talks"), else the verb does ("voiced concern")."""
    found = read(nlp, lexicon, "Greece and Turkey held talks in Geneva.")
    assert [(words, trigger.further) for words, trigger in found.items()] == [("talks", (3,))]
    assert set(read(nlp, lexicon, "The envoy voiced concern over the trial.")) == {"voiced", "trial"}


def test_triggers_come_in_text_order_and_again_the_same(nlp: Language, lexicon: Lexicon) -> None:
    """The same Doc gives the same triggers, ordered by token."""
    doc = nlp("Rebels attacked the town, killed a judge and abducted two nuns.")
    engine = RulesEngine(lexicon=lexicon)
    found = engine.triggers(doc)
    assert [doc[t.token].text for t in found] == ["attacked", "killed", "abducted"]
    assert engine.triggers(doc) == found
