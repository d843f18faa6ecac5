"""How is a folder of downloaded dumps asked, without a server?

`all.nq.gz` is loaded into memory; a data folder or a snapshot of `dateline build` is opened as it is. Nothing leaves
this machine: SERVICE is refused as a server refuses it.
"""

import gzip
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import IO, cast

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    Variable,
    parse,
)
from werkzeug.datastructures import MultiDict

from dateline.answers import Answered, Members
from dateline.waiting import waiting
from kg.dump.timeline_events import TimelineEvent
from kg.errors import QueryError, StoreError, UsageError
from kg.reason.explain import Explainer
from kg.reason.stored import answer_why, explain_store
from kg.store.functions import FUNCTIONS
from kg.store.snapshot import Snapshot, open_current, open_snapshot
from kg.vocabulary import DCT, PREFIXES
from server.grammar.danger import inspect, refuse_unknown_graphs
from server.grammar.syntax import refuse_syntax
from server.pages import citation
from server.pages.citation import Citation, Style
from server.pages.events import read_events
from server.pages.evidence import claim_members, find_claims
from server.pages.explain import proof_members, read_object, sentences
from server.pages.filters import read_filter
from server.pages.graph import Row, read_query, read_rows
from server.pages.taking import to_item
from server.workers.summary import Rows, article_keys, digest_rows, is_ordered
from server.workers.summary import read_rows as read_all

DUMP = "all.nq.gz"


class LocalGraph:
    """A store in this process as the server's own queries see it."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def select(self, name: str, **terms: str) -> list[Row]:
        """The solutions of one of the server's queries with variables bound to IRIs."""
        found = self.store.query(
            read_query(name),
            prefixes=PREFIXES,
            use_default_graph_as_union=True,
            substitutions={Variable(key): NamedNode(value) for key, value in terms.items()},
        )
        return read_rows(cast(QuerySolutions, found).serialize(format=QueryResultsFormat.JSON) or b"")


class Folder:
    """Dumps or a snapshot on this machine; raises StoreError or UsageError for a folder that is neither."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = _find_snapshot(path)
        if self._kept is None and not (path / DUMP).is_file():
            raise UsageError(f"{path} holds neither {DUMP} nor a snapshot; give a folder of dumps or a data folder")
        self._graph = LocalGraph(self._kept.open_store() if self._kept else _load(path / DUMP))

    def __repr__(self) -> str:
        return f"dateline.connect({str(self._path)!r})"

    def snapshot(self) -> str:
        """The id in the manifest, or in the dumps' `void.ttl`; "unknown" when that file was not taken along."""
        if self._kept:
            return self._kept.id
        path = self._path / "void.ttl"
        if not path.is_file():
            return "unknown"
        quads = parse(path=path, format=RdfFormat.TURTLE)
        named = (quad.object for quad in quads if quad.predicate == DCT.identifier)
        return next((name.value for name in named if isinstance(name, Literal)), "unknown")

    def ask(self, query: str) -> Answered:
        """The answer of a SPARQL query; raises QueryError for a FROM that names a graph that is not here."""
        graphs = inspect(query, PREFIXES).graphs
        refuse_unknown_graphs(graphs, self._names)
        try:
            with waiting("asking"):
                found = self._graph.store.query(
                    query, prefixes=PREFIXES, use_default_graph_as_union=not graphs, custom_functions=FUNCTIONS
                )
                rows = read_all(found)
        except SyntaxError as error:
            raise refuse_syntax(query, PREFIXES) from error
        except (ValueError, RuntimeError, OSError) as error:
            raise QueryError(f"the query cannot be evaluated: {error}") from error
        return Answered(
            names=rows.names, rows=rows.rows, truth=bool(found) if isinstance(found, QueryBoolean) else None
        )

    def events(self, filters: Mapping[str, str | list[str]]) -> list[Members]:
        """The events that the filters hold."""
        asked = read_filter(MultiDict(dict(filters)))
        return [to_item(event) for event in self._events if asked.holds(event)]

    def evidence(self, iri: str) -> list[Members]:
        """The claims about a thing; without a snapshot the context of a quote is what the dump holds of it."""
        return [claim_members(claim) for claim in find_claims(self._graph, self._kept, self._events, iri)]

    def explain(self, terms: tuple[str, str, str], most: int) -> Members:
        """Proofs of a triple; the closure is worked out at the first one."""
        triple = Triple(NamedNode(terms[0]), NamedNode(terms[1]), read_object(terms[2]))
        with waiting("proving"):
            answer = answer_why(self._graph.store, self._explainer, triple, most)
        if answer is None:
            raise QueryError("the graph does not hold this triple")
        return proof_members(answer.proofs, sentences(self._graph, self._kept, answer))

    def cite(self, query: str, style: Style) -> str:
        """A citation without a link: a folder has no address."""
        found = self.ask(query)
        rows = Rows(found.names, list(found.rows))
        cited = Citation(
            query=citation.declare_prefixes(query, PREFIXES),
            snapshot=self.snapshot(),
            digest=digest_rows(rows, ordered=is_ordered(query)),
            rows=len(rows.rows),
            issued=None,
            link=None,
            sources=tuple(citation.find_sources(self._graph, article_keys(rows), self._names)),
        )
        return citation.write_citation(cited, style)

    @cached_property
    def _events(self) -> tuple[TimelineEvent, ...]:
        return read_events(self._graph)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(graph.value for graph in self._graph.store.named_graphs() if isinstance(graph, NamedNode))

    @cached_property
    def _explainer(self) -> Explainer:
        return explain_store(self._graph.store)


def _find_snapshot(path: Path) -> Snapshot | None:
    if (path / "current").is_file():
        return open_current(path)
    return open_snapshot(path) if (path / "manifest.json").is_file() else None


def _load(path: Path) -> Store:
    store = Store()
    try:
        with waiting(f"loading {path.name}"), gzip.open(path) as file:
            store.bulk_load(cast(IO[bytes], file), RdfFormat.N_QUADS)
    except (OSError, EOFError, SyntaxError) as error:
        raise StoreError(
            f"{path}: cannot be read as N-Quads ({error}); take it anew and run dateline verify"
        ) from error
    return store
