"""Which facts cannot hold together, and by which rule?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from pyoxigraph import Literal, NamedNode

from kg.reason.columns import invert, objects, pack, subjects, unique
from kg.reason.datatypes import belongs
from kg.reason.encode import Relation, Statement
from kg.reason.engine import Engine
from kg.reason.join import Lookup, Pattern, Slot, Table, size, solve, start_table
from kg.reason.lower import LoweredConstraint, LoweredIdentity, LoweredProgram, LoweredTyping, constants_of
from kg.reason.pairs import Pairs
from kg.reason.rules import Distinct, Link, Program, Term, Variable, shorten
from kg.reason.schema import SAME_AS, TYPE, is_datatype
from kg.reason.values import is_ill_typed
from kg.vocabulary import OWL, RDFS

_DIFFERENT = Relation(False, OWL.differentFrom)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Statements that hold, stated or inferred, and the rule that says they cannot all hold."""

    rule: str
    statements: tuple[Statement, ...]

    @property
    def message(self) -> str:
        """One line for people."""
        shown = " and ".join(show_statement(statement) for statement in self.statements)
        return f"{self.rule}: {shown} cannot hold together" if len(self.statements) > 1 else f"{self.rule}: {shown}"


def show_statement(statement: Statement) -> str:
    """A statement as people write it."""
    verb = "a" if statement.predicate == TYPE else shorten(statement.predicate)
    return f"{shorten(statement.subject)} {verb} {shorten(statement.object)}"


def find_contradictions(engine: Engine, program: Program, lowered: LoweredProgram) -> tuple[Contradiction, ...]:
    """Every breach of the program's constraints, each once, sorted."""
    found = {
        *(breach for constraint in lowered.constraints for breach in _breaches(engine, constraint)),
        *_denied_equalities(engine),
        *(breach for distinct in program.distinct for breach in _merged(engine, distinct)),
        *(breach for identity in lowered.identities for breach in _unequal_literals(engine, identity)),
        *_equal_values(engine),
        *_ill_typed(engine, program),
        *_wrongly_typed(engine),
        *(breach for typing in lowered.typings for breach in _outside(engine, typing)),
    }
    return tuple(sorted(found, key=lambda breach: (breach.rule, breach.message)))


