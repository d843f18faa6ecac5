"""Which events of several articles are one?

Pairs that are likely enough are tied, the likeliest first, and what is tied together is one happening: at most one
event of an article, and nothing in it may contradict anything else in it. The same articles in any order give the
same happenings. A reviewer's verdicts come before everything: what is the same is tied, what is different never is.
"""

from collections.abc import Iterable, Mapping, Sequence

from kg.gazetteer.lookup import Gazetteer
from kg.happening import EventName, Happening, Tie, Verdict
from kg.merge.candidates import find_pairs
from kg.merge.score import SURE, agree, likelihood, signs_of
from kg.merge.telling import Telling, tellings
from kg.model import Annotation

_REVIEWED = "a reviewer's word"


def merge_events(
    annotations: Iterable[Annotation], gazetteer: Gazetteer, verdicts: Iterable[Verdict] = ()
) -> tuple[Happening, ...]:
    """The happenings that several articles tell, by the name of their first event.

    A verdict on an event that there is none of is passed over here; `dateline check` names it.
    """
    found = (telling for annotation in annotations for telling in tellings(annotation, gazetteer))
    told = sorted(found, key=lambda telling: _order(telling.name))
    pairs = (find_tie(told[a], told[b]) for a, b in find_pairs(told))
    return unite(filter(None, pairs), {telling.name: telling for telling in told}, verdicts)


def find_tie(one: Telling, other: Telling) -> Tie | None:
    """The tie of two events that are likely enough to be one; `one` is the one whose name is smaller."""
    signs = signs_of(one, other) if agree(one, other) else ()
    score = likelihood(signs)
    return Tie(one=one.name, other=other.name, score=score, reasons=signs) if score >= SURE else None


def unite(
    ties: Iterable[Tie], by_name: Mapping[EventName, Telling], verdicts: Iterable[Verdict] = ()
) -> tuple[Happening, ...]:
    """The happenings that ties make, by the name of their first event; `by_name` has all events of the ties.

    A verdict on an event that it lacks is passed over.
    """
    given = sorted(
        (x for x in verdicts if x.one in by_name and x.other in by_name),
        key=lambda x: (_order(x.one), _order(x.other)),
    )
    apart = {frozenset((x.one, x.other)) for x in given if x.verdict == "different"}
    likeliest = sorted(ties, key=lambda tie: (-tie.score, _order(tie.one), _order(tie.other)))
    every = [
        *(_reviewed(x) for x in given if x.verdict == "same"),
        *(tie for tie in likeliest if frozenset((tie.one, tie.other)) not in apart),
    ]
    groups: dict[EventName, tuple[EventName, ...]] = {}
    for tie in every:
        groups.setdefault(tie.one, (tie.one,))
        groups.setdefault(tie.other, (tie.other,))
    kept = [tie for tie in every if _unite(groups, tie, by_name, apart)]
    return _happenings(groups, kept, by_name)


def _order(name: EventName) -> tuple[str, str]:
    return name.article, name.event


def _reviewed(verdict: Verdict) -> Tie:
    one, other = sorted((verdict.one, verdict.other), key=_order)
    return Tie(one=one, other=other, score=1.0, reasons=(_REVIEWED, *filter(None, (verdict.note,))))


def _unite(
    groups: dict[EventName, tuple[EventName, ...]],
    tie: Tie,
    by_name: Mapping[EventName, Telling],
    apart: set[frozenset[EventName]],
) -> bool:
    """Whether the tie holds; if so its two groups are one afterwards."""
    one, other = groups[tie.one], groups[tie.other]
    if one is other:
        return True
    crossing = [(a, b) for a in one for b in other]
    forced = tie.reasons[0] == _REVIEWED
    if any(frozenset(pair) in apart for pair in crossing):
        return False
    if not forced and not all(agree(by_name[a], by_name[b]) for a, b in crossing):
        return False
    both = (*one, *other)
    groups.update(dict.fromkeys(both, both))
    return True


def _happenings(
    groups: Mapping[EventName, tuple[EventName, ...]], ties: Sequence[Tie], by_name: Mapping[EventName, Telling]
) -> tuple[Happening, ...]:
    def first_told(name: EventName) -> tuple[str, str, str]:
        published = by_name[name].published
        return (published.isoformat() if published else "~", *_order(name))

    held: dict[tuple[EventName, ...], list[Tie]] = {}
    for tie in ties:
        held.setdefault(groups[tie.one], []).append(tie)
    found = (
        Happening(events=tuple(sorted(group, key=first_told)), ties=tuple(of_group))
        for group, of_group in held.items()
    )
    return tuple(sorted(found, key=lambda happening: _order(happening.events[0])))
