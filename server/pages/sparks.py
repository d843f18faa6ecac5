"""How do counts by year become a drawing that fits into a cell?"""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

_MOST_BARS = 36
_BAR, _GAP, _HEIGHT = 5, 1, 28
_STEPS = (1, 2, 5, 10, 20, 50, 100, 1000)
"""Years of a bar."""


class Spark(NamedTuple):
    """Bars in units of the drawing: its width, height and path; the years in words, and what is said aloud."""

    width: int
    height: int
    path: str
    span: str
    said: str


def draw_spark(years: Mapping[int, int], first: int, last: int) -> Spark:
    """The counts of `years`, not empty, among those from `first` to `last`, in bars of as many years as fit."""
    step = next((step for step in _STEPS if (last - first) // step < _MOST_BARS), _STEPS[-1])
    begin = first // step * step
    bars: Counter[int] = Counter()
    for year, count in years.items():
        bars[(year - begin) // step] += count
    most = max(bars.values())
    low, high = min(years), max(years)
    span = str(low) if low == high else f"{low}–{high}"
    unit = "a year" if step == 1 else f"in {step} years"
    return Spark(
        width=((last - begin) // step + 1) * (_BAR + _GAP),
        height=_HEIGHT,
        path="".join(_bar(at, count / most) for at, count in sorted(bars.items())),
        span=span,
        said=f"{span.replace('–', ' to ')}, at most {most} {unit}",
    )


def _bar(at: int, share: float) -> str:
    high = max(round(share * (_HEIGHT - 2), 1), 3)
    return f"M{at * (_BAR + _GAP)} {_HEIGHT}v-{high}h{_BAR}v{high}Z"
