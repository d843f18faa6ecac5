"""How are whole graphs read and written?

SPARQL 1.1 Graph Store HTTP Protocol: a graph is named in the address, by `?default` or `?graph=IRI` (indirect,
section 4.2), or by the address itself (direct, section 4.1). Reading is for everyone; PUT, POST and DELETE are for
who has the token of a source that takes changes.
"""

from uuid import uuid4

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode

from kg import iri
from server.http import refusals
from server.http.formats import GRAPHS
from server.http.negotiate import choose
from server.pages.graph import read_query
from server.sparql.asked import address_parameters, bearer, this_client, this_heard
from server.sparql.endpoint import Endpoint
from server.sparql.replies import as_response, reply
from server.workers.writes import Document, Kind, Write

_MULTIPART = "multipart/form-data"
_KINDS: dict[str, Kind] = {"PUT": "put", "POST": "post", "DELETE": "delete"}


def add_graph_store(blueprint: Blueprint, endpoint: Endpoint) -> None:
    """Adds `/graph-store` and the graphs below it to the blueprint of an endpoint."""

    @blueprint.get("/graph-store")
    @blueprint.get("/graph-store/<path:name>")
    def read_graph(name: str = "") -> Response:
        media_type = choose(request.headers.get("Accept"), tuple(GRAPHS))
        graph = _named(name)
        if graph is not None and graph not in endpoint.pool.graphs():
            raise refusals.missing(f"The graph <{graph}> is not in this store")
        planned = endpoint.plan_graph(read_query("graph" if graph else "union"), graph, media_type)
        return as_response(reply(endpoint, planned, this_client(), this_heard()))

    @blueprint.route("/graph-store", methods=["PUT", "POST", "DELETE"])
    @blueprint.route("/graph-store/<path:name>", methods=["PUT", "POST", "DELETE"])
    def write_graph(name: str = "") -> Response:
        source = endpoint.admit(bearer(), this_client().name)
        request.max_content_length = endpoint.limits.document
        is_new = request.method == "POST" and not name and not address_parameters()
        graph = f"{request.base_url}/{uuid4()}" if is_new else _named(name)
        documents = () if request.method == "DELETE" else _documents(graph or request.base_url)
        write = Write(kind=_KINDS[request.method], graph=graph, documents=documents)
        created = endpoint.write(source, write)
        response = Response(status=201 if created else 204)
        if is_new and graph is not None:
            response.headers["Location"] = graph
        return response


def _named(name: str) -> str | None:
    """The graph that the request names, None for the default graph; raises Refusal for none or several."""
    if name:
        return request.base_url
    parameters = address_parameters()
    graphs = parameters.get("graph", [])
    if "default" in parameters and not graphs:
        return None
    if len(graphs) != 1 or "default" in parameters:
        raise refusals.malformed("Name one graph, by ?default or by ?graph= and its IRI")
    try:
        return NamedNode(iri.current(graphs[0])).value
    except ValueError as error:
        raise refusals.malformed(f"{graphs[0]!r} is no IRI") from error


def _documents(base: str) -> tuple[Document, ...]:
    if request.mimetype == _MULTIPART:
        files = request.files.values()
        return tuple(_document(file.read(), file.mimetype, base) for file in files)
    return (_document(request.get_data(), request.mimetype, base),)


def _document(body: bytes, media_type: str, base: str) -> Document:
    if media_type not in GRAPHS:
        raise refusals.unsupported_type(media_type, f"one of {', '.join(GRAPHS)}")
    return Document(body=body, media_type=media_type, base=base)
