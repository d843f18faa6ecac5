"""Why does an annotation say what it says of each event?

The engine is asked again about the same parsed text (it always answers the same), and its answers are laid beside
what the annotation holds: where both agree the engine is what the annotation rests on, where they differ the lexicon,
the grammar or the other rules after it decided, and the record says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc

from kg.annotate.annotate import Tools
from kg.annotate.engine import Argument, LinkName, Trigger
from kg.annotate.fair_copy import FairCopy, make_fair_copy
from kg.annotate.labels import make_span, sentence_span
from kg.annotate.parse import parse
from kg.annotate.reader.engine import DECIMALS, THRESHOLD, ReaderEngine
from kg.annotate.reader.explain import Example, load_examples
from kg.annotate.reader.labels import CLASSES, PLOVER, VERBS
from kg.annotate.reader.model import Scores
from kg.annotate.reader.weights import Array
from kg.model import Annotation, Article, Certainty, Claim, Event, EventClass, Plover, Record, Role, Verb


class Choice(Record):
    """What the annotation says, what the engine said and how probably, and what decided.

    An engine without probabilities gives None for its own.
    """

    said: str | None
    engine: str | None
    probability: float | None
    decided: str


class LinkWhy(Record):
    """A link of an event; `probability` is the engine's, None where the engine has no such link.

    `entity` is who or what the annotation has there, None where it did not keep the link.
    """

    link: LinkName
    words: str
    probability: float | None
    entity: str | None


class ExampleWhy(Record):
    """A training passage with a trigger like this one: how it was marked, and the cosine."""

    passage: str
    trigger: str
    cls: EventClass
    similarity: float


class EventWhy(Record):
    """What one event and its claims rest on.

    `probability` is the engine's that the word tells an event, which must be above `threshold`; `runner_up` the class
    that came second in the engine, `lexicon` the entry that gave type and mode.
    """

    event: str
    trigger: str
    sentence: str
    type: str
    probability: float
    threshold: float | None
    cls: Choice
    runner_up: EventClass | None
    runner_up_probability: float | None
    plover: Choice
    lexicon: str | None
    links: tuple[LinkWhy, ...]
    also: tuple[str, ...]
    claims: tuple["ClaimWhy", ...]
    examples: tuple[ExampleWhy, ...]


class ClaimWhy(Record):
    """What a claim rests on: `rule` names the evidence for verb and sources."""

    claim: str
    verb: Choice
    sources: tuple[str, ...]
    certainty: Certainty
    confidence: float
    rule: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Weighed:
    """The probabilities of the labels of one word, by label; None is no category."""

    classes: Mapping[EventClass | None, float]
    plover: Mapping[Plover | None, float]
    verbs: Mapping[Verb, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Seen:
    """All that is known when events are explained."""

    copy: FairCopy
    annotation: Annotation
    doc: Doc
    labels: Mapping[str, str]
    triggers: Mapping[tuple[int, int], Trigger]
    vectors: Mapping[int, Array]
    scores: Mapping[int, Scores]
    engine: ReaderEngine | None


def explain(article: Article, annotation: Annotation, tools: Tools) -> tuple[EventWhy, ...]:
    """What each event of a reading rests on, in the annotation's order; the reading must be of these tools."""
    copy = make_fair_copy(article, tools.nlp, tools.gazetteer)
    doc = parse(copy.article, tools.nlp)
    found = tools.engine.triggers(doc)
    engine = tools.engine if isinstance(tools.engine, ReaderEngine) else None
    seen = _Seen(
        copy=copy,
        annotation=annotation,
        doc=doc,
        labels={entity.id: entity.label for entity in annotation.entities},
        triggers={_offsets(copy, doc, trigger): trigger for trigger in found},
        vectors=dict(engine.vectors(doc, {trigger.token for trigger in found})) if engine else {},
        scores=dict(engine.scores(doc, {trigger.token for trigger in found})) if engine else {},
        engine=engine,
    )
    told = ((event, seen.triggers.get((event.trigger.start, event.trigger.end))) for event in annotation.events)
    return tuple(_event(seen, event, trigger) for event, trigger in told if trigger is not None)


def _offsets(copy: FairCopy, doc: Doc, trigger: Trigger) -> tuple[int, int]:
    last = doc[trigger.end - 1]
    return copy.start(doc[trigger.start].idx), copy.end(last.idx + len(last))


