"""Where must a sentence end, whatever the parser thinks?

A block is a run of word tokens that the parser sees alone: no sentence and no syntactic link crosses its bounds.
Blocks end at segment bounds, at blank lines, at a line's end after final punctuation, after a dateline ("ROME, May 5
-") and after `MAX_TOKENS` tokens.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from spacy.tokens import Doc, Token

from kg.model import Segment

MAX_TOKENS = 400
"""The longest paragraph parsed in one piece: about three times the longest honest one; it bounds memory."""

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_DATELINE = 16
"""How many tokens the place, day and agency before a report's first sentence have at most."""
_DASHES = frozenset({"-", "--", "–", "—"})
_SHORTEST_CITY = 3

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
    if after.i == before.i + 1:  # what is more than one blank is a token of its own
        return False
    gap = "".join(token.text_with_ws for token in before.doc[before.i : after.i])[len(before.text) :]
    if _BLANK_LINE.search(gap):
        return True
    return "\n" in gap and before.text[-1] in _FINAL and not after.text[0].islower()


def _cut(run: list[Token], segments: Sequence[Segment]) -> Iterator[Block]:
    headline = bool(run) and any(s.kind == "headline" and s.start <= run[0].idx < s.end for s in segments)
    dateline = 0 if headline else _dateline(run)
    if dateline:
        yield Block(tokens=tuple(token.i for token in run[:dateline]))
        run = run[dateline:]
    while len(run) > MAX_TOKENS:
        ends = (i for i in range(MAX_TOKENS, 0, -1) if run[i - 1].text in {".", "!", "?"})
        end = next(ends, MAX_TOKENS)
        yield Block(tokens=tuple(token.i for token in run[:end]))
        run = run[end:]
    if run:
        yield Block(tokens=tuple(token.i for token in run), headline=headline)


def _dateline(run: Sequence[Token]) -> int:
    """The number of tokens of the dateline that the run opens with, its dash included; 0 for none."""
    city = "".join(token.text for token in takewhile(lambda token: token.text.isupper(), run[:_DATELINE]))
    if len(city) < _SHORTEST_CITY:
        return 0
    for i, token in enumerate(run[1:_DATELINE], 1):
        if token.text in _DASHES and token.whitespace_ and run[i - 1].whitespace_:
            return i + 1 if i + 1 < len(run) and not run[i + 1].text.islower() else 0
        if token.text.islower():
            return 0
    return 0
