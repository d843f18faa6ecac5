"""Does an annotation hold everything that its parts refer to, each under one identifier?"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.model import Annotation, Claim, Entity, Event

_IDENTIFIER = re.compile(r"(?!\.+\Z)[\w.-]+")
"""What one segment of a page's address can carry."""


class _Reference(NamedTuple):
    place: str
    kind: str
    identifier: str


def wrong_reference(annotation: Annotation) -> str | None:
    """What is wrong with the first identifier that is malformed, doubled or borne by nothing, if any is."""
    known: dict[str, set[str]] = {}
    for kind in ("entities", "mentions", "times", "tenures", "events", "claims"):
        known[kind] = set()
        for item in getattr(annotation, kind):
            if not _IDENTIFIER.fullmatch(item.id):
                return f"{kind}: the id {item.id!r} is not made of letters, digits and ._- alone"
            if item.id in known[kind]:
                return f"{kind}: the id {item.id!r} is there twice"
            known[kind].add(item.id)
    for place, kind, identifier in _references(annotation):
        if identifier not in known[kind]:
            return f"{place}: there is no {identifier!r} in {kind}"
    return None


def _references(annotation: Annotation) -> Iterator[_Reference]:
    for entity in annotation.entities:
        yield from _of_entity(entity)
    for mention in annotation.mentions:
        yield from _all(f"mentions.{mention.id}", "entities", (mention.entity,))
    for tenure in annotation.tenures:
        yield from _all(f"tenures.{tenure.id}", "entities", (tenure.person, tenure.organization))
    for event in annotation.events:
        yield from _of_event(event)
    for claim in annotation.claims:
        yield from _of_claim(claim)


def _of_entity(entity: Entity) -> Iterator[_Reference]:
    yield from _all(f"entities.{entity.id}", "entities", (*entity.represents, *entity.delegate_of, entity.within))


def _of_event(event: Event) -> Iterator[_Reference]:
    place = f"events.{event.id}"
    yield from _all(place, "entities", (event.place, *(item.entity for item in event.participants)))
    yield from _all(place, "mentions", (item.mention for item in event.participants))
    yield from _all(place, "times", (event.time,))
    yield from _all(place, "tenures", event.capacity)
    yield from _all(place, "events", (*event.sub_event_of, *event.before, *event.cause_of))


def _of_claim(claim: Claim) -> Iterator[_Reference]:
    yield from _all(f"claims.{claim.id}", "events", (claim.event,))
    yield from _all(f"claims.{claim.id}", "entities", claim.sources)


def _all(place: str, kind: str, identifiers: Iterable[str | None]) -> Iterator[_Reference]:
    return (_Reference(place, kind, identifier) for identifier in identifiers if identifier is not None)
