"""By which steps of rules can a fact be reached?"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from kg.reason.encode import SAME_LINK, TYPE_LINK, Relation
from kg.reason.engine import Engine
from kg.reason.lower import LoweredRule
from kg.reason.match import Filling, Goal, Matcher, instance


@dataclass(frozen=True, slots=True)
class Step:
    """How a goal is reached: a rule, and goals or further steps."""

    goal: Goal
    rule: str
    premises: tuple["Goal | Step", ...] = ()


class RuleSteps:
    """The steps that the rules of an engine allow from what is known."""

    def __init__(self, engine: Engine, matcher: Matcher) -> None:
        self._dictionary = engine.dictionary
        self._matcher = matcher
        self._rules: dict[Relation, list[LoweredRule]] = defaultdict(list)
        for rule in engine.program.rules:
            self._rules[rule.head.relation].append(rule)

    def ways(self, known: Goal, goal: Goal, most: int | None = None) -> Iterator[Step]:
        """Steps to a goal, of each rule up to `most`; `known` is the goal as facts before it call its individuals."""
        for rule in self._rules_for(known):
            ends = self._head_ends(rule, known)
            filling = None if ends is None else self._matcher.unify(rule.head, ends, known.before)
            bodies = () if filling is None else self._matcher.match(rule.body, filling, known.before)
            yield from (_conclude(rule, body, goal) for body in islice(bodies, most))

    def _rules_for(self, goal: Goal) -> list[LoweredRule]:
        """The rules that can give a fact of the goal's relation."""
        found = self._rules[goal.relation]
        return [*found, *self._rules[TYPE_LINK]] if goal.relation.is_class else found

    def _head_ends(self, rule: LoweredRule, goal: Goal) -> tuple[int, int] | None:
        """The pair that the head of a rule must be to give the goal."""
        if rule.head.relation == goal.relation:
            return goal.key >> 32, goal.key & 0xFFFFFFFF
        cls = self._dictionary.find(goal.relation.name)
        return None if cls is None else (goal.key >> 32, cls)


def _conclude(rule: LoweredRule, filling: Filling, goal: Goal) -> Step:
    """The rule's own conclusion, and a replacement when a constant in it is known by another identifier."""
    premises = tuple(instance(pattern, filling, goal.before) for pattern in rule.body)
    own = instance(rule.head, filling, goal.before) if rule.head.relation == goal.relation else goal
    step = Step(own, rule.source.name, premises)
    return step if own.key == goal.key else replace_alike(step, goal)


def replace_alike(premise: Goal | Step, goal: Goal) -> Step:
    """The steps from a fact to the same fact about individuals that are one with its own (eq-rep-s, eq-rep-o)."""
    key = premise.goal.key if isinstance(premise, Step) else premise.key
    for rule, shift in (("eq-rep-s", 32), ("eq-rep-o", 0)):
        old, new = (key >> shift) & 0xFFFFFFFF, (goal.key >> shift) & 0xFFFFFFFF
        if old != new:
            same = Goal(SAME_LINK, old << 32 | new, goal.before)
            key = goal.key if goal.relation.is_class else key + ((new - old) << shift)
            premise = Step(Goal(goal.relation, key, goal.before), rule, (premise, same))
    if isinstance(premise, Goal):
        raise AssertionError("a fact is no replacement of itself")
    return premise


def open_goals(step: Step) -> Iterator[Goal]:
    """The goals that are to be proved before a step."""
    for premise in step.premises:
        if isinstance(premise, Step):
            yield from open_goals(premise)
        else:
            yield premise
