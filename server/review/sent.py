"""Is what a reviewer sent an annotation of the article?"""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.annotate.annotation_file import SUFFIX, read_annotation
from kg.model import Annotation, Article, Rejection, Review
from server.review.messages import Work


class NotAnAnnotation(ValueError):
    """What was sent is no annotation of the article; the message says what is wrong where, and what to do."""


def read_sent(work: Work, article: Article) -> Annotation:
    """The annotation that was sent, whole and checked against the article's text; raises NotAnAnnotation."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / (article.key + SUFFIX)
        path.write_text(work.annotation, encoding="utf-8")
        found = read_annotation(path, article)
    if isinstance(found, Rejection):
        where = f"{found.place}: " if found.place else ""
        raise NotAnAnnotation(f"{where}{found.reason}; {found.remedy}")
    told = {claim.event for claim in found.claims}
    untold = [event.id for event in found.events if event.id not in told]
    if untold:
        raise NotAnAnnotation(f"no claim tells of {', '.join(untold)}; add one, or delete the event")
    at = date.fromisoformat(work.at) if work.at else None
    return found.model_copy(update={"review": Review(state="reviewed", by=work.by or None, at=at)})
