"""What does the model see of a marked passage while it learns?

A word is stood for by its first word piece. -1 marks a position that is not asked: no word, or a word of the context.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from tokenizers import Tokenizer

from kg.annotate.engine import LinkName
from kg.annotate.parse import parse
from kg.annotate.reader.chunks import Chunk, find_chunks
from kg.annotate.reader.corpus import GoldTrigger, Passage, find_gold
from kg.annotate.reader.labels import CLASSES, KINDS, LINKS, PLOVER, VERBS
from kg.annotate.reader.memory import COLUMNS, Memory, Pair, Pairs, Tally
from kg.annotate.reader.paths import Path, PathBook, Syntax, find_paths, learn_paths, read_syntax
from kg.model import Article, EventClass, Plover

Numbers: TypeAlias = NDArray[np.int64]
Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lesson:
    """One chunk of n word pieces with t triggers.

    `signs` (n, 3) are the parser's; `classes`, `plover`, `kinds`, `verbs` (n,) rows of the heads, `types` (n,) fine
    types by number; `words` (n,) tells where a word begins; `triggers` (t,) are positions, `links` (t, n) layers of
    the pair scorer, `paths` (t, n) numbers of paths.
    """

    ids: Numbers
    signs: Numbers
    classes: Numbers
    plover: Numbers
    kinds: Numbers
    verbs: Numbers
    types: Numbers
    words: NDArray[np.bool_]
    triggers: Numbers
    links: Numbers
    paths: Numbers


class Batch(NamedTuple):
    """Lessons side by side, filled up to one length: a first axis of lessons before the axes of `Lesson`."""

    ids: Numbers
    mask: NDArray[np.bool_]
    signs: Numbers
    classes: Numbers
    plover: Numbers
    kinds: Numbers
    verbs: Numbers
    types: Numbers
    words: NDArray[np.bool_]
    triggers: Numbers
    links: Numbers
    paths: Numbers


def parse_passage(passage: Passage, nlp: Language) -> Doc:
    """A passage parsed as the body of an article."""
    return parse(Article(key=passage.id.lower(), text=passage.text, sha256="", segments=()), nlp)


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A chunk of a parsed passage with the marked triggers of its own words, and the syntax of the whole passage."""

    doc: Doc
    syntax: Syntax
    chunk: Chunk
    told: tuple[GoldTrigger, ...]

    def labels(self) -> Iterator[tuple[int, GoldTrigger | None]]:
        """Each own word and how it is marked."""
        marked = {trigger.token: trigger for trigger in self.told}
        return ((token, marked.get(token)) for token, _ in self.chunk.own_words())

    def pairs(self) -> Iterator[tuple[Pair, int]]:
        """Each trigger with each word of the chunk, and the layer of its link."""
        pairs = Pairs(self.doc, self.chunk.tokens)
        for trigger in self.told:
            links, marked = dict(trigger.links), trigger.marked
            told = pairs.of(trigger.token, marked.cls, marked.plover, enumerate(self.paths(trigger.token)))
            yield from zip(told, (link_row(links.get(token)) for token in self.chunk.tokens), strict=True)

    def paths(self, token: int) -> Iterator[Path]:
        """The path from a word to each word of the chunk."""
        return find_paths(self.syntax, token, self.chunk.tokens)


def read_texts(passages: Iterable[Passage], nlp: Language, tokenizer: Tokenizer) -> Iterator[Text]:
    """The passages parsed and cut, in their order."""
    for passage in passages:
        doc = parse_passage(passage, nlp)
        gold, syntax = find_gold(doc, passage), read_syntax(doc)
        for chunk in find_chunks(doc, tokenizer):
            own = {token for token, _ in chunk.own_words()}
            told = tuple(trigger for trigger in gold if trigger.token in own)
            yield Text(doc=doc, syntax=syntax, chunk=chunk, told=told)


def learn_book(texts: Iterable[Text]) -> PathBook:
    """The paths that are common between triggers and words."""
    return learn_paths(path for text in texts for trigger in text.told for path in text.paths(trigger.token))


def learn_memory(texts: Iterable[Text]) -> Memory:
    """How the words and pairs of these texts are marked."""
    tally = Tally()
    for text in texts:
        for token, trigger in text.labels():
            tally.add_word(text.doc[token], _columns(trigger))
        for pair, link in text.pairs():
            tally.add_pair(pair, link)
    return tally.memory()


