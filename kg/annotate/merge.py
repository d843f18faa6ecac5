"""Which mentions tell the same event, and what does one event keep of them?

Each mention goes to the earlier one that it is likeliest to repeat (see `kg.annotate.same`), if that is likelier than
not; what hangs on another trigger as its mere manner is part of it. What one mention leaves out the other adds; the
narrower date and place win, and the body says on whose word a headline stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, TypeVar

from kg.annotate.draft import Draft, Echo, Filler
from kg.annotate.same import SURE, agree, cosine, likelihood, one_visit, one_voice, signs_of

REACH = 40
"""How many events of its class back a mention can lie, so that long articles take no longer a word than short ones;
what the headline tells is never too far."""

_EXTENT = re.compile(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d")
_T = TypeVar("_T")


@dataclass(kw_only=True, slots=True)
class _Event:
    """What is known so far of one event: all of it, and each mention as it stands."""

    whole: Draft
    mentions: list[Draft]


class _Match(NamedTuple):
    """How likely a mention repeats an earlier event, which one, and by which signs; of equals the later is best."""

    likelihood: float
    order: int
    signs: tuple[str, ...]


def merge_drafts(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The events, in the order of their first mention."""
    events: list[_Event] = []
    by_class: dict[str, list[int]] = {}
    for draft in drafts:
        near = by_class.setdefault(draft.trigger.cls, [])
        found = _best(events, near, draft)
        if found is None:
            near.append(len(events))
            events.append(_Event(whole=draft, mentions=[draft]))
        else:
            event = events[found.order]
            event.whole = _join(event.whole, draft, found)
            event.mentions.append(draft)
    return tuple(event.whole for event in events)


def _best(events: Sequence[_Event], near: Sequence[int], draft: Draft) -> _Match | None:
    """The event that the draft is likeliest to tell again, if that is likely enough."""
    reach = [*(index for index in near[:-REACH] if events[index].whole.lead), *near[-REACH:]]
    matches = [match for index in reach for match in _matches(events[index], index, draft)]
    return max(matches, default=None)


def _matches(event: _Event, order: int, draft: Draft) -> Iterator[_Match]:
    if draft.manner_of in event.whole.tokens:
        yield _Match(1.0, order, ("its manner",))
    if not agree(event.whole, draft):
        return
    if one_voice(event.whole, draft) and one_visit(event.whole, draft):
        yield _Match(1.0, order, ("one guest is on one visit at a time",))
    if not (one_voice(event.whole, draft) or event.whole.lead or draft.definite):
        return
    for mention in event.mentions:
        signs = signs_of(mention, draft)
        likely = likelihood(signs, cosine(mention, draft))
        if likely >= SURE:
            yield _Match(likely, order, signs)


def _join(first: Draft, second: Draft, match: _Match) -> Draft:
    """The earlier draft with what the later one adds."""
    dated = _better_dated(first, second)
    told = second if first.lead and not second.lead else first
    return replace(
        first,
        attribution=told.attribution,
        sources=told.sources,
        lead=first.lead and second.lead,
        fillers=_union(first, second),
        place=_finer(first, second).place,
        country=_finer(first, second).country,
        in_state=_finer(first, second).in_state,
        objects=first.objects | second.objects,
        time=dated.time,
        when=dated.when,
        item_kind=first.item_kind or second.item_kind,
        evidence=_distinct(first.evidence, second.evidence),
        further=_distinct(first.further, (second.trigger_span, *second.further)),
        amounts=_distinct(first.amounts, second.amounts),
        capacity=_distinct(first.capacity, second.capacity),
        during=_distinct(first.during, second.during),
        before=_distinct(first.before, second.before),
        tokens=(*first.tokens, *second.tokens),
        echoes=(*first.echoes, Echo(second.trigger_span, match.signs, match.likelihood), *second.echoes),
    )


def _better_dated(first: Draft, second: Draft) -> Draft:
    """The draft with the date to keep: the narrower one, unless the wider is how long it lasted ("from … to …")."""
    told = [draft for draft in (first, second) if draft.time is not None] or [first, second]
    lasting = [draft for draft in told if _EXTENT.fullmatch(draft.when.edtf)]
    return max(lasting, key=_width) if lasting else min(told, key=_width)


def _finer(first: Draft, second: Draft) -> Draft:
    """The draft with the narrower place."""
    if first.place is None or (second.place is not None and first.in_state and not second.in_state):
        return second
    return first


def _distinct(first: tuple[_T, ...], second: tuple[_T, ...]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _width(draft: Draft) -> int:
    start, end = draft.when.earliest or date.min, draft.when.latest or date.max
    return (end - start).days


def _union(first: Draft, second: Draft) -> tuple[Filler, ...]:
    """The fillers of both; who stands in two roles keeps the first, and the body names whom a lead leaves vague."""
    kept = [
        filler
        for filler in first.fillers
        if not (first.lead and not filler.proper and any(other.role == filler.role for other in second.fillers))
    ]
    found = {filler.entity: filler for filler in kept}
    for filler in second.fillers:
        found.setdefault(filler.entity, filler)
    return tuple(found.values())
