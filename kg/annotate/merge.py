"""Which mentions tell the same event?

Two drafts are one event when the same voice tells them the same way, their class and type agree, nobody who does or
undergoes it differs, they share somebody or something, and their dates can be the same. What one mention leaves out
the other adds; the narrower date wins. Two sources never tell one event: each has a claim of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc

from kg.annotate.draft import Draft, Filler
from kg.annotate.lexicon.choose import FALLBACK_TYPES

_NARROW = ("agent", "supplier", "guest", "host", "recipient", "target", "item")


def merge_drafts(doc: Doc, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The events, in the order of their first mention."""
    merged: list[Draft] = []
    for draft in drafts:
        for index in range(len(merged) - 1, -1, -1):
            if is_same(doc, merged[index], draft):
                merged[index] = _join(merged[index], draft)
                break
        else:
            merged.append(draft)
    return tuple(merged)


def is_same(doc: Doc, first: Draft, second: Draft) -> bool:
    """Whether a later draft tells the event of an earlier one."""
    return (
        first.trigger.cls == second.trigger.cls
        and first.attribution.verb == second.attribution.verb
        and first.source_ids == second.source_ids
        and _same_kind(doc, first, second)
        and _roles_agree(first, second)
        and _places_agree(first, second)
        and _dates_meet(first, second)
    )


def _same_kind(doc: Doc, first: Draft, second: Draft) -> bool:
    if doc[first.trigger.token].lemma_.lower() == doc[second.trigger.token].lemma_.lower():
        return True
    return first.type == second.type and first.type not in FALLBACK_TYPES


def _roles_agree(first: Draft, second: Draft) -> bool:
    shared = False
    for role in _NARROW:
        one, other = _entities(first, role), _entities(second, role)
        if one and other:
            if not one & other:
                return False
            shared = shared or role != "item"
    return shared


def _entities(draft: Draft, role: str) -> frozenset[str]:
    return frozenset(filler.entity for filler in draft.fillers if filler.role == role)


def _places_agree(first: Draft, second: Draft) -> bool:
    return first.place is None or second.place is None or first.place.entity == second.place.entity


def _dates_meet(first: Draft, second: Draft) -> bool:
    latest_start = max(first.when.earliest or date.min, second.when.earliest or date.min)
    earliest_end = min(first.when.latest or date.max, second.when.latest or date.max)
    return latest_start <= earliest_end


def _join(first: Draft, second: Draft) -> Draft:
    narrower = second if _width(second) < _width(first) else first
    spans = (second.trigger_span, *second.further)
    return replace(
        first,
        fillers=_union(first.fillers, second.fillers),
        place=first.place or second.place,
        time=narrower.time or first.time or second.time,
        when=narrower.when,
        evidence=tuple(dict.fromkeys((*first.evidence, *second.evidence))),
        further=tuple(dict.fromkeys((*first.further, *spans))),
        amounts=tuple(dict.fromkeys((*first.amounts, *second.amounts))),
        capacity=tuple(dict.fromkeys((*first.capacity, *second.capacity))),
        during=tuple(dict.fromkeys((*first.during, *second.during))),
        before=tuple(dict.fromkeys((*first.before, *second.before))),
        tokens=(*first.tokens, *second.tokens),
    )


def _width(draft: Draft) -> int:
    start, end = draft.when.earliest or date.min, draft.when.latest or date.max
    return (end - start).days


def _union(first: Iterable[Filler], second: Iterable[Filler]) -> tuple[Filler, ...]:
    found = {(filler.role, filler.entity): filler for filler in first}
    for filler in second:
        found.setdefault((filler.role, filler.entity), filler)
    return tuple(found.values())
