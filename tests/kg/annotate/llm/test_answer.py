"""Which answers of a model can be read, and does its schema say so?"""

import json
from typing import get_args

import jsonschema
import pytest
from chat_server import events, told
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotate.llm.answer import answer_schema, read_answer
from kg.model import EventClass, Plover, Role, Verb

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


def test_the_schema_is_one_of_strict_structured_outputs() -> None:
    """Every object requires all its properties and allows no other; the labels are those of the model."""
    schema = answer_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for record in (schema, *schema["$defs"].values()):
        assert record["additionalProperties"] is False
        assert record["required"] == list(record["properties"])
        assert not any("default" in field for field in record["properties"].values())
    event, role = schema["$defs"]["ToldEvent"]["properties"], schema["$defs"]["ToldRole"]["properties"]
    assert event["class"]["enum"] == list(get_args(EventClass))
    assert event["verb"]["enum"] == list(get_args(Verb))
    assert event["plover"]["anyOf"][0]["enum"] == list(get_args(Plover))
    assert role["role"]["enum"] == list(get_args(Role))


def test_what_the_schema_allows_is_read_as_it_stands() -> None:
    """A complete event comes out with the values that went in."""
    given_event = told(
        "shelled", "Rebels shelled it.", sources=["a paper", "an aide"], roles=[{"role": "agent", "quote": "Rebels"}]
    )
    jsonschema.Draft202012Validator(answer_schema()).validate({"events": [given_event]})
    answer = read_answer(events(given_event))
    assert answer is not None
    assert [json.loads(event.model_dump_json(by_alias=True)) for event in answer.events] == [given_event]
    assert answer.malformed == 0


@settings(deadline=None)
@given(st.lists(JSON, max_size=3))
def test_records_of_any_other_form_are_counted(items: list[object]) -> None:
    """One good event among whatever a model may write is read, the rest counted."""
    answer = read_answer(events(*items, told("shelled")))
    assert answer is not None
    assert [event.trigger for event in answer.events] == ["shelled"]
    assert answer.malformed == len(items)


def test_what_may_be_absent_may_be_missing_or_null() -> None:
    """A model without structured outputs leaves out what does not apply."""
    bare = {"trigger": "shelled", "class": "Conflict", "verb": "asserts", "sources": None, "occurrence": None}
    answer = read_answer(events(bare))
    assert answer == read_answer(events(told("shelled")))


@pytest.mark.parametrize("frame", ["{}", "```json\n{}\n```", "Here is the answer: {}\nI hope this helps."])
def test_a_fence_around_the_answer_does_not_matter(frame: str) -> None:
    """The object is what stands between the first and the last brace."""
    assert read_answer(frame.replace("{}", events(told("shelled")))) == read_answer(events(told("shelled")))


@pytest.mark.parametrize(
    "content",
    ["", "I cannot help with that.", "[]", "{", '{"events": [{"trigger"', '{"events": {}}', "{}", "[" * 100_000,
     '{"events":' + "[" * 100_000 + "}"],
)  # fmt: skip
def test_what_is_no_answer_is_none(content: str) -> None:
    """Refusals, cut off and deeply nested JSON, and JSON without a list of events."""
    assert read_answer(content) is None
