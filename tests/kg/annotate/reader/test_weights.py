from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kg.annotate.digests import read_digests
from kg.annotate.reader import weights
from kg.annotate.reader.weights import load_weights, pack, read_weights, unpack
from kg.datafiles import find_data
from kg.errors import OntologyError

MATRICES = arrays.arrays(
    np.float32, st.tuples(st.integers(1, 5), st.integers(1, 9)), elements=st.floats(-8, 8, width=32)
)


@given(matrix=MATRICES)
def test_a_packed_matrix_comes_back(matrix: np.ndarray) -> None:
    """Each number of a matrix comes back within half a step of its row's 255 steps."""
    back = unpack(pack({"L0.q.w": matrix}), "L0.q.w")
    step = np.abs(matrix).max(-1, keepdims=True) / 127
    assert np.all(np.abs(back - matrix) <= step * 0.51 + 1e-6)


@given(matrix=MATRICES)
def test_packing_twice_changes_nothing(matrix: np.ndarray) -> None:
    """What was packed once is packed again to the same int8 rows."""
    once = pack({"x": matrix})
    again = pack({"x": unpack(once, "x")})
    assert np.array_equal(once["x|q"], again["x|q"])


@pytest.mark.parametrize("name", ["h_U", "h_d", "h_path", "h_pos"])
def test_the_pair_scorer_is_kept_in_half_precision(name: str) -> None:
    """The pair scorer is stored as float16, to a relative 1/1024."""
    array = np.linspace(-1, 1, 24, dtype=np.float32).reshape(2, 3, 4)
    assert np.allclose(unpack(pack({name: array}), name), array, rtol=1 / 1024)


def test_changed_weights_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Weights whose digest is not the known one do not load."""
    folder = tmp_path / "reader"
    folder.mkdir()
    table = find_data(f"{weights.MODEL}.digests.csv")
    for name in read_digests(table):
        (folder / name).symlink_to(find_data(f"{weights.MODEL}/{name}"))
    (folder / "reader.npz").unlink()
    (folder / "reader.npz").write_bytes(b"other weights")
    monkeypatch.setattr(weights, "find_data", lambda name: table if name.endswith(".csv") else folder)
    with pytest.raises(OntologyError, match="is not the known file"):
        load_weights()


def test_the_shipped_file_holds_the_whole_model() -> None:
    """The shipped file gives six layers of width 384 over 30,522 word pieces."""
    model = read_weights(find_data(weights.MODEL) / "reader.npz")
    assert [layer.query_key_value.weight.shape for layer in model.layers] == [(384, 3 * 384)] * 6
    assert model.embedding.rows.shape == (30522, 384)
