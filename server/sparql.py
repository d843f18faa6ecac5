"""How does SPARQL 1.1 Protocol reach the data?

Section 2.1: query by GET, by form POST and by direct POST, one query a request, its dataset in `default-graph-uri`
and `named-graph-uri`. A browser gets the editor; a request for RDF without a query gets the service description.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from werkzeug.datastructures import MultiDict

from kg.ontology.questions import read_questions
from kg.settings import ServeSettings
from kg.vocabulary import PREFIXES
from server import refusals
from server.danger import inspect, refuse_unknown_graphs
from server.description import describe_service
from server.empty_page import explain_response
from server.formats import GRAPHS, HTML, JSON, content_type, offers
from server.frames import Question
from server.limits import Answer, Pool
from server.negotiate import choose, parse_accept, quality

_FORM, _DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A query as the protocol carries it."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


def create_sparql_blueprint(pool: Pool, settings: ServeSettings) -> Blueprint:
    """The blueprint of `/sparql` and `/update` over a pool of workers."""
    blueprint = Blueprint("sparql", __name__)
    examples = read_questions()

    @blueprint.route("/sparql", methods=["GET", "POST"])
    def sparql() -> Response:
        if request.method == "POST":
            return _answer(pool, settings, _read_body())
        if _wants_page() and "explain-empty" not in request.args:
            return Response(render_template("editor.html", examples=examples, prefixes=PREFIXES, settings=settings))
        _refuse_update(request.args)
        if "query" not in request.args:
            return _description(pool)
        return _answer(pool, settings, _read_parameters(request.args))

    @blueprint.route("/update", methods=["GET", "POST"])
    def update() -> Response:
        raise refusals.no_writing(token_set=settings.token is not None)

    return blueprint


def _wants_page() -> bool:
    if "Accept" not in request.headers:
        return False
    ranges = parse_accept(request.headers["Accept"])
    others = max(quality(offer, ranges) for offer in (*offers("SELECT"), *GRAPHS))
    # Only a client that names HTML is a person: a program that accepts anything gets data.
    named = any((item.type, item.subtype) == ("text", "html") for item in ranges)
    return named and quality(HTML, ranges) >= others


def _description(pool: Pool) -> Response:
    media_type = choose(request.headers.get("Accept"), tuple(GRAPHS))
    body = describe_service(request.base_url, pool.graphs(), media_type)
    return Response(body, content_type=content_type(media_type))


def _read_body() -> Asked:
    declared = request.mimetype
    if request.mimetype_params.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        raise refusals.unsupported_type(request.headers["Content-Type"], "UTF-8")
    if declared == _FORM:
        return _read_parameters(request.form)
    if declared == _DIRECT:
        if "query" in request.args:
            raise refusals.malformed("The query stands both in the body and in the address; send one")
        return _asked(_decode(request.get_data()), request.args)
    if declared == "application/sparql-update":
        raise refusals.no_writing(token_set=False)
    raise refusals.unsupported_type(declared, f"{_FORM} or {_DIRECT}")


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refusals.malformed(f"The query is not UTF-8 at byte {error.start}") from error


def _read_parameters(parameters: MultiDict[str, str]) -> Asked:
    _refuse_update(parameters)
    queries = parameters.getlist("query")
    if len(queries) != 1:
        raise refusals.malformed(f"There must be one parameter `query`; this request has {len(queries)}")
    return _asked(queries[0], parameters)


def _refuse_update(parameters: MultiDict[str, str]) -> None:
    if "update" in parameters:
        raise refusals.no_writing(token_set=False)


def _asked(text: str, parameters: MultiDict[str, str]) -> Asked:
    return Asked(
        text=text,
        default_graphs=tuple(parameters.getlist("default-graph-uri")),
        named_graphs=tuple(parameters.getlist("named-graph-uri")),
    )


def _answer(pool: Pool, settings: ServeSettings, asked: Asked) -> Response:
    inspection = inspect(asked.text, PREFIXES)
    explained = "explain-empty" in request.values
    media_type = JSON if explained else choose(request.headers.get("Accept"), offers(inspection.form))
    graphs = (*asked.default_graphs, *asked.named_graphs, *inspection.graphs)
    if graphs:
        refuse_unknown_graphs(graphs, pool.graphs())
    question = Question(
        text=asked.text,
        media_type=media_type,
        union=not graphs,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        max_rows=settings.max_rows,
        seconds=settings.timeout,
    )
    if explained:
        return explain_response(pool, question, inspection.form)
    return _to_response(pool.ask(question, client_gone()), media_type)


def client_gone() -> Callable[[], bool]:
    """Tells whether the client of this request has hung up, where the web server can tell (waitress does)."""
    gone: Callable[[], bool] = request.environ.get("waitress.client_disconnected", lambda: False)
    return gone


def _to_response(answer: Answer, media_type: str) -> Response:
    response = Response(answer.chunks(), content_type=content_type(media_type))
    response.content_length = answer.size
    response.vary.add("Accept")
    if answer.end.truncated:
        response.headers["Dateline-Truncated"] = f"rows={answer.end.rows}"
    return response
