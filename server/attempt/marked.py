"""Which stretches of an article's text carry which marks, so that one page shows them all over the text?

Marks overlap as they like: the text is cut at each edge, and each piece carries the names of all marks that cover it.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kg.model import Annotation, Article, SegmentKind

_QUIET: tuple[SegmentKind, ...] = ("furniture", "teaser", "credit", "caption", "byline")


class Mark(NamedTuple):
    """A stretch of text: what it is (a class of the style sheet), a word on it, and the event it belongs to."""

    start: int
    end: int
    kind: str
    word: str
    event: str = ""


class Piece(NamedTuple):
    """A stretch without an edge inside: the marks' kinds and words, and the event whose trigger it is, if any.

    `events` are those whose evidence covers it.
    """

    text: str
    start: int
    kinds: tuple[str, ...]
    words: tuple[str, ...]
    trigger: str
    events: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A segment of the page with its pieces; `quiet` is what no event is read from."""

    kind: str
    quiet: bool
    pieces: tuple[Piece, ...]


def find_marks(annotation: Annotation) -> tuple[Mark, ...]:
    """Every mention, time, trigger and passage of evidence, by place."""
    return tuple(sorted((*_things(annotation), *_happenings(annotation))))


def _things(annotation: Annotation) -> Iterator[Mark]:
    entities = {entity.id: entity for entity in annotation.entities}
    for mention in annotation.mentions:
        entity = entities.get(mention.entity)
        word = f"{entity.kind}: {entity.label}" if entity else mention.entity
        yield Mark(mention.start, mention.end, "mention", word)
    for time in annotation.times:
        yield Mark(time.start, time.end, "time", f"{time.type.lower()}: {time.edtf or time.value}")


def _happenings(annotation: Annotation) -> Iterator[Mark]:
    for event in annotation.events:
        for span in (event.trigger, *event.further):
            yield Mark(span.start, span.end, "trigger", f"{event.cls}: {event.type}", event.id)
    for claim in annotation.claims:
        for span in claim.evidence:
            yield Mark(span.start, span.end, f"evidence-{claim.verb}", f"evidence: {claim.verb}", claim.event)


def mark_article(article: Article, annotation: Annotation) -> tuple[Block, ...]:
    """The whole text, segment by segment, with its marks; what lies between segments belongs to the one before."""
    marks = find_marks(annotation)
    starts = [segment.start for segment in article.segments]
    blocks = []
    for number, segment in enumerate(article.segments):
        first = 0 if number == 0 else segment.start
        last = starts[number + 1] if number + 1 < len(starts) else len(article.text)
        inside = [mark for mark in marks if mark.start < last and mark.end > first]
        pieces = tuple(_pieces(article.text, first, last, inside))
        blocks.append(Block(kind=segment.kind, quiet=segment.kind in _QUIET, pieces=pieces))
    return tuple(blocks)


def _pieces(text: str, first: int, last: int, marks: list[Mark]) -> Iterator[Piece]:
    edges = sorted({first, last, *(edge for mark in marks for edge in mark[:2] if first < edge < last)})
    cover: list[list[Mark]] = [[] for _ in edges]
    for mark in marks:
        at = max(0, bisect_right(edges, mark.start) - 1)
        while at < len(edges) - 1 and edges[at] < mark.end:
            cover[at].append(mark)
            at += 1
    for start, end, over in zip(edges, edges[1:], cover, strict=False):
        yield _piece(text[start:end], start, over)


def _piece(words: str, start: int, over: list[Mark]) -> Piece:
    return Piece(
        text=words,
        start=start,
        kinds=tuple(dict.fromkeys(mark.kind for mark in over)),
        words=tuple(dict.fromkeys(mark.word for mark in over)),
        trigger=next((mark.event for mark in over if mark.kind == "trigger"), ""),
        events=tuple(dict.fromkeys(mark.event for mark in over if mark.event)),
    )
