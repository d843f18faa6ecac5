"""What is there to read about one event, claim, actor, place or article, and about the ontology?

`/id/X` names the thing and sends a client on to what describes it (303, as in Cool URIs for the Semantic Web,
section 4): `/page/X` for people, `/data/X.ttl` and its kin for programs.
"""

from typing import get_args

from flask import Blueprint, Response, redirect, render_template, request

from kg import iri
from kg.datafiles import find_data
from kg.model import EventClass
from kg.ontology.terms import read_terms, read_types
from kg.vocabulary import RDF, RDFS, SKOS
from server.http import refusals
from server.http.formats import EXTENSIONS, HTML, content_type
from server.http.negotiate import choose
from server.pages.claims import ClaimView, read_claims
from server.pages.events import Events
from server.pages.graph import Graph, Row, text
from server.pages.texts import Piece, find_article, is_open, mark
from server.served import Served

_KINDS = (
    "NewsArticle", "Claim", "Event", "Person", "Organization", "Group", "State", "Place", "Item", "Tenure", "Actor",
)  # fmt: skip
_LABELS = frozenset({RDFS.label.value, SKOS.prefLabel.value})


def create_pages_blueprint(served: Served, graph: Graph, events: Events) -> Blueprint:
    """The blueprint of `/id/`, `/page/`, `/data/` and `/ontology`."""
    blueprint = Blueprint("pages", __name__)
    terms, types = read_terms(), read_types()

    @blueprint.get("/id/<path:name>")
    def identity(name: str) -> Response:
        chosen = choose(request.headers.get("Accept"), (HTML, *EXTENSIONS.values()))
        extension = next((key for key, value in EXTENSIONS.items() if value == chosen), None)
        path = iri.local_path(iri.mint_local(name)) or ""
        target = f"/data/{path}.{extension}" if extension else f"/page/{path}"
        response = redirect(target, 303)
        response.headers["Vary"] = "Accept"
        return response  # type: ignore[return-value]

    @blueprint.get("/page/<path:name>")
    def page(name: str) -> str:
        return _page(served, graph, events, iri.mint_local(name))

    @blueprint.get("/data/<path:name>.<any(ttl, nt, rdf, jsonld):extension>")
    def data(name: str, extension: str) -> Response:
        subject = iri.mint_local(name)
        if not graph.select("statements", this=subject):
            raise refusals.missing(f"Nothing is known of <{subject}>")
        media_type = EXTENSIONS[extension]
        answer = graph.construct("resource", media_type, this=subject)
        return Response(answer.chunks(), content_type=content_type(media_type))

    @blueprint.get("/ontology")
    def ontology() -> str:
        return render_template("ontology.html", terms=terms, types=types, base=iri.ONTOLOGY)

    @blueprint.get("/ontology.ttl")
    def ontology_turtle() -> Response:
        body = find_data("ontology/dateline.ttl").read_bytes()
        return Response(body, content_type=content_type("text/turtle"))

    return blueprint


def _page(served: Served, graph: Graph, events: Events, subject: str) -> str:
    statements = graph.select("statements", this=subject)
    if not statements:
        raise refusals.missing(f"Nothing is known of <{subject}>")
    snapshot = served.snapshot()
    every = events.of(snapshot.id)
    kind = _kind(statements)
    bind = {"NewsArticle": "article", "Claim": "claim", "Event": "event"}.get(kind)
    claims = read_claims(graph, snapshot, **{bind: subject}) if bind else []
    return render_template(
        "resource.html",
        subject=subject,
        path=iri.local_path(subject),
        kind=kind,
        title=_title(subject, statements),
        event=next((event for event in every if event.iri == subject), None),
        claims=claims,
        labels={event.iri: event.label for event in every},
        text=_article_text(served, subject, claims) if kind == "NewsArticle" else None,
        events=[event for event in every if subject in event.involved],
        statements=statements,
        mentions=graph.select("mentions", this=subject),
    )


def _kind(statements: list[Row]) -> str:
    values = [text(row, "value") for row in statements if text(row, "property") == RDF.type.value]
    types = {value.removeprefix(iri.ONTOLOGY) for value in values}
    return next((kind for kind in _KINDS if kind in types), "Event" if types & set(get_args(EventClass)) else "Thing")


def _title(subject: str, statements: list[Row]) -> str:
    labels = [text(row, "value") for row in statements if text(row, "property") in _LABELS]
    return labels[0] if labels else subject.rpartition("/")[2]


def _article_text(served: Served, subject: str, claims: list[ClaimView]) -> list[Piece] | None:
    article = find_article(served.snapshot(), iri.local_path(subject) or "")
    if article is None or not is_open(article):
        return None
    return mark(article.text, [(passage.start, passage.end) for claim in claims for passage in claim.passages])
