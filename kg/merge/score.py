"""How likely do two articles tell one event, and by which signs?

What contradicts itself is never one event: another class or standing, other actors on a side, other figures, another
place or day, and of what is planned or denied another voice. The signs of the rest add to the logarithm of the odds.
No pairs are marked to fit their weights on; they are set so that an event must agree in what it is, in who takes part
and in when it happens or is told, and are held against all unrelated passages of the reading corpus, of which none
may be merged (`tests/bench/merging.py`).
"""

import math
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Literal, TypeAlias

from kg.annotate.kin import is_kin
from kg.annotate.lexicon import FALLBACK_TYPES
from kg.edtf import possibly_meet
from kg.merge.telling import Telling

Sign: TypeAlias = Literal[
    "one type", "words of one family", "an actor in common", "no other actor", "one place", "one country",
    "the same day", "the same month", "told in the same days", "on one's word",
]  # fmt: skip

BIAS = -8.0
WEIGHTS: Mapping[Sign, float] = {
    "one type": 2.5,
    "words of one family": 2.0,
    "an actor in common": 2.0,
    "no other actor": 1.25,
    "one place": 2.0,
    "one country": 0.5,
    "the same day": 2.5,
    "the same month": 1.0,
    "told in the same days": 1.5,
    "on one's word": 1.5,
}
SURE = 0.9
"""The least probability of one event. A wrong merge misleads more than a missed one."""

DAYS, MONTH = timedelta(days=2), timedelta(days=45)
"""How long a date may last that is still one day's, or one month's; how far apart the same days are told."""


def likelihood(signs: Collection[Sign]) -> float:
    """The probability of one event by these signs, to three decimals."""
    return round(1 / (1 + math.exp(-BIAS - sum(WEIGHTS[sign] for sign in sorted(signs)))), 3)


def signs_of(one: Telling, other: Telling) -> tuple[Sign, ...]:
    """What speaks for two articles telling one event, where nothing contradicts it."""
    same_place = bool(one.places and other.places) and one.places[0] == other.places[0]
    state = same_place and one.places[0].startswith("state/")
    day, month = (_lasts(one, most) and _lasts(other, most) for most in (DAYS, MONTH))
    holds: Mapping[Sign, bool] = {
        "one type": one.type == other.type and one.type not in FALLBACK_TYPES,
        "words of one family": any(is_kin(word, near) for word in one.words for near in other.words),
        "an actor in common": bool(one.actors & other.actors),
        "no other actor": one.actors == other.actors != frozenset(),
        "one place": same_place and not state,
        "one country": state or (not same_place and bool(set(one.places) & set(other.places))),
        "the same day": day,
        "the same month": month and not day,
        "told in the same days": _told_together(one, other),
        "on one's word": bool(one.voices & other.voices),
    }
    return tuple(sign for sign, held in holds.items() if held)


def agree(one: Telling, other: Telling) -> bool:
    """Whether two articles tell nothing of an event differently."""
    return (
        one.name.article != other.name.article
        and (one.cls, one.standing) == (other.cls, other.standing)
        and all(not a or not b or a & b for a, b in ((one.doers, other.doers), (one.receivers, other.receivers)))
        and all(one.figures[unit] == other.figures[unit] for unit in one.figures.keys() & other.figures.keys())
        and (one.standing == "done" or one.voices == other.voices)
        and _places_agree(one, other)
        and possibly_meet(one.earliest, one.latest, other.earliest, other.latest)
    )


def _places_agree(one: Telling, other: Telling) -> bool:
    """Whether the places can be one: a place and what it lies in can."""
    if not one.places or not other.places:
        return True
    return one.places[0] in other.places or other.places[0] in one.places


def _lasts(telling: Telling, most: timedelta) -> bool:
    return telling.earliest is not None and telling.latest is not None and telling.latest - telling.earliest <= most


def _told_together(one: Telling, other: Telling) -> bool:
    return one.published is not None and other.published is not None and abs(one.published - other.published) <= DAYS
