"""How are the weights of rules and engine learnt?

`python -m kg.annotate.voice.learn READER OUT` reads the marked triggers of the development fold with the reader of
the folder READER, which must not have learnt from that fold, and writes the weights that make the marked verbs most
likely (multinomial logistic regression, a normal prior around the reader's own word).
"""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.annotate.engine import Trigger
from kg.annotate.lexicon import Lexicon, load_lexicon
from kg.annotate.parse import DEFAULT_PARSER, load_parser
from kg.annotate.reader.chunks import read_tokenizer
from kg.annotate.reader.corpus import DEVELOPMENT, GoldTrigger, Passage, find_gold, fold, read_corpus
from kg.annotate.reader.engine import ReaderEngine
from kg.annotate.reader.lessons import parse_passage
from kg.annotate.reader.weights import read_weights
from kg.annotate.sources import Attribution, attributions
from kg.annotate.voice.signs import signs_of
from kg.annotate.voice.weights import FLOOR, VERBS

Array = NDArray[np.float64]
PRIOR = 2.0
"""How firmly the weights are held to the reader's own word: the inverse variance of each."""

_STEPS = 15


class Case(NamedTuple):
    """A marked trigger with what the engine and the rules say of it."""

    passage: Passage
    doc: Doc
    gold: GoldTrigger
    trigger: Trigger
    attribution: Attribution


def find_cases(passages: Iterator[Passage], engine: ReaderEngine, lexicon: Lexicon) -> Iterator[Case]:
    """The first mention of each marked event, in text order."""
    nlp = load_parser(DEFAULT_PARSER)
    for passage in passages:
        doc = parse_passage(passage, nlp)
        gold = {trigger.token: trigger for trigger in _first_mentions(find_gold(doc, passage))}
        triggers = engine.read_at(doc, gold.keys())
        said = attributions(doc, [trigger.token for trigger in triggers], lexicon)
        for trigger, attribution in zip(triggers, said, strict=True):
            yield Case(passage, doc, gold[trigger.token], trigger, attribution)


def _first_mentions(gold: Sequence[GoldTrigger]) -> Iterator[GoldTrigger]:
    """Further mentions may stand in other mouths than the marked one."""
    seen: set[int] = set()
    for trigger in gold:
        if trigger.event not in seen:
            seen.add(trigger.event)
            yield trigger


def fit(cases: Sequence[Case]) -> dict[str, tuple[float, ...]]:
    """The weights by sign, those of the engine's log probabilities first."""
    held = [signs_of(c.doc[c.trigger.token], c.attribution.verb, c.attribution.rule) for c in cases]
    names = [f"log {verb}" for verb in VERBS] + sorted(set().union(*held))
    given = np.zeros((len(cases), len(names)))
    for row, (case, signs) in enumerate(zip(cases, held, strict=True)):
        given[row, : len(VERBS)] = np.log(np.maximum(case.trigger.verbs or (1.0,) * len(VERBS), FLOOR))
        given[row, [names.index(sign) for sign in signs]] = 1
    marked = np.eye(len(VERBS))[[VERBS.index(case.gold.marked.verb) for case in cases]]
    weights = _climb(given, marked)
    return {name: tuple(round(float(weight), 2) for weight in row) for name, row in zip(names, weights, strict=True)}


def _climb(given: Array, marked: Array) -> Array:
    """The weights (signs, verbs) of the greatest likelihood, by Newton's method."""
    prior = np.zeros((given.shape[1], marked.shape[1]))
    prior[: marked.shape[1]] = np.eye(marked.shape[1])
    weights = prior.copy()
    for _ in range(_STEPS):
        sums = given @ weights
        powers = np.exp(sums - sums.max(1, keepdims=True))
        likely = powers / powers.sum(1, keepdims=True)
        slope = given.T @ (likely - marked) + PRIOR * (weights - prior)
        weights = weights - np.linalg.solve(_curvature(given, likely), slope.ravel()).reshape(weights.shape)
    return weights


def _curvature(given: Array, likely: Array) -> Array:
    """The second derivatives, in the order of the flattened weights."""
    spread = np.einsum("na,ab->nab", likely, np.eye(likely.shape[1])) - np.einsum("na,nb->nab", likely, likely)
    size = given.shape[1] * likely.shape[1]
    blocks = np.einsum("ni,nab,nj->iajb", given, spread, given, optimize=True)
    return np.asarray(blocks.reshape(size, size) + PRIOR * np.eye(size))


@click.command()
@click.argument("reader", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--corpus", type=click.Path(exists=True, path_type=Path), help="Default: the one that ships.")
def main(reader: Path, out: Path, corpus: Path | None) -> None:
    """Fit the weights on the development fold with a reader that never saw it."""
    engine = ReaderEngine(read_weights(reader / "reader.npz"), read_tokenizer(str(reader / "tokenizer.json")))
    passages = (passage for passage in read_corpus(corpus) if fold(passage) == DEVELOPMENT)
    weights = fit(tuple(find_cases(passages, engine, load_lexicon())))
    with out.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(["sign", *VERBS])
        writer.writerows([sign, *row] for sign, row in weights.items())


if __name__ == "__main__":
    main()
