"""What became of the model's answers, and what did they cost?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

Drop: TypeAlias = Literal["quote", "ambiguous", "label", "malformed", "repeated"]

_WORDS: Mapping[Drop, str] = {
    "quote": "quotes not in the text",
    "ambiguous": "quotes that stand in it more than once",
    "label": "unknown labels",
    "malformed": "malformed records",
    "repeated": "events told twice",
}


@dataclass(kw_only=True, slots=True)
class Tally:
    """Counts of one run: the only thing of this engine that changes while it reads.

    `tokens_in` and `tokens_out` are those of requests, as the endpoint reckons them; `uncounted` are requests of
    which it told no tokens.
    """

    requests: int = 0
    retries: int = 0
    cached: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    uncounted: int = 0
    events: int = 0
    unread: int = 0
    dropped: Counter[Drop] = field(default_factory=Counter)


def cost(tally: Tally, prices: tuple[Decimal, Decimal]) -> Decimal:
    """What the requests cost, given the prices of a million tokens in and out, in their currency."""
    price_in, price_out = prices
    return (tally.tokens_in * price_in + tally.tokens_out * price_out) / 1_000_000


def describe(tally: Tally, model: str, prices: tuple[Decimal, Decimal] | None) -> str:
    """One line for the person who ran it."""
    spent = f"{tally.tokens_in} tokens in, {tally.tokens_out} out"
    if tally.uncounted:
        spent += f" ({tally.uncounted} answers without a count)"
    if prices is not None:
        spent += f", cost {cost(tally, prices):.4f}"
    asked = f"{tally.requests} requests ({tally.retries} of them again), {tally.cached} answers from the cache"
    return f"llm {model}: {asked}; {spent}; {tally.events} events; {describe_drops(tally)}"


def describe_drops(tally: Tally) -> str:
    """What was dropped and why: the same for the same answers, cached or not."""
    found = [f"{tally.dropped[drop]} {words}" for drop, words in _WORDS.items() if tally.dropped[drop]]
    return "dropped: " + (", ".join(found) or "nothing")
