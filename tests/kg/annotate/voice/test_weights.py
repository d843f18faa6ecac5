"""How likely is each claim verb, by the engine's probabilities and the signs of the rules together?"""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.voice.weights import DECIMALS, VERBS, load_weights, read_weights, weigh
from kg.errors import OntologyError

WORD_ALONE = {f"log {verb}": tuple(float(verb == other) for other in VERBS) for verb in VERBS}
PROBABILITIES = st.lists(st.floats(0.01, 1), min_size=4, max_size=4).map(lambda x: [p / sum(x) for p in x])


@given(PROBABILITIES)
def test_without_signs_the_engines_word_stands(verbs: list[float]) -> None:
    """Weights that only repeat the engine give its probabilities back."""
    assert weigh(verbs, (), WORD_ALONE) == pytest.approx(verbs, abs=10**-DECIMALS)


@given(PROBABILITIES, st.sets(st.sampled_from(sorted(load_weights()))))
def test_the_verdict_is_a_distribution(verbs: list[float], signs: set[str]) -> None:
    """Four probabilities that sum to one, whatever the signs; the order of the signs is of no account."""
    found = weigh(verbs, signs, load_weights())
    assert all(0 <= p <= 1 for p in found)
    assert math.isclose(sum(found), 1, abs_tol=4 * 10**-DECIMALS)
    assert found == weigh(verbs, sorted(signs, reverse=True), load_weights())


def test_a_sign_moves_the_verdict() -> None:
    """A sign with a weight for reports makes a report likelier; one without weights changes nothing."""
    weights = {**WORD_ALONE, "quote": (0.0, 2.0, 0.0, 0.0)}
    plain = weigh((0.7, 0.3, 0.0, 0.0), (), weights)
    assert weigh((0.7, 0.3, 0.0, 0.0), {"quote"}, weights)[1] > plain[1]
    assert weigh((0.7, 0.3, 0.0, 0.0), {"unheard of"}, weights) == plain


@pytest.mark.parametrize(
    "text",
    ["sign,asserts\nalways,1\n", "sign,asserts,reports,denies,envisages\nalways,1,x,0,0\n", ""],
    ids=["columns", "no number", "empty"],
)
def test_a_malformed_file_is_refused(tmp_path: Path, text: str) -> None:
    """The message names the file."""
    path = tmp_path / "voices.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=r"voices\.csv"):
        read_weights(path)
