"""How do triggers become events with actors, place and date?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from kg.annotate.actors import Cast, Resolved, held_by, resolve
from kg.annotate.amounts import amounts_of
from kg.annotate.arguments import choose_arguments
from kg.annotate.draft import Draft, Filler
from kg.annotate.engine import Argument, LinkName, Trigger
from kg.annotate.fit import acts, fit_roles
from kg.annotate.labels import label_span, sentence_span
from kg.annotate.lexicon import Lexicon, fine_type, item_kind, sense_of
from kg.annotate.lexicon.syntax import OBJECTS, PASSIVE_SUBJECTS
from kg.annotate.order import relations_of
from kg.annotate.sift import is_definite, manner_of, sift
from kg.annotate.sources import Attribution, attributions
from kg.annotate.voices import agree
from kg.annotate.whens import choose_time, date_event, within
from kg.gazetteer.lookup import Gazetteer
from kg.model import Entity, EventClass, Role, Segment, Timex, When

_PLACES = frozenset({"Place", "State"})
_NATIONS = frozenset({"NORP", "GPE"})
_THROUGH_THINGS: frozenset[tuple[EventClass, Role]] = frozenset({
    ("Conflict", "agent"), ("Conflict", "target"), ("PoliticalAct", "target"), ("Communication", "target"),
    ("Movement", "agent"),
})  # fmt: skip
"""Where what a thing does or undergoes its owner does or undergoes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """All that the stages before have found in one article."""

    doc: Doc
    segments: Sequence[Segment]
    cast: Cast
    gazetteer: Gazetteer
    times: Sequence[Timex]
    published: When | None
    lexicon: Lexicon


def draft_events(scene: Scene, triggers: Iterable[Trigger]) -> tuple[Draft, ...]:
    """A draft for each trigger that tells an event, in text order."""
    kept = tuple(sift(scene.doc, triggers, scene.lexicon))
    said = attributions(scene.doc, [trigger.token for trigger in kept], scene.lexicon)
    classes = {token: trigger.cls for trigger in kept for token in _tokens(trigger)}
    drafts = [_draft(scene, trigger, voice, classes) for trigger, voice in zip(kept, said, strict=True)]
    return inherit_dates(_relate(scene, drafts))


def inherit_dates(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The drafts, in which a part that has no time of its own is dated by the whole."""
    by_token = {token: draft for draft in drafts for token in draft.tokens}
    wholes = [[by_token[token] for token in draft.during if token in by_token] for draft in drafts]
    return tuple(replace(draft, when=_inherited(draft, others)) for draft, others in zip(drafts, wholes, strict=True))


def _draft(scene: Scene, trigger: Trigger, voice: Attribution, classes: Mapping[int, EventClass]) -> Draft:
    doc = scene.doc
    attribution = agree(doc, trigger, voice)
    arguments = choose_arguments(doc, trigger, scene.lexicon)
    sense = sense_of(doc, trigger.token, scene.lexicon, trigger.cls)
    time = choose_time(doc, trigger.token, (*arguments, *trigger.arguments), scene.times)
    fillers = _fillers(scene, trigger, arguments)
    place = _place(scene, arguments, trigger)
    if place is not None and _leads_to(doc[trigger.token], place):
        fillers = _with_host(scene, trigger.cls, fillers, place)
    where = scene.cast.entity(place.entity) if place else None
    return Draft(
        trigger=trigger,
        trigger_span=_offsets(doc, trigger.start, trigger.end),
        tokens=_tokens(trigger),
        lemma=doc[trigger.token].lemma_.lower(),
        lead=_in_lead(scene, trigger.token),
        definite=is_definite(doc[trigger.token]),
        manner_of=manner_of(doc[trigger.token], trigger.cls, classes),
        item_kind=item_kind([doc[x.token] for x in arguments if x.link == "item"], scene.lexicon),
        type=fine_type(doc, trigger, scene.lexicon),
        mode=sense.mode if sense else None,
        sense=sense.id if sense else None,
        fillers=fillers,
        objects=frozenset(doc[x.token].lemma_.lower() for x in arguments if x.link in ("item", "target")),
        place=place,
        country=_country(scene, where) if where else None,
        in_state=where is not None and where.kind == "State",
        time=time,
        when=date_event(doc, trigger.token, attribution.verb, time, scene.published),
        attribution=attribution,
        sources=_sources(scene, attribution),
        label=label_span(doc, trigger.start, trigger.end, [(x.named.start, x.named.end) for x in fillers]),
        evidence=(sentence_span(doc, trigger.token),),
        further=tuple(_offsets(doc, x, x + 1) for x in trigger.further if not trigger.start <= x < trigger.end),
        amounts=amounts_of(doc, trigger.token) if trigger.cls == "Transfer" else (),
        capacity=tuple(dict.fromkeys(post for x in fillers for post in held_by(scene.cast, x.named))),
    )


def _tokens(trigger: Trigger) -> tuple[int, ...]:
    return (trigger.token, *trigger.further)


def _offsets(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The character offsets of a stretch of tokens."""
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1])


def _in_lead(scene: Scene, token: int) -> bool:
    offset = scene.doc[token].idx
    return any(part.start <= offset < part.end for part in scene.segments if part.kind in ("headline", "standfirst"))


