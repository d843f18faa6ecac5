"""Does any SPARQL text or request for one end otherwise than understood or refused?

The engine's own parser is the judge: what it takes it takes with our LIMIT in it too, and what our grammar is sure of
is in its tree.
"""

from contextlib import suppress
from functools import cache
from io import BytesIO

from flask import Flask
from pyoxigraph import Store
from werkzeug.test import EnvironBuilder

from kg.vocabulary import PREFIXES
from server.grammar.danger import inspect, refuse_dangerous_update
from server.grammar.limit_rows import limit_rows
from server.grammar.loads import silence_loads
from server.grammar.outermost import outer_words
from server.grammar.patterns import take_apart
from server.grammar.syntax import refuse_syntax
from server.grammar.tokens import tokens
from server.grammar.tree import read_tree
from server.grammar.using import put_using
from server.http.coding import choose_coding
from server.http.negotiate import choose
from server.http.refusals import Refusal
from server.pages.citation import declare_prefixes
from server.sparql.asked import bearer, read_address, read_body, refuse_coded_body

_POST = EnvironBuilder("/sparql", method="POST").get_environ()


def query(data: bytes) -> None:
    """The text of a query."""
    text = data.decode("utf-8", "replace")
    found = list(tokens(text))
    assert all(text[token.start : token.start + len(token.text)] == token.text for token in found)
    with suppress(Refusal):
        form = inspect(text, PREFIXES).form
        if form == "SELECT" and _parses(text):
            assert _parses(limit_rows(text, 10).text)


def faulty(data: bytes) -> None:
    """The text of a query that the engine refused, and the patterns of one that it took."""
    text = data.decode("utf-8", "replace")
    assert refuse_syntax(text, PREFIXES).status == 400
    outer_words(text)
    declare_prefixes(text, PREFIXES)
    tree = read_tree(text)
    if tree is not None:
        take_apart(tree)


def update(data: bytes) -> None:
    """The text of an update."""
    text = data.decode("utf-8", "replace")
    silence_loads(text)
    with suppress(Refusal):
        refuse_dangerous_update(text)
        put_using(text, ["http://e/g"], ["http://e/n"])


def request(data: bytes) -> None:
    """A request: its query string, headers and body, one a line."""
    address, accept, kind, body = (*data.split(b"\n", 3), b"", b"", b"", b"")[:4]
    told = {
        "QUERY_STRING": address.decode("latin-1"),
        "HTTP_ACCEPT": accept.decode("latin-1"),
        "HTTP_ACCEPT_ENCODING": accept.decode("latin-1"),
        "HTTP_AUTHORIZATION": accept.decode("latin-1"),
        "HTTP_CONTENT_ENCODING": accept.decode("latin-1")[:9],
        "CONTENT_TYPE": kind.decode("latin-1"),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }
    with _app().request_context(_POST | told):
        bearer()
        for step in (
            refuse_coded_body,
            lambda: read_address("query"),
            lambda: read_body("query"),
            lambda: read_body("update"),
            lambda: choose(told["HTTP_ACCEPT"], ("text/csv", "application/json")),
            lambda: choose_coding(told["HTTP_ACCEPT_ENCODING"]),
        ):
            with suppress(Refusal):
                step()


@cache
def _app() -> Flask:
    return Flask(__name__)


@cache
def _store() -> Store:
    return Store()


def _parses(text: str) -> bool:
    try:
        _store().query(text, prefixes=PREFIXES)
    except SyntaxError:
        return False
    except (OSError, ValueError, RuntimeError):
        return True
    return True
