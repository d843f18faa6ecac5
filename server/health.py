"""Does the data answer?"""

from flask import Blueprint, Response, json

from server.http.formats import JSON
from server.pages.graph import read_query
from server.served import Served
from server.workers.frames import Question
from server.workers.limits import Pool

_SECONDS = 5.0


def create_health_blueprint(served: Served, pool: Pool, public: Pool) -> Blueprint:
    """The blueprint of `/health`: 200 when a worker of `pool` answers from a store that holds something, else 503.

    It tells the snapshot, its triples, and what the workers of `public` do, which strangers keep busy.
    """
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/health")
    def health() -> Response:
        question = Question(text=read_query("alive"), media_type=JSON, max_rows=1, seconds=_SECONDS)
        alive = json.loads(pool.ask(question).read())["boolean"]
        snapshot, load = served.snapshot(), public.load()
        body = {
            "status": "ok" if alive else "empty",
            "snapshot": snapshot.id,
            "triples": sum(snapshot.manifest.counts.values()),
            "workers": {"idle": load.idle, "running": load.running, "starting": load.starting},
            "waiting": load.waiting,
        }
        status = 200 if alive else 503
        return Response(
            json.dumps(body), status, content_type="application/json", headers={"Cache-Control": "no-store"}
        )

    return blueprint
