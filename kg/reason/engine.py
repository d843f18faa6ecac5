"""How do all facts that follow come about, each once?

Semi-naive evaluation over integer columns: in each round every rule sees the facts that are new in it joined with
all others. When nothing new comes, individuals that were found to be one are united, the facts that mention them
are rewritten to their representatives, and the rounds go on. The rounds are kept: what was new in each of them is
all that an explanation needs. Facts can be added to an engine that has run; only what they change is worked out.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np

from kg.reason.columns import EMPTY, Column, concatenate, invert, merge, minus, objects, pack, unique
from kg.reason.encode import SAME_LINK, Dictionary, Relation
from kg.reason.join import Slot, Table, size, solve, start_table, widen
from kg.reason.lower import LoweredIdentity, LoweredProgram, LoweredRule
from kg.reason.pairs import Pairs
from kg.reason.record import Facts, Origin, Record, Round
from kg.reason.rules import Variable
from kg.reason.sameas import Cause, Equality

_NONE = Pairs()
_FEW = 64
"""Of so many times as many pairs the inverted pairs are kept to look up the ones that mention some individuals."""


class Engine:
    """Facts over the identifiers of a dictionary, closed under a program."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self.equality = Equality()
        self._record = Record()
        self._pairs: dict[Relation, Pairs] = {}
        self._inverse: dict[Relation, Pairs] = {}
        self._causes: list[Cause] = []
        self.program = LoweredProgram()

    @property
    def rounds(self) -> list[Round]:
        """What each round brought and did not lose."""
        return self._record.rounds

    @property
    def length(self) -> int:
        """How many rounds there are."""
        return self._record.length

    def pairs(self, relation: Relation) -> Pairs:
        """All pairs of a relation, by representatives."""
        return self._pairs.get(relation, _NONE)

    def inverse(self, relation: Relation) -> Pairs:
        """The inverted pairs of a relation, kept up to date once asked for."""
        if relation not in self._pairs:
            return _NONE
        if relation not in self._inverse:
            self._inverse[relation] = Pairs(invert(self.pairs(relation).column()))
        return self._inverse[relation]

    def constant(self, number: int) -> int:
        """The representative of a constant."""
        return int(self.equality.representative[number])

    def relations(self) -> tuple[Relation, ...]:
        """All relations with facts, sorted."""
        return tuple(sorted(self._pairs, key=lambda relation: (relation.is_class, str(relation.name))))

    def add(self, stated: Facts, program: LoweredProgram) -> None:
        """Add stated facts, unsorted, and all that follows; the program knows all terms of the dictionary."""
        self.program = program
        self.equality.grow(len(self.dictionary.terms))
        columns = {relation: unique(keys) for relation, keys in stated.items()}
        self._record.add("stated", self.equality.epoch, columns)
        self._causes.append(Cause(None, columns.get(SAME_LINK, EMPTY)))
        rewritten = self._unite()
        delta = self._store({relation: [self.equality.canonical(keys)] for relation, keys in columns.items()})
        self._note("rewritten", {relation: minus(keys, columns[relation]) for relation, keys in delta.items()})
        facts = self._derive_facts()
        self._close(_join([rewritten, delta, facts]))

    def discard(self, gone: Facts, stated: Facts, forms: Facts) -> None:
        """Take out pairs that hold, those of them that were stated, and all forms of them that rounds have."""
        for relation, keys in gone.items():
            self._drop(relation, keys)
        self._record.lose(stated, forms)

    def restore(self, stated: Facts, derivable: Callable[[], Facts], equalities: Column) -> None:
        """Bring back pairs over representatives that are stated, then those derivable, and all that follows."""
        self._causes.append(Cause(None, equalities))
        restored = self._store({relation: [keys] for relation, keys in stated.items()})
        self._note("rewritten", restored)
        facts = self._derive_facts()
        derived = self._store({relation: [keys] for relation, keys in derivable().items()})
        self._note("derived", derived)
        self._close(_join([restored, facts, derived]))

    def _drop(self, relation: Relation, keys: Column) -> None:
        self._pairs[relation].remove(keys)
        if relation in self._inverse:
            self._inverse[relation].remove(invert(keys))

    def _close(self, delta: Facts) -> None:
        while delta or self._causes:
            if not delta:
                delta = self._unite()
            delta = self._store(self._consequences(delta))
            self._note("derived", delta)

    def _store(self, candidates: Mapping[Relation, list[Column]]) -> dict[Relation, Column]:
        """Keep those candidates, over representatives, that are new."""
        delta: dict[Relation, Column] = {}
        for relation, columns in candidates.items():
            fresh = self.pairs(relation).missing(unique(concatenate(columns)))
            if fresh.size and relation != SAME_LINK:
                delta[relation] = fresh
                self._pairs.setdefault(relation, Pairs()).insert(fresh)
                if relation in self._inverse:
                    self._inverse[relation].insert(invert(fresh))
        return delta

    def _note(self, origin: Origin, delta: Facts) -> None:
        self._record.add(origin, self.equality.epoch, delta)

    def _derive_facts(self) -> dict[Relation, Column]:
        """What rules without a body say."""
        candidates: dict[Relation, list[Column]] = defaultdict(list)
        for rule in self.program.facts:
            self._conclude(rule, {}, candidates)
        delta = self._store(candidates)
        self._note("derived", delta)
        return delta

    def _consequences(self, delta: Facts) -> dict[Relation, list[Column]]:
        candidates: dict[Relation, list[Column]] = defaultdict(list)
        for relation, keys in delta.items():
            for rule, position in self.program.rule_triggers.get(relation, ()):
                self._apply(rule, position, keys, candidates)
            for identity, position in self.program.identity_triggers.get(relation, ()):
                self._identify(identity, position, keys)
        return candidates

    def _apply(
        self, rule: LoweredRule, position: int, keys: Column, candidates: dict[Relation, list[Column]]
    ) -> None:
        if len(rule.body) > 1 and not all(self.pairs(pattern.relation).size for pattern in rule.body):
            return
        table = self.fill_body(rule, position, keys)
        if size(table):
            self._conclude(rule, table, candidates)

    def fill_body(self, rule: LoweredRule, position: int, keys: Column) -> Table:
        """The fillings of a head when pairs of its relation satisfy one atom of the body."""
        table = start_table(self, rule.body[position], keys)
        rest = rule.body[:position] + rule.body[position + 1 :]
        return solve(self, table, rest, rule.head.variables()) if size(table) else table

    def heads(self, rule: LoweredRule, table: Table) -> Column:
        """The pairs of a head under fillings of its variables; not sorted."""
        rows = size(table) if table else 1
        return pack(*(self._fill(slot, table, rows) for slot in (rule.head.subject, rule.head.object)))

    def _conclude(self, rule: LoweredRule, table: Table, candidates: dict[Relation, list[Column]]) -> None:
        keys = self.heads(rule, table)
        if rule.head.relation == SAME_LINK and keys.size:
            self._causes.append(Cause(rule.source, keys))
        elif keys.size:
            for relation, column in self.dictionary.split(rule.head.relation, keys).items():
                candidates[relation].append(column)

    def _fill(self, slot: Slot, table: Table, rows: int) -> Column:
        return table[slot] if isinstance(slot, Variable) else np.full(rows, self.constant(slot), np.int64)

    def _identify(self, identity: LoweredIdentity, position: int, keys: Column) -> None:
        """Find members that newly share a key with another."""
        table = start_table(self, identity.body[position], keys)
        if size(table):
            rest = identity.body[:position] + identity.body[position + 1 :]
            touched = solve(self, table, rest, set(identity.source.key))
            if size(touched):
                pairs = self.sharing(identity, touched)
                if pairs.size:
                    self._causes.append(Cause(identity.source, pairs))

    def sharing(self, identity: LoweredIdentity, touched: Table) -> Column:
        """Pairs of neighbours among the members that share one of the touched keys, by value."""
        source, values = identity.source, self.dictionary.values
        seeds = widen(touched, values, self.dictionary.twins)
        rows = solve(self, seeds, identity.body, {*source.key, source.member})
        if not size(rows):
            return EMPTY
        columns = [values[rows[variable]] for variable in source.key]
        members = rows[source.member]
        order = np.lexsort((members, *columns))
        same = np.all([column[order][1:] == column[order][:-1] for column in columns], axis=0)
        left, right = members[order][:-1][same], members[order][1:][same]
        return pack(left[left != right], right[left != right])

    def _unite(self) -> dict[Relation, Column]:
        """Carry out the unions that wait; the facts that are new by it."""
        causes, self._causes = self._causes, []
        before = self._known_constants()
        lost = self.equality.unite(causes, self.dictionary.literal, self.dictionary.alike, self.length)
        if not lost.size:
            return {}
        delta = self._store(self._withdraw(lost))
        self._note("rewritten", delta)
        derived: dict[Relation, list[Column]] = defaultdict(list)
        for rule, old, new in zip(self.program.rules_with_constants, before, self._known_constants(), strict=True):
            if old != new:
                self._apply(rule, 0, self.pairs(rule.body[0].relation).column(), derived)
        further = self._store(derived)
        self._note("derived", further)
        return _join([delta, further])

    def _known_constants(self) -> list[list[int]]:
        """By which identifiers pairs know the constants of each rule that has some in its body."""
        bodies = (rule.body for rule in self.program.rules_with_constants)
        slots = ([slot for pattern in body for slot in (pattern.subject, pattern.object)] for body in bodies)
        return [[self.constant(slot) for slot in body if not isinstance(slot, Variable)] for body in slots]

    def _withdraw(self, lost: Column) -> dict[Relation, list[Column]]:
        """Take out the facts about identifiers that lost their place; the same facts about representatives."""
        moved: dict[Relation, list[Column]] = {}
        for relation, keys in self.mentions(lost):
            self._drop(relation, keys)
            moved[relation] = [self.equality.canonical(keys)]
        return moved

    def mentions(self, individuals: Column) -> Iterator[tuple[Relation, Column]]:
        """All pairs that mention some individuals, sorted, by relation."""
        for relation, pairs in tuple(self._pairs.items()):
            found = [pairs.of(individuals)]
            if not relation.is_class:
                found.append(self._with_objects(relation, individuals))
            mentions = unique(concatenate(found))
            if mentions.size:
                yield relation, mentions

    def _with_objects(self, relation: Relation, individuals: Column) -> Column:
        """The pairs of a relation with some objects; not sorted."""
        pairs = self.pairs(relation)
        if relation in self._inverse or individuals.size * _FEW < pairs.size:
            return invert(self.inverse(relation).of(individuals))
        keys = pairs.column()
        return keys[np.isin(objects(keys), individuals)]


def _join(deltas: Iterable[Facts]) -> dict[Relation, Column]:
    """Deltas that share no fact as one."""
    joined: dict[Relation, Column] = {}
    for delta in deltas:
        for relation, keys in delta.items():
            joined[relation] = merge(joined.get(relation, EMPTY), keys)
    return joined
