"""Does a calibrated confidence say how often such triggers are right?"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.reader import confidence
from kg.annotate.reader.calibrate import fit
from kg.annotate.reader.confidence import Calibration, load_calibration
from kg.errors import InputError, OntologyError

PROBABILITIES = st.floats(0, 1)
MAPS = st.builds(
    Calibration,
    slope=st.floats(0.1, 3),
    intercept=st.floats(-2, 2),
    fold=st.just(1),
    triggers=st.just(1),
    right=st.just(1),
)


@given(MAPS, PROBABILITIES, PROBABILITIES)
def test_no_event_overtakes_another(calibration: Calibration, one: float, other: float) -> None:
    """The map is monotone and stays between 0 and 1."""
    low, high = sorted((one, other))
    assert 0 <= calibration.confidence(low) <= calibration.confidence(high) <= 1


def test_an_overconfident_reader_is_told_so() -> None:
    """Three of four triggers at .95 and half of those at .6 are right: so say their confidences."""
    judged = [(0.95, True)] * 300 + [(0.95, False)] * 100 + [(0.6, True)] * 50 + [(0.6, False)] * 50
    found = fit(judged)
    assert found.confidence(0.95) == pytest.approx(0.75, abs=0.01)
    assert found.confidence(0.6) == pytest.approx(0.5, abs=0.01)
    assert (found.triggers, found.right, found.fold) == (500, 350, 1)


def test_a_reader_that_is_right_as_often_as_it_says_is_left_alone() -> None:
    """The map is close to the identity."""
    judged = [(p / 10, n < p) for p in range(1, 10) for n in range(10)] * 50
    found = fit(judged)
    assert (found.slope, found.intercept) == (pytest.approx(1, abs=0.05), pytest.approx(0, abs=0.05))


@pytest.mark.parametrize(
    "judged", [[], [(0.9, True)] * 5, [(0.9, False)] * 5, [(0.9, False), (0.9, False), (0.6, True), (0.6, True)] * 9]
)
def test_what_cannot_be_calibrated_is_refused(judged: list[tuple[float, bool]]) -> None:
    """Nothing read, all alike, or right less often where it is surer."""
    with pytest.raises(InputError):
        fit(judged)


@pytest.mark.parametrize(
    "content", ["{", "{}", '{"slope": -1, "intercept": 0, "fold": 1, "triggers": 2, "right": 1}']
)
def test_a_malformed_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    """A file that is no calibration stops the run; without one there is none."""
    monkeypatch.setattr(confidence, "find_data", lambda _: tmp_path)
    load_calibration.cache_clear()
    assert load_calibration() is None
    (tmp_path / "calibration.json").write_text(content, encoding="utf-8")
    load_calibration.cache_clear()
    with pytest.raises(OntologyError, match=r"calibration\.json"):
        load_calibration()
    load_calibration.cache_clear()
