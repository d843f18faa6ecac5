"""How does a program speak of identifiers instead of terms?

A literal in a rule matches every literal of the same value, so that a rule with a literal in its body is lowered
to one rule for each form of that value that occurs. Constraints are lowered as they are: they are looked up by value.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import TypeVar

from kg.reason.encode import Dictionary, Relation, relation_of
from kg.reason.join import Pattern, Slot
from kg.reason.rules import (
    Atom,
    Constraint,
    Identity,
    Link,
    Member,
    Name,
    Place,
    Program,
    Rule,
    Term,
    Typing,
    Variable,
)
from kg.reason.schema import is_datatype


@dataclass(frozen=True, slots=True)
class LoweredRule:
    """A rule over identifiers and the one it was made from."""

    source: Rule
    body: tuple[Pattern, ...]
    head: Pattern


@dataclass(frozen=True, slots=True)
class LoweredIdentity:
    """An identity over identifiers and the one it was made from."""

    source: Identity
    body: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class LoweredConstraint:
    """A constraint over identifiers and the one it was made from."""

    source: Constraint
    body: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class LoweredTyping:
    """A demand for a datatype over identifiers and the one it was made from."""

    source: Typing
    body: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class LoweredProgram:
    """A program over identifiers; the triggers say which atoms of which bodies a relation can fill."""

    rules: tuple[LoweredRule, ...] = ()
    facts: tuple[LoweredRule, ...] = ()
    rule_triggers: Mapping[Relation, tuple[tuple[LoweredRule, int], ...]] = field(default_factory=dict)
    identity_triggers: Mapping[Relation, tuple[tuple[LoweredIdentity, int], ...]] = field(default_factory=dict)
    rules_with_constants: tuple[LoweredRule, ...] = ()
    identities: tuple[LoweredIdentity, ...] = ()
    constraints: tuple[LoweredConstraint, ...] = ()
    typings: tuple[LoweredTyping, ...] = ()


_Bodied = TypeVar("_Bodied", LoweredRule, LoweredIdentity)


def all_bodies(program: Program) -> Iterator[tuple[Atom, ...]]:
    """The bodies of all rules, identities, constraints and demands for a datatype."""
    yield from (rule.body for rule in program.rules)
    yield from (identity.body for identity in program.identities)
    yield from (constraint.body for constraint in program.constraints)
    yield from (typing.body for typing in program.typings)


@lru_cache(maxsize=1)
def constants_of(program: Program) -> tuple[Term, ...]:
    """All individuals and literals that a program names."""
    atoms = [atom for body in all_bodies(program) for atom in body] + [rule.head for rule in program.rules]
    named = (place for atom in atoms for place in _places(atom) if not isinstance(place, Variable))
    return (*named, *(member for distinct in program.distinct for member in distinct.members))


def lower(program: Program, dictionary: Dictionary) -> LoweredProgram:
    """Lower a program all of whose constants are in the dictionary."""
    return _lower_once(program) if _is_general(program) else _lower(program, dictionary)


@lru_cache(maxsize=1)
def _is_general(program: Program) -> bool:
    """Whether a program names no individual and no value: it is lowered alike for every dictionary."""
    return not constants_of(program) and not _asked_datatypes(program)


@lru_cache(maxsize=1)
def _lower_once(program: Program) -> LoweredProgram:
    return _lower(program, Dictionary())


def _lower(program: Program, dictionary: Dictionary) -> LoweredProgram:
    rules = [
        LoweredRule(rule, body, _pattern(rule.head, dictionary))
        for rule in (*program.rules, *_literal_types(program, dictionary))
        for body in _bodies(rule.body, dictionary)
    ]
    identities = [
        LoweredIdentity(identity, body)
        for identity in program.identities
        for body in _bodies(identity.body, dictionary)
    ]
    constraints = [
        LoweredConstraint(constraint, tuple(_pattern(atom, dictionary) for atom in constraint.body))
        for constraint in program.constraints
    ]
    return LoweredProgram(
        rules=tuple(rules),
        facts=tuple(rule for rule in rules if not rule.body),
        rule_triggers=_triggers(rules),
        identity_triggers=_triggers(identities),
        rules_with_constants=tuple(rule for rule in rules if _has_constant(rule.body)),
        identities=tuple(identities),
        constraints=tuple(constraints),
        typings=tuple(_lower_typing(typing, dictionary) for typing in program.typings),
    )


def _lower_typing(typing: Typing, dictionary: Dictionary) -> LoweredTyping:
    return LoweredTyping(typing, tuple(_pattern(atom, dictionary) for atom in typing.body))


def _literal_types(program: Program, dictionary: Dictionary) -> Iterator[Rule]:
    """Table 8, dt-type2: the literals of each datatype that a body asks for."""
    for datatype in sorted(_asked_datatypes(program), key=str):
        for literal in dictionary.members_of(datatype):
            yield Rule("dt-type2", (), Member(datatype, literal))


def _asked_datatypes(program: Program) -> set[Name]:
    atoms = (atom for body in all_bodies(program) for atom in body)
    return {atom.cls for atom in atoms if isinstance(atom, Member) and is_datatype(atom.cls)}


def _places(atom: Atom) -> tuple[Place, Place]:
    return (atom.subject, atom.object) if isinstance(atom, Link) else (atom.node, atom.node)


def _pattern(atom: Atom, dictionary: Dictionary) -> Pattern:
    subject, other = (_slot(place, dictionary) for place in _places(atom))
    return Pattern(relation_of(atom), subject, other)


def _slot(place: Place, dictionary: Dictionary) -> Slot:
    return place if isinstance(place, Variable) else dictionary.identify(place)


def _bodies(body: tuple[Atom, ...], dictionary: Dictionary) -> Iterator[tuple[Pattern, ...]]:
    choices = [list(_variants(_pattern(atom, dictionary), dictionary)) for atom in body]
    yield from product(*choices)


def _variants(pattern: Pattern, dictionary: Dictionary) -> Iterator[Pattern]:
    if isinstance(pattern.object, Variable):
        yield pattern
    else:
        for number in dictionary.alike(pattern.object):
            yield Pattern(pattern.relation, pattern.subject, number)


def _has_constant(body: tuple[Pattern, ...]) -> bool:
    return any(isinstance(slot, int) for pattern in body for slot in (pattern.subject, pattern.object))


def _triggers(rules: Iterable[_Bodied]) -> dict[Relation, tuple[tuple[_Bodied, int], ...]]:
    triggers: dict[Relation, list[tuple[_Bodied, int]]] = defaultdict(list)
    for rule in rules:
        for position, pattern in enumerate(rule.body):
            triggers[pattern.relation].append((rule, position))
    return {relation: tuple(found) for relation, found in triggers.items()}
