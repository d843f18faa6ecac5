"""Which article should be reviewed next?

The one of which review would change most: where the engine expects most of its claims to be misread, those that are
asserted counting double, since only they lead to facts. What a person has reviewed comes last.
"""

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from kg.annotate.annotation_file import to_json
from kg.model import Annotation, Claim, Record
from kg.store.snapshot import Snapshot, open_snapshot

_ASSERTED = 2.0
_DOUBTFUL = 0.8


class Waiting(Record):
    """An article in the queue: `doubt` is the weighed number of claims expected to be misread."""

    key: str
    headline: str
    state: str
    by: str
    at: str
    claims: int
    doubtful: int
    doubt: float


def doubt_of(claim: Claim) -> float:
    """How much is expected to change with this claim."""
    return (1 - claim.confidence) * (_ASSERTED if claim.verb == "asserts" else 1.0)


def make_queue(annotations: Iterable[Annotation]) -> tuple[Waiting, ...]:
    """Every article, the one of most doubt first, reviewed ones last."""
    rows = [_wait(annotation) for annotation in annotations]
    return tuple(sorted(rows, key=lambda row: (row.state == "reviewed", -row.doubt, row.key)))


def _wait(annotation: Annotation) -> Waiting:
    header, review = annotation.article, annotation.review
    return Waiting(
        key=header.key,
        headline=header.headline or header.key,
        state=review.state,
        by=review.by or "",
        at=review.at.isoformat() if review.at else "",
        claims=len(annotation.claims),
        doubtful=sum(claim.confidence < _DOUBTFUL for claim in annotation.claims),
        doubt=round(sum(map(doubt_of, annotation.claims)), 2),
    )


@lru_cache(maxsize=2)
def queue_of(folder: Path) -> tuple[Waiting, ...]:
    """The queue of a snapshot, which never changes."""
    return make_queue(open_snapshot(folder).annotations())


def find_annotation(snapshot: Snapshot, key: str) -> Annotation | None:
    """What an article of a snapshot was found to say."""
    beginning = '{"article":{"key":' + json.dumps(key) + ","
    with (snapshot.folder / "annotations.jsonl").open(encoding="utf-8") as lines:
        found = next((line for line in lines if line.startswith(beginning)), None)
    return Annotation.model_validate_json(found) if found else None


def version_of(annotation: Annotation) -> str:
    """A strong validator of an annotation (RFC 9110 section 8.8.3), without quotes."""
    return hashlib.sha256(to_json(annotation).encode()).hexdigest()[:32]
