"""Does the data answer?"""

from flask import Blueprint, Response, json

from server.formats import JSON
from server.frames import Question
from server.graph import read_query
from server.limits import Pool
from server.served import Served

_SECONDS = 5.0


def create_health_blueprint(served: Served, pool: Pool) -> Blueprint:
    """The blueprint of `/health`: 200 when a worker answers from a store that holds something, else 503."""
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/health")
    def health() -> Response:
        question = Question(text=read_query("alive"), media_type=JSON, max_rows=1, seconds=_SECONDS)
        alive = json.loads(pool.ask(question).read())["boolean"]
        body = {"status": "ok" if alive else "empty", "snapshot": served.snapshot().id}
        return Response(json.dumps(body), 200 if alive else 503, content_type="application/json")

    return blueprint
