"""What does a person ask by the form: who, did what, to whom, where, when, on whose word?"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Literal, TypeAlias, get_args

from werkzeug.datastructures import MultiDict

from kg.edtf import EdtfError, edtf_bounds
from kg.model import EventClass
from kg.ontology.terms import EventType, read_types
from server.ask.dates import to_edtf

Verb: TypeAlias = Literal["asserts", "reports", "envisages", "denies"]
VERBS: tuple[Verb, ...] = get_args(Verb)
_LONGEST = 200
"""Characters of one field."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """A question as the form's fields hold it; an empty field asks nothing.

    `did` is the name of a class or of an event type, `when` an EDTF date; `surely` leaves out what only may lie in
    it. `verbs` are the ways in which a claim may speak of the event.
    """

    who: str = ""
    did: str = ""
    whom: str = ""
    where: str = ""
    when: str = ""
    says: str = ""
    surely: bool = True
    verbs: tuple[Verb, ...] = ("asserts",)

    def address(self) -> dict[str, str | list[str]]:
        """The fields that are filled, as parameters of an address."""
        given: dict[str, str | list[str]] = {
            field.name: value
            for field in fields(self)
            if isinstance(value := getattr(self, field.name), str) and value
        }
        if not self.surely:
            given["date"] = "perhaps"
        return given | {"verb": list(self.verbs)}


def read_form(arguments: MultiDict[str, str]) -> Asking:
    """The question in an address; what no field can hold is left out."""
    texts = {name: " ".join(arguments.get(name, "").split())[:_LONGEST] for name in ("who", "whom", "where", "says")}
    verbs = tuple(verb for verb in VERBS if verb in arguments.getlist("verb"))
    did = arguments.get("did", "")
    return Asking(
        **texts,
        did=did if did in get_args(EventClass) or did in event_types() else "",
        when=to_edtf(arguments.get("when", "")[:_LONGEST]),
        surely=arguments.get("date") != "perhaps",
        verbs=verbs or ("asserts",),
    )


def unknown_choices(arguments: MultiDict[str, str]) -> tuple[str, ...]:
    """The values in an address that none of the lists has, in the order given."""
    known = {
        "did": {"", *get_args(EventClass), *event_types()},
        "verb": {"", *VERBS},
        "date": {"", "surely", "perhaps"},
    }
    return tuple(
        value[:_LONGEST]
        for field, choices in known.items()
        for value in arguments.getlist(field)
        if value not in choices
    )


def wrong_date(asking: Asking) -> str:
    """Why the date is none, in words; empty when it is one or none is asked for."""
    if not asking.when:
        return ""
    try:
        edtf_bounds(asking.when)
    except EdtfError as error:
        return error.reason
    return ""


@cache
def event_types() -> Mapping[str, EventType]:
    """The event types by name."""
    return {event_type.name: event_type for event_type in read_types()}


@cache
def types_by_class() -> tuple[tuple[str, tuple[EventType, ...]], ...]:
    """Each class with its event types, by label."""
    return tuple(
        (name, tuple(sorted((one for one in read_types() if one.kind == name), key=lambda one: one.label)))
        for name in get_args(EventClass)
    )
