"""What does the server itself ask the data, to draw its pages?

The queries are the files of `server/queries/`; what varies goes in as an IRI bound to a variable, never as text.
They run on a worker of their own, so that no stranger's query holds up a page, and stand in the line of whoever
asked for the page.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

from pyoxigraph import NamedNode

from server.http.clients import current_client
from server.http.formats import JSON
from server.workers.answers import Answer
from server.workers.frames import Question
from server.workers.limits import Pool

_QUERIES = Path(__file__).parent / "queries"
_MOST_ROWS = 1_000_000


class Value(NamedTuple):
    """A term of an answer: its text, whether it is an IRI, and its language or datatype when it has one."""

    text: str
    is_iri: bool
    language: str | None
    datatype: str | None


Row: TypeAlias = Mapping[str, Value]
"""One solution of a SELECT: bound variables only."""


class Selecting(Protocol):
    """Whatever answers the queries of `server/queries/`: the served graph, or a store in this process."""

    def select(self, name: str, **terms: str) -> list[Row]:
        """The solutions of `queries/<name>.rq` with variables bound to IRIs."""


class Graph:
    """The served graph behind the server's own questions."""

    def __init__(self, pool: Pool, seconds: float) -> None:
        self._pool = pool
        self._seconds = seconds

    def select(self, name: str, **terms: str) -> list[Row]:
        """The solutions of `queries/<name>.rq` with variables bound to IRIs; raises Refusal over the time limit."""
        return read_rows(self._ask(name, JSON, terms).read())

    def construct(self, name: str, media_type: str, **terms: str) -> Answer:
        """The triples of `queries/<name>.rq`, written as `media_type`."""
        return self._ask(name, media_type, terms)

    def _ask(self, name: str, media_type: str, terms: Mapping[str, str]) -> Answer:
        question = Question(
            text=read_query(name),
            media_type=media_type,
            substitutions=tuple(sorted(terms.items())),
            max_rows=_MOST_ROWS,
            seconds=self._seconds,
        )
        return self._pool.ask(question, client=current_client())


@cache
def read_query(name: str) -> str:
    """The text of a query of ours."""
    return (_QUERIES / f"{name}.rq").read_text(encoding="utf-8")


def is_iri(text: str) -> bool:
    """Whether a text can stand as an IRI in a query."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def read_rows(body: bytes) -> list[Row]:
    """The solutions of an answer in SPARQL Query Results JSON Format."""
    found = json.loads(body)
    return [{key: _value(term) for key, term in row.items()} for row in found["results"]["bindings"]]


def _value(term: Mapping[str, str]) -> Value:
    return Value(term["value"], term["type"] == "uri", term.get("xml:lang"), term.get("datatype"))


def text(row: Row, name: str, default: str = "") -> str:
    """The text of a variable, or the default when it is unbound."""
    found = row.get(name)
    return default if found is None else found.text
