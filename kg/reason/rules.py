"""Which rules does an ontology come down to, and how are they written?

The rules of OWL 2 RL/RDF (OWL 2 Profiles, section 4.3, tables 4 to 9) quantify over the ontology. Once the
ontology is known each of them becomes a few Horn rules about individuals; these are their types. A rule keeps the
name of the table row it comes from. Every rule has a body of atoms, and one of five kinds of head: another
atom (`Rule`), an equality (`Identity`), a contradiction (`Constraint`, and `Distinct` for whole lists), or the
datatype of a literal (`Typing`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.vocabulary import PREFIXES

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
"""Anything that can stand in the object place of a triple."""
Name: TypeAlias = NamedNode | BlankNode
"""A class or property; a class expression without an IRI is a blank node."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A place to fill in; the same variable is filled with the same term."""

    name: str


Place: TypeAlias = Variable | Term


@dataclass(frozen=True, slots=True)
class Member:
    """`node` is an instance of the class `cls`."""

    cls: Name
    node: Place


@dataclass(frozen=True, slots=True)
class Link:
    """`subject` is related to `object` by `property`."""

    property: Name
    subject: Place
    object: Place


Atom: TypeAlias = Member | Link


@dataclass(frozen=True, slots=True)
class Rule:
    """When every atom of `body` holds, so does `head`; an empty body is a fact of the ontology."""

    name: str
    body: tuple[Atom, ...]
    head: Atom


@dataclass(frozen=True, slots=True)
class Identity:
    """All fillings of `member` that satisfy `body` with the same `key` are one individual."""

    name: str
    body: tuple[Atom, ...]
    key: tuple[Variable, ...]
    member: Variable


@dataclass(frozen=True, slots=True)
class Constraint:
    """No filling satisfies `body`."""

    name: str
    body: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Distinct:
    """No two of `members` are one individual."""

    name: str
    members: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Typing:
    """No filling of `member` that satisfies `body` is a literal outside `datatype`."""

    name: str
    body: tuple[Atom, ...]
    member: Variable
    datatype: NamedNode


@dataclass(frozen=True, slots=True)
class Program:
    """All rules of one ontology, in a fixed order, and a line on every axiom that is ignored or partly so.

    Hashed by identity: one program closes many articles, and to hash all of its rules takes long.
    """

    rules: tuple[Rule, ...] = ()
    identities: tuple[Identity, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    distinct: tuple[Distinct, ...] = ()
    typings: tuple[Typing, ...] = ()
    warnings: tuple[str, ...] = ()

    __hash__ = object.__hash__


X, Y, Z = Variable("x"), Variable("y"), Variable("z")


def shorten(term: Place) -> str:
    """A term as people write it: `?x`, a CURIE of a known prefix, or its N-Triples form."""
    if isinstance(term, Variable):
        return f"?{term.name}"
    if isinstance(term, NamedNode):
        known = [(base, prefix) for prefix, base in PREFIXES.items() if term.value.startswith(base)]
        if known:
            base, prefix = max(known, key=lambda pair: len(pair[0]))
            return f"{prefix}:{term.value[len(base) :]}"
    return str(term)


def show_atom(atom: Atom) -> str:
    """One atom as a triple pattern."""
    if isinstance(atom, Member):
        return f"{shorten(atom.node)} a {shorten(atom.cls)}"
    return f"{shorten(atom.subject)} {shorten(atom.property)} {shorten(atom.object)}"


def show_body(body: tuple[Atom, ...]) -> str:
    """The atoms of a body, joined by commas."""
    return ", ".join(show_atom(atom) for atom in body)


def show_program(program: Program) -> Iterator[str]:
    """Every rule on one line: its name, its body, an arrow and what follows; at last what is ignored."""
    for rule in program.rules:
        yield f"{rule.name}: {show_body(rule.body)} → {show_atom(rule.head)}".replace(":  →", ": →")
    for identity in program.identities:
        key = ", ".join(shorten(variable) for variable in identity.key)
        yield f"{identity.name}: {show_body(identity.body)} → one {shorten(identity.member)} for each ({key})"
    for constraint in program.constraints:
        yield f"{constraint.name}: {show_body(constraint.body)} → contradiction"
    for typing in program.typings:
        member, datatype = shorten(typing.member), shorten(typing.datatype)
        yield f"{typing.name}: {show_body(typing.body)} → contradiction if {member} is a literal outside {datatype}"
    for distinct in program.distinct:
        yield f"{distinct.name}: all different: {', '.join(shorten(member) for member in distinct.members)}"
    for warning in program.warnings:
        yield f"ignored: {warning}"
