"""How does one trusted person query downloaded dumps with rdflib, on the same machine?

rdflib-endpoint's router over a `DatasetExt`, as it ships but for its faults: it listens on loopback only, answers
no page of another site (no CORS header, and only requests that name a loopback host), reads no file or address by
FROM, takes no update, and decodes a form once, so that `%2F` in an IRI stays. SERVICE may call other hosts: that is
what the lab is for. The date functions are registered with rdflib itself: those of `DatasetExt` work in BIND only,
and an error in one row ends the query.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from urllib.parse import parse_qs

import jinja2
import rdflib.plugins.sparql
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from pyoxigraph import BlankNode, DefaultGraph
from rdflib import BNode, Literal, URIRef
from rdflib.plugins.sparql.operators import register_custom_function
from rdflib.plugins.sparql.sparql import SPARQLError
from rdflib.term import Identifier
from rdflib_endpoint import DatasetExt, SparqlRouter
from starlette.datastructures import Headers
from starlette.middleware.base import RequestResponseEndpoint
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import InputError
from kg.ontology.convert import Node
from kg.ontology.questions import read_federated
from kg.reason.files import open_quads
from kg.store.functions import PLAIN, Value
from kg.vocabulary import PREFIXES
from server.app import CONTENT_POLICY
from server.lab_service import normal, register_service

HOST = "127.0.0.1"
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_FORM = "application/x-www-form-urlencoded"
_ROOT = Path(__file__).parent


def run_lab(files: Sequence[Path], port: int) -> None:
    """Loads dump files and answers on loopback until interrupted; raises InputError for an unreadable file."""
    uvicorn.run(create_lab(load_files(files), port), host=HOST, port=port, log_level="warning")


def load_files(files: Sequence[Path]) -> DatasetExt:
    """The files as one dataset whose default graph is the union, with prefixes and date functions of ours."""
    # rdflib would fetch or open whatever stands in FROM.
    rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
    dataset = DatasetExt(default_union=True)
    for prefix, base in PREFIXES.items():
        dataset.bind(prefix, base, override=True, replace=True)
    for number, path in enumerate(files):
        _load(dataset, path, number)
    register_service()
    for name, function in PLAIN.items():
        register_custom_function(URIRef(name), _over_rdflib(function), override=True)
    return dataset


def _load(dataset: DatasetExt, path: Path, number: int) -> None:
    """Read by the parser of `dateline reason`: rdflib's would fetch contexts, and leave entities to expat."""
    try:
        with open_quads(path) as quads:
            for quad in quads:
                named = () if isinstance(quad.graph_name, DefaultGraph) else (quad.graph_name,)
                dataset.add(tuple(_term(part, number) for part in (*quad.triple, *named)))  # type: ignore[arg-type]
        for prefix, base in quads.prefixes.items():
            dataset.bind(prefix, base)
    except TypeError as error:
        raise InputError(f"{path}: {error}; leave the triples about triples out") from error


def _term(part: object, number: int) -> Node:
    """A term for rdflib; a blank node is that of the file with this number alone."""
    return BNode(f"f{number}{part.value}") if isinstance(part, BlankNode) else normal(part)


def _over_rdflib(function: Callable[..., Value]) -> Callable[..., Literal]:
    def call(*terms: Identifier) -> Literal:
        try:
            found = function(*map(_lexical, terms))
        except (ValueError, TypeError) as error:
            raise SPARQLError(str(error)) from error
        if found is None:
            raise SPARQLError("the function has no value for these arguments")
        return Literal(found)

    return call


def _lexical(term: Identifier) -> str:
    if not isinstance(term, Literal):
        raise SPARQLError("the function takes literals")
    return str(term)


class LabRouter(SparqlRouter):
    """The router with our editor instead of one whose parts come from another host."""

    def serve_yasgui(self) -> Response:
        """Our page."""
        templates = jinja2.Environment(loader=jinja2.FileSystemLoader(_ROOT / "templates"), autoescape=True)
        examples = [asdict(example) for example in read_federated("lab")]
        page = templates.get_template("lab.html").render(prefixes=PREFIXES, examples=examples)
        return Response(page, media_type="text/html", headers={"Content-Security-Policy": CONTENT_POLICY})


class DecodeOnce:
    """Gives the router a form's query as a direct body (Protocol, section 2.1.3): it would decode a form twice."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes every other request on as it is."""
        if scope["type"] != "http" or _FORM not in Headers(scope=scope).get("content-type", ""):
            await self._app(scope, receive, send)
            return
        body = await Request(scope, receive).body()
        queries = parse_qs(body.decode("utf-8", "replace")).get("query")
        if queries:
            body = queries[0].encode()
            others = [
                (name, value) for name, value in scope["headers"] if name not in {b"content-type", b"content-length"}
            ]
            scope = {**scope, "headers": [*others, (b"content-type", b"application/sparql-query")]}

        async def again() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, again, send)


def create_lab(dataset: DatasetExt, port: int) -> FastAPI:
    """The application; it answers only requests that name a loopback host and come from no other site's page."""
    lab = FastAPI(title="Dateline lab", docs_url=None, redoc_url=None, openapi_url=None)
    address = f"http://{HOST}:{port}/sparql"
    lab.include_router(LabRouter(graph=dataset, path="/sparql", title="Dateline lab", public_url=address))
    lab.mount("/static", StaticFiles(directory=_ROOT / "static", check_dir=False))
    lab.add_middleware(DecodeOnce)
    lab.add_middleware(TrustedHostMiddleware, allowed_hosts=list(_LOOPBACK))

    @lab.get("/")
    async def home() -> RedirectResponse:
        return RedirectResponse("/sparql")

    @lab.middleware("http")
    async def refuse_other_sites(request: Request, proceed: RequestResponseEndpoint) -> Response:
        if _is_of_another_site(request.headers, asks=bool(request.url.query) or request.method != "GET"):
            return PlainTextResponse("The lab answers no page of another site.", 403)
        return await proceed(request)

    return lab


def _is_of_another_site(headers: Mapping[str, str], *, asks: bool) -> bool:
    """Whether a page of another site, or of another port, sends a request; a link may lead here that asks nothing.

    Fetch Metadata Request Headers (W3C): a browser tells where a request comes from, though a page hide its address.
    """
    own, sender = headers.get("host", ""), headers.get("origin") or headers.get("referer")
    if "origin" not in headers and not asks:
        return False
    if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        return True
    return sender is not None and sender.split("/")[2:3] != [own]