def _fillers(scene: Scene, trigger: Trigger, arguments: Sequence[Argument]) -> tuple[Filler, ...]:
    found: dict[str, Filler] = {}
    for argument in arguments:
        role = _role(scene.doc, argument)
        if role is None or _is_represented(scene.doc[argument.token]):
            continue
        for resolved in resolve(scene.doc, scene.cast, argument.token, _link_of(trigger, argument)):
            found.setdefault(resolved.entity, _filler(scene, role, resolved))
            if (trigger.cls, role) in _THROUGH_THINGS and not acts(scene.cast, resolved.entity):
                for owner in _owners(scene, argument.token):
                    found.setdefault(owner.entity, _filler(scene, role, owner))
    return tuple(fit_roles(trigger.cls, found.values(), scene.cast))


def _filler(scene: Scene, role: Role, named: Resolved) -> Filler:
    return Filler(role=role, named=named, proper=scene.cast.entity(named.entity).named)


def _owners(scene: Scene, thing: int) -> Iterator[Resolved]:
    """Whose thing it is: "Saudi warplanes", "the assets of Mr Rossi"."""
    word = scene.doc[thing]
    near = [child for child in word.children if child.dep_ == "poss" or child.ent_type_ in _NATIONS]
    near += [inner for child in word.children if child.lower_ == "of" for inner in child.children if inner.ent_type_]
    for owner in near[:1]:
        for resolved in resolve(scene.doc, scene.cast, owner.i, "agent"):
            if acts(scene.cast, resolved.entity):
                yield resolved


def _link_of(trigger: Trigger, argument: Argument) -> LinkName:
    """A capital that is visited is the city, not its government."""
    return "place" if trigger.cls == "Visit" and argument.link == "host" else argument.link


def _place(scene: Scene, arguments: Sequence[Argument], trigger: Trigger) -> Resolved | None:
    """The place that is named as one; a visit takes place where it leads."""
    for argument in sorted(arguments, key=lambda item: -item.probability):
        if _link_of(trigger, argument) == "place" and not _is_passage(scene.doc[argument.token]):
            found = resolve(scene.doc, scene.cast, argument.token, "place")
            if found and _is_place(scene, found[0]):
                return found[0]
    return None


def _leads_to(visit: Token, place: Resolved) -> bool:
    """Whether the place is what is visited: not where "a fair in Peru" is."""
    objects = [child for child in visit.children if child.dep_ in OBJECTS]
    return all(place.start <= child.idx < place.end for child in objects)


def _with_host(scene: Scene, cls: EventClass, fillers: tuple[Filler, ...], place: Resolved) -> tuple[Filler, ...]:
    """The fillers of a visit with the state that it leads to as host, where the text names nobody else."""
    state = scene.cast.entity(place.entity).kind == "State"
    if cls != "Visit" or not state or any(filler.role == "host" for filler in fillers):
        return fillers
    own = any(filler.entity == place.entity for filler in fillers)
    return fillers if own else (*fillers, Filler(role="host", named=place, proper=True))


def _role(doc: Doc, argument: Argument) -> Role | None:
    """The role of an argument that is a participant; a place that is passed is one."""
    if argument.link == "place":
        return "via" if _is_passage(doc[argument.token]) else None
    return None if argument.link == "time" or argument.link == "src" else argument.link  # noqa: PLR1714 - narrows


def _is_represented(word: Token) -> bool:
    """Whether another stands for it: of "the government was represented by Rossi" Rossi was there."""
    return word.dep_ in PASSIVE_SUBJECTS | OBJECTS and word.head.lemma_.lower() == "represent"


def _is_passage(word: Token) -> bool:
    """Whether the place is passed: "through Hungary", "via the canal"."""
    return word.dep_ == "pobj" and word.head.lower_ in ("through", "via", "across")


def _country(scene: Scene, place: Entity) -> str | None:
    """The gazetteer row of the state that a place is or lies in, itself or by the place around it."""
    if place.kind == "State" or place.known is None:
        return place.known
    return scene.gazetteer.row(place.known).country


def _is_place(scene: Scene, resolved: Resolved) -> bool:
    return scene.cast.entity(resolved.entity).kind in _PLACES


def _sources(scene: Scene, attribution: Attribution) -> tuple[Resolved | None, ...]:
    """The chain of sources; one that no noun phrase names is an unnamed other, and nobody stands in it twice."""
    chain: dict[str | None, Resolved | None] = {}
    for token in attribution.sources:
        found = resolve(scene.doc, scene.cast, token, "src") if token is not None else ()
        chain.setdefault(found[0].entity if found else None, found[0] if found else None)
    return tuple(chain.values())


def _relate(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with what they are part of or before; each is named by its trigger's own token."""
    own = {token: draft.trigger.token for draft in drafts for token in draft.tokens}
    during: dict[int, list[int]] = {}
    before: dict[int, list[int]] = {}
    for token, this in own.items():
        for relation, other in relations_of(scene.doc, token, own.keys()):
            that = own[other]
            if that == this:
                continue
            if relation == "during":
                during.setdefault(this, []).append(that)
            else:
                first, second = (that, this) if relation == "after" else (this, that)
                before.setdefault(first, []).append(second)
    return [replace(draft, during=_each_once(during, draft), before=_each_once(before, draft)) for draft in drafts]


def _each_once(related: Mapping[int, Sequence[int]], draft: Draft) -> tuple[int, ...]:
    return tuple(dict.fromkeys(related.get(draft.trigger.token, ())))


def _inherited(draft: Draft, wholes: Sequence[Draft]) -> When:
    dated = next((whole.when for whole in wholes if whole.time is not None), None)
    if draft.time is not None or dated is None:
        return draft.when
    return within(dated)
