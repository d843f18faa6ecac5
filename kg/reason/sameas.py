"""Which individuals are one, and which facts made them so?

Union-find over identifiers: each cluster is represented by its smallest identifier. Every union is logged with the
pair that caused it, so that the log is a forest whose paths explain any equality. An individual can be one with a
literal, and is so with every form of its value; two literals are never united by what rules say of them alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from kg.reason.columns import EMPTY, Column, Mask, concatenate, expand, objects, pack, subjects, unique
from kg.reason.rules import Identity, Link, Rule, X, Y
from kg.reason.schema import SAME_AS

BY_VALUE = Rule("dt-eq", (), Link(SAME_AS, X, Y))
"""Why two literals of one value are one; no program holds this rule."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What makes pairs equal: a rule, an identity, or None when the facts state it."""

    rule: Rule | Identity | None
    pairs: Column


@dataclass(frozen=True, slots=True)
class Union:
    """Two individuals found to be one at an `epoch`, from facts born before a `round`, and the rule that says so."""

    epoch: int
    round: int
    left: int
    right: int
    rule: Rule | Identity | None


class Equality:
    """Clusters of identifiers that grow; `epoch` counts the batches of unions."""

    def __init__(self) -> None:
        self.epoch = 0
        self.log: list[Union] = []
        self.representative: Column = EMPTY
        """For each identifier the smallest one of its cluster."""
        self._absorbed: dict[int, tuple[int, int]] = {}

    def grow(self, size: int) -> None:
        """Make room for identifiers below `size`, each alone in its cluster."""
        fresh = np.arange(self.representative.size, size, dtype=np.int64)
        self.representative = np.concatenate([self.representative, fresh])

    def canonical(self, keys: Column) -> Column:
        """Pairs with each identifier replaced by its representative; not sorted."""
        return pack(self.representative[subjects(keys)], self.representative[objects(keys)])

    def unite(
        self, causes: Iterable[Cause], literal: Mask, alike: Callable[[int], Iterable[int]], number: int
    ) -> Column:
        """Unite all pairs but those of two literals, before a round; the sorted identifiers that lost their place.

        `alike` gives all forms of a literal's value.
        """
        parents: dict[int, int] = {}
        self.epoch += 1
        for cause in causes:
            pairs = unique(cause.pairs)
            left, right = literal[subjects(pairs)], literal[objects(pairs)]
            for key in pairs[~(left & right)].tolist():
                self._unite(parents, Union(self.epoch, number, key >> 32, key & 0xFFFFFFFF, cause.rule))
            values = unique(concatenate([subjects(pairs[left & ~right]), objects(pairs[right & ~left])]))
            for value in values.tolist():
                for form in alike(value):
                    self._unite(parents, Union(self.epoch, number, value, form, BY_VALUE))
        if not parents:
            self.epoch -= 1
            return EMPTY
        return self._settle(parents)

    def _unite(self, parents: dict[int, int], union: Union) -> None:
        low, high = sorted((self._root(parents, union.left), self._root(parents, union.right)))
        if low != high:
            parents[high] = low
            self._absorbed[high] = (low, self.epoch)
            self.log.append(union)

    def _root(self, parents: dict[int, int], number: int) -> int:
        start = root = int(self.representative[number])
        while (up := parents.get(root, root)) != root:
            root = up
        while (up := parents.get(start, start)) != root:
            parents[start], start = root, up
        return root

    def _settle(self, parents: dict[int, int]) -> Column:
        lost = np.array(sorted(parents), np.int64)
        mapping = np.arange(self.representative.size, dtype=np.int64)
        mapping[lost] = [self._root(parents, number) for number in lost.tolist()]
        self.representative = mapping[self.representative]
        return lost

    def representative_at(self, number: int, epoch: int) -> int:
        """The representative of an identifier when `epoch` had ended."""
        while number in self._absorbed and self._absorbed[number][1] <= epoch:
            number = self._absorbed[number][0]
        return number

    def spread(self) -> Column:
        """The pairs (representative, member) of all clusters of two or more, sorted."""
        merged = np.flatnonzero(self.representative != np.arange(self.representative.size))
        roots = self.representative[merged]
        return unique(np.concatenate([pack(roots, merged), pack(roots, roots)]))

    def split(self, roots: Column) -> Column:
        """Take the clusters of some representatives apart and forget their unions; all their members."""
        members = np.flatnonzero(np.isin(self.representative, roots))
        self.representative[members] = members
        single = set(members.tolist())
        self.log = [union for union in self.log if union.left not in single]
        for number in single:
            self._absorbed.pop(number, None)
        return members

    def clusters(self) -> dict[int, list[int]]:
        """The members of each cluster of two or more, sorted, by representative."""
        clusters: dict[int, list[int]] = defaultdict(list)
        merged = np.flatnonzero(self.representative != np.arange(self.representative.size))
        for number in merged.tolist():
            clusters[int(self.representative[number])].append(number)
        return {root: [root, *members] for root, members in clusters.items()}


def spread_out(keys: Column, spread: Column, *, is_class: bool) -> Column:
    """Pairs over representatives as pairs over all members of their clusters; not sorted. `spread`: of `Equality`."""
    if not spread.size:
        return keys
    roots = unique(subjects(spread))
    rows, found = expand(spread, subjects(keys))
    alone = keys[~np.isin(subjects(keys), roots)]
    if is_class:
        return concatenate([alone, pack(found, found)])
    keys = concatenate([alone, pack(found, objects(keys)[rows])])
    rows, found = expand(spread, objects(keys))
    alone = keys[~np.isin(objects(keys), roots)]
    return concatenate([alone, pack(subjects(keys)[rows], found)])
