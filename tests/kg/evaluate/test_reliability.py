"""Does the curve show whether a confidence means what it says?"""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluate.reliability import reliability

CLAIMS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=30)


@given(CLAIMS, st.randoms(use_true_random=False))
def test_every_claim_is_in_one_bin_whatever_their_order(claims: list[tuple[float, bool]], random: Random) -> None:
    """Counts add up, the error is a mean of gaps, and shuffling changes nothing but rounding."""
    found = reliability(claims)
    assert sum(item.count for item in found.bins) == len(claims)
    assert all(item.low <= item.confidence <= item.high + 1e-12 for item in found.bins)
    assert 0 <= found.error <= 1
    shuffled = claims.copy()
    random.shuffle(shuffled)
    assert reliability(shuffled).error == pytest.approx(found.error)


def test_the_error_is_the_gap_between_what_is_said_and_what_is_so() -> None:
    """Three of four claims at .75 are right: no error; all claims at .75 right: a quarter."""
    assert reliability([(0.75, True)] * 3 + [(0.75, False)]).error == 0
    assert reliability([(0.75, True)] * 4).error == 0.25
