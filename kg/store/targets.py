"""In which ways does a store take quads over HTTP?

By `INSERT DATA` (SPARQL 1.1 Update, section 3.1.1), or graph by graph by the Graph Store HTTP Protocol: PUT for the
first triples of a graph, POST for further ones (sections 5.3 and 5.5). Both read a graph back by a query, since that
is how it will be read.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from urllib.parse import quote

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.endpoint import RemoteStore, Request, form, select, send, send_update
from kg.errors import StoreError
from kg.store.remote import graph_of, triple_of

_COUNT = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_TRIPLES = "application/n-triples"
_SECONDS = 600.0
_CLEARED_AT_ONCE = 100


class UpdateTarget:
    """A store that takes SPARQL updates."""

    def __init__(self, store: RemoteStore) -> None:
        self._store = store

    def insert(self, lines: list[str], fresh: frozenset[str]) -> None:  # noqa: ARG002 - other ways need to know
        """Put lines in by one update."""
        send_update(self._store, insert(lines))

    def insert_once(self, lines: list[str]) -> None:
        """Put lines with blank nodes in by one update: each update makes blank nodes of its own."""
        send_update(self._store, insert_once(lines))

    def counts(self) -> dict[str, int]:
        """How many triples each named graph holds."""
        return count_graphs(self._store)

    def read(self, graph: str) -> Iterator[str]:
        """The triples of a graph."""
        return read_graph(self._store, graph)

    def clear(self, graphs: Iterable[str]) -> None:
        """Empty graphs, some at once."""
        names = [f"DROP SILENT GRAPH {NamedNode(graph)}" for graph in graphs]
        for start in range(0, len(names), _CLEARED_AT_ONCE):
            send_update(self._store, " ;\n".join(names[start : start + _CLEARED_AT_ONCE]))


class GraphTarget:
    """A store that takes whole graphs and additions to them at an address."""

    def __init__(self, store: RemoteStore, address: str) -> None:
        self._store, self._address = store, address

    def insert(self, lines: list[str], fresh: frozenset[str]) -> None:
        """Put lines in, graph by graph; a fresh graph is made anew."""
        for graph, triples in _by_graph(lines):
            self._send("PUT" if graph in fresh else "POST", graph, triples)

    def insert_once(self, lines: list[str]) -> None:
        """Add lines with blank nodes; raises StoreError when two graphs share one, which no two requests can."""
        graphs = dict(_by_graph(lines))
        seen: dict[str, str] = {}
        for graph, triples in graphs.items():
            for label in {word for line in triples for word in line.split(" ") if word.startswith("_:")}:
                if seen.setdefault(label, graph) != graph:
                    raise StoreError(f"<{graph}> and <{seen[label]}> share a blank node; use --protocol update")
        for graph, triples in graphs.items():
            self._send("POST", graph, triples)

    def counts(self) -> dict[str, int]:
        """How many triples each named graph holds."""
        return count_graphs(self._store)

    def read(self, graph: str) -> Iterator[str]:
        """The triples of a graph."""
        return read_graph(self._store, graph)

    def clear(self, graphs: Iterable[str]) -> None:
        """Empty graphs."""
        for graph in graphs:
            self._send("DELETE", graph, None)

    def _send(self, method: str, graph: str, triples: list[str] | None) -> None:
        body = None if triples is None else "".join(f"{triple} .\n" for triple in triples).encode()
        sign = "&" if "?" in self._address else "?"
        request = Request(
            method, f"{self._address}{sign}graph={quote(graph, safe='')}", body, {"Content-Type": _TRIPLES}
        )
        send(request, self._store.login, "graph", missing=b"" if method == "DELETE" else None)


def insert(lines: Iterable[str]) -> str:
    """The update that inserts some lines, graph by graph: a term of N-Quads is one of SPARQL too."""
    return "INSERT DATA {\n" + "".join(_groups(lines)) + "}"


def insert_once(lines: Iterable[str]) -> str:
    """The same by a template, whose blank nodes every store takes: for an empty pattern it is filled in once."""
    return "INSERT {\n" + "".join(_groups(lines)) + "} WHERE {}"


def _groups(lines: Iterable[str]) -> Iterator[str]:
    for graph, triples in _by_graph(lines):
        yield f" GRAPH <{graph}> {{\n{''.join(f'  {triple} .' + chr(10) for triple in triples)} }}\n"


def _by_graph(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    for graph, held in groupby(sorted(lines, key=graph_of), key=graph_of):
        yield graph, [triple_of(line, graph) for line in held]


def count_graphs(store: RemoteStore, seconds: float = _SECONDS) -> dict[str, int]:
    """How many triples each named graph of a store holds."""
    return {
        getattr(row["g"], "value", ""): int(getattr(row["n"], "value", 0))
        for row in select(store, _COUNT, seconds)
        if "g" in row
    }


def read_graph(store: RemoteStore, graph: str) -> Iterator[str]:
    """The triples of a named graph as N-Triples lines without dots."""
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {NamedNode(graph)} {{ ?s ?p ?o }} }}"
    body = send(form(store.query, {"query": query}, _TRIPLES), store.login, "query")
    try:
        for quad in parse(body, format=RdfFormat.N_TRIPLES):
            yield str(quad.triple)
    except SyntaxError as error:
        raise StoreError(f"{store.query} does not answer with N-Triples ({error}); use --no-hashes") from error
