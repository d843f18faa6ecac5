"""How is a question put to another store, so that it has the answer that our own engine gives?

Prefixes that are known here are declared, relative IRIs get their base, variables that are bound beforehand become
their IRIs, and the dataset goes beside the query (SPARQL 1.1 Protocol, section 2.1.4). Virtuoso's graphs of its own,
which its default graph has too, are kept out of it, and it is told the deadline, since it goes on when a connection
is closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from kg.store.functions import FUNCTIONS
from kg.vocabulary import PREFIXES
from server.backend.dialect import translate
from server.grammar.tokens import tokens
from server.pages.citation import declare_prefixes
from server.workers.answering import Results
from server.workers.frames import Question

_VIRTUOSO_GRAPHS = (
    "http://www.openlinksw.com/schemas/virtrdf#",
    "http://www.w3.org/ns/ldp#",
    "http://localuriqaserver/sparql",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """What is known of a store: whether it is Virtuoso, and which functions of ours it has."""

    virtuoso: bool = False
    functions: frozenset[str] = frozenset()


def check(question: Question, text: str) -> Results:
    """What our engine finds in an empty store: it says of which form a query is, and its variables.

    Raises SyntaxError and ValueError for what it would not evaluate.
    """
    return Store().query(text, base_iri=question.base, prefixes=PREFIXES, custom_functions=FUNCTIONS)


def phrase(question: Question, text: str, manner: Manner, seconds: float) -> list[tuple[str, str]]:
    """The fields of the form that is sent; raises Foreign for what no other store is asked."""
    text = translate(text, PREFIXES, manner.functions)
    if question.substitutions:
        text = _bind(text, dict(question.substitutions))
    text = declare_prefixes(text, PREFIXES)
    if question.base is not None:
        text = f"BASE {NamedNode(question.base)}\n{text}"
    fields = [
        *(("default-graph-uri", graph) for graph in question.default_graphs),
        *(("named-graph-uri", graph) for graph in question.named_graphs),
    ]
    if manner.virtuoso:
        text = _without_own_graphs(text) if question.union else text
        # Milliseconds; that it stopped there is told in a header.
        fields.append(("timeout", str(max(1000, round(seconds * 1000)))))
    return [("query", text), *fields]


def _without_own_graphs(text: str) -> str:
    kinds = ("default", "named")
    lines = (f"define input:{kind}-graph-exclude <{graph}>\n" for graph in _VIRTUOSO_GRAPHS for kind in kinds)
    return f"{''.join(lines)}{text}"


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
