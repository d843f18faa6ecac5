"""Of which patterns, filters and blocks is a query's group made?

Each piece is text of the query itself, so that the pieces can be asked one by one. A subject with several
properties becomes one triple pattern for each property and value. SPARQL 1.1, sections 5, 6, 8 and 18.2.2.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from server.grammar.tree import Node, Tree

Kind: TypeAlias = Literal["pattern", "filter", "minus", "optional", "bind", "values", "block", "graph", "subquery"]
_KINDS: dict[str, Kind] = {
    "FILTER": "filter",
    "MINUS": "minus",
    "OPTIONAL": "optional",
    "BIND": "bind",
    "VALUES": "values",
    "GRAPH": "graph",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Constant:
    """An IRI of a pattern as it was written, and where it stands."""

    text: str
    role: Literal["property", "class", "thing"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """One piece of a group: its text, the offset of its first character, and what can be asked about it.

    `inside` is the group of a `GRAPH` or nested block, `wrap` what stands around what is in it. `relaxed` is a
    pattern with its literal replaced by `RELAXED`, whose string is `literal`.
    """

    kind: Kind
    text: str
    offset: int
    variables: frozenset[str] = frozenset()
    constants: tuple[Constant, ...] = ()
    inside: tuple["Piece", ...] = ()
    wrap: tuple[str, str] = ("{ ", " }")
    relaxed: str = ""
    literal: str = ""


RELAXED = "?datelineFound"


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """A query taken apart: what stands before its group, the pieces of the group, and the modifiers after it."""

    prologue: str
    dataset: str
    group: tuple[Piece, ...]
    after: str
    after_offset: int


def take_apart(tree: Tree) -> Query | None:
    """The parts of a query that has a group; DESCRIBE of an IRI has none."""
    form = tree.root.parts[1]
    where = next(form.find("Where", "Template"), None)
    if form.rule == "Construct":
        where = next(form.find("Where"), where)
    if where is None:
        return None
    group = where if where.rule == "Template" else where.parts[0]
    values = next((part for part in tree.root.parts[2:] if part.rule == "Values"), None)
    after = next(part for part in form.parts if part.rule == "Modifiers")
    pieces = [*_pieces(tree, group)]
    if values is not None and values.start < values.end:
        pieces.append(_piece(tree, values, "values"))
    return Query(
        prologue=tree.words(tree.root.parts[0]),
        dataset=" ".join(tree.words(node) for node in form.find("Dataset")),
        group=tuple(pieces),
        after=tree.words(after),
        after_offset=tree.tokens[min(after.start, len(tree.tokens) - 1)].start,
    )


def _pieces(tree: Tree, group: Node) -> Iterator[Piece]:
    for node in group.parts:
        if node.rule == "Triples":
            yield from _patterns(tree, node)
        elif node.rule == "SubSelect":
            yield _piece(tree, node, "subquery", text=f"{{ {tree.words(node)} }}")
        elif node.rule == "Part":
            yield _part(tree, node)


def _part(tree: Tree, node: Node) -> Piece:
    kind = _KINDS.get(tree.first(node), "block")
    groups = [part for part in node.parts if part.rule == "Group"]
    if kind == "graph":
        name = next(part for part in node.parts if part.rule == "VarOrIri")
        wrap = (f"GRAPH {tree.words(name)} {{ ", " }")
        return _piece(tree, node, kind, inside=tuple(_pieces(tree, groups[0])), wrap=wrap)
    if kind == "block" and len(groups) == 1 and tree.first(node) == "{":
        return _piece(tree, node, kind, inside=tuple(_pieces(tree, groups[0])))
    return _piece(tree, node, kind)


def _piece(
    tree: Tree,
    node: Node,
    kind: Kind,
    *,
    text: str = "",
    inside: tuple[Piece, ...] = (),
    wrap: tuple[str, str] = ("{ ", " }"),
) -> Piece:
    return Piece(
        kind=kind,
        text=text or tree.words(node),
        offset=tree.tokens[node.start].start,
        variables=_variables(tree, node),
        inside=inside,
        wrap=wrap,
    )


def _variables(tree: Tree, *nodes: Node) -> frozenset[str]:
    found = (token for node in nodes for token in tree.tokens[node.start : node.end])
    return frozenset("?" + token.text[1:] for token in found if token.kind == "variable")


def _patterns(tree: Tree, triples: Node) -> Iterator[Piece]:
    for same in triples.find("SameSubject"):
        subject = same.parts[0]
        properties = [part for part in same.parts[1:] if part.rule == "Properties"]
        if subject.rule != "VarOrTerm" or not properties:
            yield _piece(tree, same, "pattern")
            continue
        verbs = [part for part in properties[0].parts if part.rule in {"Verb", "Objects"}]
        for verb, objects in zip(verbs[::2], verbs[1::2], strict=True):
            for value in objects.parts:
                yield _pattern(tree, subject, verb, value)


def _pattern(tree: Tree, subject: Node, verb: Node, value: Node) -> Piece:
    words = [tree.words(node) for node in (subject, verb, value)]
    literal = next(value.find("Literal"), None) if value.parts[0].rule == "VarOrTerm" else None
    string = next(literal.find("String"), None) if literal is not None else None
    return Piece(
        kind="pattern",
        text=" ".join(words),
        offset=tree.tokens[verb.start].start,
        variables=_variables(tree, subject, verb, value),
        constants=tuple(_constants(tree, subject, verb, value)),
        relaxed=" ".join((*words[:2], RELAXED)) if string is not None else "",
        literal=tree.tokens[string.start].text if string is not None else "",
    )


def _constants(tree: Tree, subject: Node, verb: Node, value: Node) -> Iterator[Constant]:
    properties = [tree.words(node) for node in verb.find("Iri")]
    is_type = tree.words(verb).strip() in {"a", "rdf:type", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"}
    yield from (Constant(text=name, role="property") for name in properties if not is_type)
    for node in (subject, value):
        for name in _own_iri(node):
            role: Literal["class", "thing"] = "class" if is_type and node is value else "thing"
            yield Constant(text=tree.words(name), role=role)


def _own_iri(node: Node) -> Iterator[Node]:
    term = node if node.rule == "VarOrTerm" else node.parts[0]
    if term.rule == "VarOrTerm":
        yield from (part for part in term.parts if part.rule == "Iri")
