"""How do triggers become events with actors, place and date?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from kg.annotate.actors.cast import Cast
from kg.annotate.amounts import amounts_of
from kg.annotate.arguments import choose_arguments
from kg.annotate.draft import Draft, Filler
from kg.annotate.engine import Argument, Trigger
from kg.annotate.labels import label_span, sentence_span
from kg.annotate.lexicon.choose import fine_type, sense_of
from kg.annotate.lexicon.entries import Lexicon
from kg.annotate.order import relations_of
from kg.annotate.sift import sift
from kg.annotate.sources import Attribution, attributions
from kg.annotate.voices import agree
from kg.annotate.whens import choose_time, date_event
from kg.model import Timex, When

_PLACES = frozenset({"Place", "State"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """All that the stages before have found in one article."""

    doc: Doc
    cast: Cast
    times: Sequence[Timex]
    published: When | None
    lexicon: Lexicon


def draft_events(scene: Scene, triggers: Iterable[Trigger]) -> tuple[Draft, ...]:
    """A draft for each trigger that tells an event, in text order."""
    kept = tuple(sift(scene.doc, triggers, scene.lexicon))
    said = attributions(scene.doc, [trigger.token for trigger in kept], scene.lexicon)
    drafts = [_draft(scene, trigger, voice) for trigger, voice in zip(kept, said, strict=True)]
    return tuple(_relate(scene, drafts))


def _draft(scene: Scene, trigger: Trigger, voice: Attribution) -> Draft:
    doc = scene.doc
    attribution = agree(doc, trigger, voice)
    arguments = choose_arguments(doc, trigger, scene.lexicon)
    sense = sense_of(doc, trigger.token, scene.lexicon, trigger.cls)
    time = choose_time(doc, trigger.token, (*arguments, *trigger.arguments), scene.times)
    fillers = _fillers(scene, trigger, arguments)
    last = doc[trigger.end - 1]
    return Draft(
        trigger=trigger,
        trigger_span=(doc[trigger.start].idx, last.idx + len(last)),
        tokens=(trigger.token,),
        type=fine_type(doc, trigger, scene.lexicon),
        mode=sense.mode if sense else None,
        sense=sense.id if sense else None,
        fillers=fillers,
        place=_place(scene, arguments, fillers, trigger),
        time=time,
        when=date_event(doc, trigger.token, attribution.verb, time, scene.published),
        attribution=attribution,
        sources=_sources(scene, attribution),
        label=label_span(doc, trigger.start, trigger.end, [(filler.start, filler.end) for filler in fillers]),
        evidence=(sentence_span(doc, trigger.token),),
        amounts=amounts_of(doc, trigger.token) if trigger.cls == "Transfer" else (),
        capacity=tuple(dict.fromkeys(x for item in arguments for x in scene.cast.tenures_at(item.token))),
    )


def _fillers(scene: Scene, trigger: Trigger, arguments: Sequence[Argument]) -> tuple[Filler, ...]:
    found: dict[str, Filler] = {}
    for argument in arguments:
        if argument.link in ("place", "time", "src"):
            continue
        for resolved in scene.cast.resolve(argument.token, argument.link):
            filler = Filler(role=argument.link, entity=resolved.entity, start=resolved.start, end=resolved.end)
            found.setdefault(resolved.entity, filler)
    if trigger.cls == "Meeting" and not any(filler.role in ("agent", "guest") for filler in found.values()):
        return tuple(replace(filler, role="agent") if filler.role == "host" else filler for filler in found.values())
    return tuple(found.values())


def _place(scene: Scene, arguments: Sequence[Argument], fillers: Sequence[Filler], trigger: Trigger) -> str | None:
    """The place that is named as one; a visit to a state takes place in it."""
    for argument in sorted(arguments, key=lambda item: -item.probability):
        if argument.link == "place":
            for resolved in scene.cast.resolve(argument.token, "place"):
                if scene.cast.kind_of(resolved.entity) in _PLACES:
                    return resolved.entity
    if trigger.cls == "Visit":
        hosts = [filler.entity for filler in fillers if filler.role == "host"]
        return next((entity for entity in hosts if scene.cast.kind_of(entity) in _PLACES), None)
    return None


def _sources(scene: Scene, attribution: Attribution) -> tuple[str | None, ...]:
    chain: list[str | None] = []
    for token in attribution.sources:
        found = scene.cast.resolve(token, "src") if token is not None else ()
        source = found[0].entity if found else None
        if source is None or source not in chain:
            chain.append(source)
    return tuple(chain)


def _relate(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with what they are part of or before; a part that has no date has that of the whole."""
    by_token = {draft.trigger.token: draft for draft in drafts}
    during: dict[int, list[int]] = {}
    before: dict[int, list[int]] = {}
    for token in by_token:
        for relation, other in relations_of(scene.doc, token, by_token.keys()):
            if relation == "during":
                during.setdefault(token, []).append(other)
            else:
                first, second = (other, token) if relation == "after" else (token, other)
                before.setdefault(first, []).append(second)
    return [
        replace(
            draft,
            during=tuple(during.get(token, ())),
            before=tuple(before.get(token, ())),
            **_inherited(draft, [by_token[other] for other in during.get(token, ())]),
        )
        for token, draft in by_token.items()
    ]


def _inherited(draft: Draft, wholes: Sequence[Draft]) -> dict[str, When]:
    if draft.time is not None:
        return {}
    dated = next((whole for whole in wholes if whole.time is not None), None)
    return {"when": dated.when} if dated else {}
