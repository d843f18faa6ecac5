"""Which sentences speak of one event, claim, article, actor or place?

`/evidence?iri=…` gives them to a program as JSON: each claim with its chain of sources, and the quotes it rests on.
"""

from collections.abc import Iterable

from flask import Blueprint, Response, json, request

from kg import iri
from kg.dump.timeline_events import TimelineEvent
from kg.store.snapshot import Snapshot
from server.http import refusals
from server.pages.claims import ClaimView, Passage, read_claims
from server.pages.events import Events
from server.pages.graph import Graph, Selecting, is_iri
from server.served import Served

_MOST_EVENTS = 200


def create_evidence_blueprint(served: Served, graph: Graph, events: Events) -> Blueprint:
    """The blueprint of `/evidence`."""
    blueprint = Blueprint("evidence", __name__)

    @blueprint.get("/evidence")
    def evidence() -> Response:
        name = iri.current(request.args.get("iri", ""))
        if not is_iri(name):
            raise refusals.malformed("iri must be an absolute IRI")
        snapshot = served.snapshot()
        claims = find_claims(graph, snapshot, events.of(snapshot), name)
        body = json.dumps({"snapshot": snapshot.id, "iri": name, "claims": [claim_members(one) for one in claims]})
        return Response(body, content_type="application/json")

    return blueprint


def find_claims(
    graph: Selecting, snapshot: Snapshot | None, events: Iterable[TimelineEvent], name: str
) -> list[ClaimView]:
    """The claims about an event, in an article, or that one claim; for an actor or place those of its events."""
    for bound in ("event", "claim", "article"):
        if found := read_claims(graph, snapshot, **{bound: name}):
            return found
    joined = [event.iri for event in events if name in event.involved]
    return [claim for event in joined[:_MOST_EVENTS] for claim in read_claims(graph, snapshot, event=event)]


def claim_members(claim: ClaimView) -> dict[str, object]:
    """A claim as JSON; offsets are those of Python strings in the article's text."""
    return {
        "claim": claim.iri,
        "verb": claim.verb,
        "event": claim.event,
        "sources": [{"iri": source.iri or None, "label": source.label or None} for source in claim.chain],
        "certainty": claim.certainty or None,
        "confidence": float(claim.confidence) if claim.confidence else None,
        "rule": claim.rule or None,
        "article": claim.article,
        "headline": claim.headline or None,
        "passages": [_passage_members(passage) for passage in claim.passages],
    }


def _passage_members(passage: Passage) -> dict[str, object]:
    marked = next((at for at, piece in enumerate(passage.pieces) if piece.marked), 0)
    words = [piece.text for piece in passage.pieces]
    return {
        "start": passage.start,
        "end": passage.end,
        "before": "".join(words[:marked]),
        "quote": "".join(words[marked : marked + 1]),
        "after": "".join(words[marked + 1 :]),
    }
