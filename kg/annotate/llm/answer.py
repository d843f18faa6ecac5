"""What may the language model answer?

The records below are both the JSON Schema that the endpoint is given and what its answer is read with. The labels
are those of `kg.model`; a label that is none of them does not spoil the answer, but what bears it is dropped and
counted (see `kg.annotate.llm.ground`). Every property is required and no other is allowed, as the strict mode of
structured outputs demands; when it is read, what may be absent may be missing or null.
"""

import json
from dataclasses import dataclass
from typing import Annotated, Any, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema

from kg.model import EventClass, Plover, Role, Verb


def _enumerated(labels: tuple[str, ...]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": list(labels)})


def _require_all(schema: dict[str, Any]) -> None:
    """The schema of a record with each property required and no other allowed, without defaults and titles."""
    schema.pop("title", None)
    schema["additionalProperties"] = False
    schema["required"] = list(schema["properties"])
    for field in schema["properties"].values():
        field.pop("title", None)
        field.pop("default", None)


class _Answered(BaseModel):
    # Reading is lenient with properties it does not know; the schema is not.
    model_config = ConfigDict(frozen=True, json_schema_extra=_require_all)


class ToldRole(_Answered):
    """A participant: the words that name it in the passage, copied exactly."""

    role: Annotated[str, _enumerated(get_args(Role))]
    quote: str


class ToldEvent(_Answered):
    """One event under one claim; all words are copied exactly from the passage."""

    sentence: str = Field(default="", description="the sentence that tells the event, copied exactly")
    trigger: str = Field(description="the word or words of that sentence that tell the event, copied exactly")
    occurrence: int = Field(default=1, description="1 unless the sentence has the trigger's words more than once")
    event_class: Annotated[str, _enumerated(get_args(EventClass))] = Field(alias="class")
    plover: Annotated[str, _enumerated(get_args(Plover))] | None = None
    verb: Annotated[str, _enumerated(get_args(Verb))]
    sources: tuple[str, ...] = Field(default=(), description="who says so, from the outermost to the innermost")
    roles: tuple[ToldRole, ...] = ()
    place: str | None = None
    time: str | None = None


class _Whole(_Answered):
    """All events that the passage tells."""

    events: tuple[ToldEvent, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The events of an answer, and how many of its records could not be read."""

    events: tuple[ToldEvent, ...]
    malformed: int


def answer_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of an answer."""
    return _Whole.model_json_schema(by_alias=True)


def read_answer(content: str) -> Answer | None:
    """The answer in a message's text, or None if that is no JSON object with a list of events.

    A model without structured outputs may put a fence or a sentence around the object.
    """
    try:
        value = json.loads(content[content.find("{") : content.rfind("}") + 1])
    except (ValueError, RecursionError):
        return None
    items = value.get("events") if isinstance(value, dict) else None
    if not isinstance(items, list):
        return None
    events = [event for event in map(_read_event, items) if event is not None]
    return Answer(events=tuple(events), malformed=len(items) - len(events))


def _read_event(item: object) -> ToldEvent | None:
    if not isinstance(item, dict):
        return None
    try:
        return ToldEvent.model_validate({name: value for name, value in item.items() if value is not None})
    except ValidationError:
        return None
