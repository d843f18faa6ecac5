"""May articles be closed one by one, each with what the gazetteer says of what it mentions?

A rule with one atom sees one triple; a rule with several joins triples at a node. Nodes of an article's own occur in
its triples alone, so only at a node that articles share can a rule join a triple of one article with one of another.
What each article has at such nodes is noted as its contacts; when no rule joins two contacts, the union of the
articles' closures is the closure of their union.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import combinations
from typing import Literal, NamedTuple, TypeAlias

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.reason.rules import Atom, Constraint, Identity, Member, Program, Rule, Term, Variable
from kg.reason.schema import TYPE

Side: TypeAlias = Literal["subject", "object", "both"]


class Contact(NamedTuple):
    """A property whose triples have a shared node on one side and an article's own on the other, or two shared ones;
    of a class (`is_class`) a shared member.
    """

    is_class: bool
    name: str
    side: Side


def contacts_of(triples: Iterable[Triple], is_own: Callable[[Term], bool]) -> frozenset[Contact]:
    """The contacts of an article's closed triples; literals are shared."""
    found = set()
    for subject, predicate, other in triples:
        own = is_own(subject)
        if predicate == TYPE:
            if not own:
                found.add(Contact(True, _name(other), "both"))
        elif not (own and is_own(other)):
            side: Side = "object" if own else "subject" if is_own(other) else "both"
            found.add(Contact(False, predicate.value, side))
    return frozenset(found)


def crossing_rules(program: Program, contacts: Collection[Contact]) -> tuple[str, ...]:
    """The names of the rules that might join triples of several articles with these contacts, sorted."""
    held = frozenset(contacts)
    rules: tuple[Rule | Constraint | Identity, ...] = (*program.rules, *program.constraints, *program.identities)
    found = {rule.name for rule in rules if _crosses(rule.body, held)}
    found |= {rule.name for rule in program.identities if _shares_key(rule, held)}
    return tuple(sorted(found))


def _shares_key(identity: Identity, contacts: frozenset[Contact]) -> bool:
    """Whether members with one key may be of several articles."""
    return any(_is_shared(atom, part, contacts) for atom in identity.body for part in identity.key)


def _crosses(body: tuple[Atom, ...], contacts: frozenset[Contact]) -> bool:
    return any(
        _is_shared(one, variable, contacts) and _is_shared(other, variable, contacts)
        for one, other in combinations(body, 2)
        for variable in _variables(one) & _variables(other)
    )


def _is_shared(atom: Atom, variable: Variable, contacts: frozenset[Contact]) -> bool:
    """Whether an atom may put a node that articles share into a variable."""
    if isinstance(atom, Member):
        return Contact(True, _name(atom.cls), "both") in contacts
    name = _name(atom.property)
    sides = _sides(atom, variable)
    return any(Contact(False, name, side) in contacts for side in (*sides, "both"))


def _sides(atom: Atom, variable: Variable) -> Iterator[Side]:
    if not isinstance(atom, Member):
        if atom.subject == variable:
            yield "subject"
        if atom.object == variable:
            yield "object"


def _variables(atom: Atom) -> frozenset[Variable]:
    places = (atom.node,) if isinstance(atom, Member) else (atom.subject, atom.object)
    return frozenset(place for place in places if isinstance(place, Variable))


def _name(term: Term) -> str:
    return term.value if isinstance(term, (NamedNode, BlankNode)) else str(term)
