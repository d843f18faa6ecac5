"""How is a whole named graph read?

SPARQL 1.1 Graph Store HTTP Protocol, GET and HEAD with indirect identification (section 4.2): `?default` is the
union of all graphs, `?graph=IRI` one of them.
"""

from flask import Blueprint, Response, request

from server import refusals
from server.formats import GRAPHS, content_type
from server.graph import Graph
from server.limits import Pool
from server.negotiate import choose


def create_graph_store_blueprint(pool: Pool, graph: Graph) -> Blueprint:
    """The blueprint of `/graph-store` over the pool that strangers' requests share."""
    blueprint = Blueprint("graph_store", __name__)

    @blueprint.get("/graph-store")
    def read() -> Response:
        media_type = choose(request.headers.get("Accept"), tuple(GRAPHS))
        name, terms = _asked(pool)
        answer = graph.construct(name, media_type, **terms)
        response = Response(answer.chunks(), content_type=content_type(media_type))
        response.vary.add("Accept")
        return response

    @blueprint.route("/graph-store", methods=["PUT", "POST", "DELETE", "PATCH"])
    def write() -> Response:
        raise refusals.no_writing(token_set=False)

    return blueprint


def _asked(pool: Pool) -> tuple[str, dict[str, str]]:
    graphs = request.args.getlist("graph")
    if "default" in request.args and not graphs:
        return "union", {}
    if len(graphs) != 1 or "default" in request.args:
        raise refusals.malformed("Ask for one graph, by ?default or by ?graph= and its IRI")
    if graphs[0] not in pool.graphs():
        raise refusals.missing(f"The graph <{graphs[0]}> is not in this store")
    return "graph", {"graph": graphs[0]}
