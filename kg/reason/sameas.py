"""Which individuals are one, and which facts made them so?

Union-find over identifiers: each cluster is represented by its smallest identifier. Every union is logged with the
pair that caused it, so that the log is a forest whose paths explain any equality. An individual can be one with a
literal, and is so with every form of its value; two literals are never united by what rules say of them alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from kg.reason.columns import EMPTY, Column, Mask, concatenate, contains, expand, objects, pack, subjects, unique
from kg.reason.pairs import Pairs
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
        self.representative: Column = EMPTY
        """For each identifier the smallest one of its cluster."""
        self.spread = Pairs()
        """The pairs (representative, member) of all clusters of two or more."""
        self._absorbed: dict[int, tuple[int, Union]] = {}
        """By each identifier that lost its place the one that took it, and by which union."""

    @property
    def log(self) -> list[Union]:
        """All unions that count, in the order in which they were found."""
        return [union for _, union in self._absorbed.values()]

    def grow(self, size: int) -> None:
        """Make room for identifiers below `size`, each alone in its cluster."""
        fresh = np.arange(self.representative.size, size, dtype=np.int64)
        self.representative = np.concatenate([self.representative, fresh])

    def canonical(self, keys: Column) -> Column:
        """Pairs with each identifier replaced by its representative; not sorted."""
        return pack(self.representative[subjects(keys)], self.representative[objects(keys)])

    def is_clustered(self, numbers: Column) -> Mask:
        """Which of some identifiers represent clusters of two or more."""
        return self.spread.contains(pack(numbers, numbers))

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
            self._absorbed[high] = (low, union)

    def _root(self, parents: dict[int, int], number: int) -> int:
        start = root = int(self.representative[number])
        while (up := parents.get(root, root)) != root:
            root = up
        while (up := parents.get(start, start)) != root:
            parents[start], start = root, up
        return root

    def _settle(self, parents: dict[int, int]) -> Column:
        lost = np.array(sorted(parents), np.int64)
        roots = np.array([self._root(parents, number) for number in lost.tolist()], np.int64)
        old = np.sort(self.spread.of(lost))
        alone = ~self.is_clustered(lost)
        own = unique(roots)
        moved = [pack(roots[np.searchsorted(lost, subjects(old))], objects(old)), pack(roots[alone], lost[alone])]
        new = unique(concatenate([*moved, self.spread.missing(pack(own, own))]))
        self.spread.remove(old)
        self.spread.insert(new)
        self.representative[objects(new)] = subjects(new)
        return lost

    def representative_at(self, number: int, epoch: int) -> int:
        """The representative of an identifier when `epoch` had ended."""
        while number in self._absorbed and self._absorbed[number][1].epoch <= epoch:
            number = self._absorbed[number][0]
        return number

    def united_since(self, epoch: int) -> Column:
        """The representatives of the clusters that grew after an epoch."""
        fresh = takewhile(lambda entry: entry[1].epoch > epoch, reversed(self._absorbed.values()))
        return unique(self.representative[np.array([low for low, _ in fresh], np.int64)])

    def split(self, roots: Column) -> Column:
        """Take the clusters of some representatives apart and forget their unions; all their members, sorted."""
        pairs = np.sort(self.spread.of(roots))
        self.spread.remove(pairs)
        members = np.sort(objects(pairs))
        self.representative[members] = members
        for number in members.tolist():
            self._absorbed.pop(number, None)
        return members

    def clusters(self) -> dict[int, list[int]]:
        """The members of each cluster of two or more, sorted, by representative."""
        clusters: dict[int, list[int]] = defaultdict(list)
        for key in self.spread.column().tolist():
            clusters[key >> 32].append(key & 0xFFFFFFFF)
        return dict(clusters)


def spread_out(keys: Column, spread: Column, *, is_class: bool) -> Column:
    """Pairs over representatives as pairs over all members of their clusters; not sorted. `spread`: of `Equality`."""
    if not spread.size:
        return keys
    roots = unique(subjects(spread))
    rows, found = expand(spread, subjects(keys))
    alone = keys[~contains(roots, subjects(keys))]
    if is_class:
        return concatenate([alone, pack(found, found)])
    keys = concatenate([alone, pack(found, objects(keys)[rows])])
    rows, found = expand(spread, objects(keys))
    alone = keys[~contains(roots, objects(keys))]
    return concatenate([alone, pack(subjects(keys)[rows], found)])
