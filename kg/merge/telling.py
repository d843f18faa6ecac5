"""What does an article tell of an event that another article's can be held against?

Only what means the same in every article counts: rows of the gazetteer, proper names, days, figures and words. Who
or what is only described ("two gunmen") may be anybody, and agrees with everything.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from kg.gazetteer.lookup import Gazetteer
from kg.happening import EventName
from kg.model import Annotation, Claim, Entity, Event, EventClass, Role

Standing: TypeAlias = Literal["done", "planned", "denied"]
Figures: TypeAlias = Mapping[tuple[str | None, str | None], Decimal]
"""By currency and unit."""

_WORD = re.compile(r"[^\W\d_]{4,}")
_DOERS: frozenset[Role] = frozenset({"agent", "supplier", "guest"})
_RECEIVERS: frozenset[Role] = frozenset({"target", "recipient", "host"})
_MUTUAL: frozenset[EventClass] = frozenset({"Meeting", "Visit"})
"""Where one article's host is another's partner: no sides."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """One event of one article. `words` are those of its triggers; `doers` and `receivers` hold whom the gazetteer
    or a proper name identifies, and whom they represent; `voices` the innermost sources of what is not told as done.

    `places` runs from the place to what it lies in; `published` is the last possible day of publication.
    """

    name: EventName
    cls: EventClass
    type: str
    words: frozenset[str]
    standing: Standing
    doers: frozenset[str]
    receivers: frozenset[str]
    voices: frozenset[str]
    places: tuple[str, ...]
    earliest: date | None
    latest: date | None
    published: date | None
    figures: Figures

    @property
    def actors(self) -> frozenset[str]:
        """Everybody who is identified, on either side."""
        return self.doers | self.receivers


def tellings(annotation: Annotation, gazetteer: Gazetteer) -> Iterator[Telling]:
    """What an article tells of each event that it makes a claim about, in the order of the annotation."""
    entities = {entity.id: entity for entity in annotation.entities}
    claims: dict[str, list[Claim]] = {}
    for claim in annotation.claims:
        claims.setdefault(claim.event, []).append(claim)
    for event in annotation.events:
        if event.id in claims:
            yield _telling(annotation, event, claims[event.id], entities, gazetteer)


def _telling(
    annotation: Annotation,
    event: Event,
    claims: Iterable[Claim],
    entities: Mapping[str, Entity],
    gazetteer: Gazetteer,
) -> Telling:
    standing = _standing(claims)
    published = annotation.article.published
    doers, receivers = _side(event, _DOERS, entities), _side(event, _RECEIVERS, entities)
    inner = [claim.sources[-1] for claim in claims if claim.sources and standing != "done"]
    voices = (known for source in inner for known in _voice(source, annotation.article.key, entities))
    spans = (event.trigger, *event.further)
    return Telling(
        name=EventName(article=annotation.article.key, event=event.id),
        cls=event.cls,
        type=event.type,
        words=frozenset(word.lower() for span in spans for word in _WORD.findall(span.quote)),
        standing=standing,
        doers=doers | receivers if event.cls in _MUTUAL else doers,
        receivers=frozenset() if event.cls in _MUTUAL else receivers,
        voices=frozenset(voices),
        places=tuple(_places(entities.get(event.place or ""), entities, gazetteer)),
        earliest=event.when.earliest,
        latest=event.when.latest,
        published=published.latest if published else None,
        figures={(x.currency, x.unit): x.value for x in event.amounts},
    )


def _standing(claims: Iterable[Claim]) -> Standing:
    """What anybody affirms is told as done, whoever denies it too."""
    verbs = {claim.verb for claim in claims}
    if verbs & {"asserts", "reports"}:
        return "done"
    return "denied" if "denies" in verbs else "planned"


def _side(event: Event, roles: frozenset[Role], entities: Mapping[str, Entity]) -> frozenset[str]:
    taking = [entities[item.entity] for item in event.participants if item.role in roles]
    return frozenset(known for entity in taking for known in _selves(entity, entities))


def _selves(entity: Entity, entities: Mapping[str, Entity]) -> Iterator[str]:
    """Under which names every article knows it, and whom it represents, itself or through others; no item does."""
    seen: dict[str, Entity] = {}
    ahead = [entity]
    while ahead:
        one = ahead.pop()
        if one.id in seen or one.kind == "Item":
            continue
        seen[one.id] = one
        ahead += [entities[other] for other in one.represents]
        if one.known is not None or one.wikidata is not None:
            yield one.known or str(one.wikidata)
        elif one.named:
            yield f"{one.kind} {one.label.casefold()}"


def _voice(source: str | None, article: str, entities: Mapping[str, Entity]) -> Iterator[str]:
    """Who says it; somebody who is only described is nobody whom another article names."""
    found = tuple(_selves(entities[source], entities)) if source else ()
    yield from found or (f"{article} {source or 'others'}",)


def _places(place: Entity | None, entities: Mapping[str, Entity], gazetteer: Gazetteer) -> Iterator[str]:
    seen: set[str] = set()
    while place is not None and place.known is None and place.id not in seen:
        seen.add(place.id)
        place = entities.get(place.within or "")
    if place is None or place.known is None:
        return
    yield place.known
    row = gazetteer.row(place.known)
    yield from dict.fromkeys(around for around in (row.within, row.country) if around and around != place.known)
