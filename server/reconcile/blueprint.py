"""How does the Reconciliation Service API 0.2 reach the things we know over HTTP?

`/reconcile` answers batches and requests for data, GET or POST form, and without either its manifest; `/suggest/…`,
`/flyout/…`, `/preview` and `/properties` stand below it. Every origin may read them (section 3.3); JSONP, which the
API leaves open, is not spoken.
"""

from collections.abc import Callable

from flask import Blueprint, Response, json, render_template, request

from server.http import refusals
from server.pages.graph import Graph
from server.pages.things import KnownThings, Thing, Things
from server.reconcile.asked import Fault, Query, read_batch, read_extension
from server.reconcile.extend import extend
from server.reconcile.manifest import manifest
from server.reconcile.match import Offer, UnknownAsked, match_query
from server.reconcile.schema import find_property, find_type, types
from server.reconcile.suggest import propose_properties, suggest_entities, suggest_properties, suggest_types

_FARTHEST = 1000
"""Suggestions that a client can skip: whoever looks that far types another letter."""
_EMBEDDED = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors *"
"""The preview stands in frames of other sites, which is what it is for; it can do nothing there."""


def create_reconcile_blueprint(known: KnownThings, graph: Graph) -> Blueprint:
    """The blueprint of `/reconcile` and what stands below it."""
    blueprint = Blueprint("reconcile", __name__, url_prefix="/reconcile")

    @blueprint.route("", methods=["GET", "POST"])
    def reconcile() -> Response:
        queries, extension = request.values.get("queries"), request.values.get("extend")
        if queries is not None:
            return _json(answer_batch(queries, known.now()))
        if extension is not None:
            return _json(extend(read_extension(extension), known.now(), graph))
        if request.method == "POST":
            form = "application/x-www-form-urlencoded"
            raise refusals.malformed(f"Send queries=… or extend=… as {form}; GET without either gives the manifest")
        return _json(manifest(request.url_root))

    @blueprint.get("/suggest/<any(entity, property, type):what>")
    def suggest(what: str) -> Response:
        prefix, skip = request.args.get("prefix", ""), min(_number("cursor"), _FARTHEST)
        ways: dict[str, Callable[[], list[dict[str, object]]]] = {
            "entity": lambda: suggest_entities(prefix, skip, known.now()),
            "property": lambda: suggest_properties(prefix, skip),
            "type": lambda: suggest_types(prefix, skip),
        }
        return _json({"result": ways[what]()})

    @blueprint.get("/flyout/<any(entity, property, type):what>")
    def flyout(what: str) -> Response:
        identifier = request.args.get("id", "")
        lines = _thing_lines(_found(known, identifier)) if what == "entity" else _term_lines(what, identifier)
        return _json({"id": identifier, "html": render_template("flyout.html", lines=lines)})

    @blueprint.get("/preview")
    def preview() -> Response:
        thing = _found(known, request.args.get("id", ""))
        body = render_template("preview.html", thing=thing, root=request.url_root)
        return Response(body, headers={"Content-Security-Policy": _EMBEDDED})

    @blueprint.get("/properties")
    def propose() -> Response:
        kind, limit = request.args.get("type", ""), _number("limit")
        members: dict[str, object] = {"properties": propose_properties(kind, limit), "type": kind}
        return _json(members | ({"limit": limit} if limit else {}))

    return blueprint


def answer_batch(text: str, things: Things) -> dict[str, object]:
    """The results of a batch by key; raises Refusal when it is no batch, or when no query of it can be answered.

    A query with a fault among good ones has no candidates and an `error` in words.
    """
    batch = read_batch(text)
    results = {key: _result(query, things) for key, query in batch.items()}
    faults = {key: result["error"] for key, result in results.items() if "error" in result}
    if faults and len(faults) == len(results):
        key, detail = next(iter(faults.items()))
        raise refusals.malformed(f"No query of the batch can be answered; {key}: {detail}")
    return dict(results)


def _result(query: Query | Fault, things: Things) -> dict[str, object]:
    if isinstance(query, Fault):
        return {"result": [], "error": query.detail}
    try:
        return {"result": [_candidate(offer) for offer in match_query(query, things)]}
    except UnknownAsked as error:
        return {"result": [], "error": str(error)}


def _candidate(offer: Offer) -> dict[str, object]:
    thing = offer.thing
    return {
        "id": thing.id,
        "name": thing.name,
        "description": thing.description,
        "type": [{"id": thing.kind, "name": types()[thing.kind].name}],
        "score": round(100 * offer.score, 1),
        "match": offer.match,
        "features": [{"id": name, "value": value} for name, value in offer.features],
    }


def _found(known: KnownThings, identifier: str) -> Thing:
    thing = known.now().find(identifier)
    if thing is None:
        raise refusals.missing(f"Nothing here has the identifier {identifier!r}")
    return thing


def _thing_lines(thing: Thing) -> tuple[str, ...]:
    return thing.name, thing.description


def _term_lines(what: str, identifier: str) -> tuple[str, ...]:
    term = find_type(identifier) if what == "type" else find_property(identifier)
    if term is None:
        raise refusals.missing(f"There is no {what} {identifier!r}")
    return term.name, term.meaning


def _number(name: str) -> int:
    text = request.args.get(name, "0") or "0"
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise refusals.malformed(f"{name} must be a whole number")
    return int(text)


def _json(members: object) -> Response:
    return Response(json.dumps(members), content_type="application/json")
