"""What is each stretch of a page: headline, standfirst, body, caption, credit, teaser, byline or furniture?

Shape and place alone tell it. The first prose divides the page: above it stand headline, standfirst, pictures and
byline (`kg.articles.top`), between it and the last prose the article with links and captions strewn in, below it the
end matter.
"""

import re
from collections.abc import Iterator, Sequence

from kg.articles import phrases
from kg.articles.language import is_foreign
from kg.articles.lines import split_stretches
from kg.articles.page import Item, Page, look_at
from kg.articles.repeats import mark_repeats
from kg.articles.shapes import BAR, credit_at, is_dateline, is_final, is_title_case, without_by
from kg.articles.top import label_top
from kg.legible import Legible, make_legible
from kg.model import Segment, SegmentKind

_LIST_ITEM = re.compile(r"(?:[-*•–—■▪◼●]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+\S|[\"“‘]|(?:Q|A|Question|Answer)\s?[:.]\s")
_LONGEST_LINK = 15


def find_segments(text: str, *, start: int = 0, headline: str | None = None) -> tuple[Segment, ...]:
    """The segments of `text` from offset `start` on, in order, without overlap; they hold all that is visible.

    One segment is one paragraph or line, a caption and its credit two. `headline` is the one known from elsewhere.
    """
    seen = make_legible(text[start:])
    page = look_at(split_stretches(seen.text))
    kinds = _without_foreign(page.items, mark_repeats(page.items, _kinds(page, headline)))
    parts = (part for item, kind in zip(page.items, kinds, strict=True) for part in _parts(item, kind))
    return tuple(_placed(part, seen, start) for part in parts)


def furniture(text: str, start: int, end: int) -> tuple[Segment, ...]:
    """The stretch from `start` to `end` as one segment of furniture, trimmed of space; none if all is space."""
    stretch = text[start:end]
    begin = start + len(stretch) - len(stretch.lstrip())
    stop = start + len(stretch.rstrip())
    return (Segment(kind="furniture", start=begin, end=stop),) if begin < stop else ()


def printed_headline(text: str, segments: Sequence[Segment]) -> str | None:
    """The headline as the page prints it."""
    return _first(text, segments, "headline")


def printed_byline(text: str, segments: Sequence[Segment]) -> str | None:
    """Who wrote the article as the page prints it above the body, without the word `by`."""
    printed = _first(text, segments, "byline")
    return BAR.split(without_by(printed))[0] or None if printed else None


def _first(text: str, segments: Sequence[Segment], kind: SegmentKind) -> str | None:
    stretch = next((text[part.start : part.end] for part in segments if part.kind == kind), None)
    return " ".join(make_legible(stretch).text.split()) if stretch is not None else None


def _without_foreign(items: Sequence[Item], kinds: Sequence[SegmentKind]) -> list[SegmentKind]:
    """The kinds, in which a paragraph in another language is furniture; a text without any other keeps them."""
    foreign = [kind == "body" and is_foreign(item.flat) for item, kind in zip(items, kinds, strict=True)]
    if kinds.count("body") == sum(foreign):
        return list(kinds)
    return ["furniture" if other else kind for kind, other in zip(kinds, foreign, strict=True)]


def _placed(part: Segment, seen: Legible, start: int) -> Segment:
    return Segment(kind=part.kind, start=start + seen.start(part.start), end=start + seen.end(part.end))


def _kinds(page: Page, headline: str | None) -> list[SegmentKind]:
    if page.last == 0:
        return list(_without_prose(page.items))
    kinds = label_top(page, headline)
    in_links = False
    for index in range(len(kinds), len(page.items)):
        item = page.items[index]
        heads = _heads_links(item)
        in_links = heads or (in_links and _can_be_link(item))
        kinds.append(_link(item) if in_links and not heads else _kind(item, index, page))
    return kinds


def _without_prose(items: Sequence[Item]) -> Iterator[SegmentKind]:
    """The kinds on a page without a full sentence: its lines are the body, the first of several the headline."""
    lines = [index for index, item in enumerate(items) if item.shape == "line"]
    for index, item in enumerate(items):
        if item.shape == "line" and item.words >= 3:
            yield "headline" if index == lines[0] and len(lines) > 1 else "body"
        elif item.shape in {"caption", "credit", "byline", "teaser"}:
            yield item.shape
        else:
            yield "furniture"


def _can_be_link(item: Item) -> bool:
    return item.shape != "prose" or (item.words <= _LONGEST_LINK and item.flat.endswith("?"))


def _link(item: Item) -> SegmentKind:
    return "teaser" if item.shape in {"line", "prose", "teaser"} and item.words >= 3 else "furniture"


def _heads_links(item: Item) -> bool:
    return item.words <= 6 and not is_final(item.flat) and phrases.LINK_LIST.fullmatch(item.flat) is not None


def _kind(item: Item, index: int, page: Page) -> SegmentKind:
    match item.shape:
        case "prose":
            return "body"
        case "caption" | "credit" | "byline" | "teaser":
            return item.shape
        case "line":
            return _after_top(item, below=index >= page.last)
        case _:
            return "furniture"


def _after_top(item: Item, *, below: bool) -> SegmentKind:
    """The kind of a line that is no full sentence, within the article or `below` it."""
    if is_final(item.flat) or is_dateline(item.flat) or item.words >= 20:
        return "body"
    if not below and (_LIST_ITEM.match(item.flat) or (item.flat.endswith(":") and item.words >= 4)):
        return "body"
    if item.words >= 5 and is_title_case(item.flat):
        return "teaser"
    return "caption" if item.words >= 7 else "furniture"


def _parts(item: Item, kind: SegmentKind) -> Iterator[Segment]:
    """The segments of one stretch: a credit at its end is one of its own."""
    stretch = item.stretch
    at = credit_at(stretch.text) if item.shape == "caption" else None
    if at is None:
        yield Segment(kind=kind, start=stretch.start, end=stretch.end)
        return
    caption = stretch.text[:at].rstrip()
    if caption:
        yield Segment(kind=kind, start=stretch.start, end=stretch.start + len(caption))
    yield Segment(kind="credit", start=stretch.start + at, end=stretch.end)
