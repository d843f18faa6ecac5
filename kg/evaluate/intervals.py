"""How far could a figure lie from what was measured?

The percentile bootstrap over documents (Efron and Tibshirani, 1993): documents are drawn with replacement as often
as there are documents, a figure is taken of each draw, and the middle 95 % of the draws is the interval. Sentences of
one document err together, so the document is the unit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.evaluate.figures import Counts

ROUNDS = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """A figure with its 95 % interval; no value without anything asked, no interval with fewer than two documents."""

    value: float | None
    low: float | None = None
    high: float | None = None
    asked: int = 0


def estimate(counts: Counts, *, seed: int = 0, rounds: int = ROUNDS) -> tuple[Estimate, ...]:
    """The estimate of each figure; the same counts and seed give the same intervals."""
    documents, total = len(counts), counts.sum(0)
    drawn = np.random.default_rng(seed).multinomial(documents, np.full(documents, 1 / documents), size=rounds)
    sums = np.einsum("rd,dfk->rfk", drawn.astype(np.float64), counts)
    return tuple(_one(total[index], sums[:, index], documents) for index in range(len(total)))


def _one(total: NDArray[np.float64], draws: NDArray[np.float64], documents: int) -> Estimate:
    if not total[1]:
        return Estimate(value=None)
    value, asked = float(total[0] / total[1]), int(total[1])
    usable = draws[draws[:, 1] > 0]
    if documents < 2 or not len(usable):
        return Estimate(value=value, asked=asked)
    low, high = np.percentile(usable[:, 0] / usable[:, 1], [2.5, 97.5])
    return Estimate(value=value, low=float(low), high=float(high), asked=asked)
