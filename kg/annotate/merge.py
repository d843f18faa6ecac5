"""Which mentions tell the same event?

Two drafts are one event when the same voice tells them the same way, their class and type agree, nobody who does or
undergoes it differs, they share somebody, and their dates can be the same. What one mention leaves out the other
adds; the narrower date and place win. Two sources never tell one event: each has a claim of its own.

Three shorter ways lead to the same event: a definite noun takes up what was told before ("visited … the visit",
"declared a truce … the truce"); the headline and standfirst are told again below; and what hangs on another
trigger as its mere manner is part of it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from kg.annotate.draft import Draft, Filler
from kg.annotate.lexicon import FALLBACK_TYPES

_ACTING = ("agent", "supplier", "guest", "host", "recipient", "target")
_EXTENT = re.compile(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d")
_T = TypeVar("_T")


def merge_drafts(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The events, in the order of their first mention."""
    merged: list[Draft] = []
    for draft in drafts:
        for index in range(len(merged) - 1, -1, -1):
            if is_same(merged[index], draft):
                merged[index] = _join(merged[index], draft)
                break
        else:
            merged.append(draft)
    return tuple(merged)


def is_same(first: Draft, second: Draft) -> bool:
    """Whether a later draft tells the event of an earlier one."""
    if second.manner_of in first.tokens:
        return True
    if first.trigger.cls != second.trigger.cls or not _agree(first, second):
        return False
    if second.definite and (first.lemma == second.lemma or second.lemma in first.objects):
        return True
    same_voice = first.attribution.verb == second.attribution.verb and first.source_ids == second.source_ids
    return same_voice and _same_kind(first, second) and (first.lead or _share_somebody(first, second))


def _agree(first: Draft, second: Draft) -> bool:
    """Whether nothing that both mentions tell is told differently."""
    return (
        all(_role_agrees(first, second, role) for role in _ACTING)
        and (first.item_kind is None or second.item_kind is None or first.item_kind == second.item_kind)
        and _places_agree(first, second)
        and _dates_meet(first, second)
    )


def _places_agree(first: Draft, second: Draft) -> bool:
    """Whether the places can be one: a city and its country can."""
    if first.place is None or second.place is None or first.place.entity == second.place.entity:
        return True
    known = first.country is not None and first.country == second.country
    return known and (first.in_state or second.in_state)


def _same_kind(first: Draft, second: Draft) -> bool:
    if first.lemma == second.lemma or (first.type == second.type and first.type not in FALLBACK_TYPES):
        return True
    # One guest is on one visit at a time, whatever it is called.
    dated = all(draft.when.earliest and draft.when.latest for draft in (first, second))
    return first.trigger.cls == "Visit" and dated and bool(_entities(first, "guest") & _entities(second, "guest"))


def _role_agrees(first: Draft, second: Draft, role: str) -> bool:
    one, other = _entities(first, role), _entities(second, role)
    unnamed = first.lead and not (_named(first, role) and _named(second, role))
    return not one or not other or bool(one & other) or unnamed


def _share_somebody(first: Draft, second: Draft) -> bool:
    return any(_entities(first, role) & _entities(second, role) for role in _ACTING)


def _entities(draft: Draft, role: str) -> frozenset[str]:
    return frozenset(filler.entity for filler in draft.fillers if filler.role == role)


def _named(draft: Draft, role: str) -> bool:
    """Whether a proper name fills the role: "officials" of a headline may be anybody's."""
    return any(filler.proper for filler in draft.fillers if filler.role == role)


def _dates_meet(first: Draft, second: Draft) -> bool:
    latest_start = max(first.when.earliest or date.min, second.when.earliest or date.min)
    earliest_end = min(first.when.latest or date.max, second.when.latest or date.max)
    return latest_start <= earliest_end


def _join(first: Draft, second: Draft) -> Draft:
    """The earlier draft with what the later one adds."""
    dated = _better_dated(first, second)
    return replace(
        first,
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
