"""Why does a triple hold?

A proof is worked out on demand from the rounds of the engine and its log of unions: a derived fact goes back to a
rule whose body was known before it, a rewritten fact to the same fact about an individual that is one with it, an
equality to the chain of unions. Births only ever go back, so that no proof runs in a circle; what was known earlier
is tried first.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, Triple

from kg.reason.closure import Closure
from kg.reason.encode import SAME_LINK, TYPE_LINK, Relation, Statement
from kg.reason.history import History
from kg.reason.lower import LoweredIdentity, LoweredRule
from kg.reason.match import Filling, Goal, Matcher, instance
from kg.reason.proofs import ASSERTED, Proof, without_detours
from kg.reason.rules import Identity
from kg.reason.sameas import BY_VALUE, Union
from kg.reason.schema import TYPE
from kg.reason.unions import UnionForest


@dataclass(frozen=True, slots=True)
class Step:
    """How a goal is reached: a rule, and goals or further steps."""

    goal: Goal
    rule: str
    premises: tuple["Goal | Step", ...] = ()


def explain(closure: Closure, triple: Triple | Statement) -> Proof | None:
    """The proof of a triple; None when it does not hold. For many triples of one closure keep an `Explainer`."""
    return Explainer(closure).explain(triple)


class Explainer:
    """Proofs of the facts of one closure."""

    def __init__(self, closure: Closure) -> None:
        engine = closure.engine
        self._identities = engine.program.identities
        self._rules: dict[Relation, list[LoweredRule]] = defaultdict(list)
        for rule in engine.program.rules:
            self._rules[rule.head.relation].append(rule)
        self._dictionary = engine.dictionary
        self._history = History(engine)
        self._forest = UnionForest(engine.equality.log)
        self._matcher = Matcher(engine, self._history)
        self._proofs: dict[Goal, Proof] = {}

    def explain(self, triple: Triple | Statement) -> Proof | None:
        """The proof of a triple; None when it does not hold."""
        goal = self._goal(triple)
        return None if goal is None or self._step(goal) is None else without_detours(self._prove(goal))

    def alternatives(self, statement: Statement, most: int) -> Iterator[Proof]:
        """Up to `most` proofs by each rule that gives a statement, whatever was known first; some may run in circles.

        None of an equality, and of a fact about merged individuals those of the fact about their representative.
        """
        goal = self._goal(statement)
        if goal is None or goal.relation == SAME_LINK:
            return
        if self._history.is_stated(goal.relation, goal.key):
            yield self._assemble(Step(goal, ASSERTED))
        ends = (goal.key >> 32, goal.key & 0xFFFFFFFF)
        subject, other = (self._matcher.representative(end, goal.before) for end in ends)
        known = Goal(goal.relation, subject << 32 | other, goal.before)
        for rule in self._rules_for(known):
            pair = self._head_ends(rule, known)
            filling = None if pair is None else self._matcher.unify(rule.head, pair, known.before)
            bodies = () if filling is None else self._matcher.match(rule.body, filling, known.before)
            for body in islice(bodies, most):
                step = self._conclude(rule, body, goal)
                for premise in _goals(step):
                    self._prove(premise)
                yield self._assemble(step)

    def _goal(self, triple: Triple | Statement) -> Goal | None:
        subject, other = self._dictionary.find(triple.subject), self._dictionary.find(triple.object)
        now = len(self._history.rounds)
        if subject is None:
            return None
        if triple.predicate == TYPE and not isinstance(triple.object, (Literal, Triple)):
            return Goal(Relation(True, triple.object), subject << 32 | subject, now)
        return None if other is None else Goal(Relation(False, triple.predicate), subject << 32 | other, now)

    def _prove(self, goal: Goal) -> Proof:
        """Build the proofs that a proof needs before it, however deep, without recursion."""
        waiting: list[Goal | Step] = [goal]
        while waiting:
            current = waiting.pop()
            if isinstance(current, Step):
                self._proofs[current.goal] = self._assemble(current)
            elif current not in self._proofs:
                step = self._step(current)
                if step is None:
                    raise AssertionError(f"no proof of {self._dictionary.decode(current.relation, current.key)}")
                waiting.append(Step(current, step.rule, step.premises))
                waiting.extend(_goals(step))
        return self._proofs[goal]

    def _assemble(self, step: Step) -> Proof:
        premises = tuple(
            self._assemble(premise) if isinstance(premise, Step) else self._proofs[premise]
            for premise in step.premises
        )
        return Proof(self._dictionary.decode(step.goal.relation, step.goal.key), step.rule, premises)

    def _step(self, goal: Goal) -> Step | None:
        if self._history.is_stated(goal.relation, goal.key):
            return Step(goal, ASSERTED)
        if goal.relation == SAME_LINK:
            return self._equality_step(goal)
        birth = self._history.birth(goal.relation, goal.key)
        if birth is None or birth >= goal.before:
            return self._replacement_step(goal)
        known = Goal(goal.relation, goal.key, birth)
        derived = self._history.rounds[birth].origin == "derived"
        return self._rule_step(known) if derived else self._replacement_step(known)

    def _rule_step(self, goal: Goal) -> Step | None:
        for rule in self._rules_for(goal):
            ends = self._head_ends(rule, goal)
            filling = None if ends is None else self._matcher.unify(rule.head, ends, goal.before)
            body = None if filling is None else next(self._matcher.match(rule.body, filling, goal.before), None)
            if body is not None:
                return self._conclude(rule, body, goal)
        return None

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

    def _conclude(self, rule: LoweredRule, filling: Filling, goal: Goal) -> Step:
        """The rule's own conclusion, and a replacement when a constant in it is known by another identifier."""
        premises = tuple(instance(pattern, filling, goal.before) for pattern in rule.body)
        own = instance(rule.head, filling, goal.before) if rule.head.relation == goal.relation else goal
        step = Step(own, rule.source.name, premises)
        return step if own.key == goal.key else _replace(step, goal)

    def _replacement_step(self, goal: Goal) -> Step | None:
        """The goal by the same fact about individuals that are one with its own (eq-rep-s, eq-rep-o)."""
        best = min(
            self._known_alike(goal), key=lambda found: (found[0], found[1] != goal.key, found[1]), default=None
        )
        return None if best is None else _replace(Goal(goal.relation, best[1], goal.before), goal)

    def _known_alike(self, goal: Goal) -> Iterator[tuple[int, int]]:
        """The births and pairs of facts known before that are the goal but for equal individuals."""
        subjects = self._forest.cluster(goal.key >> 32, goal.before)
        objects = self._forest.cluster(goal.key & 0xFFFFFFFF, goal.before)
        for subject in subjects:
            for other in self._history.objects(goal.relation, subject, goal.before):
                if other in objects and (not goal.relation.is_class or subject == other):
                    key = subject << 32 | other
                    birth = self._history.birth(goal.relation, key)
                    if birth is not None:
                        yield birth, key

    def _equality_step(self, goal: Goal) -> Step | None:
        left, right = goal.key >> 32, goal.key & 0xFFFFFFFF
        reverse = Goal(SAME_LINK, right << 32 | left, goal.before)
        if left == right:
            return Step(goal, "eq-ref")
        if self._history.is_stated(SAME_LINK, reverse.key):
            return Step(goal, "eq-sym", (reverse,))
        path = self._forest.path(left, right, goal.before)
        if len(path) > 1:
            middle = path[len(path) // 2 - 1][0]
            halves = (left << 32 | middle, middle << 32 | right)
            return Step(goal, "eq-trans", tuple(Goal(SAME_LINK, half, goal.before) for half in halves))
        return self._union_step(goal, reverse, path[0][1]) if path else None

    def _union_step(self, goal: Goal, reverse: Goal, union: Union) -> Step | None:
        if isinstance(union.rule, Identity):
            return self._identity_step(goal, union)
        if union.rule == BY_VALUE:
            return Step(goal, "dt-eq")
        if goal.key != union.left << 32 | union.right:
            return Step(goal, "eq-sym", (reverse,))
        return self._rule_step(Goal(SAME_LINK, goal.key, union.round))

    def _identity_step(self, goal: Goal, union: Union) -> Step | None:
        for identity in self._identities:
            if identity.source == union.rule:
                pair = self._shared_key(identity, goal, union.round)
                if pair is not None:
                    premises = (instance(pattern, each, union.round) for each in pair for pattern in identity.body)
                    return Step(goal, identity.source.name, tuple(premises))
        return None

    def _shared_key(self, identity: LoweredIdentity, goal: Goal, before: int) -> tuple[Filling, Filling] | None:
        """A filling of the body for each of two individuals, with the same key by value."""
        source, values = identity.source, self._dictionary.values
        known: dict[tuple[int, ...], Filling] = {}
        for filling in self._matcher.match(identity.body, {source.member: goal.key >> 32}, before):
            known.setdefault(tuple(int(values[filling[variable]]) for variable in source.key), filling)
        for filling in self._matcher.match(identity.body, {source.member: goal.key & 0xFFFFFFFF}, before):
            key = tuple(int(values[filling[variable]]) for variable in source.key)
            if key in known:
                return known[key], filling
        return None


def _goals(step: Step) -> Iterator[Goal]:
    for premise in step.premises:
        if isinstance(premise, Step):
            yield from _goals(premise)
        else:
            yield premise


def _replace(premise: Goal | Step, goal: Goal) -> Step:
    """The steps from a fact to the same fact about individuals that are one with its own."""
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
