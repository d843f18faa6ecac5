"""What is known of an article before it is accepted?"""

from dataclasses import dataclass

from kg.model import Segment, When


@dataclass(frozen=True, kw_only=True, slots=True)
class Metadata:
    """What a file says about its article outside the text; unknown is None."""

    key: str | None = None
    headline: str | None = None
    byline: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    licence: str | None = None
    published: When | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """One article as read, its language and uniqueness unchecked; `key` is what it is called unless metadata says."""

    source: str
    place: str | None = None
    key: str
    text: str
    segments: tuple[Segment, ...]
    metadata: Metadata = Metadata()
