"""How is an answer cited, and what does a citation show when it is opened again?

`/cite?query=…` gives BibTeX, RIS or CSL-JSON, or a page with all three and a permanent link: the query, the id of the
snapshot that answered, and the digest of the rows. Opened on a newer snapshot, the page says so and compares; a
snapshot that is still kept answers itself, in any format of `/sparql`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Lock
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from kg.settings import ServeSettings
from kg.store.snapshot import Snapshot, open_snapshot
from kg.vocabulary import PREFIXES
from server.grammar.bases import move_bases
from server.grammar.danger import Inspection, inspect, refuse_unknown_graphs
from server.http import refusals
from server.http.formats import HTML, JSON, content_type, offers
from server.http.negotiate import choose
from server.pages.citation import (
    Citation,
    Style,
    declare_prefixes,
    find_sources,
    write_citation,
)
from server.pages.graph import Graph
from server.served import Served
from server.sparql.asked import this_client
from server.workers.answers import Answer
from server.workers.frames import Question, Telling
from server.workers.limits import Pool
from server.workers.nursery import Nursery
from server.workers.summary import Digest, read_summary

STYLES: dict[str, Style] = {
    "application/x-bibtex": "bibtex",
    "application/x-research-info-systems": "ris",
    "application/vnd.citationstyles.csl+json": "csl-json",
}
_PATIENCE_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A request for a citation: `snapshot` and `sha256` are those of a citation that is opened again, else empty."""

    query: str
    inspection: Inspection
    snapshot: str
    sha256: str


class Archive:
    """The served snapshot and older ones that are kept, each behind workers that a query cannot outlive."""

    def __init__(self, served: Served, pool: Pool, settings: ServeSettings) -> None:
        self._served = served
        self._pool = pool
        self._settings = settings
        self._one_at_a_time = Lock()

    def current(self) -> Snapshot:
        """The served snapshot."""
        return self._served.snapshot()

    def find(self, name: str) -> Snapshot | None:
        """The snapshot of this id, or the served one for an empty name; None when it is not kept."""
        current = self.current()
        if name in {"", current.id}:
            return current
        if not current.is_here:
            return None
        # Only a name that the folder lists is opened: no path from an address is ever joined.
        kept = {path.name: path for path in current.folder.parent.iterdir() if not path.name.startswith(".")}
        return open_snapshot(kept[name]) if name in kept else None

    def ask(self, pool: Pool, asked: Asked, media_type: str, telling: Telling = "plain") -> Answer:
        """The answer of the snapshot behind a pool; raises Refusal as `/sparql` does."""
        if asked.inspection.graphs:
            refuse_unknown_graphs(asked.inspection.graphs, pool.graphs())
        question = Question(
            text=move_bases(asked.query, PREFIXES),
            media_type=media_type,
            telling=telling,
            union=not asked.inspection.graphs,
            max_rows=self._settings.max_rows,
            seconds=self._settings.timeout,
        )
        client = this_client()
        return pool.ask(question, client.gone, client.name)

    def graph(self, pool: Pool) -> Graph:
        """The graph of the snapshot behind a pool, for questions of ours."""
        return Graph(pool, self._settings.timeout)

    @contextmanager
    def open(self, snapshot: Snapshot) -> Iterator[Pool]:
        """Workers that answer from a snapshot; those of an old one end with the block."""
        if snapshot.id == self.current().id:
            yield self._pool
            return
        if not self._one_at_a_time.acquire(timeout=_PATIENCE_SECONDS):
            raise refusals.too_busy(round(_PATIENCE_SECONDS))
        store = snapshot.folder / "store"
        old = Pool(Nursery(lambda: store), size=1, memory=self._settings.max_memory, patience=_PATIENCE_SECONDS)
        try:
            yield old
        finally:
            old.close()
            self._one_at_a_time.release()


