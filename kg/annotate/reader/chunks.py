"""How is a Doc cut into stretches that the model can read?

A chunk is a run of whole sentences of at most `SPAN` word pieces, read after the whole sentences before it that fit
into `CONTEXT`; no event is asked of that context, but its words can be arguments. A longer sentence is cut.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from tokenizers import Tokenizer

from kg.annotate.reader.signs import find_signs

SPAN, CONTEXT = 200, 50
"""Word pieces; what the shipped weights were trained with."""

LONGEST = 240
"""Word pieces of one sentence that are read at once; the encoder knows 512 places."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Chunk:
    """`ids` (n,) word pieces with the two marks around them; `tokens[k]` is the Doc token that begins at `rows[k]`.

    `signs` (n, 3) is what the parser tells of the word at each row.

    Words from `first` on are the chunk's own, those before it are context.
    """

    ids: NDArray[np.int64]
    tokens: tuple[int, ...]
    rows: tuple[int, ...]
    signs: NDArray[np.int64]
    first: int

    def words(self) -> Iterator[tuple[int, int]]:
        """Token and row of each word, context included."""
        return zip(self.tokens, self.rows, strict=True)

    def own_words(self) -> Iterator[tuple[int, int]]:
        """Token and row of each word that is asked whether it tells an event."""
        return ((token, row) for token, row in self.words() if token >= self.first)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Stretch:
    """A sentence or a part of one: token indices and word piece indices, ends exclusive."""

    start: int
    end: int
    first_piece: int
    end_piece: int

    @property
    def size(self) -> int:
        return self.end_piece - self.first_piece


def read_tokenizer(path: str) -> Tokenizer:
    """The encoder's word piece tokenizer, set to neither cut nor fill."""
    tokenizer = Tokenizer.from_file(path)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def find_chunks(doc: Doc, tokenizer: Tokenizer) -> Iterator[Chunk]:
    """The chunks of a Doc in order; each word that has a word piece of its own is the own word of one chunk."""
    coded = tokenizer.encode(doc.text, add_special_tokens=False)
    begins = [begin for begin, _ in coded.offsets]
    stretches = [part for sentence in doc.sents for part in _stretches(sentence.start, sentence.end, doc, begins)]
    marks = tokenizer.encode("").ids
    at = 0
    while at < len(stretches):
        end = _run_end(stretches, at)
        before = _context_start(stretches, at)
        yield _chunk(doc, coded.ids, begins, stretches[before:end], stretches[at].start, marks)
        at = end


def _stretches(start: int, end: int, doc: Doc, begins: list[int]) -> Iterator[_Stretch]:
    """One stretch, or several where the sentence has more than LONGEST word pieces."""
    pieces = [bisect_left(begins, doc[i].idx) for i in range(start, end)]
    pieces.append(bisect_left(begins, doc[end - 1].idx + len(doc[end - 1])))
    begin = 0
    for i in range(1, end - start):
        if pieces[i + 1] - pieces[begin] > LONGEST:
            yield _Stretch(start=start + begin, end=start + i, first_piece=pieces[begin], end_piece=pieces[i])
            begin = i
    yield _Stretch(start=start + begin, end=end, first_piece=pieces[begin], end_piece=pieces[-1])


def _run_end(stretches: list[_Stretch], at: int) -> int:
    room = SPAN - stretches[at].size
    end = at + 1
    while end < len(stretches) and stretches[end].size <= room:
        room -= stretches[end].size
        end += 1
    return end


def _context_start(stretches: list[_Stretch], at: int) -> int:
    room = CONTEXT
    while at > 0 and stretches[at - 1].size <= room:
        at -= 1
        room -= stretches[at].size
    return at


def _chunk(
    doc: Doc, ids: list[int], begins: list[int], stretches: list[_Stretch], first: int, marks: list[int]
) -> Chunk:
    begin = stretches[0].first_piece
    end = min(stretches[-1].end_piece, begin + CONTEXT + LONGEST)
    row_at = {begins[piece]: piece - begin + 1 for piece in range(end - 1, begin - 1, -1)}
    words = [
        (token, row_at[token.idx])
        for token in doc[stretches[0].start : stretches[-1].end]
        if not (token.is_space or token.is_punct) and token.idx in row_at
    ]
    rows = tuple(row for _, row in words)
    return Chunk(
        ids=np.array([marks[0], *ids[begin:end], marks[-1]]),
        tokens=tuple(token.i for token, _ in words),
        rows=rows,
        signs=find_signs([token for token, _ in words], rows, end - begin + 2),
        first=first,
    )
