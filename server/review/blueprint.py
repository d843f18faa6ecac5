"""How does `/review` answer?

The page itself holds nothing of the data. Its script sends the token in the header `Authorization`, which no other
site can make a browser send, so that no request can be forged across sites; it never stands in an address. Saving
names the version that was changed (`If-Match`, RFC 9110 section 13.1.1): whoever saves second is told, and loses
nothing.
"""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import combinations
from typing import get_args

from flask import Blueprint, Response, json, render_template, request
from pydantic import ValidationError

from kg.annotate.annotation_file import read_annotation, to_json
from kg.model import Annotation, Certainty, EntityKind, EventClass, Plover, Rejection, Role, Verb
from kg.ontology.terms import read_types
from kg.settings import ServeSettings
from server.http import refusals
from server.http.access import Access
from server.http.refusals import Refusal
from server.review.agreement import compare_reviews
from server.review.bureau import Bureau
from server.review.folder import ReviewFolder
from server.review.messages import Work
from server.review.queue import queue_of, version_of
from server.review.sent import NotAnAnnotation, read_sent
from server.review.told import told_elsewhere
from server.served import Served
from server.workers.kept import Kept, Terms
from server.workers.turns import Queueing

_QUEUE = Queueing(seconds=120.0, line=8, queue=32)
_SECONDS = 300.0
_MOST_WAITING = 500
_LONGEST_NAME = 80


def keep_desk(settings: ServeSettings) -> Kept:
    """The process that works for reviewers; it starts when the first one comes."""
    arguments = ("-m", "server.review.desk", str(settings.data.resolve()))
    # Reviewers have a token, and wait for it. What they save gives the same snapshot when it is done twice.
    return Kept(arguments, "The review", Terms(seconds=_SECONDS, queueing=_QUEUE, stands_back=False, again=True))


def create_review_blueprint(served: Served, settings: ServeSettings, desk: Kept, access: Access) -> Blueprint:
    """The blueprint of `/review`."""
    blueprint = Blueprint("review", __name__)
    folder = ReviewFolder(data=settings.data)
    bureau = Bureau(served=served, folder=folder, desk=desk, access=access)

    @blueprint.before_request
    def admit() -> None:
        if request.endpoint != "review.review":
            bureau.admit()

    @blueprint.get("/review")
    def review() -> Response:
        page = render_template("review.html", on=access.is_on("review"), choices=_choices())
        return Response(page, headers={"Cache-Control": "no-store"})

    blueprint.app_template_global("reviewing_is_on")(lambda: access.is_on("review"))
    _add_reading(blueprint, bureau)
    _add_writing(blueprint, bureau)
    return blueprint


def _add_reading(blueprint: Blueprint, bureau: Bureau) -> None:
    folder = bureau.folder

    @blueprint.get("/review/queue")
    def queue() -> Response:
        waiting = queue_of(bureau.served.snapshot().folder)[:_MOST_WAITING]
        return _json({"articles": [row.model_dump() for row in waiting], "doubly": folder.doubly_reviewed()})

    @blueprint.get("/review/articles/<key>")
    def article(key: str) -> Response:
        bureau.desk.warm()
        found, annotation = bureau.read(key)
        told = [one.model_dump() for one in told_elsewhere(bureau.served.snapshot(), key)]
        return _json({"text": found.text, "annotation": json.loads(to_json(annotation)), "told": told}, annotation)

    @blueprint.get("/review/candidates")
    def candidates() -> Response:
        name, kind = request.args.get("name", "")[:200], request.args.get("kind") or None
        done = bureau.do(_valid({"do": "candidates", "name": name, "kind": kind}))
        return _json({"candidates": [one.model_dump() for one in done.candidates]})

    @blueprint.get("/review/agreement/<key>")
    def agreement(key: str) -> Response:
        found, _ = bureau.read(key)
        read = [read_annotation(path, found) for path in folder.kept(key)]
        kept = [item for item in read if not isinstance(item, Rejection)]
        return _json({"pairs": [compare_reviews(a, b).model_dump() for a, b in combinations(kept, 2)]})


