"""By which chain of unions are two individuals one?

The log of unions is a forest over individuals; the path between two of them is the only chain of reasons.
"""

from collections import defaultdict
from collections.abc import Iterable

from kg.reason.sameas import Union


class UnionForest:
    """The unions of a log, by the individuals they join."""

    def __init__(self, log: Iterable[Union]) -> None:
        self._unions: dict[int, list[Union]] = defaultdict(list)
        for union in log:
            self._unions[union.left].append(union)
            self._unions[union.right].append(union)

    def cluster(self, start: int, before: int) -> dict[int, Union | None]:
        """Everything that is one with `start` by unions before a round, with the last union on the path to it."""
        reached: dict[int, Union | None] = {start: None}
        waiting = [start]
        while waiting:
            node = waiting.pop()
            for union in self._unions.get(node, ()):
                other = union.right if union.left == node else union.left
                if union.round <= before and other not in reached:
                    reached[other] = union
                    waiting.append(other)
        return reached

    def path(self, start: int, end: int, before: int) -> list[tuple[int, Union]]:
        """The unions that lead from `start` to `end`, each with the individual it leads to; empty if none do."""
        reached = self.cluster(start, before)
        steps: list[tuple[int, Union]] = []
        while (union := reached.get(end)) is not None:
            steps.append((end, union))
            end = union.left if union.right == end else union.right
        return steps[::-1]