def create_cite_blueprint(served: Served, pool: Pool, settings: ServeSettings) -> Blueprint:
    """The blueprint of `/cite`."""
    blueprint = Blueprint("cite", __name__)
    archive = Archive(served, pool, settings)

    @blueprint.get("/cite")
    def cite() -> Response:
        asked = _read()
        media_type = _media_type(asked)
        snapshot = archive.find(asked.snapshot)
        if media_type == HTML:
            return _page(archive, asked, snapshot)
        if snapshot is None:
            raise refusals.missing(f"The snapshot {asked.snapshot!r} is not kept here; leave it out to ask today's")
        if media_type in STYLES:
            text = write_citation(_cite(archive, snapshot, asked), STYLES[media_type])
            return Response(text, content_type=f"{media_type}; charset=utf-8")
        with archive.open(snapshot) as workers:
            answer = archive.ask(workers, asked, media_type)
        response = Response(answer.read(), content_type=content_type(media_type))
        response.headers["Dateline-Snapshot"] = snapshot.id
        if answer.end.truncated:
            response.headers["Dateline-Truncated"] = f"rows={answer.end.rows}"
        return response

    return blueprint


def _read() -> Asked:
    queries = request.args.getlist("query")
    if len(queries) != 1:
        raise refusals.malformed(f"There must be one parameter `query`; this request has {len(queries)}")
    return Asked(
        query=queries[0],
        inspection=inspect(queries[0], PREFIXES),
        snapshot=request.args.get("snapshot", ""),
        sha256=request.args.get("sha256", ""),
    )


def _media_type(asked: Asked) -> str:
    named = request.args.get("format")
    if named is None:
        return choose(request.headers.get("Accept"), (HTML, *STYLES, *offers(asked.inspection.form)))
    known = {style: media_type for media_type, style in STYLES.items()}
    if named not in known:
        raise refusals.malformed(f"format is one of {', '.join(known)}")
    return known[named]


def _cite(archive: Archive, snapshot: Snapshot, asked: Asked) -> Citation:
    is_graph = asked.inspection.form in {"CONSTRUCT", "DESCRIBE"}
    with archive.open(snapshot) as workers:
        answer = archive.ask(workers, asked, "application/n-triples" if is_graph else JSON, "summary")
        summary = read_summary(answer.read())
        sources = tuple(find_sources(archive.graph(workers), summary.keys, workers.graphs()))
    digest = None if answer.end.truncated else summary.digest
    return Citation(
        query=declare_prefixes(asked.query, PREFIXES),
        snapshot=snapshot.id,
        digest=digest,
        rows=summary.digest.rows,
        issued=_issued(snapshot),
        link=permanent_link(request.base_url, asked.query, snapshot.id, digest),
        sources=sources,
    )


def _issued(snapshot: Snapshot) -> date | None:
    """The day on which the snapshot was written here; None when it was not."""
    if not snapshot.is_here:
        return None
    written = (snapshot.folder / "manifest.json").stat().st_mtime
    return datetime.fromtimestamp(written, UTC).date()


def permanent_link(address: str, query: str, snapshot: str, digest: Digest | None) -> str:
    """The address that asks a query of a snapshot again and compares the digest."""
    fields = {"query": query, "snapshot": snapshot}
    return f"{address}?{urlencode(fields | ({'sha256': digest.sha256} if digest else {}))}"


def _page(archive: Archive, asked: Asked, snapshot: Snapshot | None) -> Response:
    current = archive.current()
    citation = _cite(archive, snapshot or current, asked)
    newest = citation if citation.snapshot == current.id else _cite(archive, current, asked)
    body = render_template(
        "cite.html",
        query=asked.query,
        asked=asked,
        citation=citation,
        newest=newest,
        kept=snapshot is not None,
        styles={style: write_citation(citation, style) for style in STYLES.values()},
    )
    response = Response(body, content_type="text/html; charset=utf-8")
    response.vary.add("Accept")
    return response
