"""Is the least of a convex loss found from anywhere?"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.reader.newton import Numbers, minimise

places = st.lists(st.floats(-50, 50), min_size=1, max_size=4)


@given(places)
def test_the_least_is_found_where_full_steps_overshoot(start: list[float]) -> None:
    """The sum of sqrt(1 + x²), on which Newton's method without halving runs away from |x| > 1."""

    def loss(x: Numbers) -> float:
        return float(np.sqrt(1 + x * x).sum())

    def step(x: Numbers) -> Numbers:
        return x * (1 + x * x)

    found = minimise(loss, step, np.array(start), most_steps=200, small=1e-9)
    assert np.abs(found).max() < 1e-6


@given(places, places)
def test_one_step_reaches_the_bottom_of_a_bowl(start: list[float], bottom: list[float]) -> None:
    """A quadratic loss needs one full step, and a second to see it."""
    size = min(len(start), len(bottom))
    least = np.array(bottom[:size])
    found = minimise(
        lambda x: float(((x - least) ** 2).sum()),
        lambda x: x - least,
        np.array(start[:size]),
        most_steps=2,
        small=1e-9,
    )
    assert np.allclose(found, least)
