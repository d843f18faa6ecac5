"""Does a column that changes a little behave like a set of pairs?"""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.reason import pairs
from kg.reason.columns import Column
from kg.reason.pairs import Pairs

Keys = set[tuple[int, int]]

keys = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12)


def column(found: Keys) -> Column:
    return np.array(sorted(first << 32 | second for first, second in found), np.int64)


def held(found: Pairs, asked: Keys) -> Keys:
    """The pairs that look-ups by both members find."""
    firsts = np.array(sorted({first for first, _ in asked}), np.int64)
    rows, partners = found.expand(firsts[::-1].copy())
    seen = list(zip(firsts[::-1][rows].tolist(), partners.tolist(), strict=True))
    assert len(seen) == len(set(seen))
    return set(seen)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(keys, st.lists(keys, max_size=6), st.sampled_from([0, 2, 2048]))
def test_pairs_come_and_go_like_those_of_a_set(start: Keys, changes: list[Keys], small: int) -> None:
    """What is there goes and what is not comes, again and again; look-ups and the whole column agree with a set."""
    everything = {(first, second) for first in range(5) for second in range(5)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairs, "_SMALL", small)
        found, expected = Pairs(column(start)), set(start)
        for change in changes:
            found.remove(column(change & expected))
            found.insert(column(change - expected))
            expected ^= change
            assert held(found, everything) == expected
            assert found.contains(column(everything)).tolist() == [pair in expected for pair in sorted(everything)]
            assert found.common(column(change)).tolist() == column(change & expected).tolist()
            assert found.missing(column(change)).tolist() == column(change - expected).tolist()
            assert found.size == len(expected)
        assert found.column().tolist() == column(expected).tolist()
        assert held(found, everything) == expected


def test_a_large_column_is_not_written_to() -> None:
    """The column that was given stays as it was, also when all of it goes."""
    given_column = column({(1, 2), (3, 4)})
    found = Pairs(given_column)
    found.remove(given_column)
    found.insert(column({(0, 0)}))
    assert found.column().tolist() == [0]
    assert given_column.tolist() == column({(1, 2), (3, 4)}).tolist()
