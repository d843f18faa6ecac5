"""What follows inside a SPARQL 1.1 store that is reached over HTTP?

The updates of `kg.reason.updates` are run again and again until none of them adds anything. What follows is left in
the graph `inferred` of the store; of what was stated nothing changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Triple

from kg.endpoint import RemoteStore, select, send_update
from kg.reason.compile import compile_schema
from kg.reason.contradictions import Contradiction
from kg.reason.encode import Statement
from kg.reason.rules import Atom, Member, Place, Term, Variable
from kg.reason.schema import TYPE
from kg.reason.updates import Question, write_updates

_MOST_ROUNDS = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoteClosure:
    """How many rounds it took until nothing was new, and how many triples the graph `inferred` holds."""

    rounds: int
    inferred: int
    contradictions: tuple[Contradiction, ...]
    warnings: tuple[str, ...]


def close_remote(store: RemoteStore, axioms: Iterable[Triple]) -> RemoteClosure:
    """Close the facts in a store under some axioms; raises StoreError when the store does not do as it is told."""
    updates = write_updates(compile_schema(axioms))
    for update in updates.before:
        send_update(store, update)
    known, rounds = -1, 0
    while (count := _count(store, updates.count)) != known and rounds < _MOST_ROUNDS:
        known, rounds = count, rounds + 1
        for update in updates.repeated:
            send_update(store, update)
    contradictions = {found for question in updates.questions for found in _breaches(store, question)}
    for update in updates.after:
        send_update(store, update)
    return RemoteClosure(
        rounds=rounds,
        inferred=_count(store, updates.count),
        contradictions=tuple(sorted(contradictions, key=lambda found: found.message)),
        warnings=updates.warnings,
    )


def _breaches(store: RemoteStore, question: Question) -> Iterable[Contradiction]:
    for row in select(store, question.query):
        statements = {_statement(atom, row) for atom in question.body}
        yield Contradiction(question.rule, tuple(sorted(statements, key=str)))


def _statement(atom: Atom, row: Mapping[str, Term]) -> Statement:
    def filled(place: Place) -> Term:
        return row[place.name] if isinstance(place, Variable) else place

    if isinstance(atom, Member):
        return Statement(filled(atom.node), TYPE, atom.cls)
    return Statement(filled(atom.subject), atom.property, filled(atom.object))


def _count(store: RemoteStore, query: str) -> int:
    return int(select(store, query)[0]["n"].value)  # type: ignore[union-attr]  # COUNT gives a literal
