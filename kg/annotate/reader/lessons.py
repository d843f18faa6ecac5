"""What does the model see of a marked passage while it learns?

A word is stood for by its first word piece. -1 marks a position that is not asked: no word, or a word of the context.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from tokenizers import Tokenizer

from kg.annotate.parse import parse
from kg.annotate.reader.chunks import Chunk, find_chunks
from kg.annotate.reader.corpus import GoldTrigger, Passage, find_gold
from kg.annotate.reader.labels import CLASSES, LINKS, PLOVER, VERBS
from kg.model import Article

Numbers: TypeAlias = NDArray[np.int64]
Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lesson:
    """One chunk of n word pieces with t triggers.

    `classes`, `plover`, `verbs` are (n,) rows of the heads, `words` (n,) tells where a word begins, `triggers` (t,)
    are positions, `links` (t, n) layers of the pair scorer.
    """

    ids: Numbers
    classes: Numbers
    plover: Numbers
    verbs: Numbers
    words: NDArray[np.bool_]
    triggers: Numbers
    links: Numbers


class Batch(NamedTuple):
    """Lessons side by side, filled up to one length: a first axis of lessons before the axes of `Lesson`."""

    ids: Numbers
    mask: NDArray[np.bool_]
    classes: Numbers
    plover: Numbers
    verbs: Numbers
    words: NDArray[np.bool_]
    triggers: Numbers
    links: Numbers


def parse_passage(passage: Passage, nlp: Language) -> Doc:
    """A passage parsed as the body of an article."""
    return parse(Article(key=passage.id.lower(), text=passage.text, sha256="", segments=()), nlp)


def find_lessons(passages: Iterable[Passage], nlp: Language, tokenizer: Tokenizer) -> Iterator[Lesson]:
    """The lessons of all passages, in their order."""
    for passage in passages:
        doc = parse_passage(passage, nlp)
        gold = find_gold(doc, passage)
        for chunk in find_chunks(doc, tokenizer):
            yield _lesson(chunk, gold)


def _lesson(chunk: Chunk, gold: Sequence[GoldTrigger]) -> Lesson:
    size = len(chunk.ids)
    row_of = dict(zip(chunk.tokens, chunk.rows, strict=True))
    classes, plover, verbs = (np.full(size, -1) for _ in range(3))
    classes[[row for token, row in row_of.items() if token >= chunk.first]] = 0
    told = [trigger for trigger in gold if trigger.token >= chunk.first and trigger.token in row_of]
    links = np.zeros((len(told), size), np.int64)
    for number, trigger in enumerate(told):
        row, marked = row_of[trigger.token], trigger.marked
        classes[row] = CLASSES.index(marked.cls) + 1
        plover[row] = PLOVER.index(marked.plover) + 1 if marked.plover else 0
        verbs[row] = VERBS.index(marked.verb)
        for token, link in trigger.links:
            if token in row_of:
                links[number, row_of[token]] = LINKS.index(link) + 1
    words = np.zeros(size, np.bool_)
    words[list(row_of.values())] = True
    triggers = np.array([row_of[trigger.token] for trigger in told], np.int64)
    return Lesson(
        ids=chunk.ids, classes=classes, plover=plover, verbs=verbs, words=words, triggers=triggers, links=links
    )


def make_batch(lessons: Sequence[Lesson]) -> Batch:
    """One batch; lengths are rounded up to multiples of 16 and 4, so that few shapes are compiled."""
    size = -(-max(len(lesson.ids) for lesson in lessons) // 16) * 16
    told = -(-max(1, *(len(lesson.triggers) for lesson in lessons)) // 4) * 4
    return Batch(
        ids=_fill([lesson.ids for lesson in lessons], (size,), 0),
        mask=_fill([np.ones(len(lesson.ids), np.bool_) for lesson in lessons], (size,), False),
        classes=_fill([lesson.classes for lesson in lessons], (size,), -1),
        plover=_fill([lesson.plover for lesson in lessons], (size,), -1),
        verbs=_fill([lesson.verbs for lesson in lessons], (size,), -1),
        words=_fill([lesson.words for lesson in lessons], (size,), False),
        triggers=_fill([lesson.triggers for lesson in lessons], (told,), -1),
        links=_fill([lesson.links for lesson in lessons], (told, size), 0),
    )


def _fill(arrays: Sequence[NDArray[Scalar]], shape: tuple[int, ...], empty: int) -> NDArray[Scalar]:
    widths = [[(0, wanted - given) for wanted, given in zip(shape, array.shape, strict=True)] for array in arrays]
    return np.stack([np.pad(a, width, constant_values=empty) for a, width in zip(arrays, widths, strict=True)])
