"""How do what the model sees and what the corpus remembers become one probability?

A log-linear mixture for each decision: the score of a label is its logarithmic probability in the model, a constant
of its own, and for each key of the memory how much likelier the label was under that key than anywhere, which weighs
the more the oftener the key was met. The few numbers are fitted on the development fold with weights and a memory
that have not seen it (`kg.annotate.reader.fit_mixture`) and stand in `mixture.json` beside the weights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from pydantic import ValidationError
from spacy.tokens import Token

from kg.annotate.reader.memory import (
    COLUMNS,
    Counts,
    Memory,
    Pair,
    pair_prior,
    recall_pairs,
    recall_words,
    word_priors,
)
from kg.annotate.reader.model import Scores, softmax
from kg.annotate.reader.weights import MODEL, Array
from kg.datafiles import find_data
from kg.errors import OntologyError
from kg.model import Record

FILE = "mixture.json"
_SMALL = 1e-9
_HUNDRED_AND_FIFTY = np.float32(5)
"""The logarithm of about 150 meetings: there the growth of a key's weight counts once."""


class Blend(Record):
    """The numbers of one decision: weight of the model, a constant a label, weight and its growth by key."""

    model: float
    constants: tuple[float, ...]
    keys: dict[str, tuple[float, float]]


class Mixture(Record):
    """A blend for each decision."""

    classes: Blend
    plover: Blend
    verbs: Blend
    links: Blend

    def words(self) -> dict[str, Blend]:
        """The blends of what is asked of a single word, by decision."""
        return {"classes": self.classes, "plover": self.plover, "verbs": self.verbs}


def lift(counts: Counts, prior: Counts) -> tuple[Array, Array]:
    """How much likelier each label was under a key than anywhere, as a logarithm, and how well the key is known.

    `counts` (n, labels) of the keys, `prior` (labels,) of all words; gives (n, labels) and (n, 1).
    """
    share = ((prior + 0.5) / (prior + 0.5).sum()).astype(np.float32)
    met = counts.sum(-1, keepdims=True)
    return np.log((counts + share) / (met + 1) / share), np.log1p(met) / _HUNDRED_AND_FIFTY


def weigh(memory: Memory, mixture: Mixture) -> Memory:
    """The memory with what each key adds to the score of each label in the place of the counts."""
    priors, prior = word_priors(memory), pair_prior(memory)
    return Memory(
        words={
            name: replace(table, counts=_weighed_words(mixture, name, table.counts, priors))
            for name, table in memory.words.items()
        },
        pairs={
            name: replace(table, counts=_weighed(mixture.links, name, table.counts, prior))
            for name, table in memory.pairs.items()
        },
    )


def _weighed_words(mixture: Mixture, name: str, counts: Counts, priors: Mapping[str, Counts]) -> Array:
    parts = [
        _weighed(blend, name, counts[:, COLUMNS[decision]], priors[decision])
        for decision, blend in mixture.words().items()
    ]
    return np.concatenate(parts, axis=1)


def _weighed(blend: Blend, name: str, counts: Counts, prior: Counts) -> Array:
    lifted, known = lift(counts, prior)
    weight, growth = blend.keys[name]
    return np.asarray((np.float32(weight) + np.float32(growth) * known) * lifted)


def mix(blend: Blend, seen: Array, remembered: Array) -> Array:
    """(n, labels) probabilities from the model's and from what the keys add."""
    constants = np.array(blend.constants, np.float32)
    return softmax(np.float32(blend.model) * log_seen(seen) + constants + remembered)


def log_seen(probabilities: Array) -> Array:
    """The logarithms of the model's probabilities, kept off minus infinity."""
    return np.asarray(np.log(probabilities + np.float32(_SMALL)))


def mix_words(mixture: Mixture, weighed: Memory, seen: Scores, tokens: Sequence[Token]) -> Scores:
    """What these words are, by model and memory; `seen` has a row a word."""
    recalled = recall_words(weighed, tokens)
    blends = mixture.words()
    return Scores(
        classes=mix(blends["classes"], seen.classes, _sum(recalled["classes"])),
        plover=mix(blends["plover"], seen.plover, _sum(recalled["plover"])),
        verbs=mix(blends["verbs"], seen.verbs, _sum(recalled["verbs"])),
    )


def mix_links(mixture: Mixture, weighed: Memory, seen: Array, pairs: Sequence[Pair]) -> Array:
    """Which links these pairs have, by model and memory; `seen` (pairs, links)."""
    return mix(mixture.links, seen, _sum(recall_pairs(weighed, pairs)))


def _sum(parts: Mapping[str, Array]) -> Array:
    return np.asarray(np.sum(list(parts.values()), axis=0))


@lru_cache(maxsize=1)
def load_mixture() -> Mixture:
    """The mixture that was fitted for the shipped weights; OntologyError when it is missing or malformed."""
    path = find_data(MODEL) / FILE
    try:
        return Mixture.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as error:
        raise OntologyError(f"{path}: {error}; fit it anew (python -m kg.annotate.reader.fit_mixture)") from error
