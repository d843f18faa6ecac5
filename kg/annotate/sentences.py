"""Where must a sentence end, whatever the parser thinks?

A block is a run of word tokens that the parser sees alone: no sentence and no syntactic link crosses its bounds.
Blocks end at segment bounds, at blank lines, at a line's end after final punctuation, and after `MAX_TOKENS` tokens.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.model import Segment

MAX_TOKENS = 400
"""The longest paragraph parsed in one piece: about three times the longest honest one; it bounds memory."""

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_FINAL = frozenset(".!?…\"'”’)]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """The token indices of one block, no whitespace among them; `headline`: it is one sentence by its function."""

    tokens: tuple[int, ...]
    headline: bool = False


def find_blocks(doc: Doc, segments: Sequence[Segment]) -> Iterator[Block]:
    """The blocks of a tokenised text, in order; together they hold each token that is not whitespace once."""
    edges = sorted({edge for segment in segments for edge in (segment.start, segment.end)})
    run: list[Token] = []
    for token in doc:
        if token.is_space:
            continue
        if run and _parted(run[-1], token, edges):
            yield from _cut(run, segments)
            run = []
        run.append(token)
    yield from _cut(run, segments)


def _parted(before: Token, after: Token, edges: Sequence[int]) -> bool:
    if bisect_right(edges, before.idx) != bisect_right(edges, after.idx):
        return True
    gap = "".join(token.text_with_ws for token in before.doc[before.i : after.i])[len(before.text) :]
    if _BLANK_LINE.search(gap):
        return True
    return "\n" in gap and before.text[-1] in _FINAL and not after.text[0].islower()


def _cut(run: list[Token], segments: Sequence[Segment]) -> Iterator[Block]:
    while len(run) > MAX_TOKENS:
        ends = (i for i in range(MAX_TOKENS, 0, -1) if run[i - 1].text in {".", "!", "?"})
        end = next(ends, MAX_TOKENS)
        yield Block(tokens=tuple(token.i for token in run[:end]))
        run = run[end:]
    if run:
        start = run[0].idx
        headline = any(s.kind == "headline" and s.start <= start < s.end for s in segments)
        yield Block(tokens=tuple(token.i for token in run), headline=headline)
