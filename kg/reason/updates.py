"""How do the rules of an ontology read as SPARQL 1.1 updates?

Each rule is one `INSERT … WHERE`, each constraint one `SELECT` of what breaks it. Patterns look into every named
graph; conclusions go to one graph, and what is not to be published, members of class expressions without a name, to
another. SPARQL knows no union-find: the rows eq-sym, eq-trans and eq-rep-* of table 4 are written out, so that
clusters of very many equal individuals, which `kg.reason.clusters` would cut short, cost their square. Literals are
compared by their form. Terms are written by pyoxigraph; no text of a caller gets into an update.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode

from kg import iri
from kg.reason.encode import relation_of
from kg.reason.publish import is_published
from kg.reason.rules import (
    Atom,
    Constraint,
    Distinct,
    Identity,
    Link,
    Member,
    Place,
    Program,
    Rule,
    Variable,
    X,
    Y,
    Z,
)
from kg.reason.schema import AXIOM_PREDICATES, SAME_AS, TYPE, VOCABULARIES, is_datatype

INFERRED = NamedNode(iri.mint_graph("inferred"))
"""The graph that holds what follows; it is written anew."""
HELPER = NamedNode(iri.mint_graph("reasoning"))
"""The graph of what is derived on the way; it is gone in the end."""
_G = "?g"
_EQUALITY = (
    Rule("eq-sym", (Link(SAME_AS, X, Y),), Link(SAME_AS, Y, X)),
    Rule("eq-trans", (Link(SAME_AS, X, Y), Link(SAME_AS, Y, Z)), Link(SAME_AS, X, Z)),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A query for what breaks a constraint, and the atoms that its answers fill."""

    rule: str
    body: tuple[Atom, ...]
    query: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Updates:
    """What to run once before, again and again until nothing is new, and once after; what to ask then."""

    before: tuple[str, ...]
    repeated: tuple[str, ...]
    after: tuple[str, ...]
    count: str
    questions: tuple[Question, ...]
    warnings: tuple[str, ...]


def write_updates(program: Program) -> Updates:
    """The updates and queries of a program; its warnings name the rules that no update can stand for."""
    rules = [*program.rules, *map(_identity_rule, program.identities), *_EQUALITY]
    usable = [rule for rule in rules if not _asks_datatype(rule.body)]
    left_out = [rule.name for rule in rules if _asks_datatype(rule.body)]
    constraints = [constraint for constraint in program.constraints if not _asks_datatype(constraint.body)]
    return Updates(
        before=(*(f"CLEAR SILENT GRAPH {graph}" for graph in (INFERRED, HELPER)), *map(_data, _facts(usable))),
        repeated=(*(_insert(rule) for rule in usable if rule.body), *_replacements()),
        after=(_delete_stated(), f"DROP SILENT GRAPH {HELPER}"),
        count=_count(),
        questions=(
            *map(_ask, constraints),
            *(question for each in program.distinct for question in _ask_pairs(each)),
        ),
        warnings=(*program.warnings, *(f"{name}: its datatype is not asked for in a store" for name in left_out)),
    )


def _facts(rules: Iterable[Rule]) -> Iterator[Rule]:
    return (rule for rule in rules if not rule.body)


def _identity_rule(identity: Identity) -> Rule:
    """Two members with one key are one: the body twice, with the variables of the key in common."""
    names = {atom_place for atom in identity.body for atom_place in _places(atom) if isinstance(atom_place, Variable)}
    second = {variable: Variable(f"{variable.name}_") for variable in names - set(identity.key)}
    body = tuple(dict.fromkeys((*identity.body, *(_rename(atom, second) for atom in identity.body))))
    return Rule(identity.name, body, Link(SAME_AS, identity.member, second[identity.member]))


def _rename(atom: Atom, names: dict[Variable, Variable]) -> Atom:
    def named(place: Place) -> Place:
        return names.get(place, place) if isinstance(place, Variable) else place

    if isinstance(atom, Member):
        return Member(atom.cls, named(atom.node))
    return Link(atom.property, named(atom.subject), named(atom.object))


def _places(atom: Atom) -> tuple[Place, ...]:
    return (atom.node,) if isinstance(atom, Member) else (atom.subject, atom.object)


def _asks_datatype(body: Iterable[Atom]) -> bool:
    return any(isinstance(atom, Member) and is_datatype(atom.cls) for atom in body)


