"""How do facts go, and with them what rests on them alone?

Delete and rederive over representatives (Motik, Nenov, Piro and Horrocks, "Combining rewriting and incremental
materialisation maintenance for datalog programs with equality", IJCAI 2015): first everything goes that some step
draws from a fact that goes; then what is stated, or follows from what is left, comes back, and the rounds go on from
there. A cluster with a union that may rest on a fact that goes is taken apart: all facts about it go, and those about
its members come back. A fact about merged individuals is never kept because it is stated, since it may be stated of
one member and needed of another; it goes and comes back.

The rounds stay the record of an engine that has derived what it holds: facts that went are taken out of them, and
what comes back is new in later rounds, so that proofs still go from births to earlier births.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from kg.reason.columns import EMPTY, Column, common, concatenate, merge, minus, objects, subjects, unique
from kg.reason.encode import SAME_LINK, Relation
from kg.reason.engine import Engine
from kg.reason.join import size, solve, start_table
from kg.reason.pairs import Pairs
from kg.reason.record import Facts
from kg.reason.sameas import Equality, spread_out

_NONE = Pairs()


@dataclass(slots=True)
class _Doom:
    """What has to go: pairs over representatives, and the representatives of clusters to take apart."""

    facts: dict[Relation, Column]
    roots: Column


def withdraw(engine: Engine, gone: Facts, stated: Mapping[Relation, Pairs]) -> None:
    """Take back stated facts and what follows from them alone; `stated` are the facts that stay stated.

    The names of relations must be no merged individuals, and each rule with a body needs a variable in its head.
    """
    doom = _doom(engine, gone, stated)
    spread = _part_of(engine.equality, doom.facts.values())
    forms = {relation: _forms(relation, keys, spread) for relation, keys in doom.facts.items()}
    engine.discard(doom.facts, gone, forms)
    members = engine.equality.split(doom.roots) if doom.roots.size else EMPTY
    kept = {relation: stated.get(relation, _NONE).common(keys) for relation, keys in forms.items()}
    engine.restore(
        _canonical(engine, kept),
        lambda: _derivable(engine, _canonical(engine, forms)),
        stated.get(SAME_LINK, _NONE).of(members),
    )


def _part_of(equality: Equality, facts: Iterable[Column]) -> Column:
    """The clusters whose representatives some pairs mention, as pairs of representative and member, sorted."""
    ends = unique(concatenate([end(keys) for keys in facts for end in (subjects, objects)]))
    return np.sort(equality.spread.of(ends))


def _forms(relation: Relation, keys: Column, spread: Column) -> Column:
    """Sorted pairs over representatives in all forms that members of their clusters give them."""
    return unique(spread_out(keys, spread, is_class=relation.is_class)) if spread.size else keys


def _canonical(engine: Engine, facts: Facts) -> dict[Relation, Column]:
    return {relation: unique(engine.equality.canonical(keys)) for relation, keys in facts.items()}


def _doom(engine: Engine, gone: Facts, stated: Mapping[Relation, Pairs]) -> _Doom:
    """Everything that some chain of steps draws from facts that go."""
    doom = _Doom(facts={}, roots=EMPTY)
    first = _canonical(engine, gone)
    delta = {relation: keys for relation, keys in first.items() if relation != SAME_LINK}
    suspects = unique(subjects(first.get(SAME_LINK, EMPTY)))
    while delta or suspects.size:
        for relation, keys in delta.items():
            doom.facts[relation] = merge(doom.facts.get(relation, EMPTY), keys)
        found, shaken = _follow(engine, delta)
        suspects = unique(concatenate([suspects, shaken]))
        suspects = minus(suspects[engine.equality.is_clustered(suspects)], doom.roots)
        doom.roots = merge(doom.roots, suspects)
        for relation, keys in engine.mentions(suspects) if suspects.size else ():
            found[relation].append(keys)
        delta = _fresh(engine, found, doom.facts, stated)
        suspects = EMPTY
    return doom


def _fresh(
    engine: Engine, found: dict[Relation, list[Column]], doomed: Facts, stated: Mapping[Relation, Pairs]
) -> dict[Relation, Column]:
    """Those pairs that hold, are not yet doomed, and are not stated of individuals that stand alone."""
    delta: dict[Relation, Column] = {}
    for relation, columns in found.items():
        keys = engine.pairs(relation).common(minus(unique(concatenate(columns)), doomed.get(relation, EMPTY)))
        safe = stated.get(relation, _NONE).common(keys)
        merged = engine.equality.is_clustered(subjects(safe)) | engine.equality.is_clustered(objects(safe))
        keys = minus(keys, safe[~merged])
        if keys.size:
            delta[relation] = keys
    return delta


def _follow(engine: Engine, delta: Facts) -> tuple[dict[Relation, list[Column]], Column]:
    """One step of all rules from some pairs: the pairs they give, and individuals whose equalities they support."""
    found: dict[Relation, list[Column]] = defaultdict(list)
    shaken: list[Column] = []
    for relation, keys in delta.items():
        for rule, position in engine.program.rule_triggers.get(relation, ()):
            table = engine.fill_body(rule, position, keys)
            if size(table):
                for target, heads in engine.dictionary.split(rule.head.relation, engine.heads(rule, table)).items():
                    found[target].append(heads)
        for identity, position in engine.program.identity_triggers.get(relation, ()):
            table = start_table(engine, identity.body[position], keys)
            if size(table):
                rest = identity.body[:position] + identity.body[position + 1 :]
                shaken.append(solve(engine, table, rest, {identity.source.member})[identity.source.member])
    shaken.extend(subjects(keys) for keys in found.pop(SAME_LINK, ()))
    return found, concatenate(shaken)


def _derivable(engine: Engine, candidates: Facts) -> Facts:
    """Those of some pairs that one step of a rule gives from what the engine holds."""
    found: dict[Relation, list[Column]] = defaultdict(list)
    for rule in engine.program.rules:
        keys = candidates.get(rule.head.relation, EMPTY)
        if keys.size and rule.body and all(engine.pairs(pattern.relation).size for pattern in rule.body):
            table = start_table(engine, rule.head, keys)
            if size(table):
                heads = engine.heads(rule, solve(engine, table, rule.body, rule.head.variables()))
                found[rule.head.relation].append(common(candidates[rule.head.relation], heads))
    return {relation: unique(concatenate(columns)) for relation, columns in found.items()}
