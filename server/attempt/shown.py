"""What is told of an article's claims, in words?"""

from dataclasses import dataclass

from kg.dump.timeline_events import label_date
from kg.model import Annotation, Claim, Event

_VERBS = {"asserts": "asserted", "reports": "reported", "envisages": "envisaged", "denies": "denied"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """A claim and its event; `parties` are roles with labels, `probability` that of the event, if one is known."""

    claim: Claim
    event: Event
    standing: str
    label: str
    when: str
    place: str
    parties: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    probability: float | None
    first: bool

    @property
    def doubt(self) -> float:
        """How likely the claim is misread, as far as the engine knows."""
        return 1 - self.claim.confidence


def make_cards(annotation: Annotation) -> tuple[Card, ...]:
    """A card for each claim, in the order of the text; `first` is the first one of its event."""
    events = {event.id: event for event in annotation.events}
    labels = {entity.id: entity.label for entity in annotation.entities}
    told: set[str] = set()
    cards = []
    for claim in sorted(annotation.claims, key=lambda claim: (claim.evidence[0].start, claim.id)):
        if (event := events.get(claim.event)) is None:
            continue
        cards.append(_card(claim, event, labels, first=event.id not in told))
        told.add(event.id)
    return tuple(cards)


def _card(claim: Claim, event: Event, labels: dict[str, str], *, first: bool) -> Card:
    return Card(
        claim=claim,
        event=event,
        standing=_VERBS[claim.verb],
        label=event.label or event.trigger.quote,
        when=label_date(event.when.edtf),
        place=labels.get(event.place or "", ""),
        parties=tuple((part.role, labels.get(part.entity, part.entity)) for part in event.participants),
        sources=tuple(labels.get(source, source) if source else "somebody unnamed" for source in claim.sources),
        probability=event.reading.probability if event.reading else None,
        first=first,
    )
