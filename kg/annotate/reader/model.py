"""What does the trained model compute, in numpy alone?

A BERT encoder of six layers (width 384, 12 heads; base weights all-MiniLM-L6-v2), told in its middle what the parser
thinks of each word, and four heads on it: class, kind (class with PLOVER category) and claim verb of each position,
and a biaffine score (Dozat and Manning 2017) for each pair of trigger and word, which also knows the path of the
grammar between the two. The same arithmetic as `kg.annotate.reader.train`; all arrays are float32.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.annotate.reader.labels import CLASSES, PLOVER
from kg.annotate.reader.weights import Array, Layer, Linear, Norm, Weights

Numbers: TypeAlias = NDArray[np.int64]

HEADS = 12
TOLD = 3
"""Before this layer the signs are added: the layers below see words as their base did."""

REACH = 20
"""Distances beyond this many word pieces count as this many."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scores:
    """Probabilities for each position: (n, 9) classes, (n, 17) PLOVER, (n, 4) verbs; see `labels` for the order."""

    classes: Array
    plover: Array
    verbs: Array


def encode(weights: Weights, ids: Numbers, signs: Numbers) -> Array:
    """The encoder's output for n ≤ 512 word pieces: (n, 384); `signs` (n, 3) is what the parser tells of each."""
    embedding = weights.embedding
    words = embedding.rows[ids].astype(np.float32) * embedding.scales[ids]
    x = _normalise(words + embedding.place[: len(ids)], embedding.norm)
    for depth, layer in enumerate(weights.layers):
        if depth == TOLD:
            x = x + sum(table[column] for table, column in zip(weights.signs, signs.T, strict=True))
        x = _normalise(x + _linear(_attend(x, layer), layer.attended), layer.attention_norm)
        x = _normalise(x + _linear(gelu(_linear(x, layer.inner)), layer.outer), layer.norm)
    return x


def score_words(weights: Weights, x: Array) -> Scores:
    """What each position is; how an event divides among classes and categories is told by the kinds."""
    none = softmax(_linear(x, weights.classes))[:, :1]
    kinds = softmax(_linear(x, weights.kinds)).reshape(len(x), len(CLASSES), len(PLOVER) + 1)
    return Scores(
        classes=np.concatenate([none, (1 - none) * kinds.sum(2)], axis=1),
        plover=kinds.sum(1),
        verbs=softmax(_linear(x, weights.verbs)),
    )


def score_links(weights: Weights, x: Array, triggers: Numbers, words: Numbers, paths: Numbers) -> Array:
    """(t, w, 12): is the phrase headed by this word an argument of that event?

    `triggers` (t,) and `words` (w,) are positions, `paths` (t, w) the numbers of the paths from one to the other.
    """
    pairs = weights.pairs
    trigger = _with_one(gelu(_linear(x[triggers], pairs.trigger)))
    word = _with_one(gelu(_linear(x[words], pairs.word) + pairs.path[paths]))
    turned = np.tensordot(trigger, pairs.bilinear, axes=(1, 1))
    distance = np.clip(words - triggers[:, None], -REACH, REACH) + REACH
    return softmax(word @ turned.transpose(0, 2, 1) + pairs.distance[distance] + pairs.path_bias[paths])


def softmax(x: Array) -> Array:
    """Probabilities over the last axis."""
    powers: Array = np.exp(x - x.max(-1, keepdims=True))
    powers /= powers.sum(-1, keepdims=True)
    return powers


def erf(x: Array) -> Array:
    """The error function, to 5e-7 in float32 (Abramowitz and Stegun 7.1.26)."""
    size = np.abs(x)
    t = 1 / (1 + np.float32(0.3275911) * size)
    series = t * np.float32(1.061405429)
    for coefficient in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series += np.float32(coefficient)
        series *= t
    np.multiply(size, size, out=size)
    np.negative(size, out=size)
    series *= np.exp(size, out=size)
    return np.asarray(np.copysign(1 - series, x))


def gelu(x: Array) -> Array:
    """The exact Gaussian error linear unit, as in the base encoder (not the tanh approximation)."""
    share = erf(x * np.float32(0.5**0.5))
    share += 1
    share *= np.float32(0.5) * x
    return share


def _attend(x: Array, layer: Layer) -> Array:
    size, width = x.shape
    query, key, value = (
        _linear(x, layer.query_key_value).reshape(size, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
    )
    weight = softmax(query @ key.transpose(0, 2, 1) * np.float32((width // HEADS) ** -0.5))
    return (weight @ value).transpose(1, 0, 2).reshape(size, width)


def _linear(x: Array, layer: Linear) -> Array:
    return x @ layer.weight + layer.bias


def _normalise(x: Array, norm: Norm) -> Array:
    centred = x - x.mean(-1, keepdims=True)
    deviation = np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(1e-12))
    return np.asarray(centred / deviation * norm.gain + norm.bias)


def _with_one(x: Array) -> Array:
    return np.concatenate([x, np.ones((*x.shape[:-1], 1), np.float32)], axis=-1)
