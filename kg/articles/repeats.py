"""Which stretches say again what stands elsewhere on the page?"""

from collections.abc import Sequence

from kg.articles.page import Item, caption_of
from kg.model import SegmentKind

_MOST_QUOTES = 500
_SHORTEST_QUOTE = 5
_LONGEST_QUOTE = 60
_QUOTES = "\"'“”‘’«»"


def mark_repeats(items: Sequence[Item], kinds: Sequence[SegmentKind]) -> list[SegmentKind]:
    """`kinds` with every later copy of a stretch, and every pull quote taken from the body, as furniture."""
    return _without_pull_quotes(items, _without_copies(items, kinds))


def _without_copies(items: Sequence[Item], kinds: Sequence[SegmentKind]) -> list[SegmentKind]:
    seen: set[str] = set()
    marked: list[SegmentKind] = []
    for item, kind in zip(items, kinds, strict=True):
        words = (caption_of(item) if kind == "caption" else item.flat).casefold()
        marked.append("furniture" if words in seen and kind != "credit" else kind)
        seen.add(words)
    return marked


def _without_pull_quotes(items: Sequence[Item], kinds: Sequence[SegmentKind]) -> list[SegmentKind]:
    body = "\n".join(item.flat for item, kind in zip(items, kinds, strict=True) if kind == "body")
    marked = list(kinds)
    short = [index for index, item in enumerate(items) if _SHORTEST_QUOTE <= item.words <= _LONGEST_QUOTE]
    for index in short[:_MOST_QUOTES]:
        words = items[index].flat.strip(_QUOTES + " ")
        if kinds[index] in {"body", "caption", "teaser"} and _inside(words, items[index].flat, body):
            marked[index] = "furniture"
    return marked


def _inside(words: str, own: str, body: str) -> bool:
    """Whether the words stand in the body once more, inside a longer paragraph than their own."""
    at = body.find(words)
    while at >= 0:
        begin, end = body.rfind("\n", 0, at) + 1, body.find("\n", at)
        if len(body[begin : end if end >= 0 else None]) > len(own):
            return True
        at = body.find(words, at + 1)
    return False
