"""How do the rules of an ontology read as SPARQL 1.1 updates?

Each rule is one `INSERT … WHERE`, each constraint one `SELECT` of what breaks it. Patterns look into every named
graph; conclusions go to one graph, and what is not to be published, members of class expressions without a name, to
another, with the values of keys. SPARQL knows no union-find: the rows eq-sym, eq-trans and eq-rep-* of table 4 are
written out, so that clusters of very many equal individuals, which `kg.reason.clusters` would cut short, cost their
square. Terms are written by pyoxigraph; no text of a caller gets into an update.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode

from kg import iri
from kg.reason.by_value import has_value, key_properties, part_values, value_of
from kg.reason.encode import relation_of
from kg.reason.publish import is_published
from kg.reason.rules import (
    Atom,
    Constraint,
    Distinct,
    Identity,
    Link,
    Member,
    Name,
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
    values = {name: _value_property(number) for number, name in enumerate(key_properties(program.identities))}
    rules = [*program.rules, *(_identity_rule(each, values) for each in program.identities), *_EQUALITY]
    usable = [rule for rule in rules if not _asks_datatype(rule.body)]
    left_out = [rule.name for rule in rules if _asks_datatype(rule.body)]
    constraints = [constraint for constraint in program.constraints if not _asks_datatype(constraint.body)]
    return Updates(
        before=(*(f"CLEAR SILENT GRAPH {graph}" for graph in (INFERRED, HELPER)), *map(_data, _facts(usable))),
        repeated=(
            *(_insert_values(name, values[name]) for name in values),
            *(_insert(rule) for rule in usable if rule.body),
            *_replacements(),
        ),
        after=(_delete_stated(), f"DROP SILENT GRAPH {HELPER}"),
        count=_count(),
        questions=(
            *map(_ask, constraints),
            *map(_ask_values, filter(_may_be_literal, program.identities)),
            *(question for each in program.distinct for question in _ask_pairs(each)),
        ),
        warnings=(
            *program.warnings,
            *(f"{name}: its datatype is not asked for in a store" for name in left_out),
            *_unasked(program),
        ),
    )


def _unasked(program: Program) -> Iterator[str]:
    if program.typings:
        yield "dt-not-type: whether literals belong to the datatypes of ranges is not asked in a store"


def _facts(rules: Iterable[Rule]) -> Iterator[Rule]:
    return (rule for rule in rules if not rule.body)


def _identity_rule(identity: Identity, values: Mapping[Name, NamedNode]) -> Rule:
    """Two members with one key are one: the body twice, with the variables of the key, by value, in common."""
    once = tuple(
        Link(values[atom.property], atom.subject, atom.object)
        if isinstance(atom, Link) and atom.object in identity.key
        else atom
        for atom in identity.body
    )
    second = _second_names(identity)
    body = tuple(dict.fromkeys((*once, *(_rename(atom, second) for atom in once))))
    return Rule(identity.name, body, Link(SAME_AS, identity.member, second[identity.member]))


def _second_names(identity: Identity) -> dict[Variable, Variable]:
    """Another variable for each that is not of the key."""
    names = {place for atom in identity.body for place in _places(atom) if isinstance(place, Variable)}
    return {variable: Variable(f"{variable.name}_") for variable in names - set(identity.key)}


def _value_property(number: int) -> NamedNode:
    """What links the subjects of a property to the values of its objects."""
    return NamedNode(iri.mint_graph(f"reasoning/value/{number}"))


def _insert_values(name: Name, values: NamedNode) -> str:
    # Virtuoso 7.2 binds one value for all rows where there is a NOT EXISTS too.
    where = f"{_in(_G, f'?x {_write(name)} ?y')} BIND ({value_of('?y')} AS ?v)"
    return f"INSERT {{ {_in(HELPER, f'?x {values} ?v')} }} WHERE {{ {where} }}"


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


def _patterns(body: tuple[Atom, ...]) -> tuple[tuple[Atom, ...], str]:
    """The atoms of a body as they are asked, and the group that asks them, literals by value."""
    parted, equal = part_values(body)
    patterns = [_in(f"{_G}{number}", _triple(atom)) for number, atom in enumerate(parted)]
    filters = [f"FILTER (sameTerm({value_of(_write(one))}, {value_of(_write(other))}))" for one, other in equal]
    return parted, " ".join((*patterns, *filters))


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
    where = " ".join((_patterns(rule.body)[1], *filters, f"FILTER NOT EXISTS {{ {_in(_G, head)} }}"))
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
    body, patterns = _patterns(constraint.body)
    return Question(rule=constraint.name, body=body, query=f"SELECT DISTINCT * WHERE {{ {patterns} }}")


def _may_be_literal(identity: Identity) -> bool:
    return not _asks_datatype(identity.body) and any(
        isinstance(atom, Link) and atom.object == identity.member for atom in identity.body
    )


def _ask_values(identity: Identity) -> Question:
    """Table 8, dt-diff: literals of different values where one is asked for."""
    names = _second_names(identity)
    first = next(atom for atom in identity.body if isinstance(atom, Link) and atom.object == identity.member)
    one, other = (_write(member) for member in (identity.member, names[identity.member]))
    body = tuple(dict.fromkeys((*identity.body, *(_rename(atom, names) for atom in identity.body))))
    differ = f"{has_value(one)} && {has_value(other)} && !sameTerm({value_of(one)}, {value_of(other)})"
    query = f"SELECT DISTINCT * WHERE {{ {_patterns(body)[1]} FILTER ({differ}) }}"
    return Question(rule="dt-diff", body=(first, _rename(first, names)), query=query)


def _ask_pairs(distinct: Distinct) -> Iterator[Question]:
    """Each two neighbours of a list of different individuals; equality is transitive."""
    members = [member for member in distinct.members if isinstance(member, NamedNode)]
    for number, one in enumerate(members):
        for other in members[number + 1 :]:
            yield _ask(Constraint(distinct.name, (Link(SAME_AS, one, other),)))
