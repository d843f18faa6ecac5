"""Do two mentions in one article tell the same event, and by which signs?

What contradicts itself is never one event: another class, another standing (told as done, as planned, as not done),
somebody else in a role, other goods, other figures, another place or day. Of what does not, the signs are weighed:
each adds its weight to the logarithm of the odds. Two mentions on the word of different people are one only where a
definite noun takes up what was told ("… attacked a convoy. The attack …") or the headline is told again: each source
else has a claim of its own.
"""

import math
from collections.abc import Collection, Mapping
from typing import Literal, TypeAlias

import numpy as np

from kg.annotate.draft import Draft
from kg.annotate.kin import is_kin
from kg.annotate.lexicon import FALLBACK_TYPES
from kg.edtf import possibly_meet
from kg.model import Verb

Sign: TypeAlias = Literal[
    "a definite noun", "a definite noun alone", "a definite noun of one family", "a definite noun of one type",
    "words of one family", "one type", "told in the next sentence", "the headline told again", "the headline's word",
]  # fmt: skip

BIAS = -4.6
WEIGHTS: Mapping[Sign, float] = {
    "a definite noun": 0.9,
    "a definite noun alone": 0.6,
    "a definite noun of one family": 1.1,
    "a definite noun of one type": 0.5,
    "words of one family": 0.3,
    "one type": 0.9,
    "told in the next sentence": 0.5,
    "the headline told again": 2.1,
    "the headline's word": 0.9,
}
LIKENESS, LIKENESS_OF_NOUN = 2.4, 0.9
"""What the cosine of the encoder's vectors counts, and how much more it counts for a definite noun. All weights were
fitted on the development fold with a reader that had not seen it, and hold there by cross-validation: see
`tests/bench/merging.py`."""

MIDDLING = 0.5
"""The cosine that stands where an engine has no vectors: half of what tells one event is above, most else below."""

SURE = 0.55
"""The least probability of one event: nearly nine of ten mentions of the development fold are then rightly merged."""

_ACTING = ("agent", "supplier", "guest", "host", "recipient", "target")
_STANDING: Mapping[Verb, str] = {
    "asserts": "done", "reports": "done", "envisages": "planned", "denies": "denied",
}  # fmt: skip
_GAP = 4
"""Characters between a sentence and the next one at most."""


def likelihood(signs: Collection[Sign], cosine: float) -> float:
    """The probability of one event by these signs and this likeness, to three decimals."""
    like = LIKENESS + LIKENESS_OF_NOUN * ("a definite noun" in signs)
    odds = BIAS + like * cosine + sum(WEIGHTS[sign] for sign in sorted(signs))
    return round(1 / (1 + math.exp(-odds)), 3)


def signs_of(first: Draft, second: Draft) -> tuple[Sign, ...]:
    """What speaks for a later mention telling the event of an earlier one that it does not contradict."""
    family = is_kin(first.lemma, second.lemma)
    typed = first.type == second.type and first.type not in FALLBACK_TYPES
    headline, noun = first.lead and not second.lead, second.definite
    holds: Mapping[Sign, bool] = {
        "a definite noun": noun,
        "a definite noun alone": noun and not second.fillers,
        "a definite noun of one family": noun and family,
        "a definite noun of one type": noun and typed,
        "words of one family": family,
        "one type": typed,
        "told in the next sentence": 0 <= second.evidence[0][0] - first.evidence[-1][1] <= _GAP,
        "the headline told again": headline and (family or typed or _share_somebody(first, second)),
        "the headline's word": headline and family,
    }
    return tuple(sign for sign, held in holds.items() if held)


def cosine(first: Draft, second: Draft) -> float:
    """How alike the encoder finds both triggers where they stand, to three decimals."""
    one, other = first.trigger.vector, second.trigger.vector
    if one is None or other is None:
        return MIDDLING
    return round(float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other))), 3)


def agree(first: Draft, second: Draft) -> bool:
    """Whether nothing that both mentions tell is told differently."""
    return (
        first.trigger.cls == second.trigger.cls
        and _STANDING[first.attribution.verb] == _STANDING[second.attribution.verb]
        and all(_role_agrees(first, second, role) for role in _ACTING)
        and (first.item_kind is None or second.item_kind is None or first.item_kind == second.item_kind)
        and _figures_agree(first, second)
        and _places_agree(first, second)
        and possibly_meet(first.when.earliest, first.when.latest, second.when.earliest, second.when.latest)
    )


def one_voice(first: Draft, second: Draft) -> bool:
    """Whether the same people tell both the same way."""
    return first.attribution.verb == second.attribution.verb and first.source_ids == second.source_ids


def one_visit(first: Draft, second: Draft) -> bool:
    """Whether both are dated visits of one guest, who is on one visit at a time, whatever it is called.

    A host who was not named before may be one whom the guest sees on the way.
    """
    dated = all(draft.when.earliest and draft.when.latest for draft in (first, second))
    guest = bool(_entities(first, "guest") & _entities(second, "guest"))
    return first.trigger.cls == "Visit" and dated and guest and _entities(second, "host") <= _entities(first, "host")


def _share_somebody(first: Draft, second: Draft) -> bool:
    return any(_entities(first, role) & _entities(second, role) for role in _ACTING)


def _entities(draft: Draft, role: str) -> frozenset[str]:
    return frozenset(filler.entity for filler in draft.fillers if filler.role == role)


def _places_agree(first: Draft, second: Draft) -> bool:
    """Whether the places can be one: a city and its country can."""
    if first.place is None or second.place is None or first.place.entity == second.place.entity:
        return True
    known = first.country is not None and first.country == second.country
    return known and (first.in_state or second.in_state)


def _role_agrees(first: Draft, second: Draft, role: str) -> bool:
    """Whether a role is left open or shared; "officials" of a headline may be anybody the body names."""
    one, other = _entities(first, role), _entities(second, role)
    unnamed = first.lead and not (_named(first, role) and _named(second, role))
    return not one or not other or bool(one & other) or unnamed


def _named(draft: Draft, role: str) -> bool:
    return any(filler.proper for filler in draft.fillers if filler.role == role)


def _figures_agree(first: Draft, second: Draft) -> bool:
    """Whether nothing is counted differently: two figures are two claims."""
    one, other = ({(x.currency, x.unit): x.value for x in draft.amounts} for draft in (first, second))
    return all(one[unit] == other[unit] for unit in one.keys() & other.keys())
