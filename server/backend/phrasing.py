"""How is a question put to another store, so that it has the answer that our own engine gives?

Prefixes that are known here are declared, relative IRIs get their base, variables that are bound beforehand become
their IRIs, and the dataset goes beside the query (SPARQL 1.1 Protocol, section 2.1.4). Virtuoso's graphs of its own,
which its default graph has too, are kept out of it, and it is told the deadline, since it goes on when a connection
is closed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import NamedNode, Store

from kg.store.functions import FUNCTIONS
from kg.vocabulary import PREFIXES
from server.backend.dialect import translate
from server.grammar.tokens import tokens
from server.grammar.tree import read_tree
from server.pages.citation import declare_prefixes
from server.workers.answering import Results
from server.workers.frames import Question

_SORTED_ROWS = 10_000
_VIRTUOSO_GRAPHS = (
    "http://www.openlinksw.com/schemas/virtrdf#",
    "http://www.w3.org/ns/ldp#",
    "http://localuriqaserver/sparql",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """What is known of a store: whether it is Virtuoso, which functions of ours it has, and how many rows it gives.

    Virtuoso says when it has cut rows at `most`, but not when it has cut the solutions of a CONSTRUCT.
    """

    virtuoso: bool = False
    most: int | None = None
    functions: frozenset[str] = frozenset()


def check(question: Question, text: str) -> Results:
    """What our engine finds in an empty store: it says of which form a query is, and its variables.

    Raises SyntaxError and ValueError for what it would not evaluate.
    """
    return Store().query(text, base_iri=question.base, prefixes=PREFIXES, custom_functions=FUNCTIONS)


def phrase(
    question: Question, text: str, manner: Manner, seconds: float, variables: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """The fields of the form that is sent; `variables` are those of a SELECT, in order.

    Raises Foreign for what no other store is asked, and SyntaxError beyond SPARQL 1.1.
    """
    text = translate(text, PREFIXES, manner.functions)
    if question.substitutions:
        text = _bind(text, dict(question.substitutions))
    text = declare_prefixes(text, PREFIXES)
    if question.base is not None and not any(token.text.upper() == "BASE" for token in tokens(text)):
        text = f"BASE {NamedNode(question.base)}\n{text}"
    fields = [
        *(("default-graph-uri", graph) for graph in question.default_graphs),
        *(("named-graph-uri", graph) for graph in question.named_graphs),
    ]
    if manner.virtuoso:
        text = _sort_inside(text, variables)
        text = _without_own_graphs(text) if question.union else text
        # Milliseconds; that it stopped there is told in a header.
        fields.append(("timeout", str(max(1000, round(seconds * 1000)))))
    return [("query", text), *fields]


def _without_own_graphs(text: str) -> str:
    kinds = ("default", "named")
    lines = (f"define input:{kind}-graph-exclude <{graph}>\n" for graph in _VIRTUOSO_GRAPHS for kind in kinds)
    return f"{''.join(lines)}{text}"


def _sort_inside(text: str, variables: Sequence[str]) -> str:
    """The query with what is sorted in a query of its own, since Virtuoso sorts no more than 10,000 rows at a limit.

    It keeps their order, although SPARQL does not ask for that.
    """
    tree = read_tree(text)
    query = next(tree.root.find("Select"), None) if tree is not None else None
    if tree is None or query is None:
        return text
    modifiers, where = query.parts[-1], query.parts[-2]
    words = [token.text.upper() for token in tree.tokens[modifiers.start : modifiers.end]]
    cut = min((words.index(word) for word in ("LIMIT", "OFFSET") if word in words), default=None)
    if "ORDER" not in words or cut is None or _limit(words) <= _SORTED_ROWS:
        return text
    clause, dataset = query.parts[0], tree.between(query.parts[0].end, where.start)
    sort = tree.between(modifiers.start, modifiers.start + cut)
    rest = tree.between(modifiers.start + cut, modifiers.end)
    inner = f"{tree.words(clause)} {tree.words(where)} {sort}"
    names = " ".join(f"?{name}" for name in variables)
    before, after = tree.between(0, query.start), tree.between(query.end, tree.root.end)
    return f"{before} SELECT {names} {dataset} WHERE {{ {{ {inner} }} }} {rest} {after}"


def ask_beyond(text: str, most: int) -> str | None:
    """A query with a row when a CONSTRUCT has more than so many solutions; None for another form."""
    tree = read_tree(text)
    query = next(tree.root.find("Construct"), None) if tree is not None else None
    if tree is None or query is None:
        return None
    group = next((part for part in query.parts if part.rule == "Where"), None)
    pattern = tree.words(group or next(part for part in query.parts if part.rule == "Template"))
    dataset = " ".join(tree.words(part) for part in query.parts if part.rule == "Dataset")
    inner = f"SELECT (1 AS ?x) {'' if group else 'WHERE '}{pattern} {tree.words(query.parts[-1])}"
    return f"{tree.between(0, query.start)} SELECT ?x {dataset} WHERE {{ {{ {inner} }} }} LIMIT 1 OFFSET {most}"


def _limit(words: Sequence[str]) -> int:
    """The sum of LIMIT and OFFSET."""
    return sum(int(number) for word, number in pairwise(words) if word in {"LIMIT", "OFFSET"} and number.isdecimal())


def _bind(text: str, bound: Mapping[str, str]) -> str:
    """The query with IRIs in place of variables; one that is selected is given as an expression."""
    pieces, end, selecting, depth = [], 0, False, 0
    for token in tokens(text):
        word = token.text.upper() if token.kind == "word" else token.text
        selecting = word == "SELECT" or (selecting and word not in {"WHERE", "{", "FROM"})
        depth += {"(": 1, ")": -1}.get(word, 0) if selecting else -depth
        if token.kind == "variable" and token.text[1:] in bound:
            iri = str(NamedNode(bound[token.text[1:]]))
            pieces += [text[end : token.start], f"({iri} AS {token.text})" if selecting and depth == 0 else iri]
            end = token.start + len(token.text)
    return "".join([*pieces, text[end:]])
