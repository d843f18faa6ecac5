"""How far do two reviewers agree on one article?

Events are one when their triggers overlap, those of one class first. Agreement on which events there are is F1, since
nobody can count the events that both rightly left out; agreement on the verb of an event that both have is Cohen's
kappa (1960), which takes out what chance would give.
"""

from collections import Counter
from collections.abc import Sequence

from kg.model import Annotation, Event, Record


class Difference(Record):
    """An event that only one reviewer has, or that both have otherwise."""

    words: str
    start: int
    what: str


class Agreement(Record):
    """Two reviewers of one article; `kappa` is None when there is nothing to compare or chance alone agrees."""

    article: str
    one: str
    other: str
    events: int
    f1: float
    same_class: float | None
    kappa: float | None
    differences: tuple[Difference, ...]


def compare_reviews(one: Annotation, other: Annotation) -> Agreement:
    """How far two annotations of one text agree."""
    pairs = pair_events(one.events, other.events)
    total = len(one.events) + len(other.events)
    verbs = [(_verbs(one, first), _verbs(other, second)) for first, second in pairs]
    return Agreement(
        article=one.article.key,
        one=one.review.by or "",
        other=other.review.by or "",
        events=len(pairs),
        f1=round(2 * len(pairs) / total, 3) if total else 1.0,
        same_class=round(sum(a.cls == b.cls for a, b in pairs) / len(pairs), 3) if pairs else None,
        kappa=kappa(verbs),
        differences=_differences(one, other, pairs),
    )


def pair_events(ones: Sequence[Event], others: Sequence[Event]) -> list[tuple[Event, Event]]:
    """Events with overlapping triggers, one to one, those of one class and then of most overlap first."""
    possible = [(a, b) for a in ones for b in others if _overlap(a, b) > 0]
    possible.sort(key=_likeness)
    pairs: list[tuple[Event, Event]] = []
    taken: set[tuple[int, str]] = set()
    for a, b in possible:
        if not {(0, a.id), (1, b.id)} & taken:
            taken |= {(0, a.id), (1, b.id)}
            pairs.append((a, b))
    return sorted(pairs, key=lambda pair: pair[0].trigger.start)


def _likeness(pair: tuple[Event, Event]) -> tuple[bool, int, list[int]]:
    # The same whoever is named first.
    one, other = pair
    return one.cls != other.cls, -_overlap(one, other), sorted((one.trigger.start, other.trigger.start))


def _overlap(one: Event, other: Event) -> int:
    return min(one.trigger.end, other.trigger.end) - max(one.trigger.start, other.trigger.start)


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two people's choices."""
    if not pairs:
        return None
    seen = sum(one == other for one, other in pairs) / len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(first[choice] * second[choice] for choice in first) / len(pairs) ** 2
    return None if chance == 1 else round((seen - chance) / (1 - chance), 3)


def _verbs(annotation: Annotation, event: Event) -> str:
    return "+".join(sorted({claim.verb for claim in annotation.claims if claim.event == event.id}))


def _differences(one: Annotation, other: Annotation, pairs: Sequence[tuple[Event, Event]]) -> tuple[Difference, ...]:
    found = []
    both = ({a.id for a, _ in pairs}, {b.id for _, b in pairs})
    for annotation, paired in zip((one, other), both, strict=True):
        only = f"only {annotation.review.by or 'one reviewer'} has it"
        found += [_difference(event, only) for event in annotation.events if event.id not in paired]
    for a, b in pairs:
        if a.cls != b.cls:
            found.append(_difference(a, f"{a.cls} or {b.cls}"))
        if (first := _verbs(one, a)) != (second := _verbs(other, b)):
            found.append(_difference(a, f"{first} or {second}"))
    return tuple(sorted(found, key=lambda one: (one.start, one.what)))


def _difference(event: Event, what: str) -> Difference:
    return Difference(words=event.label or event.trigger.quote, start=event.trigger.start, what=what)
