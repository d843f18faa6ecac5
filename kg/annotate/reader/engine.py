"""What does the trained reader see in a parsed article?

Probabilities are rounded before they are compared or written, so that another BLAS gives the same triggers.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np
from spacy.tokens import Doc
from tokenizers import Tokenizer

from kg.annotate.engine import Argument, Trigger
from kg.annotate.reader.chunks import Chunk, find_chunks, read_tokenizer
from kg.annotate.reader.decode import settle_links, unite
from kg.annotate.reader.labels import CLASSES, LINKS, PLOVER, VERBS
from kg.annotate.reader.model import Scores, encode, score_links, score_words
from kg.annotate.reader.weights import MODEL, Array, Weights, load_weights
from kg.datafiles import find_data

THRESHOLD = 0.5
"""A word is an event when that is likelier than not: nothing was tuned on text that the figures are taken from."""

DECIMALS = 4
LEAST_LEAD = 0.02
"""A link that is less likely is not worth weighing."""


class ReaderEngine:
    """The default engine; `load_reader` makes one."""

    name: str = "reader"

    def __init__(self, weights: Weights, tokenizer: Tokenizer) -> None:
        self.weights = weights
        self.tokenizer = tokenizer

    def triggers(self, doc: Doc) -> tuple[Trigger, ...]:
        """All triggers of the Doc, ordered by token."""
        found = [trigger for chunk in find_chunks(doc, self.tokenizer) for trigger in self._read(doc, chunk)]
        return unite(doc, found)

    def vectors(self, doc: Doc, tokens: Collection[int]) -> Iterator[tuple[int, Array]]:
        """The encoder's vector (384,) of each of these tokens that has one, in text order."""
        for chunk in find_chunks(doc, self.tokenizer):
            asked = [pair for pair in chunk.own_words() if pair[0] in tokens]
            if asked:
                x = encode(self.weights, chunk.ids)
                yield from ((token, x[row]) for token, row in asked)

    def read_at(self, doc: Doc, tokens: Collection[int]) -> tuple[Trigger, ...]:
        """What these tokens are if they are events, in text order."""
        return tuple(x for chunk in find_chunks(doc, self.tokenizer) for x in self._read(doc, chunk, tokens))

    def _read(self, doc: Doc, chunk: Chunk, asked: Collection[int] | None = None) -> Iterator[Trigger]:
        x = encode(self.weights, chunk.ids)
        scores = score_words(self.weights, x)
        events = [
            (token, row)
            for token, row in chunk.own_words()
            if (round(1 - float(scores.classes[row, 0]), DECIMALS) > THRESHOLD if asked is None else token in asked)
        ]
        links = score_links(self.weights, x, np.array([row for _, row in events], dtype=np.int64))
        for (token, row), row_links in zip(events, links, strict=True):
            trigger = _trigger(doc, token, _rounded(scores, row), _arguments(chunk, row_links))
            yield replace(trigger, source=_likeliest_source(chunk, row_links), leads=_leads(chunk, row_links))


@lru_cache(maxsize=1)
def load_reader() -> ReaderEngine:
    """The reader that ships with the program; OntologyError when its files are not the known ones."""
    return ReaderEngine(weights=load_weights(), tokenizer=read_tokenizer(str(find_data(f"{MODEL}/tokenizer.json"))))


def _rounded(scores: Scores, row: int) -> Scores:
    return Scores(
        classes=scores.classes[row].round(DECIMALS),
        plover=scores.plover[row].round(DECIMALS),
        verbs=scores.verbs[row].round(DECIMALS),
    )


def _trigger(doc: Doc, token: int, scores: Scores, arguments: Iterable[Argument]) -> Trigger:
    best, second = np.argsort(-scores.classes[1:], kind="stable")[:2]
    row = int(scores.plover.argmax())
    plover = PLOVER[row - 1] if row else None
    return Trigger(
        token=token,
        start=token,
        end=_stretch_end(doc, token),
        cls=CLASSES[best],
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
    """Each word that is likelier an argument than none; `links` is (n, 12), one row a word piece."""
    for token, row in chunk.words():
        probabilities = links[row].round(DECIMALS)
        best = int(probabilities.argmax())
        if best:
            probability = round(float(probabilities[best]), DECIMALS)
            yield Argument(token=token, link=LINKS[best - 1], probability=probability)


def _leads(chunk: Chunk, links: Array) -> tuple[Argument, ...]:
    """Every link of a word that is worth weighing, by word and then by layer."""
    tokens, rows = np.array(chunk.tokens), np.array(chunk.rows)
    likely = links[rows, 1:].round(DECIMALS)
    return tuple(
        Argument(token=int(tokens[word]), link=LINKS[layer], probability=round(float(likely[word, layer]), DECIMALS))
        for word, layer in np.argwhere(likely >= LEAST_LEAD)
    )


def _four(verbs: Array) -> tuple[float, float, float, float]:
    asserts, reports, denies, envisages = (round(float(p), DECIMALS) for p in verbs)
    return asserts, reports, denies, envisages


def _likeliest_source(chunk: Chunk, links: Array) -> Argument:
    """The word that is likeliest to head the source, however unlikely it is."""
    layer = LINKS.index("src") + 1
    token, row = max(chunk.words(), key=lambda pair: (round(float(links[pair[1], layer]), DECIMALS), -pair[0]))
    return Argument(token=token, link="src", probability=round(float(links[row, layer]), DECIMALS))
