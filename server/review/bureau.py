"""What does reviewing on the server need: who may, what is there, and who does the work?"""

from dataclasses import dataclass, field
from threading import Lock

from kg.model import Annotation, Article
from server.http import refusals
from server.http.access import Access
from server.http.refusals import Refusal
from server.pages.texts import find_article
from server.review.folder import ReviewFolder
from server.review.messages import Done, Work
from server.review.queue import find_annotation
from server.served import Served
from server.sparql.asked import bearer, this_client
from server.workers.kept import Kept


@dataclass(frozen=True, kw_only=True, slots=True)
class Bureau:
    """What reviewing needs: the data, their reviews, the process that works, and one save at a time."""

    served: Served
    folder: ReviewFolder
    desk: Kept
    access: Access
    saving: Lock = field(default_factory=Lock)

    def admit(self) -> None:
        """Raises Refusal 403 when no token may review, and what `Access.admit` raises."""
        if not self.access.is_on("review"):
            raise refusals.forbidden("Reviewing is off: this server has no token set")
        self.access.admit("review", bearer(), this_client().name)

    def do(self, work: Work) -> Done:
        """What the desk makes of a task; raises Refusal 422 with what the reviewer can mend."""
        client = this_client()
        done = Done.model_validate_json(self.desk.ask(work.model_dump_json().encode(), client.name, client.gone))
        if done.fault:
            raise Refusal(422, "Cannot be saved so", done.fault)
        return done

    def read(self, key: str) -> tuple[Article, Annotation]:
        """An article and what it says now; raises Refusal 404."""
        snapshot = self.served.snapshot()
        article, annotation = find_article(snapshot, key), find_annotation(snapshot, key)
        if article is None or annotation is None:
            raise refusals.missing(f"There is no article {key!r}")
        return article, annotation
