"""Which marked passages are most like this event?

The index holds the encoder's vector of each trigger of the reading corpus that the reader learned from, as int8
rows; the nearest by cosine are the examples that a person is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from kg.annotate.parse import load_parser
from kg.annotate.reader.corpus import SEALED, Passage, find_gold, fold, read_corpus
from kg.annotate.reader.engine import ReaderEngine, load_reader
from kg.annotate.reader.labels import CLASSES
from kg.annotate.reader.lessons import parse_passage
from kg.annotate.reader.weights import MODEL, Array
from kg.datafiles import find_data
from kg.model import EventClass


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A trigger of the corpus: its passage, its words, how it was marked, and the cosine to the event asked about."""

    passage: str
    trigger: str
    cls: EventClass
    similarity: float


@dataclass(frozen=True, kw_only=True, slots=True)
class ExampleIndex:
    """`vectors` (m, 384) int8, one row a trigger; `passages`, `triggers` (m,) text, `classes` (m,) into CLASSES."""

    vectors: NDArray[np.int8]
    passages: NDArray[np.str_]
    triggers: NDArray[np.str_]
    classes: NDArray[np.uint8]

    def nearest(self, vector: Array, k: int = 3) -> tuple[Example, ...]:
        """The k most similar triggers, each from another passage, best first; `vector` is (384,)."""
        rows = self.vectors.astype(np.float32)
        cosines = (rows @ vector) / (np.linalg.norm(rows, axis=1) * np.linalg.norm(vector) + 1e-9)
        found: dict[str, Example] = {}
        for row in np.argsort(-cosines.round(3), kind="stable"):
            passage = str(self.passages[row])
            found.setdefault(passage, self._example(int(row), float(cosines[row])))
            if len(found) == k:
                break
        return tuple(found.values())

    def _example(self, row: int, cosine: float) -> Example:
        return Example(
            passage=str(self.passages[row]),
            trigger=str(self.triggers[row]),
            cls=CLASSES[self.classes[row]],
            similarity=round(cosine, 3),
        )


@lru_cache(maxsize=1)
def load_examples() -> ExampleIndex:
    """The index that ships with the program; `load_weights` has checked its digest."""
    with np.load(find_data(f"{MODEL}/examples.npz"), allow_pickle=False) as file:
        return ExampleIndex(**{name: file[name] for name in file.files})


def build_index(passages: Sequence[Passage], engine: ReaderEngine) -> ExampleIndex:
    """The index of all marked triggers of these passages."""
    nlp = load_parser()
    vectors: list[Array] = []
    names: list[tuple[str, str, EventClass]] = []
    for passage in passages:
        doc = parse_passage(passage, nlp)
        gold = {trigger.token: trigger for trigger in find_gold(doc, passage)}
        for token, vector in engine.vectors(doc, frozenset(gold)):
            vectors.append(vector)
            names.append((passage.id, doc[token].text, gold[token].marked.cls))
    return ExampleIndex(
        vectors=_to_int8(np.stack(vectors)),
        passages=np.array([passage for passage, _, _ in names]),
        triggers=np.array([trigger for _, trigger, _ in names]),
        classes=np.array([CLASSES.index(cls) for _, _, cls in names], np.uint8),
    )


def _to_int8(vectors: Array) -> NDArray[np.int8]:
    """Rows scaled to their absolute maximum: the cosine does not see the scale."""
    return np.asarray(vectors / np.abs(vectors).max(1, keepdims=True) * 127).round().astype(np.int8)


@click.command()
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--without", type=int, help="One more fold that the shipped reader did not learn from.")
def main(out: Path, without: int | None) -> None:
    """Write the index of what the shipped reader learned from to OUT."""
    learned = [passage for passage in read_corpus() if fold(passage) not in (SEALED, without)]
    index = build_index(learned, load_reader())
    np.savez_compressed(
        out, vectors=index.vectors, passages=index.passages, triggers=index.triggers, classes=index.classes
    )


if __name__ == "__main__":
    main()
