"""How is a name, property or type completed while a person types it?

Reconciliation Service API 0.2, section 6: what begins with the text comes before what has it inside.
"""

from collections.abc import Iterable
from typing import TypeVar

from kg.gazetteer.rows import fold
from server.pages.things import Things
from server.reconcile.schema import Kind, Property, above, find_type, properties, types

_Known = TypeVar("_Known", Kind, Property)

PAGE = 20
"""Suggestions at once."""


def suggest_entities(prefix: str, skip: int, things: Things) -> list[dict[str, object]]:
    """Things with a name that begins with the text, or the one with that identifier."""
    exact = things.find(prefix)
    found = things.starting(prefix, skip + PAGE) if prefix.strip() else []
    every = [exact, *found] if exact else found
    return [
        {
            "id": thing.id,
            "name": thing.name,
            "description": thing.description,
            "notable": [{"id": thing.kind, "name": types()[thing.kind].name}],
        }
        for thing in every[skip : skip + PAGE]
    ]


def suggest_properties(prefix: str, skip: int) -> list[dict[str, object]]:
    """Properties whose name or identifier begins with or holds the text."""
    found = _ranked(prefix, properties().values())
    return [_members(one) for one in found[skip : skip + PAGE]]


def suggest_types(prefix: str, skip: int) -> list[dict[str, object]]:
    """Types whose name or identifier begins with or holds the text, each with the types above it."""
    found = _ranked(prefix, types().values())
    return [_members(one) | {"broader": _broader(one)} for one in found[skip : skip + PAGE]]


def propose_properties(kind: str, limit: int) -> list[dict[str, object]]:
    """Properties that things of a type can have; of any type when it is empty or unknown."""
    known = find_type(kind)
    found = [one for one in properties().values() if known is None or above(known.id) & one.kinds]
    return [{"id": one.id, "name": one.name} for one in found[: limit or None]]


def _ranked(prefix: str, known: Iterable[_Known]) -> list[_Known]:
    wanted = fold(prefix)
    held = [one for one in known if wanted in fold(one.name) or wanted in fold(one.id)]
    return sorted(held, key=lambda one: (not fold(one.name).startswith(wanted), not fold(one.id).startswith(wanted)))


def _members(one: Kind | Property) -> dict[str, object]:
    return {"id": one.id, "name": one.name, "description": one.meaning}


def _broader(kind: Kind) -> list[dict[str, object]]:
    return [{"id": name, "name": types()[name].name} for name in kind.broader]
