"""Which of the formats that can be written does the client like best?

RFC 9110 section 12.5.1: the most specific media range that matches gives a format its quality; of equal qualities
the server's order decides. A missing Accept header accepts everything.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from server.http import refusals

_REMEMBERED_LENGTH = 500
"""Characters of a header whose choice is kept: clients send the same few again and again."""


class Range(NamedTuple):
    """A media range of an Accept header: `*/*`, `text/*` or `text/csv`, with its quality from 0 to 1."""

    type: str
    subtype: str
    quality: float


def parse_accept(header: str | None) -> list[Range]:
    """The ranges of a header; parts that are not media ranges are skipped, as section 5.6.1 allows."""
    if not header or not header.strip():
        return [Range("*", "*", 1.0)]
    return [found for part in header.split(",") if (found := _range(part)) is not None]


def _range(part: str) -> Range | None:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    kind, slash, subtype = name.partition("/")
    if not slash or not kind or not subtype:
        return None
    return Range(kind, subtype, parse_quality(parameters))


def parse_quality(parameters: Iterable[str]) -> float:
    """The quality among the parameters of an item, from 0 to 1; a broken one is 0, a missing one 1."""
    given = [value for key, _, value in (parameter.partition("=") for parameter in parameters) if key.strip() == "q"]
    return _quality(given[0]) if given else 1.0


def _quality(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return min(max(value, 0.0), 1.0) if value == value else 0.0  # noqa: PLR0124


def quality(media_type: str, ranges: Sequence[Range]) -> float:
    """How much a client with these ranges likes a media type; 0 is not at all."""
    kind, _, subtype = media_type.partition("/")
    for wanted in ((kind, subtype), (kind, "*"), ("*", "*")):
        found = [item.quality for item in ranges if (item.type, item.subtype) == wanted]
        if found:
            return max(found)
    return 0.0


def choose(header: str | None, offers: tuple[str, ...]) -> str:
    """The best offer for an Accept header; raises Refusal 406 when none is acceptable."""
    long = header is not None and len(header) > _REMEMBERED_LENGTH
    return _choose(header, offers) if long else _choose_again(header, offers)


def _choose(header: str | None, offers: tuple[str, ...]) -> str:
    ranges = parse_accept(header)
    best = max(offers, key=lambda offer: quality(offer, ranges))
    if quality(best, ranges) <= 0:
        raise refusals.not_acceptable(offers)
    return best


_choose_again = lru_cache(maxsize=256)(_choose)
