"""How are the two numbers found that make a probability a confidence?

`python -m kg.annotate.reader.calibrate WEIGHTS` reads the development fold with weights that were trained without it
(`python -m kg.annotate.reader.train … --without 1`), asks of each trigger whether it is marked there, and fits
Platt's map by Newton's method on the log loss, with his smoothed targets against overconfidence on few examples.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

import click
import numpy as np

from kg.annotate.engine import Engine
from kg.annotate.parse import load_parser
from kg.annotate.reader.chunks import read_tokenizer
from kg.annotate.reader.confidence import FILE, Calibration, logit
from kg.annotate.reader.corpus import DEVELOPMENT, Passage, find_gold, fold, read_corpus
from kg.annotate.reader.engine import ReaderEngine
from kg.annotate.reader.lessons import parse_passage
from kg.annotate.reader.newton import Numbers, minimise
from kg.annotate.reader.weights import MODEL, read_weights
from kg.datafiles import find_data
from kg.errors import InputError

Judged: TypeAlias = tuple[float, bool]
"""A trigger's probability, and whether its word is marked in the corpus."""

_STEPS, _SMALL = 100, 1e-9


def judge(passages: Iterable[Passage], engine: Engine) -> Iterator[Judged]:
    """Each trigger that the engine gives."""
    nlp = load_parser()
    for passage in passages:
        doc = parse_passage(passage, nlp)
        marked = {trigger.token for trigger in find_gold(doc, passage)}
        yield from ((trigger.probability, trigger.token in marked) for trigger in engine.triggers(doc))


def fit(judged: Sequence[Judged], number: int = DEVELOPMENT) -> Calibration:
    """Platt's map for these triggers; InputError when they are too few or all alike, or better when less sure."""
    right = sum(holds for _, holds in judged)
    if not 0 < right < len(judged):
        raise InputError(
            f"{len(judged)} triggers of which {right} are right cannot calibrate a reader; read more text"
        )
    wrong = len(judged) - right
    x = np.array([[logit(probability), 1.0] for probability, _ in judged])
    wanted = np.where([holds for _, holds in judged], (right + 1) / (right + 2), 1 / (wrong + 2))
    weights = minimise(
        partial(_loss, x, wanted), partial(_step, x, wanted), np.array([1.0, 0.0]), most_steps=_STEPS, small=_SMALL
    )
    slope, intercept = (round(float(weight), 4) for weight in weights)
    if slope <= 0:
        raise InputError(
            "the surer triggers are right less often than the others; these weights cannot be calibrated"
        )
    return Calibration(slope=slope, intercept=intercept, fold=number, triggers=len(judged), right=right)


def _loss(x: Numbers, wanted: Numbers, weights: Numbers) -> float:
    scores = x @ weights
    return float(np.logaddexp(0, scores).sum() - wanted @ scores)


def _step(x: Numbers, wanted: Numbers, weights: Numbers) -> Numbers:
    given = 1 / (1 + np.exp(-x @ weights))
    curve = (x * (given * (1 - given))[:, None]).T @ x + 1e-9 * np.eye(2)
    return np.asarray(np.linalg.solve(curve, x.T @ (given - wanted)), np.float64)


@click.command()
@click.argument("weights", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="[default: beside the shipped weights]")
@click.option("--limit", type=click.IntRange(1), help="Use only this many passages.")
def main(weights: Path, out: Path | None, limit: int | None) -> None:
    """Fit the map on the development fold with WEIGHTS that did not see it, and write it."""
    folder = find_data(MODEL)
    engine = ReaderEngine(weights=read_weights(weights), tokenizer=read_tokenizer(str(folder / "tokenizer.json")))
    passages = [passage for passage in read_corpus() if fold(passage) == DEVELOPMENT]
    found = fit(list(judge(passages[:limit], engine)))
    (out or folder / FILE).write_text(found.model_dump_json(indent=1) + "\n", encoding="utf-8")
    click.echo(f"{found.right} of {found.triggers} triggers right: slope {found.slope}, intercept {found.intercept}")


if __name__ == "__main__":
    main()
