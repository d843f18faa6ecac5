"""What do several articles tell of one happening?

Records as those of `kg.model`, for events of different articles.
"""

from typing import Literal

from pydantic import Field

from kg.model import Record


class EventName(Record):
    """An event as one article tells it: the article's key and the event's identifier in its annotation."""

    article: str
    event: str


class Tie(Record):
    """Two articles' events that are taken for one, with the probability and the signs; 1 is a reviewer's word."""

    one: EventName
    other: EventName
    score: float
    reasons: tuple[str, ...]


class Happening(Record):
    """What several articles tell: their events, the one published first before the others, and what ties them."""

    events: tuple[EventName, ...] = Field(min_length=2)
    ties: tuple[Tie, ...]


class Verdict(Record):
    """A reviewer's word on two events of two articles: that they are one, or that they are not."""

    verdict: Literal["same", "different"]
    one: EventName
    other: EventName
    note: str = ""
