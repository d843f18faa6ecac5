"""How are the numbers found that mix what the model sees with what the corpus remembers?

`python -m kg.annotate.reader.fit_mixture WEIGHTS` reads the development fold with weights and a memory that did not
see it (`python -m kg.annotate.reader.train … --without 1`) and maximises, by Newton's method, the likelihood of what
is marked there. An argument weighs twice what none does, as in training.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np
from numpy.typing import NDArray

from kg.annotate.parse import load_parser
from kg.annotate.reader.chunks import read_tokenizer
from kg.annotate.reader.corpus import DEVELOPMENT, fold, read_corpus
from kg.annotate.reader.labels import LINKS, VERBS
from kg.annotate.reader.lessons import Text, class_row, plover_row, read_texts
from kg.annotate.reader.memory import (
    PAIR_KEYS,
    WORD_KEYS,
    Counts,
    pair_prior,
    recall_pairs,
    recall_words,
    word_priors,
)
from kg.annotate.reader.mixture import FILE, Blend, Mixture, lift, log_seen
from kg.annotate.reader.model import encode, score_links, score_words
from kg.annotate.reader.newton import Numbers, minimise
from kg.annotate.reader.weights import MODEL, Array, Weights, read_weights
from kg.datafiles import find_data

ARGUMENT = 2.0
"""How much more a pair with a link weighs than one without."""

_RIDGE, _STEPS, _SMALL, _STRETCH = 1.0, 30, 1e-6, 20_000
_DULL, _KEPT = 0.98, 10
"""Of the pairs that the model finds surely joined by nothing, one in ten is looked at, and weighs ten times."""


class Asked(NamedTuple):
    """Rows of one decision: the model's probabilities, counts by key, and what is marked."""

    seen: Array
    counts: Mapping[str, Counts]
    marked: NDArray[np.int64]


class Sample(NamedTuple):
    """What the decisions are fitted on."""

    classes: Asked
    plover: Asked
    verbs: Asked
    links: Asked


def gather(texts: Iterable[Text], weights: Weights) -> Sample:
    """The decisions of all own words, of all marked events and of all their pairs."""
    read = [_read(text, weights) for text in texts]
    return Sample(*(_joined(parts) for parts in zip(*read, strict=True)))


def _read(text: Text, weights: Weights) -> Sample:
    x = encode(weights, text.chunk.ids, text.chunk.signs)
    words, labels = list(text.chunk.own_words()), [trigger for _, trigger in text.labels()]
    seen = score_words(weights, x[[row for _, row in words]])
    counts = recall_words(weights.memory, [text.doc[token] for token, _ in words])
    told = [place for place, trigger in enumerate(labels) if trigger]
    marked = [trigger.marked for trigger in labels if trigger]
    classes = [class_row(trigger.marked.cls if trigger else None) for trigger in labels]
    return Sample(
        classes=Asked(seen.classes, counts["classes"], np.array(classes, np.int64)),
        plover=_at(seen.plover, counts["plover"], told, [plover_row(event.plover) for event in marked]),
        verbs=_at(seen.verbs, counts["verbs"], told, [VERBS.index(event.verb) for event in marked]),
        links=_links(text, weights, x),
    )


def _at(seen: Array, counts: Mapping[str, Counts], told: Sequence[int], marked: Sequence[int]) -> Asked:
    return Asked(seen[told], {name: table[told] for name, table in counts.items()}, np.array(marked, np.int64))


def _links(text: Text, weights: Weights, x: Array) -> Asked:
    row_of, rows = dict(text.chunk.words()), np.array(text.chunk.rows, np.int64)
    at = np.array([row_of[trigger.token] for trigger in text.told], np.int64)
    pairs = list(text.pairs())
    numbers = np.array([weights.paths.number(pair.path) for pair, _ in pairs], np.int64).reshape(len(at), len(rows))
    seen = score_links(weights, x, at, rows, numbers).reshape(len(pairs), len(LINKS) + 1)
    counts = recall_pairs(weights.memory, [pair for pair, _ in pairs])
    return Asked(seen, counts, np.array([link for _, link in pairs], np.int64))


def _joined(parts: Sequence[Asked]) -> Asked:
    return Asked(
        np.concatenate([part.seen for part in parts]),
        {name: np.concatenate([part.counts[name] for part in parts]) for name in parts[0].counts},
        np.concatenate([part.marked for part in parts]),
    )


def fit(asked: Asked, prior: Counts, keys: Iterable[str], share: Numbers) -> Blend:
    """The blend that makes what is marked likeliest; `share` (n,) is how much each row weighs."""
    names = list(keys)
    signs = _signs(asked, prior, names)
    start = np.zeros(signs.shape[2])
    start[0] = 1
    given = (signs, asked.marked, share)
    numbers = minimise(partial(_loss, *given), partial(_newton, *given), start, most_steps=_STEPS, small=_SMALL)
    return _blend(numbers, signs.shape[1], names)


