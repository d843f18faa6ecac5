from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kg.annotate.reader import mixture
from kg.annotate.reader.fit_mixture import Asked, fit, thin
from kg.annotate.reader.memory import PAIR_KEYS, WORD_KEYS, Memory, Table, pair_prior
from kg.annotate.reader.mixture import Blend, Mixture, lift, load_mixture, mix, weigh
from kg.errors import OntologyError

PRIOR = np.array([90, 6, 4], np.float32)
COUNTS = arrays.arrays(np.float32, (4, 3), elements=st.integers(0, 200).map(float))


def blend(labels: int, keys: dict[str, tuple[float, float]], model: float = 1.0) -> Blend:
    return Blend(model=model, constants=(0.0,) * labels, keys=keys)


@given(arrays.arrays(np.float32, (5, 3), elements=st.floats(0.125, 1, width=32)))
def test_a_model_that_is_asked_alone_is_left_alone(scores: np.ndarray) -> None:
    """Without constants and memory the probabilities are the model's."""
    seen = scores / scores.sum(-1, keepdims=True)
    mixed = mix(blend(3, {}), seen, np.zeros((5, 3), np.float32))
    assert np.allclose(mixed, seen, atol=1e-5)


@given(COUNTS)
def test_an_unknown_key_lifts_nothing(counts: np.ndarray) -> None:
    """No counts, no lift; a label that a key has relatively oftener than the whole is lifted."""
    lifted, known = lift(np.concatenate([counts, np.zeros((1, 3), np.float32)]), PRIOR)
    assert np.allclose(lifted[-1], 0, atol=1e-5)
    assert known[-1] == 0
    expected = counts.sum(1, keepdims=True) * (PRIOR + 0.5) / (PRIOR + 0.5).sum()
    clear = np.abs(counts - expected) > 0.1
    assert np.array_equal((lifted[:-1] > 0)[clear], (counts > expected)[clear])


def test_a_remembered_label_becomes_likelier() -> None:
    """A key under which the second label is common speaks for it; weighed once or at each reading is the same."""
    counts = np.array([[0, 9, 0], [0, 0, 0]], np.float32)
    numbers = Mixture(
        classes=blend(9, dict.fromkeys(WORD_KEYS, (0.0, 0.0))),
        plover=blend(17, dict.fromkeys(WORD_KEYS, (0.0, 0.0))),
        verbs=blend(4, dict.fromkeys(WORD_KEYS, (0.0, 0.0))),
        links=blend(3, dict.fromkeys(PAIR_KEYS, (0.5, 0.25))),
    )
    words = dict.fromkeys(WORD_KEYS, Table(rows={}, counts=np.zeros((1, 30), np.float32)))
    memory = Memory(words=words, pairs=dict.fromkeys(PAIR_KEYS, Table(rows={"k": 0}, counts=counts)))
    weighed = weigh(memory, numbers).pairs["path"].recall(["k", "?"])
    lifted, known = lift(counts, pair_prior(memory))
    assert np.allclose(weighed, (0.5 + 0.25 * known) * lifted, atol=1e-6)
    seen = np.full((2, 3), 1 / 3, np.float32)
    known_key, unknown_key = mix(numbers.links, seen, weighed)
    assert known_key[1] > 1 / 3
    assert np.allclose(unknown_key, 1 / 3, atol=1e-5)


def test_the_fit_trusts_what_was_right() -> None:
    """A key that is always right outweighs a model that guesses; the fit is the same each time."""
    marked = np.arange(300) % 3
    counts = np.eye(3, dtype=np.float32)[marked] * 20
    asked = Asked(np.full((300, 3), 1 / 3, np.float32), {"good": counts, "bad": counts[::-1]}, marked)
    found = fit(asked, np.array([20, 20, 20], np.float32), ["good", "bad"], np.ones(300))
    assert sum(found.keys["good"]) > 0.5 > abs(sum(found.keys["bad"]))
    assert found == fit(asked, np.array([20, 20, 20], np.float32), ["good", "bad"], np.ones(300))


def test_dull_pairs_are_thinned_but_weigh_as_before() -> None:
    """One in ten of the pairs that the model finds surely joined by nothing, weighing ten; an argument double."""
    seen = np.array([[0.99, 0.01]] * 100 + [[0.5, 0.5]] * 2 + [[0.99, 0.01]], np.float32)
    marked = np.array([0] * 101 + [1, 1])
    kept, share = thin(Asked(seen, {"k": seen}, marked))
    assert share.tolist() == [10.0] * 10 + [1.0, 2.0, 2.0]
    assert kept.marked.tolist() == [0] * 11 + [1, 1]


@pytest.mark.parametrize("content", [None, "{", "{}"])
def test_a_mixture_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    """Missing or malformed, it stops the run with its name and the remedy."""
    monkeypatch.setattr(mixture, "find_data", lambda _: tmp_path)
    if content is not None:
        (tmp_path / mixture.FILE).write_text(content, encoding="utf-8")
    load_mixture.cache_clear()
    with pytest.raises(OntologyError, match=r"(?s)mixture\.json.*fit it anew"):
        load_mixture()
    load_mixture.cache_clear()
