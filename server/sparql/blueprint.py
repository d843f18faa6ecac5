"""How does SPARQL 1.1 reach the data over HTTP?

A blueprint for any Flask application: the Protocol at `/sparql` and `/update`, the Graph Store Protocol at
`/graph-store`, and the Service Description, which is what a request for RDF without a query gets.
"""

from collections.abc import Callable

from flask import Blueprint, Response, request

from server.http.access import open_access
from server.http.formats import GRAPHS, HTML, content_type, offers
from server.http.negotiate import choose, parse_accept, quality
from server.http.problems import register_problems
from server.sparql.asked import (
    REFUSED,
    bearer,
    read_address,
    read_body,
    refuse_coded_body,
    this_client,
    this_heard,
)
from server.sparql.description import describe_service
from server.sparql.empty_page import explain_response
from server.sparql.endpoint import Asked, Endpoint, Limits
from server.sparql.graph_store import add_graph_store
from server.sparql.replies import as_response, open_to_all, reply
from server.sparql.source import Source


def create_sparql_blueprint(source: Source, limits: Limits, *, token: str | None = None) -> Blueprint:
    """The blueprint over a source; `token` is what changes need, None refuses them all.

    Its workers run as long as the process. Mount it where you like: `app.register_blueprint(…, url_prefix="/data")`.
    """
    return endpoint_blueprint(Endpoint(source, limits, open_access(token)))


def endpoint_blueprint(endpoint: Endpoint, page: Callable[[], Response] | None = None) -> Blueprint:
    """The blueprint over an endpoint that the caller closes; `page` is what a browser gets instead of data."""
    blueprint = Blueprint("sparql", __name__)

    @blueprint.before_request
    def look_over() -> None:
        if REFUSED in request.environ:
            raise request.environ[REFUSED]
        request.max_content_length = endpoint.limits.body
        refuse_coded_body()

    @blueprint.route("/sparql", methods=["GET", "POST"])
    def sparql() -> Response:
        explained = page is not None and "explain-empty" in request.args
        if request.method == "POST":
            return _explain(endpoint, read_body("query")) if explained else _answer(endpoint, read_body("query"))
        if page is not None and not explained and _wants_page():
            return page()
        asked = read_address("query")
        if asked is None:
            return _describe(endpoint)
        return _explain(endpoint, asked) if explained else _answer(endpoint, asked)

    @blueprint.route("/update", methods=["POST"])
    def update() -> Response:
        source = endpoint.admit(bearer(), this_client().name)
        endpoint.update(source, read_body("update"))
        return Response(status=204)

    add_graph_store(blueprint, endpoint)
    register_problems(blueprint)
    blueprint.after_request(open_to_all)
    return blueprint


def _wants_page() -> bool:
    if "Accept" not in request.headers:
        return False
    ranges = parse_accept(request.headers["Accept"])
    others = max(quality(offer, ranges) for offer in (*offers("SELECT"), *GRAPHS))
    # Only a client that names HTML is a person: a program that accepts anything gets data.
    named = any((item.type, item.subtype) == ("text", "html") for item in ranges)
    return named and quality(HTML, ranges) >= others


def _describe(endpoint: Endpoint) -> Response:
    media_type = choose(request.headers.get("Accept"), tuple(GRAPHS))
    body = describe_service(request.base_url, endpoint.pool.graphs(), media_type, endpoint.source)
    response = Response(body, content_type=content_type(media_type))
    response.vary.add("Accept")
    return response


def _answer(endpoint: Endpoint, asked: Asked) -> Response:
    planned = endpoint.plan(asked, request.headers.get("Accept"))
    return as_response(reply(endpoint, planned, this_client(), this_heard()))


def _explain(endpoint: Endpoint, asked: Asked) -> Response:
    planned = endpoint.plan(asked, None)
    return explain_response(endpoint.pool, planned.question, planned.inspection.form)
