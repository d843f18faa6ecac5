"""What do the pieces of a shelf tell together, and what of it may a change of pieces have changed?

Happenings are made of what ties and a reviewer's verdicts hold together, and of nothing else. Where no event of such
a group is tied or judged otherwise than before, its happenings are those from before.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from kg import iri
from kg.happening import EventName, Verdict
from kg.merge.merging import unite
from kg.merge.quads import happening_quads
from kg.pieces.change import Change
from kg.pieces.shelf import Shelf
from kg.pieces.ties import Tellings, read_ties, tied_to


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    """What is said of happenings, instead of all that was said before of the nodes `about`; None: of any."""

    stated: Sequence[Quad]
    about: frozenset[NamedNode] | None


def find_happened(
    shelf: Shelf, former: Collection[Verdict], verdicts: Collection[Verdict], change: Change
) -> Happened:
    """What there is to say of happenings after a change of pieces, where the verdicts were the `former` ones."""
    tellings = Tellings(shelf)
    group = None if change.tied is None else _group(shelf, _seeds(former, verdicts, change), verdicts)
    inside = [x for x in verdicts if group is None or {x.one, x.other} <= group]
    found = unite(read_ties(shelf, group), tellings, inside)
    labels = {happening.events[0]: tellings.label(happening.events[0]) for happening in found}
    return Happened(
        stated=tuple(happening_quads(found, labels)), about=None if group is None else frozenset(_nodes(group))
    )


def _seeds(former: Collection[Verdict], verdicts: Collection[Verdict], change: Change) -> Iterator[EventName]:
    """The events that are tied or judged otherwise than before."""
    yield from change.tied or ()
    same = set(former) & set(verdicts)
    for verdict in (*former, *verdicts):
        if verdict not in same or not change.articles.isdisjoint((verdict.one.article, verdict.other.article)):
            yield from (verdict.one, verdict.other)


def _group(shelf: Shelf, seeds: Iterable[EventName], verdicts: Iterable[Verdict]) -> frozenset[EventName]:
    """Some events with all that ties and verdicts hold together with them."""
    said: dict[EventName, list[EventName]] = {}
    for verdict in verdicts:
        said.setdefault(verdict.one, []).append(verdict.other)
        said.setdefault(verdict.other, []).append(verdict.one)
    found, ahead = set[EventName](), list(seeds)
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += (*tied_to(shelf, name), *said.get(name, ()))
    return frozenset(found)


def _nodes(group: Iterable[EventName]) -> Iterator[NamedNode]:
    for name in group:
        yield from (NamedNode(iri.mint_part(name.article, kind, name.event)) for kind in ("event", "happening"))
