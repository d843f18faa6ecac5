"""How do drafts become the records of an annotation?

Identifiers hash what makes a record what it is (class and place of the trigger; event, verb and sources), so that
they survive a new reading of the same text.
"""

import hashlib
from collections.abc import Mapping, Sequence

from kg.annotate.draft import Draft, Echo, Filler
from kg.annotate.labels import make_span
from kg.annotate.reader.confidence import Calibration
from kg.model import Claim, Event, Mention, Participant, Reading


def event_id(draft: Draft) -> str:
    """The identifier of an event: its class and where its trigger stands."""
    start, end = draft.trigger_span
    return "e-" + _short_hash(f"{draft.trigger.cls} {start} {end}")


def compose_events(
    text: str, drafts: Sequence[Draft], mentions: Mapping[tuple[str, int, int], Mention]
) -> tuple[Event, ...]:
    """The event records, in the order of the drafts."""
    names = {token: event_id(draft) for draft in drafts for token in draft.tokens}
    return tuple(_event(text, draft, mentions, names) for draft in drafts)


def compose_claims(
    text: str, drafts: Sequence[Draft], engine: str, calibration: Calibration | None = None
) -> tuple[Claim, ...]:
    """One claim for each draft; without a calibration its confidence is the engine's probability as it is."""
    return tuple(_claim(text, draft, engine, calibration) for draft in drafts)


def _event(
    text: str, draft: Draft, mentions: Mapping[tuple[str, int, int], Mention], names: Mapping[int, str]
) -> Event:
    verb, own = draft.attribution.verb, event_id(draft)

    def others(tokens: Sequence[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(names[token] for token in tokens if token in names and names[token] != own))

    return Event(
        id=own,
        cls=draft.trigger.cls,
        type=draft.type,
        label=" ".join(make_span(text, draft.label).quote.split()),
        plover=draft.trigger.plover,
        mode=draft.mode,
        trigger=make_span(text, draft.trigger_span),
        further=tuple(make_span(text, span) for span in draft.further),
        why=tuple(_reason(text, echo) for echo in draft.echoes),
        participants=tuple(_participant(filler, mentions) for filler in draft.fillers),
        place=draft.place.entity if draft.place else None,
        time=draft.time.id if draft.time else None,
        when=draft.when,
        polarity="negative" if verb == "denies" else "positive",
        modality="envisaged" if verb == "envisages" else "actual",
        capacity=draft.capacity,
        amounts=draft.amounts,
        sub_event_of=others(draft.during),
        before=others(draft.before),
        reading=Reading(
            probability=draft.trigger.probability,
            runner_up=draft.trigger.runner_up,
            runner_up_probability=draft.trigger.runner_up_probability,
            lexicon=draft.sense,
        ),
    )


def _reason(text: str, echo: Echo) -> str:
    words = " ".join(make_span(text, echo.span).quote.split())
    return f"“{words}” at {echo.span[0]}: {', '.join(echo.signs)} ({echo.likelihood:.2f})"


def _participant(filler: Filler, mentions: Mapping[tuple[str, int, int], Mention]) -> Participant:
    mention = mentions.get((filler.entity, filler.named.start, filler.named.end))
    return Participant(role=filler.role, entity=filler.entity, mention=mention.id if mention else None)


def _claim(text: str, draft: Draft, engine: str, calibration: Calibration | None) -> Claim:
    attribution, probability = draft.attribution, draft.trigger.probability
    chain = " ".join(source or "-" for source in draft.source_ids)
    return Claim(
        id="c-" + _short_hash(f"{event_id(draft)} {attribution.verb} {chain}"),
        verb=attribution.verb,
        event=event_id(draft),
        sources=draft.source_ids,
        certainty=attribution.certainty,
        confidence=calibration.confidence(probability) if calibration else probability,
        evidence=tuple(make_span(text, span) for span in draft.evidence),
        rule=attribution.rule,
        engine=engine,
    )


def _short_hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:10]
