"""Which triples does a solution of a query rest on?

Every pattern of the outer group, its nested groups and optional parts becomes a step: subject, predicate and object
as the query has them. A path that is a sequence becomes one step for each of its properties, with a variable of our
own between them, and each alternative a step of its own; other paths (SPARQL 1.1, section 9.1) name no triples.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from server.grammar.tree import Node, Tree

_LEFT_OUT = frozenset({"FILTER", "MINUS", "SERVICE", "BIND", "VALUES"})
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_BETWEEN = "?datelineBetween"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A triple pattern, each part in the text of the query or a variable of our own."""

    subject: str
    predicate: str
    object: str

    @property
    def variables(self) -> tuple[str, ...]:
        """Its variables, written with a question mark."""
        return tuple(part for part in (self.subject, self.predicate, self.object) if part.startswith("?"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Steps:
    """The steps of a query, and the sequences among them that need variables of our own to be solved."""

    every: tuple[Step, ...]
    sequences: tuple[tuple[Step, ...], ...]


def read_steps(tree: Tree, group: Node) -> Steps:
    """The steps of a group of a query."""
    chains = [chain for triples in _triples(tree, group) for chain in _chains(tree, triples)]
    numbered = [tuple(_link(chain, f"{_BETWEEN}{number}_")) for number, chain in enumerate(chains)]
    return Steps(
        every=tuple(step for chain in numbered for step in chain),
        sequences=tuple(chain for chain in numbered if len(chain) > 1),
    )


def _triples(tree: Tree, group: Node) -> Iterator[Node]:
    for part in group.parts:
        if part.rule == "Triples":
            yield part
        elif part.rule == "Group" or (part.rule == "Part" and tree.first(part) not in _LEFT_OUT):
            yield from _triples(tree, part)


def _chains(tree: Tree, triples: Node) -> Iterator[tuple[str, list[str], str]]:
    """Subject, properties from it to the object (an inverse one begins with ^), and object."""
    for same in triples.find("SameSubject"):
        if len(same.parts) != 2 or not (subject := _term(tree, same.parts[0])):
            continue
        verbs = [part for part in same.parts[1].parts if part.rule in {"Verb", "Objects"}]
        for verb, objects in zip(verbs[::2], verbs[1::2], strict=True):
            for node in objects.parts:
                value = _term(tree, node.parts[0])
                yield from ((subject, path, value) for path in _paths(tree, verb) if value)


def _term(tree: Tree, node: Node) -> str:
    """A variable, IRI or literal; nothing for what has no name of its own."""
    words = tree.words(node)
    if node.rule != "VarOrTerm" or words.startswith(("_:", "[")):
        return ""
    return _variable(words)


def _variable(words: str) -> str:
    return "?" + words[1:] if words.startswith("$") else words


def _paths(tree: Tree, verb: Node) -> Iterator[list[str]]:
    if not verb.parts:
        yield [_variable(tree.words(verb))]
        return
    for sequence in verb.parts[0].parts:
        path = [_property(tree, step) for step in sequence.parts]
        if all(path):
            yield path


def _property(tree: Tree, step: Node) -> str:
    primary = step.parts[0]
    bare = tree.words(step).removeprefix("^").strip()
    if bare != tree.words(primary) or not ((primary.parts and primary.parts[0].rule == "Iri") or bare == "a"):
        return ""
    return ("^" if tree.first(step) == "^" else "") + (_TYPE if bare == "a" else bare)


def _link(chain: tuple[str, list[str], str], between: str) -> Iterator[Step]:
    subject, path, value = chain
    ends = [subject, *(f"{between}{number}" for number in range(1, len(path))), value]
    for (start, end), name in zip(pairwise(ends), path, strict=True):
        one, other = (end, start) if name.startswith("^") else (start, end)
        yield Step(subject=one, predicate=name.removeprefix("^"), object=other)
