"""What is there to read about one event, claim, actor, place, article or type of event?

`/id/X`, `/type/X` and `/plover/X` name the thing and send a client on to what describes it (303, as in Cool URIs for
the Semantic Web, section 4): `/page/X` or `/about/…` for people, `/data/X.ttl` and its kin for programs.
`/about?iri=` does the same for an IRI in hand, also one of a former base. `Link` headers say how the three belong
together (RFC 8288; `cite-as` RFC 8574, `describes` RFC 6892).
"""

from collections.abc import Iterable

from flask import Blueprint, Response, redirect, render_template, request

from kg import iri
from kg.dump.timeline_events import TimelineEvent
from kg.vocabulary import SKOS
from server.http import refusals
from server.http.formats import EXTENSIONS, HTML, content_type
from server.http.negotiate import choose, parse_accept, quality
from server.http.problems import PROBLEM
from server.pages.claims import ClaimView, read_claims
from server.pages.events import Events
from server.pages.graph import Graph
from server.pages.known import describe, describe_as
from server.pages.links import data_address, local_link, page_address
from server.pages.missing import resolve, suggest
from server.pages.portrait import draw_portrait
from server.pages.schema_org import data_block
from server.pages.sparks import draw_spark
from server.pages.spelling import brief, spell, tell
from server.pages.texts import Piece, find_article, is_open, mark
from server.pages.things import KnownThings
from server.served import Served

_JSON = "application/json"
"""What programs ask for that would take any JSON: they are given JSON-LD, and problems in JSON."""
_CONCEPTS = {"type": iri.mint_type, "plover": iri.mint_plover, "question": iri.mint_question}


def create_pages_blueprint(served: Served, graph: Graph, events: Events, known: KnownThings) -> Blueprint:
    """The blueprint of `/id/`, `/page/`, `/data/`, and of `/type/`, `/plover/`, `/question/` and `/about/`."""
    blueprint = Blueprint("pages", __name__)
    blueprint.add_app_template_filter(brief)
    blueprint.add_app_template_filter(spell)
    blueprint.add_app_template_filter(tell)
    blueprint.add_app_template_filter(draw_spark, "spark")

    @blueprint.get("/id/<path:name>")
    def identity(name: str) -> Response:
        return see_other(iri.mint_local(name))

    @blueprint.get("/about")
    def about() -> Response:
        return _about(iri.current(request.args.get("iri", "")))

    @blueprint.get("/page/<path:name>")
    def page(name: str) -> Response:
        subject = resolve(name, graph, known)
        if subject is None:
            return _no_page(name, graph, known)
        return _page(served, graph, events, subject, known)

    @blueprint.get("/data/<path:name>.<any(ttl, nt, rdf, jsonld):extension>")
    def data(name: str, extension: str) -> Response:
        subject = resolve(name, graph, known)
        if subject is None:
            suggestions = tuple(one.iri for one in suggest(name, graph, known.now()))
            raise refusals.missing(f"Nothing is known of <{iri.mint_local(name)}>", suggestions)
        return _data(subject, extension, graph, known)

    _add_concepts(blueprint, served, graph, events, known)
    return blueprint


def _add_concepts(blueprint: Blueprint, served: Served, graph: Graph, events: Events, known: KnownThings) -> None:
    @blueprint.get("/<any(type, plover, question):scheme>/<name>")
    def concept(scheme: str, name: str) -> Response:
        return see_other(_CONCEPTS[scheme](name))

    @blueprint.get("/about/<any(type, plover, question):scheme>/<name>")
    def concept_page(scheme: str, name: str) -> Response:
        return _page(served, graph, events, _CONCEPTS[scheme](name), known)

    @blueprint.get("/about/<any(type, plover, question):scheme>/<name>.<any(ttl, nt, rdf, jsonld):extension>")
    def concept_data(scheme: str, name: str, extension: str) -> Response:
        return _data(_CONCEPTS[scheme](name), extension, graph, known)


def _about(subject: str) -> Response:
    if page_address(subject) is not None:
        return see_other(subject)
    if subject.startswith((iri.HOME, iri.BASE)):
        return redirect(local_link(subject) or "/", 303)  # type: ignore[return-value]
    raise refusals.missing(f"<{subject}> is no IRI of this graph; ask for /about?iri= and one that is")


