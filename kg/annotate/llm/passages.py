"""In which passages is an article put before the language model?

A passage is a run of whole paragraphs within the budget; a paragraph that is too long is cut between sentences, a
sentence that is too long between words or, without any, anywhere. White space around paragraphs (blanked furniture
too) is not sent.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc

BYTES_PER_TOKEN = 4
"""English prose has about four bytes a token; other scripts have more tokens, and more bytes."""

_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A stretch of `Doc.text` (offsets) and the words of it that are sent."""

    start: int
    end: int
    pieces: tuple[tuple[int, int], ...]
    text: str


def find_passages(doc: Doc, tokens: int) -> tuple[Passage, ...]:
    """The passages of an article, in order, each of about `tokens` tokens at most; together they hold all words."""
    budget, text = tokens * BYTES_PER_TOKEN, doc.text
    found: list[Passage] = []
    run: list[tuple[int, int]] = []
    size = 0
    for piece in _pieces(doc, text, budget):
        length = len(text[slice(*piece)].encode())
        if run and size + length > budget:
            found.append(_passage(text, run))
            run, size = [], 0
        run.append(piece)
        size += length
    return tuple([*found, _passage(text, run)] if run else found)


def halve(doc: Doc, passage: Passage) -> tuple[Passage, ...]:
    """The passage in two, for an answer that was cut off; itself alone if it cannot be parted between sentences."""
    pieces, text = passage.pieces, doc.text
    if len(pieces) == 1:
        pieces = tuple(_sentences_of(doc, text, pieces[0]))
    if len(pieces) < 2:
        return (passage,)
    middle = len(pieces) // 2
    return _passage(text, pieces[:middle]), _passage(text, pieces[middle:])


def _passage(text: str, pieces: Sequence[tuple[int, int]]) -> Passage:
    """Of the white space between pieces its first character stays, or a blank line."""
    words = text[slice(*pieces[0])]
    for (_, before), (start, end) in pairwise(pieces):
        gap = text[before:start]
        words += ("\n\n" if _PARAGRAPH_END.search(gap) else gap[:1]) + text[start:end]
    return Passage(start=pieces[0][0], end=pieces[-1][1], pieces=tuple(pieces), text=words)


def _pieces(doc: Doc, text: str, budget: int) -> Iterator[tuple[int, int]]:
    """Paragraphs, or sentences of long ones, or stretches of long sentences; without the white space around them."""
    for paragraph in _paragraphs(text):
        if _fits(text, paragraph, budget):
            yield paragraph
            continue
        for sentence in _sentences_of(doc, text, paragraph):
            yield from _short(text, *sentence, budget)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in [*(match.start() for match in _PARAGRAPH_END.finditer(text)), len(text)]:
        paragraph = _trim(text, start, end)
        if paragraph is not None:
            yield paragraph
        start = end


def _sentences_of(doc: Doc, text: str, stretch: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The stretch, parted where sentences end inside it."""
    first, last = stretch
    cuts = [end for sentence in doc.sents if first < (end := sentence.end_char) < last]
    for start, end in pairwise([first, *cuts, last]):
        piece = _trim(text, start, end)
        if piece is not None:
            yield piece


def _short(text: str, start: int, end: int, budget: int) -> Iterator[tuple[int, int]]:
    """Stretches that fit; a character has at most four bytes, which is what a token is reckoned at."""
    piece = _trim(text, start, end)
    while piece is not None and not _fits(text, piece, budget):
        limit = piece[0] + budget // BYTES_PER_TOKEN
        cut = max(text.rfind(" ", piece[0], limit), text.rfind("\n", piece[0], limit))
        cut = cut if cut > piece[0] else limit
        yield piece[0], cut
        piece = _trim(text, cut, end)
    if piece is not None:
        yield piece


def _fits(text: str, piece: tuple[int, int], budget: int) -> bool:
    return len(text[slice(*piece)].encode()) <= budget


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    words = text[start:end].strip()
    if not words:
        return None
    start += text[start:end].index(words[0])
    return start, start + len(words)
