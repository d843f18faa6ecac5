"""What does the trained reader see in a parsed article?

Probabilities are rounded before they are compared or written, so that another BLAS gives the same triggers.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from tokenizers import Tokenizer

from kg.annotate.engine import Argument, Trigger
from kg.annotate.reader.chunks import Chunk, find_chunks, read_tokenizer
from kg.annotate.reader.decode import settle_links, unite
from kg.annotate.reader.labels import CLASSES, LINKS, PLOVER, VERBS
from kg.annotate.reader.memory import Pairs
from kg.annotate.reader.mixture import Mixture, load_mixture, mix_links, mix_words, weigh
from kg.annotate.reader.model import Scores, encode, score_links, score_words
from kg.annotate.reader.paths import Path, Syntax, find_paths, read_syntax
from kg.annotate.reader.weights import MODEL, Array, Weights, load_weights
from kg.datafiles import find_data
from kg.model import EventClass, Plover

THRESHOLD = 0.5
"""A word is an event when that is likelier than not: nothing was tuned on text that the figures are taken from."""

DECIMALS = 4
LEAST_LEAD = 0.02
"""A link that is less likely is not worth weighing."""
SETTLED = 0.995
"""A pair that the network alone finds surely joined by nothing is not asked of the memory, which changed none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Page:
    """A chunk of a parsed text as it is read; `x` (n, 384) is the encoder's output."""

    doc: Doc
    syntax: Syntax
    chunk: Chunk
    x: Array


class ReaderEngine:
    """The default engine; `load_reader` makes one."""

    name: str = "reader"

    def __init__(self, weights: Weights, tokenizer: Tokenizer, mixture: Mixture | None = None) -> None:
        self.weights = weights
        self.tokenizer = tokenizer
        self.mixture = mixture or load_mixture()
        self.memory = weigh(weights.memory, self.mixture)

    def triggers(self, doc: Doc) -> tuple[Trigger, ...]:
        """All triggers of the Doc, ordered by token."""
        return unite(doc, [trigger for page in self._pages(doc) for trigger in self._read(page)])

    def vectors(self, doc: Doc, tokens: Collection[int]) -> Iterator[tuple[int, Array]]:
        """The encoder's vector (384,) of each of these tokens that has one, in text order."""
        for page in self._pages(doc, tokens):
            yield from ((token, page.x[row]) for token, row in page.chunk.own_words() if token in tokens)

    def scores(self, doc: Doc, tokens: Collection[int]) -> Iterator[tuple[int, Scores]]:
        """The probabilities of the labels of each of these tokens that has a vector, rounded, in text order."""
        for page in self._pages(doc, tokens):
            asked = [pair for pair in page.chunk.own_words() if pair[0] in tokens]
            scores = self._score(page, asked)
            yield from ((token, _rounded(scores, place)) for place, (token, _) in enumerate(asked))

    def read_at(self, doc: Doc, tokens: Collection[int]) -> tuple[Trigger, ...]:
        """What these tokens are if they are events, in text order."""
        return tuple(trigger for page in self._pages(doc, tokens) for trigger in self._read(page, tokens))

    def _pages(self, doc: Doc, tokens: Collection[int] | None = None) -> Iterator[_Page]:
        """The chunks of the Doc, only those that own one of these tokens if any are given."""
        syntax = read_syntax(doc)
        for chunk in find_chunks(doc, self.tokenizer):
            if tokens is None or any(token in tokens for token, _ in chunk.own_words()):
                yield _Page(doc=doc, syntax=syntax, chunk=chunk, x=encode(self.weights, chunk.ids, chunk.signs))

    def _score(self, page: _Page, words: Sequence[tuple[int, int]]) -> Scores:
        seen = score_words(self.weights, page.x[[row for _, row in words]])
        return mix_words(self.mixture, self.memory, seen, [page.doc[token] for token, _ in words])

    def _read(self, page: _Page, asked: Collection[int] | None = None) -> Iterator[Trigger]:
        words = list(page.chunk.own_words())
        rows, scores = dict(words), self._score(page, words)
        found = {
            token: _rounded(scores, place)
            for place, ((token, _), none) in enumerate(zip(words, scores.classes[:, 0].tolist(), strict=True))
            if (round(1 - none, DECIMALS) > THRESHOLD if asked is None else token in asked)
        }
        for token, links in self._links(page, found):
            trigger = _trigger(page.doc, token, found[token], _arguments(page.chunk, links))
            yield replace(
                trigger,
                source=_likeliest_source(page.chunk, links),
                leads=_leads(page.chunk, links),
                vector=page.x[rows[token]].copy(),
            )

    def _links(self, page: _Page, found: Mapping[int, Scores]) -> Iterator[tuple[int, Array]]:
        """Each trigger with the (words, 12) probabilities of its links, rounded."""
        chunk, row_of = page.chunk, dict(page.chunk.words())
        rows, pairs = np.array(chunk.rows, np.int64), Pairs(page.doc, chunk.tokens)
        paths = [list(find_paths(page.syntax, token, chunk.tokens)) for token in found]
        numbers = np.array([[self.weights.paths.number(path) for path in line] for line in paths], np.int64)
        at = np.array([row_of[token] for token in found], np.int64)
        seen = score_links(self.weights, page.x, at, rows, numbers.reshape(len(at), len(rows)))
        doubtful = seen[:, :, 0] < SETTLED
        told = [
            pair
            for (token, scores), line, places in zip(found.items(), paths, doubtful, strict=True)
            for pair in pairs.of(token, _best_class(scores), _best_plover(scores), _at(line, places))
        ]
        seen[doubtful] = mix_links(self.mixture, self.memory, seen[doubtful], told)
        return zip(found, seen.round(DECIMALS), strict=True)


