"""Which rows of a question's answer came, went or changed?

Rows are compared as multisets. A row changed when exactly one row with its key went and one with the same key came;
the key are the variables that the caller names, else the first one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Row: TypeAlias = tuple[str, ...]
"""The terms of a row as N-Triples, empty where a variable is unbound."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A question's answer: its variables and rows; a graph has the variables of a triple."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RowChanges:
    """The rows that came, went, and changed (before, after); each sorted."""

    variables: tuple[str, ...]
    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    changed: tuple[tuple[Row, Row], ...]


def compare_answers(old: Answer, new: Answer, key: Sequence[str] = ()) -> RowChanges:
    """What changed between two answers of one question; raises KeyError for a key that is no variable of it."""
    at = [_place(new.variables, name) for name in key or new.variables[:1]]
    before, after = Counter(old.rows), Counter(new.rows)
    removed, added = list((before - after).elements()), list((after - before).elements())
    went, came = _by_key(removed, at), _by_key(added, at)
    pairs = [(went[name][0], came[name][0]) for name in went if len(went[name]) == 1 == len(came.get(name, ()))]
    return RowChanges(
        variables=new.variables,
        added=_without(added, [pair[1] for pair in pairs]),
        removed=_without(removed, [pair[0] for pair in pairs]),
        changed=tuple(sorted(pairs)),
    )


def _place(variables: Sequence[str], name: str) -> int:
    if name not in variables:
        raise KeyError(name)
    return variables.index(name)


def _by_key(rows: Iterable[Row], at: Sequence[int]) -> dict[Row, list[Row]]:
    found: defaultdict[Row, list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[place] for place in at)].append(row)
    return dict(found)


def _without(rows: Iterable[Row], paired: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted((Counter(rows) - Counter(paired)).elements()))
