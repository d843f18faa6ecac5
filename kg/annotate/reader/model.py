"""What does the trained model compute, in numpy alone?

A BERT encoder of six layers (width 384, 12 heads; base weights all-MiniLM-L6-v2) and four heads on it: class, PLOVER
category and claim verb for each word piece, and a biaffine score (Dozat and Manning 2017) for each pair of trigger
and word piece. The same arithmetic as `kg.annotate.reader.train`; all arrays are float32.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.annotate.reader.weights import Array, Layer, Linear, Norm, Weights

HEADS = 12
REACH = 20
"""Distances beyond this many word pieces count as this many."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scores:
    """Probabilities for each position: (n, 9) classes, (n, 17) PLOVER, (n, 4) verbs; see `labels` for the order."""

    classes: Array
    plover: Array
    verbs: Array


def encode(weights: Weights, ids: NDArray[np.int64]) -> Array:
    """The encoder's output for n ≤ 512 word pieces: (n, 384)."""
    embedding = weights.embedding
    words = embedding.rows[ids].astype(np.float32) * embedding.scales[ids]
    x = _normalise(words + embedding.place[: len(ids)], embedding.norm)
    for layer in weights.layers:
        x = _normalise(x + _linear(_attend(x, layer), layer.attended), layer.attention_norm)
        x = _normalise(x + _linear(gelu(_linear(x, layer.inner)), layer.outer), layer.norm)
    return x


def score_words(weights: Weights, x: Array) -> Scores:
    """What each position of the encoder's output is."""
    return Scores(
        classes=softmax(_linear(x, weights.classes)),
        plover=softmax(_linear(x, weights.plover)),
        verbs=softmax(_linear(x, weights.verbs)),
    )


def score_links(weights: Weights, x: Array, triggers: NDArray[np.int64]) -> Array:
    """(len(triggers), n, 12): is the phrase headed at this position an argument of that event?"""
    pairs = weights.pairs
    trigger = _with_one(gelu(_linear(x[triggers], pairs.trigger)))
    word = _with_one(gelu(_linear(x, pairs.word)))
    scores = np.tensordot(trigger, pairs.bilinear, axes=(1, 1)) @ word.T
    distance = np.clip(np.arange(len(x)) - triggers[:, None], -REACH, REACH) + REACH
    return softmax(scores.transpose(0, 2, 1) + pairs.distance[distance])


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
    return np.concatenate([x, np.ones((len(x), 1), np.float32)], axis=1)
