"""Which fillings of its variables satisfy the body of a rule?

A table holds one column per variable, all of one length; a row is one filling. Columns that nothing needs any more
are dropped and duplicate rows with them, so that a chain of n links never costs more than n joins of two.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np

from kg.reason.columns import Column, Mask, expand, objects, pack, subjects, unique
from kg.reason.encode import Relation
from kg.reason.pairs import Pairs
from kg.reason.rules import Variable

Slot: TypeAlias = Variable | int
Table: TypeAlias = dict[Variable, Column]


@dataclass(frozen=True, slots=True)
class Pattern:
    """An atom over identifiers; in a class both slots are the same."""

    relation: Relation
    subject: Slot
    object: Slot

    def variables(self) -> set[Variable]:
        """The variables of both slots."""
        return {slot for slot in (self.subject, self.object) if isinstance(slot, Variable)}


class Lookup(Protocol):
    """Where patterns find their pairs."""

    def pairs(self, relation: Relation) -> Pairs:
        """The pairs of a relation."""

    def inverse(self, relation: Relation) -> Pairs:
        """The pairs of a relation, each the other way round."""

    def constant(self, number: int) -> int:
        """The identifier by which pairs know a constant of a rule."""


def start_table(lookup: Lookup, pattern: Pattern, keys: Column) -> Table:
    """The fillings of one pattern by pairs of its relation."""
    ends = (subjects(keys), objects(keys))
    masks: list[Mask] = []
    table: Table = {}
    for slot, column in zip((pattern.subject, pattern.object), ends, strict=True):
        if not isinstance(slot, Variable):
            masks.append(column == lookup.constant(slot))
        elif slot in table:
            masks.append(column == table[slot])
        else:
            table[slot] = column
    for mask in masks[1:]:
        masks[0] &= mask
    return {variable: column[masks[0]] for variable, column in table.items()} if masks else table


def solve(lookup: Lookup, table: Table, patterns: Iterable[Pattern], wanted: set[Variable]) -> Table:
    """The fillings of `wanted` that extend a row of a non-empty `table` to satisfy all patterns."""
    waiting = list(patterns)
    table = project(table, wanted.union(*(pattern.variables() for pattern in waiting)))
    while waiting and size(table):
        pattern = max(waiting, key=lambda candidate: _bound(candidate, table))
        waiting.remove(pattern)
        table = _extend(lookup, table, pattern)
        table = project(table, wanted.union(*(rest.variables() for rest in waiting)))
    return table if not waiting else {variable: np.empty(0, np.int64) for variable in wanted}


def size(table: Table) -> int:
    """How many rows a table has."""
    return next(iter(table.values())).size


def _bound(pattern: Pattern, table: Table) -> int:
    return sum(not isinstance(slot, Variable) or slot in table for slot in (pattern.subject, pattern.object))


def _extend(lookup: Lookup, table: Table, pattern: Pattern) -> Table:
    subject, other = (_column(lookup, table, slot) for slot in (pattern.subject, pattern.object))
    if subject is not None and other is not None:
        return _take(table, lookup.pairs(pattern.relation).contains(pack(subject, other)))
    if subject is not None:
        rows, found = lookup.pairs(pattern.relation).expand(subject)
        fresh = pattern.object
    elif other is not None:
        rows, found = lookup.inverse(pattern.relation).expand(other)
        fresh = pattern.subject
    else:
        raise AssertionError(f"the body falls apart at {pattern}")
    extended = _take(table, rows)
    if isinstance(fresh, Variable):
        extended[fresh] = found
    return extended


def _column(lookup: Lookup, table: Table, slot: Slot) -> Column | None:
    if isinstance(slot, Variable):
        return table.get(slot)
    return np.full(size(table), lookup.constant(slot), np.int64)


def _take(table: Table, rows: Mask | Column) -> Table:
    return {variable: column[rows] for variable, column in table.items()}


def project(table: Table, wanted: set[Variable]) -> Table:
    """Only the wanted columns, without duplicate rows; a table keeps at least one column."""
    kept = sorted((variable for variable in table if variable in wanted), key=lambda variable: variable.name)
    if len(kept) == len(table):
        return table
    if not kept:
        kept = sorted(table, key=lambda variable: variable.name)[:1]
    return distinct_rows({variable: table[variable] for variable in kept})


def distinct_rows(table: Table) -> Table:
    """Each row once, sorted."""
    names, columns = list(table), list(table.values())
    if len(columns) == 1:
        return {names[0]: unique(columns[0])}
    if len(columns) == 2:
        keys = unique(pack(*columns))
        return dict(zip(names, (subjects(keys), objects(keys)), strict=True))
    order = np.lexsort(columns[::-1])
    fresh = np.ones(order.size, np.bool_)
    fresh[1:] = np.any([column[order][1:] != column[order][:-1] for column in columns], axis=0)
    return {name: column[order][fresh] for name, column in table.items()}


def widen(table: Table, values: Column, twins: Column) -> Table:
    """A table of keys with every literal replaced by each of its forms; `twins` as in `Dictionary.twins`."""
    if not twins.size:
        return table
    for variable in tuple(table):
        rows, forms = expand(twins, values[table[variable]])
        added = {name: forms if name == variable else column[rows] for name, column in table.items()}
        table = distinct_rows({name: np.concatenate([table[name], added[name]]) for name in table})
    return table
