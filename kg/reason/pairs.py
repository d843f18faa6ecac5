"""How are the pairs of a relation kept, so that a few more or fewer cost little?

A large sorted column stays as it is; beside it stand two small ones, of what came since and of what went. Look-ups
read all three. The small ones are worked into the large one when they have grown, or when all pairs are asked for.
"""

import numpy as np

from kg.reason.columns import EMPTY, Column, Mask, contains, expand, merge, minus, pack, remove

_SMALL = 2048
_PART = 64
"""The small columns grow to `_SMALL` pairs, or to so small a part of the large one."""


class Pairs:
    """A set of pairs, as `kg.reason.columns` packs them."""

    __slots__ = ("_base", "_come", "_gone")

    def __init__(self, column: Column = EMPTY) -> None:
        """The pairs of a sorted column, which is not copied and never written to."""
        self._base = column
        self._come = EMPTY
        self._gone = EMPTY

    @property
    def size(self) -> int:
        """How many pairs there are."""
        return int(self._base.size + self._come.size - self._gone.size)

    def column(self) -> Column:
        """All pairs, sorted."""
        if self._gone.size:
            self._base, self._gone = remove(self._base, self._gone), EMPTY
        if self._come.size:
            self._base, self._come = merge(self._base, self._come), EMPTY
        return self._base

    def contains(self, keys: Column) -> Mask:
        """Which of some pairs, in any order, are there."""
        found = contains(self._base, keys)
        if self._gone.size:
            found &= ~contains(self._gone, keys)
        if self._come.size:
            found |= contains(self._come, keys)
        return found

    def common(self, keys: Column) -> Column:
        """Those of some pairs, in their order, that are there."""
        return keys[self.contains(keys)] if keys.size else keys

    def missing(self, keys: Column) -> Column:
        """Those of some pairs, in their order, that are not there."""
        return keys[~self.contains(keys)] if keys.size else keys

    def expand(self, firsts: Column) -> tuple[Column, Column]:
        """The partners of each of `firsts`, in any order: positions in `firsts`, and the partners."""
        rows, partners = expand(self._base, firsts)
        if self._gone.size:
            kept = ~contains(self._gone, pack(firsts[rows], partners))
            rows, partners = rows[kept], partners[kept]
        if self._come.size:
            more = expand(self._come, firsts)
            rows, partners = np.concatenate([rows, more[0]]), np.concatenate([partners, more[1]])
        return rows, partners

    def of(self, firsts: Column) -> Column:
        """The pairs of some first members, of which each is given once; not sorted."""
        rows, partners = self.expand(firsts)
        return pack(firsts[rows], partners)

    def insert(self, keys: Column) -> None:
        """Take in sorted pairs, of which none is there."""
        if self._gone.size and (back := contains(self._gone, keys)).any():
            self._gone = minus(self._gone, keys[back])
            keys = keys[~back]
        self._come = merge(self._come, keys)
        self._settle()

    def remove(self, keys: Column) -> None:
        """Let sorted pairs go, of which each is there."""
        if self._come.size and (fresh := contains(self._come, keys)).any():
            self._come = minus(self._come, keys[fresh])
            keys = keys[~fresh]
        self._gone = merge(self._gone, keys)
        self._settle()

    def _settle(self) -> None:
        if max(self._come.size, self._gone.size) > max(_SMALL, self._base.size // _PART):
            self.column()