class ByValue:
    """The pairs of an engine, by representatives, with every literal replaced by the first of its value."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._values = engine.dictionary.values

    def pairs(self, relation: Relation) -> Pairs:
        """The pairs of a relation."""
        pairs = self._engine.pairs(relation)
        if not self._engine.dictionary.twins.size:
            return pairs
        keys = pairs.column()
        return Pairs(unique(pack(subjects(keys), self._values[objects(keys)])))

    def inverse(self, relation: Relation) -> Pairs:
        """The pairs of a relation, each the other way round."""
        return Pairs(invert(self.pairs(relation).column()))

    def constant(self, number: int) -> int:
        """The identifier by which pairs know a constant."""
        return int(self._values[self._engine.constant(number)])


def _breaches(engine: Engine, constraint: LoweredConstraint) -> Iterator[Contradiction]:
    if not all(engine.pairs(pattern.relation).size for pattern in constraint.body):
        return
    lookup, (first, *rest) = ByValue(engine), constraint.body
    variables = {variable for pattern in constraint.body for variable in pattern.variables()}
    if constraint.source.name == "eq-diff1":
        return
    if not variables:
        if _holds(lookup, first):
            yield Contradiction(constraint.source.name, _ground(engine, constraint.body, {}))
        return
    table = start_table(lookup, first, lookup.pairs(first.relation).column())
    rows = solve(lookup, table, rest, variables) if size(table) else table
    for filling in fillings(rows):
        statements = _ground(engine, constraint.body, filling)
        yield Contradiction(constraint.source.name, tuple(sorted(set(statements), key=str)))


def fillings(table: Table) -> Iterator[dict[Variable, int]]:
    """The rows of a table."""
    for row in zip(*(column.tolist() for column in table.values()), strict=True):
        yield dict(zip(table, row, strict=True))


def _holds(lookup: Lookup, pattern: Pattern) -> bool:
    ends = [np.array([lookup.constant(slot)]) for slot in (pattern.subject, pattern.object) if isinstance(slot, int)]
    return bool(lookup.pairs(pattern.relation).contains(pack(*ends)).all())


def _ground(engine: Engine, body: tuple[Pattern, ...], filling: Mapping[Variable, int]) -> tuple[Statement, ...]:
    return tuple(engine.dictionary.decode(pattern.relation, _pair(engine, pattern, filling)) for pattern in body)


def _pair(engine: Engine, pattern: Pattern, filling: Mapping[Variable, int]) -> int:
    """The pair of a filled pattern; of a literal the first form of its value that the fact is known with."""
    subject, other = _value(pattern.subject, filling), _value(pattern.object, filling)
    forms = engine.dictionary.alike(other) if engine.dictionary.literal[other] else [other]
    known = engine.pairs(pattern.relation).common(np.array([subject << 32 | form for form in forms], np.int64))
    return int(known[0]) if known.size else subject << 32 | other


def _value(slot: Slot, filling: Mapping[Variable, int]) -> int:
    return filling[slot] if isinstance(slot, Variable) else slot


def _denied_equalities(engine: Engine) -> Iterator[Contradiction]:
    """Table 4, eq-diff1: individuals that are one and said to be different."""
    for entry in engine.rounds:
        keys = entry.facts.get(_DIFFERENT, np.empty(0, np.int64))
        same = engine.equality.canonical(keys)
        for key in keys[subjects(same) == objects(same)].tolist():
            denied = engine.dictionary.decode(_DIFFERENT, key)
            if entry.origin != "rewritten":
                yield Contradiction("eq-diff1", (denied, Statement(denied.subject, SAME_AS, denied.object)))


def _merged(engine: Engine, distinct: Distinct) -> Iterator[Contradiction]:
    """Table 4, eq-diff2 and eq-diff3: members of a list of different individuals that are one."""
    numbers = [
        (engine.constant(engine.dictionary.identify(member)), str(member), member) for member in distinct.members
    ]
    for (left, _, one), (right, _, other) in pairwise(sorted(numbers, key=lambda entry: entry[:2])):
        if left == right:
            yield Contradiction(distinct.name, (Statement(one, SAME_AS, other),))


def _unequal_literals(engine: Engine, identity: LoweredIdentity) -> Iterator[Contradiction]:
    """Table 8, dt-diff: one value is asked for and literals of different values are there."""
    rows = _literal_members(engine, identity)
    if not rows or not size(rows):
        return
    key, member = identity.source.key, identity.source.member
    order = np.lexsort((rows[member], *(rows[variable] for variable in key)))
    same = np.all([rows[variable][order][1:] == rows[variable][order][:-1] for variable in key], axis=0)
    left, right = rows[member][order][:-1], rows[member][order][1:]
    values = engine.dictionary.values
    clash = np.flatnonzero(same & (values[left] != values[right]))
    link = next(atom for atom in identity.body if atom.object == member)
    for row in clash.tolist():
        filling = {variable: int(rows[variable][order][row]) for variable in key}
        pair = (filling | {member: int(column[row])} for column in (left, right))
        yield Contradiction("dt-diff", tuple(_ground(engine, (link,), each)[0] for each in pair))


def _literal_members(engine: Engine, identity: LoweredIdentity) -> Table:
    source = identity.source
    if not any(isinstance(atom, Link) and atom.object == source.member for atom in source.body):
        return {}
    first, *rest = sorted(identity.body, key=lambda pattern: pattern.object != source.member)
    keys = engine.pairs(first.relation).column()
    table = start_table(engine, first, keys[engine.dictionary.valued[objects(keys)]])
    return solve(engine, table, rest, {*source.key, source.member}) if size(table) else table


def _equal_values(engine: Engine) -> Iterator[Contradiction]:
    """Table 8, dt-diff: literals of different values that one individual is."""
    spread, dictionary = engine.equality.spread.column(), engine.dictionary
    valued = spread[dictionary.valued[objects(spread)]]
    by_value = unique(pack(subjects(valued), dictionary.values[objects(valued)]))
    for one, other in pairwise(by_value.tolist()):
        if one >> 32 == other >> 32:
            left, right = (dictionary.terms[key & 0xFFFFFFFF] for key in (one, other))
            yield Contradiction("dt-diff", (Statement(left, SAME_AS, right),))


def _ill_typed(engine: Engine, program: Program) -> Iterator[Contradiction]:
    """Table 8, dt-not-type: literals whose form is none of their datatype, in stated facts or only in rules."""
    faulty = np.array(sorted(engine.dictionary.faulty), np.int64)
    used: set[Statement] = set()
    for entry in engine.rounds:
        for relation, keys in entry.facts.items() if faulty.size and entry.origin == "stated" else ():
            hits = keys[np.isin(objects(keys), faulty)].tolist()
            used.update(engine.dictionary.decode(relation, key) for key in hits)
    for statement in used:
        yield Contradiction("dt-not-type", (statement, _own_type(statement.object)))
    for term in {*constants_of(program)} - {statement.object for statement in used}:
        if isinstance(term, Literal) and is_ill_typed(term):
            yield Contradiction("dt-not-type", (_own_type(term),))


def _wrongly_typed(engine: Engine) -> Iterator[Contradiction]:
    """Table 8, dt-not-type: individuals that are one with a literal and stated to be of another datatype."""
    for entry in engine.rounds if engine.equality.spread.size else ():
        for relation, keys in entry.facts.items() if entry.origin == "stated" else ():
            if isinstance(relation.name, NamedNode) and is_datatype(relation.name):
                for number in unique(engine.equality.representative[subjects(keys)]).tolist():
                    if _misfits(engine, number, relation.name):
                        claim = Statement(engine.dictionary.terms[number], TYPE, relation.name)
                        yield Contradiction("dt-not-type", (claim,))


def _own_type(literal: Term) -> Statement:
    """That a literal belongs to the datatype it is written with."""
    return Statement(literal, TYPE, literal.datatype if isinstance(literal, Literal) else RDFS.Literal)


def _outside(engine: Engine, typing: LoweredTyping) -> Iterator[Contradiction]:
    """Table 8, dt-not-type: literals where one of another datatype is asked for."""
    first, *rest = typing.body
    datatype, member = typing.source.datatype, typing.source.member
    table = start_table(engine, first, engine.pairs(first.relation).column())
    variables = {variable for pattern in typing.body for variable in pattern.variables()}
    rows = solve(engine, table, rest, variables) if size(table) else table
    if not size(rows):
        return
    found = unique(rows[member])
    misfits = [
        number for number in found[engine.dictionary.literal[found]].tolist() if _misfits(engine, number, datatype)
    ]
    mask = np.isin(rows[member], np.array(misfits, np.int64))
    for filling in fillings({variable: column[mask] for variable, column in rows.items()}):
        claim = Statement(engine.dictionary.terms[filling[member]], TYPE, datatype)
        yield Contradiction("dt-not-type", (*_ground(engine, typing.body, filling), claim))


def _misfits(engine: Engine, number: int, datatype: NamedNode) -> bool:
    """Whether a literal that is not ill-typed, which is told for itself, is outside a datatype."""
    term = engine.dictionary.terms[number]
    if not isinstance(term, Literal) or term.datatype == datatype or number in engine.dictionary.faulty:
        return False
    return belongs(term, datatype) is False
