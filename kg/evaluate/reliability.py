"""Does a confidence mean what it says?

Claims are sorted into bins by their confidence; in each, the share that the gold has too should be the mean
confidence. The expected calibration error (Naeini et al., 2015) is the mean gap between both, each bin weighing by
its claims.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.evaluate.comparing import Compared

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
"""Narrow where most claims are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bin:
    """The claims with a confidence above `low` up to `high`: their mean confidence and the share that is right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Reliability:
    """The curve, and the expected calibration error (0 to 1)."""

    bins: tuple[Bin, ...]
    error: float


def judged(documents: Iterable[Compared]) -> list[tuple[float, bool]]:
    """The confidence of each claim of the reading, and whether the gold has an event there."""
    return [
        pair
        for document in documents
        for pair in (
            *((read.confidence, True) for _, read in document.found),
            *((read.confidence, False) for read in document.invented),
        )
    ]


def reliability(claims: Sequence[tuple[float, bool]]) -> Reliability:
    """The curve of claims, each a confidence and whether it is right; bins without claims are left out."""
    bins = []
    for number, (low, high) in enumerate(pairwise(EDGES)):
        inside = [claim for claim in claims if low < claim[0] <= high or (number == 0 and claim[0] == low)]
        if inside:
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            right = sum(holds for _, holds in inside) / len(inside)
            bins.append(Bin(low=low, high=high, count=len(inside), confidence=mean, right=right))
    error = sum(item.count * abs(item.confidence - item.right) for item in bins) / max(1, len(claims))
    return Reliability(bins=tuple(bins), error=error)
