"""Where does the IRI of a named graph, or of the dataset, lead?

A graph's triples are at `/graph-store`; people get the article that it was read from, or the list of the data. The
dataset and its parts are described by VoID.
"""

from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request
from pyoxigraph import RdfFormat, Triple, parse

from kg import iri
from server.http.formats import EXTENSIONS, HTML, content_type
from server.http.negotiate import choose
from server.pages.known import write_triples
from server.served import Served


def create_graphs_blueprint(served: Served) -> Blueprint:
    """The blueprint of `/graph/` and `/dataset`."""
    blueprint = Blueprint("graphs", __name__)

    @blueprint.get("/graph/<path:name>")
    def graph(name: str) -> Response:
        kind, _, key = name.partition("/")
        is_article = kind == "article" and bool(key)
        chosen = choose(request.headers.get("Accept"), (HTML, *EXTENSIONS.values()))
        page = f"/page/{iri.local_path(iri.mint_article(key))}" if is_article else "/dumps/"
        graph = iri.mint_article_graph(key) if is_article else iri.mint_graph(name)
        return _see(page if chosen == HTML else f"/graph-store?{urlencode({'graph': graph})}")

    @blueprint.get("/dataset")
    @blueprint.get("/dataset/<part>")
    def dataset(part: str = "") -> Response:  # noqa: ARG001 - every part is described with the whole
        chosen = choose(request.headers.get("Accept"), (HTML, *EXTENSIONS.values()))
        extension = next((key for key, value in EXTENSIONS.items() if value == chosen), None)
        return _see(f"/dataset.{extension}" if extension else "/dumps/")

    @blueprint.get("/dataset.<any(ttl, nt, rdf, jsonld):extension>")
    def description(extension: str) -> Response:
        served.need_files()
        text = (served.snapshot().dumps / "void.ttl").read_bytes()
        triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in parse(text, format=RdfFormat.TURTLE)]
        media_type = EXTENSIONS[extension]
        return Response(write_triples(triples, media_type), content_type=content_type(media_type))

    return blueprint


def _see(target: str) -> Response:
    response = redirect(target, 303)
    response.headers["Vary"] = "Accept"
    return response  # type: ignore[return-value]
