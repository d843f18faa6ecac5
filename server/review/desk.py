"""What is done for reviewers in a process of its own: what would change, a new snapshot, whom a name could mean?

It reads `Work` from standard input and writes `Done` to standard output (see `server.workers.kept`) until its input
closes. Its argument is the data folder.
"""

import sys
from datetime import date
from pathlib import Path
from typing import BinaryIO

from kg.errors import DatelineError
from kg.gazetteer.candidates import candidates
from kg.gazetteer.lookup import Gazetteer, load_gazetteer
from kg.link.settle import UnknownRow, settle
from kg.merge.verdicts import find_lost
from kg.model import Article
from kg.pipeline.revision import foresee, rejudge, revise
from kg.settings import BuildSettings
from kg.store.snapshot import Snapshot, open_current
from server.review.changes import tell_changes
from server.review.folder import ReviewFolder
from server.review.messages import Candidate, Done, Work
from server.review.sent import NotAnAnnotation, read_sent
from server.workers import frames

_MOST_CANDIDATES = 8


def do_work(work: Work, data: Path, gazetteer: Gazetteer) -> Done:
    """What comes of a task; what the reviewer can mend is told, not raised."""
    if work.do == "candidates":
        return Done(candidates=find_candidates(work, gazetteer))
    try:
        if work.do == "judge":
            return judge(work, data)
        return foresee_changes(work, data, gazetteer) if work.do == "foresee" else publish(work, data, gazetteer)
    except (NotAnAnnotation, UnknownRow, DatelineError) as error:
        return Done(fault=str(error))


def foresee_changes(work: Work, data: Path, gazetteer: Gazetteer) -> Done:
    """What would change; nothing is written."""
    snapshot = open_current(data)
    annotation = read_sent(work, find_article(snapshot, work.key))
    revision = foresee(snapshot, annotation, work.verdicts, gazetteer)
    return Done(changes=tell_changes(revision, snapshot.open_store()))


def publish(work: Work, data: Path, gazetteer: Gazetteer) -> Done:
    """Saves the annotation and the verdicts, and makes the snapshot that they give."""
    snapshot, folder = open_current(data), ReviewFolder(data=data)
    annotation = settle(read_sent(work, find_article(snapshot, work.key)), gazetteer)
    folder.save(annotation)
    _keep(work, folder)
    report = revise(annotation, folder.verdicts(), gazetteer, BuildSettings(data=data), lambda *_: None)
    return Done(snapshot=report.snapshot)


def judge(work: Work, data: Path) -> Done:
    """Saves verdicts alone, and makes the snapshot that they give; no article counts as reviewed by that."""
    folder = ReviewFolder(data=data)
    for _, lost in find_lost(work.verdicts, open_current(data).annotations()):
        return Done(fault=f"there is no event {lost.event!r} in {lost.article!r} any more; reload the page")
    _keep(work, folder)
    report = rejudge(folder.verdicts(), BuildSettings(data=data), lambda *_: None)
    return Done(snapshot=report.snapshot)


def _keep(work: Work, folder: ReviewFolder) -> None:
    for verdict in work.verdicts:
        folder.give_verdict(verdict, work.by, date.fromisoformat(work.at) if work.at else None)


def find_article(snapshot: Snapshot, key: str) -> Article:
    """The article of this key; raises NotAnAnnotation when there is none."""
    article = next((article for article in snapshot.articles() if article.key == key), None)
    if article is None:
        raise NotAnAnnotation(f"there is no article {key!r} in the snapshot that is served now; reload the page")
    return article


def find_candidates(work: Work, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The rows that a name could mean, the likeliest first."""
    return tuple(
        Candidate(
            known=found.match.row.id,
            label=found.match.row.label,
            kind=found.match.row.kind,
            wikidata=found.match.row.qid,
            score=round(found.score, 3),
            reasons=found.reasons,
        )
        for found in candidates(work.name, work.kind, gazetteer, _MOST_CANDIDATES)
    )


def run(data: Path, inward: BinaryIO, outward: BinaryIO) -> None:
    """Loads the gazetteer, says so, and works until `inward` closes."""
    gazetteer = load_gazetteer()
    frames.write_frame(outward, frames.READY, b"")
    while (frame := frames.read_frame(inward)) is not None:
        done = do_work(Work.model_validate_json(frame[1]), data, gazetteer)
        frames.write_frame(outward, frames.END, done.model_dump_json().encode())


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
