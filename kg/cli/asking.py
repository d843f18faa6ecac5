"""How does the command line ask a store a question?

SERVICE and LOAD are refused as on the endpoint: nothing leaves this machine.
"""

from pathlib import Path
from typing import TypeAlias

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

from kg.errors import QueryError
from kg.store.functions import FUNCTIONS
from kg.vocabulary import PREFIXES
from server.grammar.bases import move_bases
from server.grammar.danger import inspect, refuse_unknown_graphs
from server.grammar.syntax import refuse_syntax

Found: TypeAlias = QuerySolutions | QueryBoolean | QueryTriples


def ask(store: Store, text: str) -> Found:
    """The answer of a store to a query with the known prefixes; raises QueryError for one that cannot be asked.

    A FROM that names a graph that the store does not hold is such a fault: nothing is read or fetched for it.
    """
    text = move_bases(text, PREFIXES)
    graphs = inspect(text, PREFIXES).graphs
    if graphs:
        refuse_unknown_graphs(graphs, frozenset(name.value for name in store.named_graphs()))
    try:
        return store.query(text, prefixes=PREFIXES, use_default_graph_as_union=not graphs, custom_functions=FUNCTIONS)
    except SyntaxError as error:
        raise refuse_syntax(text, PREFIXES) from error
    except (ValueError, RuntimeError) as error:
        raise QueryError(f"the query cannot be evaluated: {error}") from error


def read_question(path: Path) -> str:
    """The text of a file with a query; raises QueryError when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: the query is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except OSError as error:
        raise QueryError(f"{path}: cannot be read ({error.strerror})") from error
