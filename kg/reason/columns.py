"""How are sets of pairs kept and combined as sorted integer columns?

A relation is a sorted array of distinct int64 keys, each a pair of identifiers `subject << 32 | object`
(identifiers are below 2**31). Every function takes and returns such arrays unless it says otherwise.
"""

from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Column: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

EMPTY: Column = np.empty(0, np.int64)
EMPTY.setflags(write=False)
_LOW = np.int64(0xFFFFFFFF)
_FEW = 64
"""Up to so many values a column is copied in pieces, which is faster than value by value."""


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
    if not column.size:
        return np.zeros(values.size, np.bool_)
    at = np.searchsorted(column, values)
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
    """The sorted `column` without `values` (any order), of which each is there once; faster than `minus` for few."""
    places = np.searchsorted(column, values)
    if places.size > _FEW:
        return np.delete(column, places)
    cuts = [0, *np.sort(places).tolist(), column.size]
    starts = [cuts[0], *(cut + 1 for cut in cuts[1:-1])]
    return np.concatenate([column[start:end] for start, end in zip(starts, cuts[1:], strict=True)])


def merge(column: Column, other: Column) -> Column:
    """The union of two columns that share no value."""
    if not column.size or not other.size:
        return column if column.size else other
    places = np.searchsorted(column, other)
    if places.size > _FEW:
        return np.insert(column, places, other)
    cuts = [0, *places.tolist(), column.size]
    pieces = [column[start:end] for start, end in pairwise(cuts)]
    pieces[1:] = [piece for at, rest in enumerate(pieces[1:]) for piece in (other[at : at + 1], rest)]
    return np.concatenate(pieces)


def invert(keys: Column) -> Column:
    """Each pair the other way round."""
    return np.sort(pack(objects(keys), subjects(keys)))


def expand(keys: Column, firsts: Column) -> tuple[Column, Column]:
    """The partners of each of `firsts` (any order) in `keys`: positions in `firsts`, and the partners."""
    low = np.searchsorted(keys, firsts << 32)
    counts = np.searchsorted(keys, (firsts + 1) << 32) - low
    total = int(counts.sum())
    if not total:
        return EMPTY, EMPTY
    positions = np.repeat(np.arange(firsts.size), counts)
    offsets = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
    return positions, objects(keys[np.repeat(low, counts) + offsets])


def concatenate(columns: list[Column]) -> Column:
    """One column after the other; the result is not sorted."""
    if not columns:
        return EMPTY
    return columns[0] if len(columns) == 1 else np.concatenate(columns)
