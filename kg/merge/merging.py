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
    by_name = {telling.name: telling for telling in told}
    given = sorted(
        (x for x in verdicts if {x.one, x.other} <= by_name.keys()), key=lambda x: (_order(x.one), _order(x.other))
    )
    apart = {frozenset((x.one, x.other)) for x in given if x.verdict == "different"}
    groups: dict[EventName, tuple[EventName, ...]] = {name: (name,) for name in by_name}
    ties = [
        *(_reviewed(x) for x in given if x.verdict == "same"),
        *(tie for tie in _ties(told) if frozenset((tie.one, tie.other)) not in apart),
    ]
    kept = [tie for tie in ties if _unite(groups, tie, by_name, apart)]
    return _happenings(groups, kept, by_name)


def _order(name: EventName) -> tuple[str, str]:
    return name.article, name.event


def _reviewed(verdict: Verdict) -> Tie:
    one, other = sorted((verdict.one, verdict.other), key=_order)
    return Tie(one=one, other=other, score=1.0, reasons=(_REVIEWED, *filter(None, (verdict.note,))))


def _ties(told: Sequence[Telling]) -> list[Tie]:
    """The pairs that are likely enough, the likeliest first."""
    found = []
    for a, b in find_pairs(told):
        one, other = told[a], told[b]
        signs = signs_of(one, other) if agree(one, other) else ()
        score = likelihood(signs)
        if score >= SURE:
            found.append(Tie(one=one.name, other=other.name, score=score, reasons=signs))
    return sorted(found, key=lambda tie: (-tie.score, _order(tie.one), _order(tie.other)))


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
