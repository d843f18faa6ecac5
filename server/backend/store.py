"""Which store stands behind the server, and which snapshot does it hold?

It is met once when the server starts: a store that cannot be served from is told then. Which snapshot it holds is
said by the mark that `dateline load` has left in it (`kg.store.mark`), or, where it is another Dateline, by its
service description; it is asked anew every few seconds, so that another snapshot is noticed.
"""

import http.client
import json
import time
from threading import Lock
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg import iri
from kg.endpoint import RESULTS, Caller, RemoteStore, Request, form, select
from kg.errors import StoreError
from kg.store.mark import QUESTION, Mark, read_mark
from kg.store.targets import count_graphs
from kg.vocabulary import DCT
from server.backend.phrasing import Manner
from server.sparql.description import SD
from server.workers.computing import aside

_SECONDS = 10.0
_REMEMBERED_SECONDS = 10.0
_COUNTING_SECONDS = 120.0
_MOST_OF_VIRTUOSO = 'SELECT (bif:virtuoso_ini_item_value("SPARQL", "ResultSetMaxRows") AS ?most) {}'
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


class Description(NamedTuple):
    """What a store says of itself: functions of ours, its version, and whether its default graph is the union."""

    functions: frozenset[str] = frozenset()
    version: str | None = None
    union: bool = False


class Backend:
    """A SPARQL 1.1 store that the operator named."""

    def __init__(self, remote: RemoteStore) -> None:
        self._remote = remote
        self._lock = Lock()
        self._mark: Mark | None = None
        self._read_at = 0.0
        self._graphs: tuple[str, frozenset[str]] | None = None
        self.manner = _meet(remote)

    @property
    def address(self) -> str:
        """Where it takes queries."""
        return self._remote.query

    def mark(self) -> Mark:
        """The snapshot that it holds; raises StoreError when it holds none, or has never answered."""
        with self._lock:
            known, now = self._mark, time.monotonic()
            if known is not None and now - self._read_at < _REMEMBERED_SECONDS:
                return known
            # Whoever comes meanwhile need not wait for an answer that may never come.
            self._read_at = now
        try:
            self._mark = self._read()
        except StoreError:
            if known is None:
                raise
            # That it does not answer now is told by the question itself.
            return known
        return self._check(self._mark)

    def _read(self) -> Mark | None:
        return read_mark(select(self._remote, QUESTION, _SECONDS)) or self._read_description()

    def _check(self, mark: Mark | None) -> Mark:
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

    def _read_description(self) -> Mark | None:
        found = read_description(_describe(self._remote)[1])
        if found.version is None:
            return None
        if self._mark is not None and self._mark.snapshot == found.version:
            return self._mark
        counted = select(self._remote, _COUNT, _COUNTING_SECONDS)[0]["n"]
        return Mark(found.version, int(counted.value) if isinstance(counted, Literal) else 0, found.union)

    def graphs(self) -> frozenset[str]:
        """The named graphs that it holds."""
        snapshot = self.mark().snapshot
        if self._graphs is None or self._graphs[0] != snapshot:
            self._graphs = (snapshot, frozenset(count_graphs(self._remote, _COUNTING_SECONDS)))
        return self._graphs[1]


def _meet(remote: RemoteStore) -> Manner:
    """How a store wants to be talked to; raises StoreError when it does not answer."""
    name, description = _describe(remote)
    virtuoso = name.startswith("Virtuoso")
    functions = read_description(description).functions
    return Manner(virtuoso=virtuoso, functions=functions, most=_most(remote) if virtuoso else None)


def _most(remote: RemoteStore) -> int | None:
    """How many rows a Virtuoso gives at most."""
    said = [row.get("most") for row in select(remote, _MOST_OF_VIRTUOSO, _SECONDS)]
    return int(said[0].value) if said and isinstance(said[0], Literal) and said[0].value.isdecimal() else None


@aside()
def _describe(remote: RemoteStore) -> tuple[str, bytes]:
    """What a store calls itself in the header `Server`, and its service description."""
    caller = Caller(remote.query, remote.login, _SECONDS)
    try:
        answer = caller.call(form(remote.query, {"query": "ASK { ?s ?p ?o }"}, RESULTS))
        answer.read()
        described = caller.call(Request("GET", remote.query, None, {"Accept": "text/turtle"}))
        return answer.headers.get("Server", ""), described.read()
    except (OSError, http.client.HTTPException) as error:
        raise StoreError(
            f"{remote.query} does not answer ({error}); check --backend, and that the store runs"
        ) from error
    finally:
        caller.close()


def read_description(text: bytes) -> Description:
    """What a service description in Turtle says; nothing when it is none."""
    try:
        found: list[Quad] = list(parse(text, format=RdfFormat.TURTLE))
    except (SyntaxError, ValueError):
        return Description()
    functions = [quad.object for quad in found if quad.predicate == SD.extensionFunction]
    datasets = {quad.object for quad in found if quad.predicate == SD.defaultDataset}
    versions = [quad.object for quad in found if quad.subject in datasets and quad.predicate == DCT.identifier]
    version = versions[0] if len(versions) == 1 else None
    names = (name.value for name in functions if isinstance(name, NamedNode))
    return Description(
        functions=frozenset(name for name in names if name.startswith(iri.FUNCTION)),
        version=version.value if isinstance(version, Literal) else None,
        union=any(quad.predicate == SD.feature and quad.object == SD.UnionDefaultGraph for quad in found),
    )


def write_manner(manner: Manner) -> str:
    """What is known of a store, for the command line of a relay."""
    fields = {"virtuoso": manner.virtuoso, "functions": sorted(manner.functions), "most": manner.most}
    return json.dumps(fields)
