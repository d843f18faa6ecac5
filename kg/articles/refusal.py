"""How does a step of this room say that one record cannot be read?"""

from kg.model import Rejection


class RefusedError(Exception):
    """One record is unusable; `kg.articles.reading` turns it into a `Rejection`, so it never leaves this room."""

    def __init__(self, reason: str, remedy: str, place: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
        self.place = place

    def rejection(self, source: str, place: str | None = None) -> Rejection:
        """The value to hand out; `place` is used where the step itself did not know one."""
        return Rejection(source=source, place=self.place or place, reason=self.reason, remedy=self.remedy)
