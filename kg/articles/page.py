"""What is known of each stretch of a page before it is named?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.articles.lines import Stretch
from kg.articles.shapes import Shape, credit_at, ends_in_abbreviation, shape_of, word_count

_LONGEST_CAPTION = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A stretch with its shape, its words as one line and their number."""

    stretch: Stretch
    shape: Shape
    flat: str
    words: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """The items in order; the article's prose is in `items[first:last]`, both 0 when there is none."""

    items: tuple[Item, ...]
    first: int
    last: int


def look_at(stretches: Sequence[Stretch]) -> Page:
    """The page as its stretches look one by one."""
    alone = [_item(index, stretch) for index, stretch in enumerate(stretches)]
    items = tuple(_beside(alone, index) for index in range(len(alone)))
    prose = [index for index, item in enumerate(items) if item.shape == "prose"]
    return Page(items=items, first=prose[0] if prose else 0, last=prose[-1] + 1 if prose else 0)


def caption_of(item: Item) -> str:
    """The words of a caption without its credit."""
    at = credit_at(item.flat)
    return (item.flat if at is None else item.flat[:at]).rstrip(" .,;|(/–—-")


def _beside(items: Sequence[Item], index: int) -> Item:
    """The item, as a caption when it is a short paragraph with nothing but a credit on the line below."""
    item = items[index]
    before, after = items[index - 1 : index], items[index + 1 : index + 2]
    begins = not any(other.stretch.block == item.stretch.block for other in before)
    credited = any(other.shape == "credit" and other.stretch.block == item.stretch.block for other in after)
    if item.shape in {"prose", "line"} and begins and credited and item.words <= _LONGEST_CAPTION:
        return replace(item, shape="caption")
    return item


def _item(index: int, stretch: Stretch) -> Item:
    flat = " ".join(stretch.text.split())
    shape = shape_of(stretch.text)
    words = word_count(flat)
    if index == 0 and shape == "prose" and words <= 15 and ends_in_abbreviation(flat):
        shape = "line"
    return Item(stretch=stretch, shape=shape, flat=flat, words=words)
