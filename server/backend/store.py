"""Which store stands behind the server, and which snapshot does it hold?

It is met once when the server starts: a store that cannot be served from is told then. The mark that `dateline load`
has left in it (`kg.store.mark`) is read anew every few seconds, so that another snapshot is noticed.
"""

import http.client
import json
import time
from threading import Lock

from pyoxigraph import NamedNode, RdfFormat, parse

from kg import iri
from kg.endpoint import RESULTS, Caller, RemoteStore, Request, form, select
from kg.errors import StoreError
from kg.store.mark import QUESTION, Mark, read_mark
from kg.store.targets import count_graphs
from server.backend.phrasing import Manner

_SECONDS = 10.0
_REMEMBERED_SECONDS = 10.0
_COUNTING_SECONDS = 120.0
_FUNCTION = NamedNode("http://www.w3.org/ns/sparql-service-description#extensionFunction")


class Backend:
    """A SPARQL 1.1 store that the operator named."""

    def __init__(self, remote: RemoteStore) -> None:
        self._remote = remote
        self._lock = Lock()
        self._mark: tuple[float, Mark] | None = None
        self._graphs: tuple[str, frozenset[str]] | None = None
        self.manner = _meet(remote)

    @property
    def address(self) -> str:
        """Where it takes queries."""
        return self._remote.query

    def mark(self) -> Mark:
        """The snapshot that it holds; raises StoreError when it holds none, or does not answer."""
        with self._lock:
            if self._mark is None or time.monotonic() - self._mark[0] > _REMEMBERED_SECONDS:
                self._mark = (time.monotonic(), self._read())
            return self._mark[1]

    def _read(self) -> Mark:
        mark = read_mark(select(self._remote, QUESTION, _SECONDS))
        if mark is None:
            raise StoreError(
                f"{self.address} does not say that it holds a whole snapshot; load one: dateline load --to …, or, "
                "where it was loaded otherwise, add what dateline load --mark prints"
            )
        if not mark.union:
            raise StoreError(
                f"the default graph of {self.address} is not the union of its named graphs, which every question "
                "here is about; switch that on there (see docs/stores)"
            )
        return mark

    def graphs(self) -> frozenset[str]:
        """The named graphs that it holds."""
        snapshot = self.mark().snapshot
        if self._graphs is None or self._graphs[0] != snapshot:
            self._graphs = (snapshot, frozenset(count_graphs(self._remote, _COUNTING_SECONDS)))
        return self._graphs[1]


def _meet(remote: RemoteStore) -> Manner:
    """How a store wants to be talked to; raises StoreError when it does not answer."""
    caller = Caller(remote.query, remote.login, _SECONDS)
    try:
        answer = caller.call(form(remote.query, {"query": "ASK { ?s ?p ?o }"}, RESULTS))
        answer.read()
        name = answer.headers.get("Server", "")
        described = caller.call(Request("GET", remote.query, None, {"Accept": "text/turtle"}))
        description = described.read()
    except (OSError, http.client.HTTPException) as error:
        raise StoreError(
            f"{remote.query} does not answer ({error}); check --backend, and that the store runs"
        ) from error
    finally:
        caller.close()
    return Manner(virtuoso=name.startswith("Virtuoso"), functions=_functions(description))


def _functions(description: bytes) -> frozenset[str]:
    """The functions of ours that a service description names; none when it is none."""
    try:
        found = [quad.object for quad in parse(description, format=RdfFormat.TURTLE) if quad.predicate == _FUNCTION]
    except (SyntaxError, ValueError):
        return frozenset()
    names = (term.value for term in found if isinstance(term, NamedNode))
    return frozenset(name for name in names if name.startswith(iri.FUNCTION))


def write_manner(manner: Manner) -> str:
    """What is known of a store, for the command line of a relay."""
    return json.dumps({"virtuoso": manner.virtuoso, "functions": sorted(manner.functions)})
