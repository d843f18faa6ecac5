"""What is a proof, and does each of its steps follow?

The check knows nothing of the engine: it applies the rules of a program to the statements of the proof.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal

from kg.reason.contradictions import show_statement
from kg.reason.datatypes import belongs
from kg.reason.encode import Statement
from kg.reason.rules import Atom, Identity, Member, Place, Program, Rule, Term, Variable
from kg.reason.schema import SAME_AS, TYPE
from kg.reason.values import value_key

ASSERTED = "asserted"


@dataclass(frozen=True, slots=True)
class Proof:
    """A statement, the table row that gives it (`asserted` for a stated fact), and proofs of what it needs."""

    statement: Statement
    rule: str
    premises: tuple["Proof", ...] = ()


def walk_proof(proof: Proof) -> Iterator[tuple[int, bool, Proof]]:
    """Every step with its depth, conclusions before premises; one met before is marked and not gone into again."""
    waiting = [(0, proof)]
    seen: set[int] = set()
    while waiting:
        depth, step = waiting.pop()
        again = id(step) in seen
        yield depth, again, step
        if not again:
            seen.add(id(step))
            waiting.extend((depth + 1, premise) for premise in reversed(step.premises))


@dataclass(frozen=True, kw_only=True, slots=True)
class NumberedStep:
    """A step of a proof that names its premises by number."""

    number: int
    statement: Statement
    rule: str
    premises: tuple[int, ...]


def number_steps(proof: Proof) -> tuple[NumberedStep, ...]:
    """Every different step once, the conclusion first, with number 0, and each before its premises."""
    numbers: dict[tuple[Statement, str, tuple[int, ...]], int] = {}
    built: dict[int, int] = {}
    for step in premises_first(proof):
        key = (step.statement, step.rule, tuple(built[id(premise)] for premise in step.premises))
        built[id(step)] = numbers.setdefault(key, len(numbers))
    last = len(numbers) - 1
    return tuple(
        NumberedStep(
            number=last - at, statement=statement, rule=rule, premises=tuple(last - number for number in premises)
        )
        for (statement, rule, premises), at in reversed(numbers.items())
    )


def premises_first(proof: Proof) -> Iterator[Proof]:
    """Every step once, after all steps it needs."""
    waiting, seen = [(proof, False)], set[int]()
    while waiting:
        step, ready = waiting.pop()
        if ready:
            yield step
        elif id(step) not in seen:
            seen.add(id(step))
            waiting.append((step, True))
            waiting.extend((premise, False) for premise in reversed(step.premises))


def without_detours(proof: Proof) -> Proof:
    """The proof with each statement reached in one way, which does not need that statement again.

    Steps follow those they need, so that the first of several ways to a statement rests on none of the others.
    """
    settled: dict[Statement, Proof] = {}
    for step in premises_first(proof):
        if step.statement not in settled:
            premises = tuple(settled[premise.statement] for premise in step.premises)
            settled[step.statement] = Proof(step.statement, step.rule, premises)
    return settled[proof.statement]


def show_proof(proof: Proof) -> Iterator[str]:
    """The proof as indented lines, conclusion first."""
    for depth, again, step in walk_proof(proof):
        note = ", as above" if again and step.premises else ""
        yield f"{'  ' * depth}{show_statement(step.statement)}  [{step.rule}{note}]"


def asserted_statements(proof: Proof) -> tuple[Statement, ...]:
    """The stated facts a proof rests on, each once, in the order of the proof."""
    steps = (step for _, _, step in walk_proof(proof))
    return tuple(dict.fromkeys(step.statement for step in steps if step.rule == ASSERTED))


def check_proof(program: Program, proof: Proof, stated: Collection[Statement]) -> bool:
    """Whether every step follows by its rule and every leaf is stated."""
    return all(_follows(program, step, stated) for _, again, step in walk_proof(proof) if not again)


def _follows(program: Program, step: Proof, stated: Collection[Statement]) -> bool:
    premises = tuple(premise.statement for premise in step.premises)
    if step.rule == ASSERTED:
        return step.statement in stated and not premises
    if step.rule.startswith("eq-") and not _is_named(program, step.rule, step):
        return _follows_by_equality(step.rule, step.statement, premises)
    subject, predicate, other = step.statement
    if step.rule == "dt-eq":
        return isinstance(subject, Literal) and _value(subject) == _value(other) and predicate == SAME_AS
    if step.rule == "dt-type2":
        return isinstance(subject, Literal) and belongs(subject, other) is True
    return _is_named(program, step.rule, step)


def _is_named(program: Program, name: str, step: Proof) -> bool:
    premises = tuple(premise.statement for premise in step.premises)
    return any(rule.name == name and _gives(rule, premises, step.statement) for rule in program.rules) or any(
        identity.name == name and _identifies(identity, premises, step.statement) for identity in program.identities
    )


def _follows_by_equality(rule: str, conclusion: Statement, premises: tuple[Statement, ...]) -> bool:
    """Table 4: eq-ref, eq-sym, eq-trans, eq-rep-s and eq-rep-o."""
    subject, predicate, other = conclusion
    if rule == "eq-ref":
        return predicate == SAME_AS and subject == other and not premises
    if rule == "eq-sym":
        return premises == (Statement(other, SAME_AS, subject),) and predicate == SAME_AS
    if len(premises) != 2:
        return False
    first, second = premises
    if rule == "eq-trans":
        joined = first.object == second.subject and first.predicate == second.predicate == predicate == SAME_AS
        return joined and (first.subject, second.object) == (subject, other)
    if rule == "eq-rep-s":
        return second == Statement(first.subject, SAME_AS, subject) and first[1:] == conclusion[1:]
    return second == Statement(first.object, SAME_AS, other) and first[:2] == conclusion[:2]


def _gives(rule: Rule, premises: tuple[Statement, ...], conclusion: Statement) -> bool:
    filling = _fill(rule.body, premises)
    return filling is not None and _extend(filling, rule.head, conclusion) is not None


def _identifies(identity: Identity, premises: tuple[Statement, ...], conclusion: Statement) -> bool:
    """Whether one half of the premises fits the one individual and the other half, by the same key, the other."""
    half = len(identity.body)
    left, right = _fill(identity.body, premises[:half]), _fill(identity.body, premises[half:])
    if left is None or right is None or conclusion.predicate != SAME_AS:
        return False
    keys = [tuple(_value(filling[variable]) for variable in identity.key) for filling in (left, right)]
    members = (left[identity.member], right[identity.member])
    return keys[0] == keys[1] and members == (conclusion.subject, conclusion.object)


def _fill(body: tuple[Atom, ...], statements: tuple[Statement, ...]) -> dict[Variable, Term] | None:
    if len(body) != len(statements):
        return None
    filling: dict[Variable, Term] | None = {}
    for atom, statement in zip(body, statements, strict=True):
        filling = None if filling is None else _extend(filling, atom, statement)
    return filling


def _extend(filling: dict[Variable, Term], atom: Atom, statement: Statement) -> dict[Variable, Term] | None:
    """The filling under which an atom is the statement; None when there is none."""
    extended = dict(filling)
    for place, term in zip(_places(atom), statement, strict=True):
        known = extended.setdefault(place, term) if isinstance(place, Variable) else place
        if known != term and _value(known) != _value(term):
            return None
    return extended


def _places(atom: Atom) -> tuple[Place, Place, Place]:
    if isinstance(atom, Member):
        return atom.node, TYPE, atom.cls
    return atom.subject, atom.property, atom.object


def _value(term: Term) -> object:
    """The value of a literal, else the term itself."""
    return (value_key(term) or term) if isinstance(term, Literal) else term