def learn_types(texts: Iterable[Text], seen: int) -> dict[str, int]:
    """The fine types of event that come at least so often, numbered."""
    counts = Counter(trigger.marked.type for text in texts for trigger in text.told)
    return {name: number for number, name in enumerate(sorted(n for n, count in counts.items() if count >= seen))}


def class_row(cls: EventClass | None) -> int:
    """The row of the class head."""
    return CLASSES.index(cls) + 1 if cls else 0


def plover_row(plover: Plover | None) -> int:
    """The row of the PLOVER head."""
    return PLOVER.index(plover) + 1 if plover else 0


def link_row(link: LinkName | None) -> int:
    """The layer of the pair scorer."""
    return LINKS.index(link) + 1 if link else 0


def _columns(trigger: GoldTrigger | None) -> tuple[int, ...]:
    if trigger is None:
        return (0,)
    marked = trigger.marked
    plover, verb = COLUMNS["plover"].start, COLUMNS["verbs"].start
    return class_row(marked.cls), plover + plover_row(marked.plover), verb + VERBS.index(marked.verb)


def make_lesson(text: Text, book: PathBook, types: Mapping[str, int]) -> Lesson:
    """What is asked of the model in this text."""
    chunk, size = text.chunk, len(text.chunk.ids)
    row_of = dict(chunk.words())
    rows = list(chunk.rows)
    classes, plover, kinds, verbs, fine = (np.full(size, -1) for _ in range(5))
    classes[[row for _, row in chunk.own_words()]] = 0
    links, paths = (np.zeros((len(text.told), size), np.int64) for _ in range(2))
    for number, trigger in enumerate(text.told):
        row, marked = row_of[trigger.token], trigger.marked
        classes[row], plover[row] = class_row(marked.cls), plover_row(marked.plover)
        kinds[row], verbs[row] = KINDS.index((marked.cls, marked.plover)), VERBS.index(marked.verb)
        fine[row] = types.get(marked.type, -1)
        for token, link in trigger.links:
            if token in row_of:
                links[number, row_of[token]] = link_row(link)
        paths[number, rows] = [book.number(path) for path in text.paths(trigger.token)]
    words = np.zeros(size, np.bool_)
    words[rows] = True
    return Lesson(
        ids=chunk.ids,
        signs=chunk.signs,
        classes=classes,
        plover=plover,
        kinds=kinds,
        verbs=verbs,
        types=fine,
        words=words,
        triggers=np.array([row_of[trigger.token] for trigger in text.told], np.int64),
        links=links,
        paths=paths,
    )


def make_batch(lessons: Sequence[Lesson]) -> Batch:
    """One batch; lengths are rounded up to multiples of 16 and 4, so that few shapes are compiled."""
    size = -(-max(len(lesson.ids) for lesson in lessons) // 16) * 16
    told = -(-max(1, *(len(lesson.triggers) for lesson in lessons)) // 4) * 4
    return Batch(
        ids=_fill([lesson.ids for lesson in lessons], (size,), 0),
        mask=_fill([np.ones(len(lesson.ids), np.bool_) for lesson in lessons], (size,), False),
        signs=_fill([lesson.signs for lesson in lessons], (size, lessons[0].signs.shape[1]), 0),
        classes=_fill([lesson.classes for lesson in lessons], (size,), -1),
        plover=_fill([lesson.plover for lesson in lessons], (size,), -1),
        kinds=_fill([lesson.kinds for lesson in lessons], (size,), -1),
        verbs=_fill([lesson.verbs for lesson in lessons], (size,), -1),
        types=_fill([lesson.types for lesson in lessons], (size,), -1),
        words=_fill([lesson.words for lesson in lessons], (size,), False),
        triggers=_fill([lesson.triggers for lesson in lessons], (told,), -1),
        links=_fill([lesson.links for lesson in lessons], (told, size), 0),
        paths=_fill([lesson.paths for lesson in lessons], (told, size), 0),
    )


def _fill(arrays: Sequence[NDArray[Scalar]], shape: tuple[int, ...], empty: int) -> NDArray[Scalar]:
    widths = [[(0, wanted - given) for wanted, given in zip(shape, array.shape, strict=True)] for array in arrays]
    return np.stack([np.pad(a, width, constant_values=empty) for a, width in zip(arrays, widths, strict=True)])