def _write(place: Place) -> str:
    """A term in SPARQL; a class expression without a name gets one, as a blank node would be any node."""
    if isinstance(place, Variable):
        return f"?{place.name}"
    if isinstance(place, BlankNode):
        return str(NamedNode(iri.mint_graph(f"reasoning/{place.value}")))
    return str(place)


def _triple(atom: Atom) -> str:
    if isinstance(atom, Member):
        return f"{_write(atom.node)} {TYPE} {_write(atom.cls)}"
    return f"{_write(atom.subject)} {_write(atom.property)} {_write(atom.object)}"


def _in(graph: object, triple: str) -> str:
    return f"GRAPH {graph} {{ {triple} }}"


def _patterns(body: Iterable[Atom]) -> str:
    return " ".join(_in(f"{_G}{number}", _triple(atom)) for number, atom in enumerate(body))


def _target(atom: Atom) -> NamedNode:
    return INFERRED if is_published(relation_of(atom)) else HELPER


def _data(rule: Rule) -> str:
    return f"INSERT DATA {{ {_in(_target(rule.head), _triple(rule.head))} }}"


def _insert(rule: Rule) -> str:
    head = _triple(rule.head)
    first, last = _places(rule.head)[0], _places(rule.head)[-1]
    filters = [f"FILTER (!isLiteral({_write(first)}))"] if isinstance(first, Variable) else []
    if isinstance(rule.head, Link) and rule.head.property == SAME_AS:
        filters.append(f"FILTER ({_write(first)} != {_write(last)} && !isLiteral({_write(last)}))")
    where = " ".join((_patterns(rule.body), *filters, f"FILTER NOT EXISTS {{ {_in(_G, head)} }}"))
    return f"INSERT {{ {_in(_target(rule.head), head)} }} WHERE {{ {where} }}"


def _replacements() -> Iterator[str]:
    """eq-rep-s, eq-rep-p and eq-rep-o, of facts alone; a fact is copied to the kind of graph it stands in."""
    shapes = (("?x ?p ?o", "?y ?p ?o"), ("?s ?x ?o", "?s ?y ?o"), ("?s ?p ?x", "?s ?p ?y"))
    for old, new in shapes:
        _, predicate, other = old.split()
        same = f"{_in('?e', f'?x {SAME_AS} ?y')} FILTER (?x != ?y && isIRI(?y))"
        facts = f"{same} {_in(_G, old)} {_no_axiom(predicate, other)}"
        for graph, sign in ((INFERRED, "!="), (HELPER, "=")):
            where = f"{facts} FILTER ({_G} {sign} {HELPER}) FILTER NOT EXISTS {{ {_in('?h', new)} }}"
            yield f"INSERT {{ {_in(graph, new)} }} WHERE {{ {where} }}"


def _no_axiom(predicate: str, other: str) -> str:
    axioms = ", ".join(str(name) for name in sorted((*AXIOM_PREDICATES, SAME_AS), key=str))
    vocabulary = " || ".join(f'STRSTARTS(STR({other}), "{base}")' for base in VOCABULARIES)
    return f"FILTER ({predicate} NOT IN ({axioms}) && !({predicate} = {TYPE} && ({vocabulary})))"


def _count() -> str:
    derived = " UNION ".join(f"{{ {_in(graph, '?s ?p ?o')} }}" for graph in (INFERRED, HELPER))
    return f"SELECT (COUNT(*) AS ?n) WHERE {{ {derived} }}"


def _delete_stated() -> str:
    """Take out what is also stated."""
    stated = f"{_in(INFERRED, '?s ?p ?o')} {_in(_G, '?s ?p ?o')} FILTER ({_G} != {INFERRED} && {_G} != {HELPER})"
    return f"DELETE {{ {_in(INFERRED, '?s ?p ?o')} }} WHERE {{ {stated} }}"


def _ask(constraint: Constraint) -> Question:
    return Question(
        rule=constraint.name,
        body=constraint.body,
        query=f"SELECT DISTINCT * WHERE {{ {_patterns(constraint.body)} }}",
    )


def _ask_pairs(distinct: Distinct) -> Iterator[Question]:
    """Each two neighbours of a list of different individuals; equality is transitive."""
    members = [member for member in distinct.members if isinstance(member, NamedNode)]
    for number, one in enumerate(members):
        for other in members[number + 1 :]:
            yield _ask(Constraint(distinct.name, (Link(SAME_AS, one, other),)))
