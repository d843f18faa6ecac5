"""Do sorted integer columns behave like sets of pairs?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.reason import columns
from kg.reason.columns import (
    Column,
    common,
    contains,
    expand,
    invert,
    merge,
    minus,
    objects,
    pack,
    remove,
    subjects,
    unique,
)

pairs = st.sets(st.tuples(st.integers(0, 5), st.integers(0, 2**31 - 1) | st.integers(0, 5)), max_size=12)
Pairs = set[tuple[int, int]]
PATIENT = settings(deadline=None)


def column(found: Pairs) -> Column:
    return np.array(sorted(first << 32 | second for first, second in found), np.int64)


def pairs_of(keys: Column) -> list[tuple[int, int]]:
    return list(zip(subjects(keys).tolist(), objects(keys).tolist(), strict=True))


@PATIENT
@given(pairs)
def test_pairs_go_in_and_out(found: Pairs) -> None:
    """Packing and unpacking gives the same pairs, and each once from duplicates."""
    keys = column(found)
    assert pairs_of(keys) == sorted(found)
    assert pairs_of(unique(np.concatenate([keys, keys[::-1]]))) == sorted(found)
    assert pack(subjects(keys), objects(keys)).tolist() == keys.tolist()


@PATIENT
@given(pairs, pairs)
def test_columns_are_sets(one: Pairs, other: Pairs) -> None:
    """Difference, union of disjoint columns and membership agree with sets."""
    rest = minus(column(one), column(other))
    assert pairs_of(rest) == sorted(one - other)
    assert pairs_of(merge(rest, column(other))) == sorted(one | other)
    assert contains(column(other), column(one)).tolist() == [pair in other for pair in sorted(one)]


@PATIENT
@given(pairs, pairs, st.sampled_from([0, 4096]))
def test_values_come_and_go(one: Pairs, other: Pairs, short: int) -> None:
    """What two columns share is found in any order, and goes and comes back, into a short column or a long one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_SHORT", short)
        shared = common(column(one), column(other)[::-1])
        assert pairs_of(np.sort(shared)) == sorted(one & other)
        rest = remove(column(one), shared)
        assert pairs_of(rest) == sorted(one - other)
        assert pairs_of(merge(rest, np.sort(shared))) == sorted(one)


@PATIENT
@given(pairs)
def test_inverting_twice_changes_nothing(found: Pairs) -> None:
    """The inverse has each pair the other way round."""
    assert pairs_of(invert(column(found))) == sorted((second, first) for first, second in found)
    assert invert(invert(column(found))).tolist() == column(found).tolist()


@PATIENT
@given(pairs, st.lists(st.integers(0, 6), max_size=5))
def test_expansion_finds_all_partners(found: Pairs, firsts: list[int]) -> None:
    """Each asked first member is answered by all its partners, in order."""
    rows, partners = expand(column(found), np.array(firsts, np.int64))
    expected = [(row, second) for row, first in enumerate(firsts) for one, second in sorted(found) if one == first]
    assert list(zip(rows.tolist(), partners.tolist(), strict=True)) == expected
