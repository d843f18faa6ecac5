"""What can be told of an answer in short, so that two can be compared without having both?

A worker tells it where the answer is: of a hundred thousand rows a few words reach the server.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Triple

from kg import iri
from server.grammar.outermost import outer_words


class Digest(NamedTuple):
    """An answer in short: how many rows, and the SHA-256 (hex) of its canonical rows."""

    rows: int
    sha256: str


class Rows(NamedTuple):
    """An answer with its variables; ASK and triples are rows too."""

    names: tuple[str, ...]
    rows: list[tuple[object, ...]]


class Summary(NamedTuple):
    """The digest of an answer, and the keys of the articles that it may rest on, in order."""

    digest: Digest
    keys: tuple[str, ...]


def read_rows(answer: QuerySolutions | QueryBoolean | Iterable[Triple]) -> Rows:
    """The whole answer of a query of any form."""
    if isinstance(answer, QueryBoolean):
        return Rows(("boolean",), [(Literal(bool(answer)),)])
    if isinstance(answer, QuerySolutions):
        return Rows(tuple(variable.value for variable in answer.variables), [tuple(row) for row in answer])
    return Rows(("subject", "predicate", "object"), [tuple(triple)[:3] for triple in answer])


def digest_rows(answer: Rows, *, ordered: bool) -> Digest:
    """The digest of an answer.

    Each row is one line of terms in N-Triples syntax with tabs between, after a line with the variables; lines are
    sorted unless `ordered`. Blank nodes have no names of their own, so all are written `_:`.
    """
    lines = ["\t".join(map(_term, row)) for row in answer.rows]
    if not ordered:
        lines.sort()
    digest = hashlib.sha256("\t".join(answer.names).encode() + b"\n")
    for line in lines:
        digest.update(line.encode() + b"\n")
    return Digest(len(lines), digest.hexdigest())


def _term(term: object) -> str:
    if term is None:
        return ""
    return "_:" if isinstance(term, BlankNode) else str(term).replace("\t", "\\t")


def article_keys(answer: Rows) -> list[str]:
    """The first parts of the paths of our IRIs in an answer: the keys of the articles that it may rest on."""
    names = (term.value for row in answer.rows for term in row if isinstance(term, NamedNode))
    return sorted({path.partition("/")[0] for name in names if (path := iri.local_path(name))})


def is_ordered(query: str) -> bool:
    """Whether the rows of the whole answer have an order: ORDER BY outside every group."""
    return "ORDER" in outer_words(query)


def write_summary(answer: Rows, query: str) -> bytes:
    """The summary of the answer to a query, as it travels."""
    return json.dumps((digest_rows(answer, ordered=is_ordered(query)), article_keys(answer))).encode()


def read_summary(written: bytes) -> Summary:
    """The summary that was written."""
    digest, keys = json.loads(written)
    return Summary(Digest(*digest), tuple(keys))