def _event(seen: _Seen, event: Event, trigger: Trigger) -> EventWhy:
    weighed = _weigh(seen, trigger.token)
    lexicon = event.reading.lexicon if event.reading else None
    other = f"lexicon entry {lexicon}" if lexicon else "rules after the engine"
    return EventWhy(
        event=event.id,
        trigger=event.trigger.quote,
        sentence=make_span(seen.copy.article.text, sentence_span(seen.doc, trigger.token)).quote,
        type=event.type,
        probability=trigger.probability,
        threshold=THRESHOLD if seen.engine else None,
        cls=Choice(
            said=event.cls,
            engine=trigger.cls,
            probability=weighed.classes.get(trigger.cls) if weighed else None,
            decided=trigger.rule if event.cls == trigger.cls else other,
        ),
        runner_up=trigger.runner_up,
        runner_up_probability=trigger.runner_up_probability,
        plover=Choice(
            said=event.plover,
            engine=trigger.plover,
            probability=weighed.plover.get(trigger.plover) if weighed else None,
            decided=trigger.rule if event.plover == trigger.plover else other,
        ),
        lexicon=lexicon,
        links=tuple(_links(seen, event, trigger)),
        also=tuple(span.quote for span in event.further),
        claims=tuple(
            _claim(seen, claim, trigger, weighed) for claim in seen.annotation.claims if claim.event == event.id
        ),
        examples=tuple(_examples(seen, trigger.token)),
    )


def _claim(seen: _Seen, claim: Claim, trigger: Trigger, weighed: _Weighed | None) -> ClaimWhy:
    return ClaimWhy(
        claim=claim.id,
        verb=Choice(
            said=claim.verb,
            engine=trigger.verb,
            probability=weighed.verbs.get(trigger.verb) if weighed else None,
            decided=claim.rule,
        ),
        sources=tuple(seen.labels[source] if source else "unnamed others" for source in claim.sources),
        certainty=claim.certainty,
        confidence=claim.confidence,
        rule=claim.rule,
    )


def _weigh(seen: _Seen, token: int) -> _Weighed | None:
    scores = seen.scores.get(token)
    if scores is None:
        return None
    return _Weighed(
        classes=dict(zip((None, *CLASSES), _shown(scores.classes), strict=True)),
        plover=dict(zip((None, *PLOVER), _shown(scores.plover), strict=True)),
        verbs=dict(zip(VERBS, _shown(scores.verbs), strict=True)),
    )


def _shown(probabilities: Array) -> list[float]:
    return [round(float(probability), DECIMALS) for probability in probabilities]


def _links(seen: _Seen, event: Event, trigger: Trigger) -> Iterator[LinkWhy]:
    """What the annotation has, each with the engine's link to it if there is one; then the links that it left out."""
    kept: list[tuple[LinkName, str]] = [(_role_link(item.role), item.entity) for item in event.participants]
    kept += [("place", event.place)] if event.place else []
    kept += [("src", source) for claim in seen.annotation.claims if claim.event == event.id
             for source in claim.sources[-1:] if source]  # fmt: skip
    arguments = _arguments(seen, event, trigger)
    used: set[Argument] = set()
    for link, entity in kept:
        argument = next((x for x in arguments if x.link == link and _names(seen, x.token, entity)), None)
        used |= {argument} if argument else set()
        words = seen.doc[argument.token].text if argument else seen.labels[entity]
        probability = argument.probability if argument else None
        yield LinkWhy(link=link, words=words, probability=probability, entity=seen.labels[entity])
    yield from _time_links(seen, event, arguments, used)
    for argument in arguments:
        if argument not in used:
            words = seen.doc[argument.token].text
            yield LinkWhy(link=argument.link, words=words, probability=argument.probability, entity=None)


def _arguments(seen: _Seen, event: Event, trigger: Trigger) -> tuple[Argument, ...]:
    """The engine's links of the trigger, and of the other mentions that were merged with it."""
    others = [
        seen.triggers[span.start, span.end] for span in event.further if (span.start, span.end) in seen.triggers
    ]
    return tuple(dict.fromkeys(argument for one in (trigger, *others) for argument in one.arguments))


def _role_link(role: Role) -> LinkName:
    return role


def _time_links(seen: _Seen, event: Event, arguments: Sequence[Argument], used: set[Argument]) -> Iterator[LinkWhy]:
    time = next((time for time in seen.annotation.times if time.id == event.time), None)
    if time is None:
        return
    inside = [x for x in arguments if x.link == "time" and _leads_into(seen, x.token, time.start, time.end)]
    used |= set(inside)
    probability = inside[0].probability if inside else None
    yield LinkWhy(link="time", words=time.quote, probability=probability, entity=event.when.edtf)


def _leads_into(seen: _Seen, token: int, start: int, end: int) -> bool:
    """Whether a word, or what hangs on a preposition, stands between two offsets of the article."""
    word = seen.doc[token]
    return any(start <= seen.copy.start(near.idx) < end for near in (word, *word.children))


def _names(seen: _Seen, token: int, entity: str) -> bool:
    """Whether a word stands in a mention of the entity."""
    at = seen.doc[token].idx
    return any(x.entity == entity and x.start <= at < x.end for x in seen.annotation.mentions)


def _examples(seen: _Seen, token: int) -> Sequence[ExampleWhy]:
    vector = seen.vectors.get(token)
    if vector is None:
        return ()
    return [_shown_example(example) for example in load_examples().nearest(np.asarray(vector))]


def _shown_example(example: Example) -> ExampleWhy:
    return ExampleWhy(
        passage=example.passage, trigger=example.trigger, cls=example.cls, similarity=example.similarity
    )
