"""Which rule of the grammar made which part of a query?

The derivation of a text by the grammar of `server.grammar.syntax`, on a stack instead of by recursion: it takes
time in proportion to the text and no depth of nesting overflows it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from server.grammar.syntax import END, Symbol, read_grammar, terminal_of
from server.grammar.tokens import Token, tokens

_CLOSE = "#close"


@dataclass(slots=True)
class Node:
    """A rule's part of the text: its tokens from `start` up to `end`, and the rules that it is made of."""

    rule: str
    start: int
    end: int = 0
    parts: list["Node"] = field(default_factory=list)

    def find(self, *rules: str) -> Iterator["Node"]:
        """The outermost nodes of these rules below this one, in the order of the text."""
        waiting = list(reversed(self.parts))
        while waiting:
            node = waiting.pop()
            if node.rule in rules:
                yield node
            else:
                waiting.extend(reversed(node.parts))


@dataclass(frozen=True, kw_only=True, slots=True)
class Tree:
    """A query's text, its tokens and its derivation."""

    text: str
    tokens: tuple[Token, ...]
    root: Node

    def words(self, node: Node) -> str:
        """The text of a node as it was written."""
        return self.between(node.start, node.end)

    def between(self, start: int, end: int) -> str:
        """The text from a token up to, and without, another."""
        if start >= end:
            return ""
        last = self.tokens[end - 1]
        return self.text[self.tokens[start].start : last.start + len(last.text)]

    def first(self, node: Node) -> str:
        """The first token of a node in upper case."""
        return self.tokens[node.start].text.upper() if node.start < node.end else ""


def read_tree(text: str) -> Tree | None:
    """The derivation of a query; None when it does not fit the grammar."""
    grammar = read_grammar()
    found = tuple(tokens(text))
    root = Node("", 0)
    open_nodes, waiting = [root], [END, "Query"]
    for position, token in enumerate((*found, None)):
        terminal = END if token is None else terminal_of(token)
        while (top := waiting.pop()) != terminal:
            if top == _CLOSE:
                open_nodes.pop().end = position
                continue
            production = grammar.choices.get(top, {}).get(terminal, () if top in grammar.empty else None)
            if production is None:
                return None
            _expand(top, production, position, open_nodes, waiting)
    return Tree(text=text, tokens=found, root=root.parts[0])


def _expand(
    top: Symbol, production: tuple[Symbol, ...], position: int, open_nodes: list[Node], waiting: list[Symbol]
) -> None:
    # Options and repetitions have rules of their own, numbered by the grammar's reader: they are no parts.
    if not top.startswith("#"):
        node = Node(top, position)
        open_nodes[-1].parts.append(node)
        open_nodes.append(node)
        waiting.append(_CLOSE)
    waiting.extend(reversed(production))