@lru_cache(maxsize=1)
def load_reader() -> ReaderEngine:
    """The reader that ships with the program; OntologyError when its files are not the known ones."""
    return ReaderEngine(weights=load_weights(), tokenizer=read_tokenizer(str(find_data(f"{MODEL}/tokenizer.json"))))


def _at(paths: Sequence[Path], places: NDArray[np.bool_]) -> Iterator[tuple[int, Path]]:
    return ((place, paths[place]) for place in np.flatnonzero(places).tolist())


def _rounded(scores: Scores, row: int) -> Scores:
    return Scores(
        classes=scores.classes[row].round(DECIMALS),
        plover=scores.plover[row].round(DECIMALS),
        verbs=scores.verbs[row].round(DECIMALS),
    )


def _best_class(scores: Scores) -> EventClass:
    return CLASSES[int(scores.classes[1:].argmax())]


def _best_plover(scores: Scores) -> Plover | None:
    row = int(scores.plover.argmax())
    return PLOVER[row - 1] if row else None


def _trigger(doc: Doc, token: int, scores: Scores, arguments: Iterable[Argument]) -> Trigger:
    second = np.argsort(-scores.classes[1:], kind="stable")[1]
    plover = _best_plover(scores)
    return Trigger(
        token=token,
        start=token,
        end=_stretch_end(doc, token),
        cls=_best_class(scores),
        plover=plover,
        verb=VERBS[int(scores.verbs.argmax())],
        verbs=_four(scores.verbs),
        probability=round(1 - float(scores.classes[0]), DECIMALS),
        runner_up=CLASSES[second],
        runner_up_probability=round(float(scores.classes[1 + second]), DECIMALS),
        arguments=settle_links(doc, arguments, plover),
        rule="reader",
    )


def _stretch_end(doc: Doc, token: int) -> int:
    """A particle right after its verb belongs to the trigger: "pulled out"."""
    after = token + 1
    particle = after < len(doc) and doc[after].dep_ in {"prt", "compound:prt"} and doc[after].head.i == token
    return after + 1 if particle else after


def _arguments(chunk: Chunk, links: Array) -> Iterator[Argument]:
    """Each word that is likelier an argument than none; `links` is (words, 12), rounded."""
    best = links.argmax(1)
    for word in np.flatnonzero(best).tolist():
        yield _argument(chunk, links, word, int(best[word]))


def _leads(chunk: Chunk, links: Array) -> tuple[Argument, ...]:
    """Every link of a word that is worth weighing, by word and then by layer; `links` as above."""
    likely = np.argwhere(links[:, 1:] >= LEAST_LEAD).tolist()
    return tuple(_argument(chunk, links, word, layer + 1) for word, layer in likely)


def _argument(chunk: Chunk, links: Array, word: int, layer: int) -> Argument:
    probability = round(float(links[word, layer]), DECIMALS)
    return Argument(token=chunk.tokens[word], link=LINKS[layer - 1], probability=probability)


def _four(verbs: Array) -> tuple[float, float, float, float]:
    asserts, reports, denies, envisages = (round(float(p), DECIMALS) for p in verbs)
    return asserts, reports, denies, envisages


def _likeliest_source(chunk: Chunk, links: Array) -> Argument:
    """The word that is likeliest to head the source, however unlikely it is; the first of equals."""
    layer = LINKS.index("src") + 1
    return _argument(chunk, links, int(links[:, layer].argmax()), layer)
