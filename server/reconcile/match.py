"""Which things does a name of a client's table mean?

Candidates and scores are the linker's own (`kg.gazetteer`), so that a spreadsheet is linked as an article is. `match`
is said only where the linker would assert the link; what a single article names is offered, never matched: its name
alone does not tell who it is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from kg.edtf import EdtfError, edtf_bounds
from kg.gazetteer.candidates import candidates
from kg.gazetteer.rows import fold, slug
from kg.gazetteer.score import CONFIRMED, Evidence, Scored
from kg.model import EntityKind
from server.pages.things import Thing, Things
from server.reconcile.asked import Condition, Query
from server.reconcile.schema import KINDS, above, find_type

_IDENTIFIER = re.compile(r"Q[1-9][0-9]*|https?://\S+|known/\S+|[^\s/]+/entity/\S+")
_ALIKE, _OTHER_KIND = 0.6, 0.3
"""Scores of what only one article names: of a kind that was asked for, and of another."""
_ELSEWHERE = 0.4
"""What a score loses when the row lies in another country than was asked for."""
_SPATIAL = frozenset({"State", "Place"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A thing that a query may mean: its score from 0 to 1, whether it is a sure match, and what made the score."""

    thing: Thing
    score: float
    match: bool
    features: tuple[tuple[str, float], ...] = ()


class UnknownAsked(ValueError):
    """A query names a type or property that the service does not have."""


def match_query(query: Query, things: Things) -> list[Offer]:
    """The offers for a query, best first; raises UnknownAsked for a type that there is not."""
    kinds = asked_kinds(query.types)
    if named := _by_identifier(query, things):
        return [
            Offer(thing=named, score=1.0, match=not kinds or named.kind in kinds, features=(("identifier", 1.0),))
        ]
    if not query.name:
        return []
    kind = next(iter(kinds)) if len(kinds) == 1 else None
    evidence = _evidence(query.conditions, things)
    scored = candidates(query.name, kind, things.gazetteer, query.limit + 1, evidence=evidence)
    offers = [_offer(one, kinds, evidence.states, things) for one in scored]
    offers += [_local(thing, kinds) for thing in things.named.get(fold(query.name), ())]
    return _decided(sorted(offers, key=lambda offer: (-offer.score, offer.thing.id)))[: query.limit]


def asked_kinds(types: Iterable[str]) -> frozenset[EntityKind]:
    """The kinds of things that the types of a query hold; empty when any kind will do."""
    found: set[EntityKind] = set()
    for name in types:
        kind = find_type(name)
        if kind is None:
            raise UnknownAsked(f"There is no type {name!r}; the types are Actor, {', '.join(KINDS)}")
        found |= {known for known in KINDS if kind.id in above(known)}
    return frozenset(found)


def _by_identifier(query: Query, things: Things) -> Thing | None:
    """The thing whose identifier stands in the place of a name, or is given by a condition."""
    if _IDENTIFIER.fullmatch(query.name):
        return things.find(query.name)
    given = (
        value for one in query.conditions if one.property in ("wikidataId", "wikidataItem") for value in one.values
    )
    return next((thing for value in given if (thing := things.find(value))), None)


def _evidence(conditions: Iterable[Condition], things: Things) -> Evidence:
    """What the conditions say: posts, states and days. Other properties count for nothing."""
    posts: list[str] = []
    states: set[str] = set()
    earliest: date | None = None
    latest: date | None = None
    for condition in conditions:
        if condition.property == "schema:roleName":
            posts += condition.values
        elif condition.property == "inCountry":
            states |= {row for value in condition.values for row in _states(value, things)}
        elif condition.property == "edtf":
            earliest, latest = _days(condition.values[0]) if condition.values else (None, None)
    return Evidence(posts=tuple(posts), states=frozenset(states), earliest=earliest, latest=latest)


def _states(value: str, things: Things) -> set[str]:
    thing = things.find(value)
    if thing is not None and thing.row is not None:
        return {thing.row.id}
    return {match.row.id for match in things.gazetteer.find(value, typos=False) if match.row.kind == "State"}


def _days(value: str) -> tuple[date | None, date | None]:
    try:
        return edtf_bounds(value)
    except EdtfError:
        return None, None


def _offer(one: Scored, kinds: frozenset[EntityKind], states: frozenset[str], things: Things) -> Offer:
    row = one.match.row
    elsewhere = bool(states and row.country) and row.country not in states
    features = tuple(map(_feature, one.reasons)) + ((("elsewhere", -_ELSEWHERE),) if elsewhere else ())
    score = round(max(one.score - _ELSEWHERE * elsewhere, 0.0), 2)
    wanted = not kinds or row.kind in kinds or bool(_SPATIAL & kinds and row.kind in _SPATIAL)
    return Offer(thing=things.of_row(row), score=score, match=wanted and score >= CONFIRMED, features=features)


def _decided(offers: list[Offer]) -> list[Offer]:
    """The offers with at most one match, the first, and none when the second is as likely."""
    tied = len(offers) > 1 and offers[0].score == offers[1].score
    return [replace(offer, match=False) if offer.match and (at or tied) else offer for at, offer in enumerate(offers)]


@lru_cache(maxsize=1000)
def _feature(reason: str) -> tuple[str, float]:
    words, _, weight = reason.rpartition(" ")
    return slug(words), float(weight)


def _local(thing: Thing, kinds: frozenset[EntityKind]) -> Offer:
    fits = not kinds or thing.kind in kinds
    return Offer(
        thing=thing, score=_ALIKE if fits else _OTHER_KIND, match=False, features=(("named-in-an-article", 1.0),)
    )
