"""Which of option, variable and default counts?"""

import os
from pathlib import Path

import pytest

from kg.settings import data_folder, read_token, use_one_thread

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


@pytest.mark.parametrize(
    ("option", "variable", "wanted"),
    [("given", "chosen", "given"), (None, "chosen", "chosen"), (None, None, "dateline-data")],
)
def test_an_option_overrides_a_variable_and_that_the_default(
    monkeypatch: pytest.MonkeyPatch, option: str | None, variable: str | None, wanted: str
) -> None:
    """The data folder."""
    monkeypatch.delenv("DATELINE_DATA", raising=False)
    if variable is not None:
        monkeypatch.setenv("DATELINE_DATA", variable)
    assert data_folder(Path(option) if option else None) == Path(wanted)


@pytest.mark.parametrize(("variable", "wanted"), [(" secret\n", "secret"), (None, None), ("", None)])
def test_white_space_is_no_part_of_a_token(
    monkeypatch: pytest.MonkeyPatch, variable: str | None, wanted: str | None
) -> None:
    """And an empty one is none."""
    monkeypatch.delenv("DATELINE_TOKEN", raising=False)
    if variable is not None:
        monkeypatch.setenv("DATELINE_TOKEN", variable)
    assert read_token() == wanted


def test_a_number_of_threads_that_the_user_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread where nothing was chosen."""
    for name in THREADS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    use_one_thread()
    assert [os.environ[name] for name in THREADS] == ["1", "7", "1"]
