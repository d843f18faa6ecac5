"""When are the actors of a reading those of the gold?"""

import pytest

from kg.annotate.parse import load_parser, parse
from kg.annotate.reader.corpus import Passage
from kg.evaluate.comparing import invented_actors, same_actors
from kg.evaluate.gold import Actor, Record
from kg.evaluate.passages import article_of, passage_records


def actor(role: str, name: str) -> Actor:
    """An actor of one name."""
    return Actor(role=role, names=frozenset({name}))


def record(*actors: Actor, things: tuple[Actor, ...] = ()) -> Record:
    """An attack."""
    return Record(
        cls="Conflict", plover=None, verb="asserts", spans=((0, 1),), actors=actors, earliest=None, latest=None,
        things=things,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("jane doe", "the envoy jane doe", True),
        ("envoy", "the other envoy", False),
        ("jane doe", "jane doe's brother", False),
    ],
)
def test_a_name_is_the_same_after_a_description(one: str, other: str, same: bool) -> None:
    """A name of several words at the end of the other's is the same, a single word proves nothing."""
    assert actor("agent", one).same_as(actor("agent", other)) is same
    assert actor("agent", other).same_as(actor("agent", one)) is same


def test_a_thing_that_is_hit_may_be_a_target_or_an_item() -> None:
    """What the gold calls the target and the reading an item is found; what the reading lacks is not."""
    gold = record(actor("agent", "rebels"), actor("target", "a bridge"))
    assert same_actors(gold, record(actor("agent", "rebels"), things=(actor("item", "a bridge"),)))
    assert not same_actors(gold, record(actor("agent", "rebels")))


def test_who_is_an_item_of_the_gold_is_not_invented() -> None:
    """In a wrong role, but in the text."""
    gold = record(things=(actor("item", "an envoy"),))
    assert invented_actors(gold, record(actor("target", "an envoy"), actor("agent", "nobody"))) == (
        actor("agent", "nobody"),
    )


def test_a_name_in_the_marks_stands_wherever_it_is_written() -> None:
    """The marks give the name for a pronoun: each mention of it will do. Other words mean what is nearest."""
    passage = Passage.model_validate({
        "id": "x",
        "text": "Jane Doe left. Rebels fled. Jane Doe came back, and she hid. Rebels saw it.",
        "events": [
            {"t": "hid", "class": "Movement", "type": "flight", "plover": None, "verb": "asserts",
             "roles": {"agent": ["Jane Doe"]}},
        ],
    })  # fmt: skip
    doc = parse(article_of(passage), load_parser())
    (gold,) = passage_records(passage, doc)
    assert gold.actors[0].heads == {passage.text.index("Doe"), passage.text.rindex("Doe")}
