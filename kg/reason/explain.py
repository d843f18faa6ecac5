"""Why does a triple hold?

A proof is worked out on demand from the rounds of the engine and its log of unions: a derived fact goes back to a
rule whose body was known before it, a rewritten fact to the same fact about an individual that is one with it, an
equality to the chain of unions. Births only ever go back, so that no proof runs in a circle; what was known earlier
is tried first.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, Triple

from kg.reason.closure import Closure
from kg.reason.encode import SAME_LINK, Relation, Statement
from kg.reason.equalities import Equalities
from kg.reason.history import History
from kg.reason.match import Goal, Matcher
from kg.reason.proofs import ASSERTED, Proof, without_detours
from kg.reason.schema import TYPE
from kg.reason.steps import RuleSteps, Step, open_goals, replace_alike


def explain(closure: Closure, triple: Triple | Statement) -> Proof | None:
    """The proof of a triple; None when it does not hold. For many triples of one closure keep an `Explainer`."""
    return Explainer(closure).explain(triple)


class Explainer:
    """Proofs of the facts of one closure."""

    def __init__(self, closure: Closure) -> None:
        engine = closure.engine
        self._dictionary = engine.dictionary
        self._history = History(engine)
        self._matcher = Matcher(engine, self._history)
        self._rules = RuleSteps(engine, self._matcher)
        self._equalities = Equalities(engine, self._history, self._matcher, self._rules)
        self._proofs: dict[Goal, Proof] = {}

    def explain(self, triple: Triple | Statement) -> Proof | None:
        """The proof of a triple; None when it does not hold."""
        goal = self._goal(triple)
        return None if goal is None or self._step(goal) is None else without_detours(self._prove(goal))

    def alternatives(self, statement: Statement, most: int) -> Iterator[Proof]:
        """Up to `most` proofs by each rule that gives a statement, whatever was known first; some may run in circles.

        Of a fact about merged individuals those of the fact about their representative.
        """
        goal = self._goal(statement)
        for step in () if goal is None else self._ways(goal, most):
            for premise in open_goals(step):
                self._prove(premise)
            yield self._assemble(step)

    def _ways(self, goal: Goal, most: int) -> Iterator[Step]:
        if goal.relation == SAME_LINK:
            yield from self._equalities.ways(goal, most)
            return
        if self._history.is_stated(goal.relation, goal.key):
            yield Step(goal, ASSERTED)
        ends = (goal.key >> 32, goal.key & 0xFFFFFFFF)
        subject, other = (self._matcher.representative(end, goal.before) for end in ends)
        known = Goal(goal.relation, subject << 32 | other, goal.before)
        yield from self._rules.ways(known, goal, most)

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
                waiting.extend(open_goals(step))
        return self._proofs[goal]

    def _assemble(self, step: Step) -> Proof:
        premises = tuple(
            self._assemble(premise) if isinstance(premise, Step) else self._proofs[premise]
            for premise in step.premises
        )
        return Proof(self._dictionary.decode(step.goal.relation, step.goal.key), step.rule, premises)

    def _step(self, goal: Goal) -> Step | None:
        if goal.relation == SAME_LINK:
            return self._equalities.step(goal)
        if self._history.is_stated(goal.relation, goal.key):
            return Step(goal, ASSERTED)
        birth = self._history.birth(goal.relation, goal.key)
        if birth is None or birth >= goal.before:
            return self._replacement_step(goal)
        known = Goal(goal.relation, goal.key, birth)
        if self._history.rounds[birth].origin == "derived":
            return next(self._rules.ways(known, known), None)
        return self._replacement_step(known)

    def _replacement_step(self, goal: Goal) -> Step | None:
        """The goal by the same fact about individuals that are one with its own (eq-rep-s, eq-rep-o)."""
        best = min(
            self._known_alike(goal), key=lambda found: (found[0], found[1] != goal.key, found[1]), default=None
        )
        return None if best is None else replace_alike(Goal(goal.relation, best[1], goal.before), goal)

    def _known_alike(self, goal: Goal) -> Iterator[tuple[int, int]]:
        """The births and pairs of facts known before that are the goal but for equal individuals."""
        subjects = self._equalities.alike(goal.key >> 32, goal.before)
        objects = self._equalities.alike(goal.key & 0xFFFFFFFF, goal.before)
        for subject in subjects:
            for other in self._history.objects(goal.relation, subject, goal.before):
                if other in objects and (not goal.relation.is_class or subject == other):
                    key = subject << 32 | other
                    birth = self._history.birth(goal.relation, key)
                    if birth is not None:
                        yield birth, key