def _add_writing(blueprint: Blueprint, bureau: Bureau) -> None:
    @blueprint.post("/review/articles/<key>/changes")
    def changes(key: str) -> Response:
        done = bureau.do(_work("foresee", key))
        return _json({} if done.changes is None else done.changes.model_dump())

    @blueprint.put("/review/articles/<key>")
    def save(key: str) -> Response:
        return _save(bureau, key)

    @blueprint.post("/review/verdicts")
    def judge() -> Response:
        with bureau.saving:
            return _json({"snapshot": bureau.do(_verdicts()).snapshot})

    @blueprint.post("/review/articles/<key>/mine")
    def keep(key: str) -> Response:
        found, _ = bureau.read(key)
        try:
            annotation = read_sent(_work("publish", key), found)
        except NotAnAnnotation as error:
            raise Refusal(422, "Cannot be kept so", str(error)) from error
        with bureau.saving:
            bureau.folder.keep(annotation)
        return _json({"kept": True})


def _save(bureau: Bureau, key: str) -> Response:
    expected = request.headers.get("If-Match", "").strip().strip('"')
    if not expected:
        raise Refusal(428, "Version needed", "Saving needs the header If-Match with the ETag of what was changed")
    work = _work("publish", key)
    with bureau.saving:
        _, current = bureau.read(key)
        if version_of(current) != expected:
            raise _overtaken(current)
        done = bureau.do(work)
        _, saved = bureau.read(key)
    return _json({"snapshot": done.snapshot}, saved)


def _overtaken(current: Annotation) -> Refusal:
    who = current.review.by or "somebody"
    said = f"{who} has saved this article since you opened it; yours is still on your page and can be kept beside it"
    return Refusal(412, "Saved by somebody else", said)


def _work(do: str, key: str) -> Work:
    """The task in the body of a request; raises Refusal 400 when there is none."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not isinstance(body.get("annotation"), dict):
        raise refusals.malformed("The body must be a JSON object with `annotation`, an object, and `by`, a name")
    annotation = json.dumps(body["annotation"], ensure_ascii=False)
    verdicts = body.get("verdicts", [])
    return _valid({"do": do, "key": key, "annotation": annotation, "verdicts": verdicts} | _signed(body))


def _verdicts() -> Work:
    """Verdicts alone, in the body of a request; raises Refusal 400 when there is none."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not body.get("verdicts"):
        raise refusals.malformed("The body must be a JSON object with `verdicts`, a list, and `by`, a name")
    return _valid({"do": "judge", "verdicts": body["verdicts"]} | _signed(body))


def _signed(body: Mapping[str, object]) -> dict[str, object]:
    """Who says so, and today's date."""
    by = " ".join(str(body.get("by", "")).split())[:_LONGEST_NAME]
    if not by:
        raise refusals.malformed("Say who reviews: `by` is empty")
    return {"by": by, "at": datetime.fromtimestamp(time.time(), UTC).date().isoformat()}


def _valid(fields: Mapping[str, object]) -> Work:
    try:
        return Work.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise refusals.malformed(f"{place}: {first['msg']}") from error


def _choices() -> dict[str, object]:
    """What the fields of the page offer."""
    types: dict[str, list[str]] = {name: [] for name in get_args(EventClass)}
    for one in read_types():
        types.setdefault(one.kind, []).append(one.name)
    return {
        "verbs": get_args(Verb),
        "certainties": get_args(Certainty),
        "roles": get_args(Role),
        "kinds": get_args(EntityKind),
        "plover": get_args(Plover),
        "types": {name: sorted(names) for name, names in types.items()},
    }


def _json(body: object, annotation: Annotation | None = None) -> Response:
    response = Response(json.dumps(body), content_type="application/json", headers={"Cache-Control": "no-store"})
    if annotation is not None:
        response.set_etag(version_of(annotation))
    return response
