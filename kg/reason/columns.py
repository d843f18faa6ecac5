"""How are sets of pairs kept and combined as sorted integer columns?

A relation is a sorted array of distinct int64 keys, each a pair of identifiers `subject << 32 | object`
(identifiers are below 2**31). Every function takes and returns such arrays unless it says otherwise.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Column: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

EMPTY: Column = np.empty(0, np.int64)
EMPTY.setflags(write=False)
_LOW = np.int64(0xFFFFFFFF)
_SHORT = 4096
"""Up to so many values a column is sorted anew, which is faster than to find the places of others in it."""


def pack(subjects: Column, objects: Column) -> Column:
    """Pairs from two columns of one length; the result is not sorted."""
    return (subjects << 32) | objects


def subjects(keys: Column) -> Column:
    """The first identifier of each pair, in the order of the pairs."""
    return keys >> 32


def objects(keys: Column) -> Column:
    """The second identifier of each pair, in the order of the pairs."""
    return keys & _LOW


def unique(values: Column) -> Column:
    """The distinct values of an unsorted column."""
    if values.size < 2:
        return values
    ordered = np.sort(values)
    fresh = np.empty(ordered.size, np.bool_)
    fresh[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return ordered[fresh]


def contains(column: Column, values: Column) -> Mask:
    """Which of `values` (any order) are in the sorted `column`."""
    if not column.size or not values.size:
        return np.zeros(values.size, np.bool_)
    at = column.searchsorted(values)
    at[at == column.size] = column.size - 1
    found: Mask = column[at] == values
    return found


def minus(column: Column, other: Column) -> Column:
    """The values of `column` that are not in `other`."""
    if not column.size or not other.size:
        return column
    return column[~contains(other, column)]


def common(column: Column, other: Column) -> Column:
    """The values of `other` (any order) that are in the sorted `column`."""
    return other[contains(column, other)]


def remove(column: Column, values: Column) -> Column:
    """The sorted `column` without `values` (any order), of which each is there once."""
    return np.delete(column, column.searchsorted(values))


def merge(column: Column, other: Column) -> Column:
    """The union of two columns that share no value."""
    if not column.size or not other.size:
        return column if column.size else other
    if column.size > _SHORT:
        return np.insert(column, column.searchsorted(other), other)
    merged = np.concatenate([column, other])
    merged.sort()
    return merged


def invert(keys: Column) -> Column:
    """Each pair the other way round."""
    return np.sort(pack(objects(keys), subjects(keys)))


def expand(keys: Column, firsts: Column) -> tuple[Column, Column]:
    """The partners of each of `firsts` (any order) in `keys`: positions in `firsts`, and the partners."""
    if not keys.size or not firsts.size:
        return EMPTY, EMPTY
    low = keys.searchsorted(firsts << 32)
    counts = keys.searchsorted((firsts + 1) << 32) - low
    ends = counts.cumsum()
    if not ends[-1]:
        return EMPTY, EMPTY
    places = np.arange(ends[-1]) + (low - ends + counts).repeat(counts)
    return np.arange(firsts.size).repeat(counts), objects(keys[places])


def concatenate(columns: list[Column]) -> Column:
    """One column after the other; the result is not sorted."""
    if not columns:
        return EMPTY
    return columns[0] if len(columns) == 1 else np.concatenate(columns)
