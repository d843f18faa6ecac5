"""Of which parts is the web application made?"""

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from flask import Blueprint, Flask, Response, render_template
from werkzeug.middleware.proxy_fix import ProxyFix

from kg.errors import StoreError
from kg.ontology.questions import read_questions
from kg.settings import ServeSettings
from kg.vocabulary import PREFIXES, shorten
from server.again import Again, keep_lasting
from server.ask.blueprint import create_ask_blueprint, every_term
from server.attempt.blueprint import create_attempt_blueprint, keep_reader
from server.backend.nursery import relays_of
from server.backend.served import choose_served
from server.bodies import Bodies
from server.closed import close_to_strangers
from server.docs.blueprint import create_docs_blueprint
from server.health import create_health_blueprint
from server.http.access import open_access
from server.http.loopback import Loopback, is_for_one
from server.http.manners import refuse_broken_host
from server.http.problems import register_problems
from server.metrics import Requests, create_metrics_blueprint
from server.pages.catalogue import Catalogues
from server.pages.cite import create_cite_blueprint
from server.pages.dumps import create_dumps_blueprint
from server.pages.events import Events
from server.pages.evidence import create_evidence_blueprint
from server.pages.explain import create_explain_blueprint
from server.pages.graph import Graph
from server.pages.graphs import create_graphs_blueprint
from server.pages.links import as_object, local_link
from server.pages.names import gather_names
from server.pages.network import create_network_blueprint
from server.pages.ontology import create_ontology_blueprint
from server.pages.resource import create_pages_blueprint
from server.pages.shown import Showing
from server.pages.sitemap import create_sitemap_blueprint
from server.pages.things import KnownThings
from server.pages.timeline import create_timeline_blueprint, read_ahead
from server.pages.worldmap import create_map_blueprint
from server.past.changes import create_changes_blueprint
from server.past.historian import Historian
from server.past.states import Past, settings_of_the_past
from server.past.turning import tell_the_time, turn_to_the_past
from server.reconcile.blueprint import create_reconcile_blueprint
from server.review.blueprint import create_review_blueprint, keep_desk
from server.served import Served
from server.sparql.blueprint import endpoint_blueprint
from server.sparql.cost import create_cost_blueprint
from server.sparql.direct import Direct
from server.sparql.endpoint import Endpoint, Limits
from server.sparql.inferred import create_inferred_blueprint
from server.sparql.remote import Services
from server.sparql.replies import OPEN, open_to_all
from server.sparql.spreadsheet import create_spreadsheet_blueprint
from server.steady import Once, keep_steady
from server.watching import Watch, watch_requests
from server.workers.computing import Computing
from server.workers.limits import Pool

LARGEST_REQUEST = 1 << 20
"""Bytes of a request's body."""
_PATIENCE_SECONDS = 5.0
_READING_SECONDS = 120.0
"""For the events of a large snapshot, read once."""