def see_other(subject: str) -> Response:
    """303 to the page or the data of a thing, as the client likes."""
    chosen = choose(request.headers.get("Accept"), (HTML, *EXTENSIONS.values(), _JSON))
    chosen = EXTENSIONS["jsonld"] if chosen == _JSON else chosen
    extension = next((key for key, value in EXTENSIONS.items() if value == chosen), None)
    target = data_address(subject, extension) if extension else page_address(subject)
    response = redirect(target or "/", 303)
    response.headers["Vary"] = "Accept"
    response.headers["Link"] = f'<{target}>; rel="describedby"; type="{chosen}"'
    return response  # type: ignore[return-value]


def _no_page(name: str, graph: Graph, known: KnownThings) -> Response:
    suggestions = suggest(name, graph, known.now())
    missing = refusals.missing(f"Nothing is known of <{iri.mint_local(name)}>", tuple(one.iri for one in suggestions))
    ranges = parse_accept(request.headers.get("Accept"))
    if quality(HTML, ranges) <= max(quality(_JSON, ranges), quality(PROBLEM, ranges)):
        raise missing
    return Response(render_template("missing.html", detail=missing.detail, suggestions=suggestions), 404)


def _data(subject: str, extension: str, graph: Graph, known: KnownThings) -> Response:
    media_type = EXTENSIONS[extension]
    body = describe_as(subject, media_type, graph, known)
    if body is None:
        raise refusals.missing(f"Nothing is known of <{subject}>")
    response = Response(body, content_type=content_type(media_type))
    response.headers["Link"] = (
        f'<{page_address(subject)}>; rel="alternate"; type="text/html", <{subject}>; rel="describes"'
    )
    return response


def _page(served: Served, graph: Graph, events: Events, subject: str, known: KnownThings) -> Response:
    found = describe(subject, graph, known)
    if found is None:
        raise refusals.missing(f"Nothing is known of <{subject}>")
    snapshot = served.snapshot()
    every = events.soon(snapshot)
    bind = {"NewsArticle": "article", "Claim": "claim", "Event": "event"}.get(found.kind)
    claims = read_claims(graph, snapshot, **{bind: subject}) if bind else []
    address = page_address(subject) or ""
    canonical = request.url_root.rstrip("/") + address
    event = next((event for event in every if event.iri == subject), None)
    portrait = draw_portrait(graph, snapshot, every, found)
    body = render_template(
        "resource.html",
        subject=subject,
        data={extension: data_address(subject, extension) for extension in EXTENSIONS},
        formats=EXTENSIONS,
        canonical=canonical,
        schema_org=data_block(found, event, canonical),
        kind=found.kind,
        title=found.title,
        event=event,
        claims=claims,
        labels=_labels(claims, every),
        portrait=portrait,
        text=_article_text(served, subject, claims) if found.kind == "NewsArticle" else None,
        doubts=graph.select("doubts", this=subject) if found.texts(SKOS.closeMatch) else [],
        statements=found.statements,
        mentions=found.mentions,
        cut=found.cut,
    )
    return Response(body, headers={"Link": _page_links(subject, canonical)})


def _labels(claims: list[ClaimView], every: Iterable[TimelineEvent]) -> dict[str, str]:
    told = {claim.event for claim in claims}
    return {event.iri: event.label for event in every if event.iri in told}


def _page_links(subject: str, canonical: str) -> str:
    formats = (
        f'<{data_address(subject, extension)}>; rel="alternate"; type="{media_type}"'
        for extension, media_type in EXTENSIONS.items()
    )
    return ", ".join((f'<{canonical}>; rel="canonical"', f'<{subject}>; rel="cite-as"', *formats))


def _article_text(served: Served, subject: str, claims: list[ClaimView]) -> list[Piece] | None:
    article = find_article(served.snapshot(), iri.local_path(subject) or "")
    if article is None or not is_open(article):
        return None
    return mark(article.text, [(passage.start, passage.end) for claim in claims for passage in claim.passages])
