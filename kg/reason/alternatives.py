"""Which other proofs does a triple have?

From its first proof come others: one step of it is taken in another way, by other facts or another rule, and so
again with those that come of that. Where a statement would come to rest on itself, the way to it that does not is
taken. That two individuals are one is varied like any other statement.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from pyoxigraph import Triple

from kg.reason.encode import Statement
from kg.reason.explain import Explainer
from kg.reason.proofs import Proof, premises_first, show_proof, walk_proof, without_detours

MOST_PROOFS = 20
"""How many proofs can be asked for."""
_LOOKED_AT = 8
"""How many times as many proofs as are asked for are found before the smallest are taken."""


def explain_variously(explainer: Explainer, triple: Triple | Statement, most: int = MOST_PROOFS) -> tuple[Proof, ...]:
    """Up to `most` different proofs of a triple, smallest first; none when it does not hold."""
    first = explainer.explain(triple)
    if first is None or most < 2:
        return () if first is None else (first,)
    ways = cache(lambda statement: tuple(explainer.alternatives(statement, most)))
    found, waiting = {_steps(first): first}, deque([first])
    while waiting and len(found) < _LOOKED_AT * most:
        for proof in _vary(waiting.popleft(), ways):
            if (steps := _steps(proof)) not in found:
                found[steps] = proof
                waiting.append(proof)
    return tuple(sorted(found.values(), key=_order)[:most])


def _vary(proof: Proof, ways: Callable[[Statement], Iterable[Proof]]) -> Iterator[Proof]:
    """The proofs that differ from one in how one statement is reached; `ways` are the proofs of a statement."""
    statements = dict.fromkeys(step.statement for _, again, step in walk_proof(proof) if not again)
    for statement in statements:
        for other in ways(statement):
            yield without_detours(_swap(proof, other))


def _swap(proof: Proof, other: Proof) -> Proof:
    """A proof with every proof of one of its statements replaced by another proof of it."""
    built: dict[int, Proof] = {}
    for step in premises_first(proof):
        same = step.statement == other.statement
        premises = tuple(built[id(premise)] for premise in step.premises)
        built[id(step)] = other if same else Proof(step.statement, step.rule, premises)
    return built[id(proof)]


def _steps(proof: Proof) -> frozenset[tuple[Statement, str, tuple[Statement, ...]]]:
    """What tells two proofs apart: which statement is reached by which rule from which others."""
    return frozenset(
        (step.statement, step.rule, tuple(premise.statement for premise in step.premises))
        for _, again, step in walk_proof(proof)
        if not again
    )


def _order(proof: Proof) -> tuple[int, list[str]]:
    return len(_steps(proof)), list(show_proof(proof))
