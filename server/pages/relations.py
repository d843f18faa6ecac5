"""With whom does somebody have to do, how often, and when?

Two are related here when they stand in one event, whatever its standing; the counts by standing are kept apart. That
is no fact about the world: what follows from assertions alone is among the statements.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from kg.dump.timeline_events import Party, Standing, TimelineEvent

_NOT_ACTORS = frozenset({"item", "via"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Relation:
    """Somebody who shares events with the subject: how many of each standing, and the years of the dated ones."""

    other: Party
    standings: Counter[Standing]
    years: Counter[int]

    @property
    def events(self) -> int:
        """How many events they share."""
        return self.standings.total()


def actors_of(event: TimelineEvent) -> dict[str, Party]:
    """Who takes part, by IRI: things, and places passed through, are no actors."""
    return {party.iri: party for party in event.parties if party.role not in _NOT_ACTORS}


def relations_of(subject: str, events: Iterable[TimelineEvent]) -> list[Relation]:
    """Everybody who shares an event with the subject, those with most events first."""
    shared: defaultdict[str, list[TimelineEvent]] = defaultdict(list)
    known: dict[str, Party] = {}
    for event in events:
        actors = actors_of(event)
        if subject in actors:
            known.update(actors)
            for name in actors:
                shared[name].append(event)
    shared.pop(subject, None)
    found = [_relation(known[name], joint) for name, joint in shared.items()]
    return sorted(found, key=lambda one: (-one.events, one.other.label, one.other.iri))


def _relation(other: Party, joint: list[TimelineEvent]) -> Relation:
    return Relation(
        other=other,
        standings=Counter(event.standing for event in joint),
        years=Counter(int((event.earliest or event.latest)[:4]) for event in joint if event.earliest or event.latest),
    )


class Tie(NamedTuple):
    """Two actors by their IRIs, and how many events they share."""

    one: str
    other: str
    events: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Network:
    """Actors with the number of their events, the ties among them, and how many actors were left out."""

    actors: tuple[tuple[Party, int], ...]
    ties: tuple[Tie, ...]
    left_out: int


def build_network(events: Iterable[TimelineEvent], most: int) -> Network:
    """The `most` actors of most shared events, and how they are tied."""
    known: dict[str, Party] = {}
    counts: Counter[str] = Counter()
    ties: Counter[tuple[str, str]] = Counter()
    for event in events:
        actors = actors_of(event)
        if len(actors) > 1:
            known.update(actors)
            counts.update(actors.keys())
            ties.update(combinations(sorted(actors), 2))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], known[item[0]].label, item[0]))
    kept = dict(ranked[:most])
    among = (Tie(*pair, count) for pair, count in ties.items() if pair[0] in kept and pair[1] in kept)
    return Network(
        actors=tuple((known[name], count) for name, count in kept.items()),
        ties=tuple(sorted(among, key=lambda tie: (-tie.events, tie.one, tie.other))),
        left_out=len(ranked) - len(kept),
    )


def sayings(subject: str, events: Iterable[TimelineEvent]) -> tuple[list[TimelineEvent], list[TimelineEvent]]:
    """The events that rest on somebody's word, and those of them that rest on nobody else's.

    An event that another article tells too, on another's word, is not said by the subject alone.
    """
    every = list(events)
    voices: defaultdict[str, set[str]] = defaultdict(set)
    for event in every:
        voices[event.happening or event.iri].update(source.iri for source in event.sources)
    said = [event for event in every if any(source.iri == subject for source in event.sources)]
    return said, [event for event in said if voices[event.happening or event.iri] == {subject}]
