"""Which triggers tell an event of their own?"""

from dataclasses import replace

import pytest
from scenes import make_trigger, token_at
from spacy.language import Language

from kg.annotate.lexicon import Lexicon
from kg.annotate.lexicon.choose import sense_of
from kg.annotate.sift import is_definite, manner_of, settle_sense, sift
from kg.model import EventClass


@pytest.mark.parametrize(
    ("text", "given", "kept"),
    [
        ("Norway granted export licences.", ["granted", "export"], ["granted"]),
        ("The minister plans to visit Ankara.", ["plans", "visit"], ["visit"]),
        ("The minister was set to visit Ankara.", ["set", "visit"], ["visit"]),
        ("Peru and Chile held talks in Lima.", ["held", "talks"], ["talks"]),
        ("Peru and Chile held talks in Lima.", ["held"], ["held"]),
        ("Rebels attacked the town again.", ["attacked", "again"], ["attacked"]),
        ("Rebels attacked the town and killed two men.", ["attacked", "killed"], ["attacked", "killed"]),
    ],
)
def test_what_is_left_of_an_engines_triggers(
    nlp: Language, lexicon: Lexicon, text: str, given: list[str], kept: list[str]
) -> None:
    """Modifiers, mere cues and light verbs with their noun go; everything else stays, in order."""
    doc = nlp(text)
    triggers = [make_trigger(doc, word, "Situation") for word in given]
    assert [doc[trigger.token].text for trigger in sift(doc, triggers, lexicon)] == kept


def test_a_sense_of_another_class_wins_and_the_engines_stays_second(nlp: Language, lexicon: Lexicon) -> None:
    """The class goes with the published type; what the engine thought is kept as runner-up, without a figure."""
    doc = nlp("The premier visited Ankara.")
    sense = sense_of(doc, token_at(doc, "visited"), lexicon)
    settled = settle_sense(make_trigger(doc, "visited", "Meeting"), sense)
    assert (settled.cls, settled.plover, settled.runner_up, settled.runner_up_probability) == (
        "Visit",
        "CONSULT",
        "Meeting",
        None,
    )


@pytest.mark.parametrize(("verb", "noun", "kept"), [(0.95, 0.52, "held"), (0.6, 0.99, "talks"), (0.9, 0.9, "talks")])
def test_of_a_light_verb_and_its_noun_the_likelier_stays(
    nlp: Language, lexicon: Lexicon, verb: float, noun: float, kept: str
) -> None:
    """The noun tells the event unless the engine is much surer of the verb."""
    doc = nlp("Peru and Chile held talks in Lima.")
    triggers = [
        replace(make_trigger(doc, word, "Meeting"), probability=likely)
        for word, likely in (("held", verb), ("talks", noun))
    ]
    assert [doc[trigger.token].text for trigger in sift(doc, triggers, lexicon)] == [kept]


def test_a_sense_decides_the_category_where_both_agree_on_the_class(nlp: Language, lexicon: Lexicon) -> None:
    """The engine's category goes with its class; the published type has one of its own."""
    doc = nlp("The premier visited Ankara.")
    given = replace(make_trigger(doc, "visited", "Visit"), plover="AID")
    assert settle_sense(given, sense_of(doc, token_at(doc, "visited"), lexicon)).plover == "CONSULT"


def test_without_a_sense_the_engines_word_counts(nlp: Language) -> None:
    """A trigger that the lexicon does not know stays as it is."""
    trigger = make_trigger(nlp("The premier dined."), "dined", "Meeting")
    assert settle_sense(trigger, None) == trigger


@pytest.mark.parametrize(
    ("text", "word", "definite"),
    [
        ("The visit ended.", "visit", True),
        ("That meeting ended.", "meeting", True),
        ("His trip ended.", "trip", True),
        ("A visit followed.", "visit", False),
        ("Visits followed.", "Visits", False),
        ("They visited it.", "visited", False),
        ("It was the fourth such visit.", "visit", False),
        ("The next visit is in May.", "visit", False),
    ],
)
def test_a_definite_noun_takes_up_what_is_known(nlp: Language, text: str, word: str, definite: bool) -> None:
    """Article, demonstrative or possessor make a noun definite; verbs never are."""
    doc = nlp(text)
    assert is_definite(doc[token_at(doc, word)]) is definite


@pytest.mark.parametrize(
    ("text", "word", "classes", "head"),
    [
        ("They met to discuss trade.", "discuss", {"met": "Meeting", "discuss": "Meeting"}, "met"),
        ("They met to discuss trade.", "discuss", {"met": "Visit", "discuss": "Meeting"}, None),
        (
            "He wrote to them, demanding a reply.",
            "demanding",
            {"wrote": "Communication", "demanding": "Communication"},
            "wrote",
        ),
        ("He promised to publish it.", "publish", {"promised": "Communication", "publish": "Communication"}, None),
        ("They attacked to kill him.", "kill", {"attacked": "Conflict", "kill": "Conflict"}, None),
        ("They met after he discussed trade.", "discussed", {"met": "Meeting", "discussed": "Meeting"}, None),
    ],
)
def test_what_only_tells_more_of_another_trigger(
    nlp: Language, text: str, word: str, classes: dict[str, EventClass], head: str | None
) -> None:
    """A meeting's purpose is its manner, and what is said in saying; what is promised, or has a subject, is not."""
    doc = nlp(text)
    by_token = {token_at(doc, name): cls for name, cls in classes.items()}
    token = token_at(doc, word)
    assert manner_of(doc[token], by_token[token], by_token) == (token_at(doc, head) if head else -1)
