"""How much of an article's text is shown around a quote?

The whole text only where the article's licence is an open one; a short context otherwise, as quotation law has it.
"""

import json
import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from kg.model import Article
from kg.store.snapshot import Snapshot

_OPEN = re.compile(
    r"(cc0|cc[ -]by(-sa)?\b(?!-n)|public domain|apache-2\.0"
    r"|https?://creativecommons\.org/(publicdomain/|licenses/by(-sa)?/))",
    re.IGNORECASE,
)
_CONTEXT = 160
"""Characters on each side of a quote from an article without an open licence."""


class Piece(NamedTuple):
    """A stretch of text, highlighted or not."""

    text: str
    marked: bool


@lru_cache(maxsize=2)
def _offsets(path: Path) -> dict[str, int]:
    offsets: dict[str, int] = {}
    with path.open("rb") as lines:
        position = 0
        for line in lines:
            offsets[json.loads(line)["key"]] = position
            position += len(line)
    return offsets


def find_article(snapshot: Snapshot, key: str) -> Article | None:
    """The article of a snapshot with this key, its text included; None too when the texts are not here."""
    if not snapshot.is_here:
        return None
    path = snapshot.folder / "articles.jsonl"
    offset = _offsets(path).get(key)
    if offset is None:
        return None
    with path.open("rb") as lines:
        lines.seek(offset)
        return Article.model_validate_json(lines.readline())


def is_open(article: Article) -> bool:
    """Whether the licence lets everybody have the whole text."""
    return bool(article.licence and _OPEN.match(article.licence.strip()))


def mark(text: str, spans: list[tuple[int, int]]) -> list[Piece]:
    """The text cut into pieces, those inside some span marked; spans may overlap."""
    edges = sorted({0, len(text), *(min(max(edge, 0), len(text)) for span in spans for edge in span)})
    pieces = [
        Piece(text[start:end], any(first <= start and end <= last for first, last in spans))
        for start, end in pairwise(edges)
    ]
    return [piece for piece in pieces if piece.text]


def quote_in_context(article: Article, start: int, end: int) -> list[Piece]:
    """A quote, marked, in its paragraph; in a few words of context when the licence is not open."""
    text = article.text
    gap = "\n\n" if "\n\n" in text else "\n"
    first, last = text.rfind(gap, 0, start), text.find(gap, end)
    before = text[0 if first < 0 else first + len(gap) : start]
    after = text[end : len(text) if last < 0 else last]
    if not is_open(article):
        before, after = _last_words(before), _first_words(after)
    pieces = (Piece(before, False), Piece(text[start:end], True), Piece(after, False))
    return [piece for piece in pieces if piece.text]


def _last_words(text: str) -> str:
    return text if len(text) <= _CONTEXT else "…" + text[-_CONTEXT:].partition(" ")[2]


def _first_words(text: str) -> str:
    return text if len(text) <= _CONTEXT else text[:_CONTEXT].rpartition(" ")[0] + "…"