def _blend(numbers: Numbers, labels: int, names: Sequence[str]) -> Blend:
    rounded = [round(float(number), 4) for number in numbers]
    weighed = zip(rounded[1 + labels :: 2], rounded[2 + labels :: 2], strict=True)
    return Blend(
        model=rounded[0], constants=tuple(rounded[1 : 1 + labels]), keys=dict(zip(names, weighed, strict=True))
    )


def _signs(asked: Asked, prior: Counts, names: Sequence[str]) -> Array:
    """(n, labels, numbers): by what each number of a blend is multiplied in the score of each label."""
    seen = log_seen(asked.seen)
    columns = [seen, *np.broadcast_to(np.eye(seen.shape[1], dtype=np.float32)[:, None], (seen.shape[1], *seen.shape))]
    for name in names:
        lifted, known = lift(asked.counts[name], prior)
        columns += [lifted, lifted * known]
    return np.stack(columns, axis=-1)


def _parts(
    signs: Array, marked: NDArray[np.int64], share: Numbers
) -> Iterator[tuple[Numbers, NDArray[np.int64], Numbers]]:
    """The rows in stretches, so that no copy of all is made in double precision."""
    for start in range(0, len(marked), _STRETCH):
        rows = slice(start, start + _STRETCH)
        yield signs[rows].astype(np.float64), marked[rows], share[rows]


def _loss(signs: Array, marked: NDArray[np.int64], share: Numbers, numbers: Numbers) -> float:
    total = _RIDGE / 2 * float(numbers @ numbers)
    for part, wanted, weight in _parts(signs, marked, share):
        scores = part @ numbers
        total += float(weight @ (np.logaddexp.reduce(scores, axis=1) - scores[np.arange(len(wanted)), wanted]))
    return total


def _newton(signs: Array, marked: NDArray[np.int64], share: Numbers, numbers: Numbers) -> Numbers:
    """Newton's step: the slope of the loss over its curvature."""
    slope, curve = _RIDGE * numbers, _RIDGE * np.eye(len(numbers))
    for part, wanted, weight in _parts(signs, marked, share):
        scores = part @ numbers
        given = np.exp(scores - scores.max(1, keepdims=True))
        given /= given.sum(1, keepdims=True)
        mean = np.einsum("nl,nlp->np", given, part)
        slope += weight @ (mean - part[np.arange(len(wanted)), wanted])
        weighed = (part * (given * weight[:, None])[..., None]).reshape(-1, len(numbers))
        curve += weighed.T @ part.reshape(-1, len(numbers)) - (mean * weight[:, None]).T @ mean
    return np.asarray(np.linalg.solve(curve, slope), np.float64)


def thin(asked: Asked) -> tuple[Asked, Numbers]:
    """The pairs that are looked at, and how much each weighs."""
    dull = (asked.seen[:, 0] > _DULL) & (asked.marked == 0)
    kept = ~dull | (np.arange(len(dull)) % _KEPT == 0)
    share = np.where(dull, float(_KEPT), np.where(asked.marked > 0, ARGUMENT, 1.0))[kept]
    counts = {name: table[kept] for name, table in asked.counts.items()}
    return Asked(asked.seen[kept], counts, asked.marked[kept]), share


def fit_mixture(sample: Sample, weights: Weights) -> Mixture:
    """All four blends."""
    priors = word_priors(weights.memory)
    links, share = thin(sample.links)
    return Mixture(
        classes=fit(sample.classes, priors["classes"], WORD_KEYS, np.ones(len(sample.classes.marked))),
        plover=fit(sample.plover, priors["plover"], WORD_KEYS, np.ones(len(sample.plover.marked))),
        verbs=fit(sample.verbs, priors["verbs"], WORD_KEYS, np.ones(len(sample.verbs.marked))),
        links=fit(links, pair_prior(weights.memory), PAIR_KEYS, share),
    )


@click.command()
@click.argument("file", metavar="WEIGHTS", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="[default: beside the shipped weights]")
@click.option("--limit", type=click.IntRange(1), help="Use only this many passages.")
def main(file: Path, out: Path | None, limit: int | None) -> None:
    """Fit the mixture on the development fold with WEIGHTS that did not see it, and write it."""
    folder, weights = find_data(MODEL), read_weights(file)
    passages = [passage for passage in read_corpus() if fold(passage) == DEVELOPMENT][:limit]
    texts = read_texts(passages, load_parser(), read_tokenizer(str(folder / "tokenizer.json")))
    mixture = fit_mixture(gather(texts, weights), weights)
    (out or folder / FILE).write_text(mixture.model_dump_json(indent=1) + "\n", encoding="utf-8")
    click.echo(f"{len(passages)} passages: {mixture}")


if __name__ == "__main__":
    main()
