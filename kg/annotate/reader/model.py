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

_AT_ONCE = 32_768
"""Numbers that are taken through `gelu` together, so that they stay in a processor's nearer caches."""


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
        x = _normalise(_added(_linear(attend(x, layer), layer.attended), x), layer.attention_norm)
        x = _normalise(_added(_linear(gelu(_linear(x, layer.inner)), layer.outer), x), layer.norm)
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
    word = _with_one(_on_paths(_linear(x[words], pairs.word), pairs.path, paths))
    turned = np.tensordot(trigger, pairs.bilinear, axes=(1, 1))
    distance = np.clip(words - triggers[:, None], -REACH, REACH) + REACH
    scores: Array = word @ turned.transpose(0, 2, 1) + pairs.distance[distance] + pairs.path_bias[paths]
    return softmax(scores)


def _on_paths(words: Array, path: Array, paths: Numbers) -> Array:
    """What each word (w, k) is at the end of its path from each trigger (t, w); a word on one path is so once."""
    distinct, places = np.unique(paths + np.arange(len(words)) * len(path), return_inverse=True)
    number, word = distinct % len(path), distinct // len(path)
    return np.asarray(gelu(words[word] + path[number])[places.reshape(paths.shape)])


def softmax(x: Array) -> Array:
    """Probabilities over the last axis."""
    powers: Array = np.exp(x - x.max(-1, keepdims=True))
    powers /= powers.sum(-1, keepdims=True)
    return powers


def gelu(x: Array) -> Array:
    """The exact Gaussian error linear unit x·Φ(x), as in the base encoder (not the tanh approximation).

    Φ is right to 2.5e-7 in float32 (Abramowitz and Stegun 7.1.26): `tail` is what it lacks of 0 or 1.
    """
    flat = x.ravel()
    done = np.empty_like(flat)
    for start in range(0, len(flat), _AT_ONCE):
        part = flat[start : start + _AT_ONCE]
        size = np.abs(part)
        t = size * np.float32(0.3275911 * 0.5**0.5)
        t += 1
        np.divide(1, t, out=t)
        tail = t * np.float32(1.061405429 / 2)
        for coefficient in (-1.453152027 / 2, 1.421413741 / 2, -0.284496736 / 2, 0.254829592 / 2):
            tail += np.float32(coefficient)
            tail *= t
        np.multiply(part, part, out=t)
        t *= np.float32(-0.5)
        tail *= np.exp(t, out=t)
        tail *= size
        np.subtract(np.maximum(part, 0, out=size), tail, out=done[start : start + _AT_ONCE])
    return done.reshape(x.shape)


def attend(x: Array, layer: Layer) -> Array:
    """Self-attention, (n, 384) to (n, 384); head by head, whose scores fit into a processor's nearer caches."""
    size, width = x.shape
    step = width // HEADS
    projected = _linear(x, layer.query_key_value)
    projected[:, :width] *= np.float32(step**-0.5)
    scores, attended = np.empty((size, size), np.float32), np.empty_like(x)
    for start in range(0, width, step):
        query, key, value = (projected[:, part + start : part + start + step] for part in (0, width, 2 * width))
        np.matmul(query, key.T, out=scores)
        scores -= scores.max(-1, keepdims=True)
        np.exp(scores, out=scores)
        np.divide(scores @ value, scores.sum(-1, keepdims=True), out=attended[:, start : start + step])
    return attended


def _linear(x: Array, layer: Linear) -> Array:
    return _added(x @ layer.weight, layer.bias)


def _added(x: Array, other: Array) -> Array:
    """The sum, written over the first."""
    x += other
    return x


def _normalise(x: Array, norm: Norm) -> Array:
    """Layer normalisation, written over `x`."""
    x -= x.mean(-1, keepdims=True)
    x /= np.sqrt((x * x).mean(-1, keepdims=True) + np.float32(1e-12))
    x *= norm.gain
    x += norm.bias
    return x


def _with_one(x: Array) -> Array:
    return np.concatenate([x, np.ones((*x.shape[:-1], 1), np.float32)], axis=-1)
