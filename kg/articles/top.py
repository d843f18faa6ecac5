"""What stands above the article's first prose?

Read from the top: section label or newspaper's name, headline, standfirst, pictures, byline, date.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from kg.articles import phrases
from kg.articles.page import Item, Page, caption_of
from kg.articles.shapes import is_name, is_title_case
from kg.model import SegmentKind

_LONGEST_HEADLINE = 30
_LONGEST_STANDFIRST = 70
_MOST_STANDFIRSTS = 2


def label_top(page: Page, headline: str | None) -> list[SegmentKind]:
    """The kinds of the items before `page.first`, and of prose after it that a byline shows to be a standfirst."""
    end = _end_of_top(page, headline)
    items = page.items[:end]
    title = _headline_index(items, headline)
    captions = {caption_of(item) for item in items if item.shape == "caption"}
    kinds: list[SegmentKind] = []
    for index, item in enumerate(items):
        kinds.append("headline" if index == title else _kind(item, title, index, kinds, captions))
    return kinds


def _end_of_top(page: Page, headline: str | None) -> int:
    """Where the top ends: prose above a byline is a standfirst when a headline stands above it."""
    if _headline_index(page.items[: page.first], headline) is None:
        return page.first
    end = page.first
    for index in range(page.first, page.last):
        item = page.items[index]
        if item.shape == "prose" and (index - page.first >= _MOST_STANDFIRSTS or item.words > _LONGEST_STANDFIRST):
            break
        if item.shape == "byline" or (item.shape == "line" and is_name(item.flat)):
            end = index + 1
            break
    return end if any(item.shape == "prose" for item in page.items[end : page.last]) else page.first


def _headline_index(items: Sequence[Item], headline: str | None) -> int | None:
    if headline is not None:
        given = [index for index, item in enumerate(items) if item.flat.casefold() == headline.casefold()]
        if given:
            return given[0]
    candidates = list(_headlines(items))
    for index, following in zip_longest(candidates, candidates[1:]):
        if following is None or not _is_label(items[index], items[following]):
            return index
    return None


def _headlines(items: Sequence[Item]) -> Iterator[int]:
    for index, item in enumerate(items):
        if item.shape == "line" and item.words <= _LONGEST_HEADLINE and any(map(str.isalpha, item.flat)):
            yield index


def _is_label(item: Item, following: Item) -> bool:
    """Whether a line is a section's or newspaper's name above the headline, rather than the headline."""
    if any(mark in item.flat for mark in (" > ", " › ", " / ", " | ")) and item.words <= 12:
        return True
    if is_name(following.flat) or following.words <= item.words:
        return False
    return item.words <= 2 or (
        item.words <= 5 and is_title_case(item.flat) and bool(phrases.MASTHEAD.search(item.flat))
    )


def _kind(
    item: Item, title: int | None, index: int, before: Sequence[SegmentKind], captions: set[str]
) -> SegmentKind:
    match item.shape:
        case "caption" | "credit" | "byline" | "teaser":
            return item.shape
        case "prose":
            return "standfirst"
        case "line" if title is not None and index > title:
            return _line(item, before, captions)
        case _:
            return "furniture"


def _line(item: Item, before: Sequence[SegmentKind], captions: set[str]) -> SegmentKind:
    if caption_of(item) in captions:
        return "caption"
    if is_name(item.flat):
        return "byline"
    if item.words >= 4 and not {"standfirst", "byline", "caption"} & set(before):
        return "standfirst"
    return "caption" if item.words >= 6 else "furniture"
