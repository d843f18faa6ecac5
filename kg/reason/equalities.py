"""By which steps are two individuals one?

What made them one is in the log of unions, and its path between them is the first answer. Other ways are steps that
unite two individuals at once, though unions before them had done so, and chains of two such steps by a third one.
"""

from collections.abc import Iterator
from itertools import islice

from kg.reason.encode import SAME_LINK
from kg.reason.engine import Engine
from kg.reason.history import History
from kg.reason.lower import LoweredIdentity
from kg.reason.match import Filling, Goal, Matcher, instance
from kg.reason.proofs import ASSERTED
from kg.reason.rules import Identity
from kg.reason.sameas import BY_VALUE, Union
from kg.reason.steps import RuleSteps, Step
from kg.reason.unions import UnionForest

_MOST_MIDDLES = 100
"""Through how many other members of a cluster another way is looked for."""


class Equalities:
    """Why individuals of an engine are one."""

    def __init__(self, engine: Engine, history: History, matcher: Matcher, rules: RuleSteps) -> None:
        self._identities = engine.program.identities
        self._values = engine.dictionary.values
        self._history = history
        self._matcher = matcher
        self._rules = rules
        self._forest = UnionForest(engine.equality.log)

    def alike(self, number: int, before: int) -> frozenset[int]:
        """Everything that is one with an individual by unions before a round, itself included."""
        return frozenset(self._forest.cluster(number, before))

    def step(self, goal: Goal) -> Step | None:
        """The step that the log of unions tells."""
        left, right = _ends(goal)
        if self._history.is_stated(SAME_LINK, goal.key):
            return Step(goal, ASSERTED)
        if left == right:
            return Step(goal, "eq-ref")
        if self._history.is_stated(SAME_LINK, _reverse(goal).key):
            return Step(goal, "eq-sym", (_reverse(goal),))
        path = self._forest.path(left, right, goal.before)
        if len(path) > 1:
            middle = path[len(path) // 2 - 1][0]
            halves = (left << 32 | middle, middle << 32 | right)
            return Step(goal, "eq-trans", tuple(Goal(SAME_LINK, half, goal.before) for half in halves))
        return self._union_step(goal, path[0][1]) if path else None

    def ways(self, goal: Goal, most: int) -> Iterator[Step]:
        """Steps to an equality that holds, whatever was known first: at once, then by a third individual."""
        left, right = _ends(goal)
        if left == right:
            return
        yield from self._direct(goal, most)
        middles = sorted(self.alike(left, goal.before) - {left, right})
        for middle in middles[:_MOST_MIDDLES]:
            first, second = (Goal(SAME_LINK, key, goal.before) for key in (left << 32 | middle, middle << 32 | right))
            ways = [next(self._direct(half, 1), None) for half in (first, second)]
            if any(ways):
                halves = zip(ways, (first, second), strict=True)
                yield Step(goal, "eq-trans", tuple(half if way is None else way for way, half in halves))

    def _direct(self, goal: Goal, most: int) -> Iterator[Step]:
        """Steps that make two individuals one with no third: stated, by a rule, or by a key they share."""
        for end, turn in ((goal, False), (_reverse(goal), True)):
            found = islice(self._rules.ways(end, end), most)
            stated = [Step(end, ASSERTED)] if self._history.is_stated(SAME_LINK, end.key) else []
            for step in (*stated, *found):
                yield Step(goal, "eq-sym", (step,)) if turn else step
        for identity in self._identities:
            pairs = islice(self._shared_keys(identity, goal, goal.before), most)
            yield from (_identity_step(identity, goal, pair, goal.before) for pair in pairs)

    def _union_step(self, goal: Goal, union: Union) -> Step | None:
        if isinstance(union.rule, Identity):
            return self._found_identity(goal, union.rule, union.round)
        if union.rule == BY_VALUE:
            return Step(goal, "dt-eq")
        if goal.key != union.left << 32 | union.right:
            return Step(goal, "eq-sym", (_reverse(goal),))
        known = Goal(SAME_LINK, goal.key, union.round)
        return next(self._rules.ways(known, known), None)

    def _found_identity(self, goal: Goal, source: Identity, before: int) -> Step | None:
        for identity in self._identities:
            pair = next(self._shared_keys(identity, goal, before), None) if identity.source == source else None
            if pair is not None:
                return _identity_step(identity, goal, pair, before)
        return None

    def _shared_keys(self, identity: LoweredIdentity, goal: Goal, before: int) -> Iterator[tuple[Filling, Filling]]:
        """Fillings of the body for each of two individuals, with the same key by value; one of each key."""
        member, (left, right) = identity.source.member, _ends(goal)
        known: dict[tuple[int, ...], Filling] = {}
        for filling in self._matcher.match(identity.body, {member: left}, before):
            known.setdefault(self._key(identity, filling), filling)
        for filling in self._matcher.match(identity.body, {member: right}, before) if known else ():
            own = known.pop(self._key(identity, filling), None)
            if own is not None:
                yield own, filling

    def _key(self, identity: LoweredIdentity, filling: Filling) -> tuple[int, ...]:
        return tuple(int(self._values[filling[variable]]) for variable in identity.source.key)


def _identity_step(identity: LoweredIdentity, goal: Goal, pair: tuple[Filling, Filling], before: int) -> Step:
    premises = tuple(instance(pattern, each, before) for each in pair for pattern in identity.body)
    return Step(goal, identity.source.name, premises)


def _ends(goal: Goal) -> tuple[int, int]:
    return goal.key >> 32, goal.key & 0xFFFFFFFF


def _reverse(goal: Goal) -> Goal:
    left, right = _ends(goal)
    return Goal(SAME_LINK, right << 32 | left, goal.before)
