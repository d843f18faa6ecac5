"""Where is a smooth loss least?"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]


def minimise(
    loss: Callable[[Numbers], float],
    newton_step: Callable[[Numbers], Numbers],
    start: Numbers,
    *,
    most_steps: int,
    small: float,
) -> Numbers:
    """The numbers (n,) that Newton's method reaches from `start` on a convex loss.

    `newton_step` is the slope over the curvature, to be subtracted; it is halved while the loss would rise. Ends
    when no number moves by `small`, or after `most_steps`.
    """
    numbers, least = start, loss(start)
    for _ in range(most_steps):
        step = newton_step(numbers)
        # A full step can overshoot where the curve is flat.
        while (stepped := loss(numbers - step)) > least and np.abs(step).max() > small:
            step = step / 2
        numbers, least = numbers - step, stepped
        if np.abs(step).max() < small:
            break
    return numbers
