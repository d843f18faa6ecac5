import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.reader.model import encode, erf, gelu, score_links, score_words, softmax
from kg.annotate.reader.weights import Weights, load_weights


@pytest.fixture(scope="module")
def weights() -> Weights:
    """The shipped weights."""
    return load_weights()


@given(x=st.floats(-30, 30, width=32))
def test_erf_is_the_error_function(x: float) -> None:
    """To 1e-6, over the whole range, and odd."""
    value = float(erf(np.array([x], np.float32))[0])
    assert abs(value - math.erf(x)) < 1e-6
    assert value == -float(erf(np.array([-x], np.float32))[0])


def test_gelu_is_exact_and_stays_in_single_precision() -> None:
    """It is x times the share of the normal distribution below x, not its tanh approximation."""
    x = np.linspace(-6, 6, 1001, dtype=np.float32)
    exact = [v * 0.5 * (1 + math.erf(v / math.sqrt(2))) for v in x.astype(float)]
    assert gelu(x).dtype == np.float32
    assert np.abs(gelu(x) - exact).max() < 3e-6


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
