"""Do the intervals say how far a figure could lie from what was measured?"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluate.intervals import estimate

RATIOS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(1, 5)).map(lambda x: (min(x), x[1])), min_size=2, max_size=8
)


def counts(ratios: list[tuple[int, int]]) -> np.ndarray:
    return np.array([[ratio] for ratio in ratios], np.float64)


@given(RATIOS, st.integers(0, 3))
def test_the_interval_lies_between_the_extremes_and_is_the_same_again(
    ratios: list[tuple[int, int]], seed: int
) -> None:
    """No draw leaves the range of the documents' own ratios; the same seed draws the same."""
    (found,) = estimate(counts(ratios), seed=seed, rounds=50)
    shares = [over / under for over, under in ratios]
    assert found.value == sum(over for over, _ in ratios) / sum(under for _, under in ratios)
    assert found.low is not None
    assert found.high is not None
    assert min(shares) - 1e-9 <= found.low <= found.high <= max(shares) + 1e-9
    assert estimate(counts(ratios), seed=seed, rounds=50) == (found,)


def test_documents_that_are_alike_leave_no_doubt() -> None:
    """Every resample gives the same figure; documents that differ leave room on both sides."""
    (alike,) = estimate(counts([(1, 2)] * 5))
    (mixed,) = estimate(counts([(0, 2), (2, 2)] * 10))
    assert (alike.low, alike.value, alike.high) == (0.5, 0.5, 0.5)
    assert mixed.low is not None
    assert mixed.high is not None
    assert mixed.low < 0.4
    assert mixed.high > 0.6


def test_one_document_has_no_interval_and_nothing_asked_no_value() -> None:
    """Neither is guessed."""
    one, nothing = estimate(np.array([[(1, 2), (0, 0)]], np.float64))
    assert (one.value, one.low, one.high, one.asked) == (0.5, None, None, 2)
    assert (nothing.value, nothing.asked) == (None, 0)
