"""How does an HTTP request carry a query, an update or a graph's name?

SPARQL 1.1 Protocol sections 2.1 and 2.2: in the address, as a form, or directly as the body; one operation a request,
its graphs in parameters. What is not UTF-8 is refused, not mended.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Literal, TypeAlias
from urllib.parse import parse_qs

from flask import request
from werkzeug.wrappers import Request

from kg import iri
from server.http import refusals
from server.sparql.endpoint import Asked, Client
from server.sparql.replies import Heard
from server.workers.turns import client_of, never

Operation: TypeAlias = Literal["query", "update"]
Parameters: TypeAlias = Mapping[str, list[str]]

REFUSED = "dateline.refused"
"""Where a WSGI environment holds why its request was refused before it came here."""
FORM = "application/x-www-form-urlencoded"
_DIRECT: dict[Operation, str] = {"query": "application/sparql-query", "update": "application/sparql-update"}
_GRAPHS: dict[Operation, tuple[str, str]] = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}
_MOST_PARAMETERS = 1000
_PARTS = ("wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME", "PATH_INFO")
"""What the address of a request is made of."""


def address_parameters() -> Parameters:
    """The parameters of the request's address; raises Refusal when they are not UTF-8."""
    return read_parameters(request.query_string)


def read_parameters(encoded: bytes) -> Parameters:
    """The parameters of an address or a form; raises Refusal when they are not UTF-8."""
    try:
        return parse_qs(
            encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except UnicodeError as error:
        raise refusals.malformed("The parameters are not percent-encoded UTF-8") from error
    except ValueError as error:
        raise refusals.malformed(f"There are more than {_MOST_PARAMETERS} parameters") from error


def read_address(operation: Operation) -> Asked | None:
    """What the address asks; None when it holds no query. Raises Refusal for more than one."""
    parameters = address_parameters()
    return _only(operation, parameters) if operation in parameters else None


def read_body(operation: Operation) -> Asked:
    """What the body of a POST asks; raises Refusal for another type of body, and for more or less than one query."""
    if request.mimetype_params.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        raise refusals.unsupported_type(request.headers["Content-Type"], "UTF-8")
    address = address_parameters()
    if request.mimetype == FORM:
        # A client may leave the graphs in the address.
        return _only(operation, _joined(address, read_parameters(request.get_data())))
    if request.mimetype != _DIRECT[operation]:
        raise refusals.unsupported_type(request.mimetype, f"{FORM} or {_DIRECT[operation]}")
    if operation in address:
        raise refusals.malformed(f"The {operation} stands both in the body and in the address; send one")
    return _with_graphs(operation, _decode(request.get_data()), address)


def _joined(first: Parameters, second: Parameters) -> Parameters:
    return {name: [*first.get(name, []), *second.get(name, [])] for name in {**first, **second}}


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refusals.malformed(f"The body is not UTF-8 at byte {error.start}") from error


def _only(operation: Operation, parameters: Parameters) -> Asked:
    texts = parameters.get(operation, [])
    if len(texts) != 1:
        raise refusals.malformed(f"There must be one parameter `{operation}`; this request has {len(texts)}")
    return _with_graphs(operation, texts[0], parameters)


def _with_graphs(operation: Operation, text: str, parameters: Parameters) -> Asked:
    default, named = _GRAPHS[operation]
    return Asked(
        text=text,
        # RFC 3986 section 5.1.3: the address that was asked.
        base=base_of(request.environ),
        default_graphs=tuple(map(iri.current, parameters.get(default, []))),
        named_graphs=tuple(map(iri.current, parameters.get(named, []))),
    )


def base_of(environ: Mapping[str, Any]) -> str:
    """The address that was asked, without its query."""
    return _address(*(environ.get(name, "") for name in _PARTS))


@lru_cache(maxsize=16)
def _address(*parts: str) -> str:
    return Request(dict(zip(_PARTS, parts, strict=True))).base_url


def refuse_coded_body() -> None:
    """Raises Refusal for a body in a content coding: what it would become is not known before it is unpacked."""
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in {"", "identity"}:
        raise refusals.coded_body(coding)


def bearer() -> str | None:
    """The token of the request (RFC 6750 section 2.1); one in an address or a form does not count."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" and token.strip() else None


def this_client() -> Client:
    """Who sent this request, and whether it has hung up, where the web server can tell (waitress does)."""
    return client_in(request.environ)


def client_in(environ: Mapping[str, Any]) -> Client:
    """The client of a WSGI request."""
    gone: Callable[[], bool] = environ.get("waitress.client_disconnected", never)
    return Client(name=client_of(environ.get("REMOTE_ADDR")), gone=gone)


def this_heard() -> Heard:
    """What of this request decides how its answer travels."""
    return heard_in(request.environ)


def heard_in(environ: Mapping[str, Any]) -> Heard:
    """What of a WSGI request decides how its answer travels."""
    return Heard(
        method=environ["REQUEST_METHOD"],
        protocol=environ.get("SERVER_PROTOCOL", ""),
        # Granian ends an answer whose application fails as if it were whole.
        breaks_off=environ.get("SERVER_SOFTWARE") != "Granian",
        accept_encoding=environ.get("HTTP_ACCEPT_ENCODING"),
        if_none_match=environ.get("HTTP_IF_NONE_MATCH"),
    )
