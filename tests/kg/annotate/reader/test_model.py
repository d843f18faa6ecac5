import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.reader.model import HEADS, attend, encode, gelu, score_links, score_words, softmax
from kg.annotate.reader.weights import Weights, load_weights


@pytest.fixture(scope="module")
def weights() -> Weights:
    """The shipped weights."""
    return load_weights()


@given(x=st.floats(-30, 30, width=32))
def test_gelu_is_exact(x: float) -> None:
    """It is x times the share of the normal distribution below x, not its tanh approximation, to 1e-6."""
    (value,) = gelu(np.array([x], np.float32))
    assert abs(value - x * 0.5 * math.erfc(-x / math.sqrt(2))) < 1e-6 * max(1, abs(x))


def test_gelu_takes_every_number_and_leaves_its_argument_alone() -> None:
    """Numbers are the same alone and among others, however many; all is single precision."""
    x = np.linspace(-6, 6, 3 * 110 * 61, dtype=np.float32).reshape(3, 110, 61)
    before = x.copy()
    alone = np.stack([[gelu(row) for row in part] for part in x])
    assert gelu(x).dtype == np.float32
    assert (gelu(x) == alone).all()
    assert (x == before).all()


def test_softmax_gives_probabilities_even_for_large_scores() -> None:
    """Rows sum to one and nothing overflows."""
    p = softmax(np.array([[1000.0, 0.0], [3.0, 3.0]], np.float32))
    assert np.allclose(p, [[1, 0], [0.5, 0.5]])


def test_every_head_gives_probabilities(weights: Weights) -> None:
    """Classes, PLOVER, verbs and links sum to one at every position; all is float32."""
    x = encode(weights, np.array([101, 1996, 3539, 4716, 102]), np.zeros((5, 3), np.int64))
    scores = score_words(weights, x)
    links = score_links(weights, x, np.array([2, 3]), np.array([1, 2, 3]), np.zeros((2, 3), np.int64))
    assert (x.shape, links.shape) == ((5, 384), (2, 3, 12))
    for p in (scores.classes, scores.plover, scores.verbs, links):
        assert p.dtype == np.float32
        assert np.allclose(p.sum(-1), 1, atol=1e-5)


def test_what_the_parser_tells_is_heard(weights: Weights) -> None:
    """Another part of speech gives another vector at that word; another path other links."""
    ids, plain = np.array([101, 1996, 3539, 4716, 102]), np.zeros((5, 3), np.int64)
    x, told = (encode(weights, ids, signs) for signs in (plain, plain + np.eye(5, 3, k=-2, dtype=np.int64)))
    assert not np.allclose(x[2], told[2])
    words, at = np.array([1, 3]), np.array([2])
    one, other = (score_links(weights, x, at, words, np.array([[path, 0]])) for path in (0, 1))
    assert not np.allclose(one[0, 0], other[0, 0])
    assert np.allclose(one[0, 1], other[0, 1])


def test_attention_is_that_of_the_paper(weights: Weights) -> None:
    """Head by head it is softmax(QKᵀ/√d)V, as computed for all heads at once."""
    layer = weights.layers[0]
    x = encode(weights, np.array([101, 1996, 3539, 4716, 102]), np.zeros((5, 3), np.int64))
    asked, keys, values = np.split(x @ layer.query_key_value.weight + layer.query_key_value.bias, 3, axis=1)
    heads = [part.reshape(5, HEADS, -1).transpose(1, 0, 2) for part in (asked, keys, values)]
    weight = softmax(heads[0] @ heads[1].transpose(0, 2, 1) / np.float32(heads[0].shape[-1] ** 0.5))
    expected = (weight @ heads[2]).transpose(1, 0, 2).reshape(x.shape)
    assert np.allclose(attend(x, layer), expected, atol=1e-5)