_LASTING = frozenset(
    {"ask", "docs", "evidence", "explain", "map", "network", "ontology", "pages", "sitemap", "timeline"}
)
"""The blueprints whose answers follow from the snapshot and the address."""

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No page runs a script or takes a style of another origin or written inside it, or sends anything elsewhere."""
_PROTECTION = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def create_app(settings: ServeSettings) -> Flask:
    """The application over a data folder, and over its past; raises StoreError without a snapshot to open."""
    historian = Historian()
    served = choose_served(settings)
    app = _create(settings, served, historian)

    def make(data: Path, words: str) -> Flask:
        return tell_the_time(_create(settings_of_the_past(settings, data), Served(data=data), historian), words)

    past = Past(served, historian, make, close_app)
    app.extensions["dateline.kept"] += (past, historian)
    turn_to_the_past(app, past)
    return app


def _create(settings: ServeSettings, served: Served, historian: Historian) -> Flask:
    app = assemble(settings, served, historian)
    try:
        with ThreadPoolExecutor() as warming:
            deque(warming.map(Pool.warm, app.extensions["dateline.pools"]), maxlen=0)
    except StoreError:
        close_app(app)
        raise
    app.extensions["dateline.ahead"]()
    return app


def assemble(settings: ServeSettings, served: Served, historian: Historian) -> Flask:
    """The application with all its addresses; no data are read and no process runs yet."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_REQUEST
    access = open_access(settings.token, settings.token_file)
    relays = relays_of(served)
    endpoint = Endpoint(served, _limits(settings), access, relays)
    public = endpoint.pool
    own = Pool(endpoint.nursery, size=1, memory=settings.max_memory, patience=_PATIENCE_SECONDS)
    app.extensions["dateline.pools"] = (public, own)
    app.extensions["dateline.nursery"] = endpoint.nursery
    register_problems(app, lambda refusal: render_template("problem.html", refusal=refusal))
    app.before_request(refuse_broken_host)
    if settings.closed:
        close_to_strangers(app, access)
    app.add_template_filter(as_object)
    app.add_template_filter(local_link)
    app.add_template_filter(shorten)
    app.register_blueprint(endpoint_blueprint(endpoint, _editor(settings)))
    # A worker of its own draws the pages and tells of health, however busy the strangers keep the others.
    events = Events(Graph(own, max(settings.timeout, _READING_SECONDS)), served)
    showing, catalogues = Showing(served, events), Catalogues()
    app.extensions["dateline.ahead"] = partial(read_ahead, showing, catalogues)
    app.register_blueprint(create_timeline_blueprint(served, showing, catalogues))
    app.register_blueprint(create_map_blueprint(showing, catalogues))
    app.register_blueprint(create_network_blueprint(showing, catalogues))
    for blueprint in _blueprints(served, settings, public, own, events):
        app.register_blueprint(blueprint)
    reader, desk = keep_reader(), keep_desk(settings)
    app.extensions["dateline.kept"] = (reader, desk)
    app.register_blueprint(create_attempt_blueprint(reader))
    app.register_blueprint(create_docs_blueprint())
    app.register_blueprint(create_changes_blueprint(served, historian))
    app.register_blueprint(create_review_blueprint(served, settings, desk, access))
    app.after_request(_protect)
    app.register_blueprint(create_spreadsheet_blueprint(endpoint))
    app.register_blueprint(create_inferred_blueprint(endpoint))
    requests = Requests()
    app.register_blueprint(
        create_metrics_blueprint(requests, {"public": public, "own": own}, endpoint.nursery, served)
    )
    keep_steady(app, served)
    keep_lasting(app, _LASTING)
    watch = Watch(requests, log=settings.log_requests, queries=settings.log_queries)
    watch_requests(app, watch)
    if not settings.closed:
        if relays is None:
            app.wsgi_app = Again(app.wsgi_app, served, watch.note)  # type: ignore[method-assign]
        app.wsgi_app = Direct(app.wsgi_app, endpoint, OPEN | _PROTECTION, watch.note_direct)  # type: ignore[method-assign]
    app.wsgi_app = Computing(Bodies(app.wsgi_app))  # type: ignore[method-assign]
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    if is_for_one(settings):
        app.wsgi_app = Loopback(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _limits(settings: ServeSettings) -> Limits:
    return Limits(
        workers=settings.workers,
        seconds=settings.timeout,
        rows=settings.max_rows,
        memory=settings.max_memory,
        resident=settings.in_memory,
        body=LARGEST_REQUEST,
        patience=_PATIENCE_SECONDS,
        services=Services(hosts=frozenset(host.lower() for host in settings.services)),
    )


def _editor(settings: ServeSettings) -> Callable[[], Response]:
    examples = read_questions()
    return lambda: Response(
        render_template("editor.html", examples=examples, prefixes=PREFIXES, terms=every_term(), settings=settings),
        headers={"Vary": "Accept"},
    )


def _blueprints(
    served: Served, settings: ServeSettings, public: Pool, own: Pool, events: Events
) -> tuple[Blueprint, ...]:
    graph = Graph(own, settings.timeout)
    known = KnownThings(served, graph, settings.gazetteer)
    return (
        create_pages_blueprint(served, graph, events, known),
        create_ontology_blueprint(),
        create_graphs_blueprint(served),
        create_sitemap_blueprint(served, graph),
        create_evidence_blueprint(served, graph, events),
        create_explain_blueprint(served, graph),
        create_cite_blueprint(served, public, settings),
        create_cost_blueprint(served, settings),
        create_ask_blueprint(Once(served, lambda: gather_names(graph.select("names"))), public, settings),
        create_dumps_blueprint(served),
        create_reconcile_blueprint(known, graph),
        create_health_blueprint(served, own, public),
    )


def close_app(app: Flask) -> None:
    """Ends the worker processes of an application."""
    for held in (*app.extensions["dateline.pools"], *app.extensions.get("dateline.kept", ())):
        held.close()
    app.extensions["dateline.nursery"].close()


def _protect(response: Response) -> Response:
    headers = response.headers
    headers.update({name: value for name, value in _PROTECTION.items() if name not in headers})
    # What the endpoint answers is open already.
    return response if "Access-Control-Allow-Origin" in headers else open_to_all(response)
