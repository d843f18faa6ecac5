"""Which of option, variable and default counts?"""

import os
from pathlib import Path

import pytest

from kg.errors import UsageError
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


@pytest.mark.parametrize(
    ("file", "variable", "wanted"),
    [("from-file\n", "from-variable", "from-file"), (None, "from-variable", "from-variable"), (None, None, None),
     (None, "", None), ("\n", "from-variable", None)],
)  # fmt: skip
def test_the_write_token_is_the_files_or_the_variables(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, file: str | None, variable: str | None, wanted: str | None
) -> None:
    """White space around it is none of it, and an empty one switches writing off."""
    monkeypatch.delenv("DATELINE_TOKEN", raising=False)
    if variable is not None:
        monkeypatch.setenv("DATELINE_TOKEN", variable)
    path = tmp_path / "token"
    if file is not None:
        path.write_text(file, encoding="utf-8")
    assert read_token(path if file is not None else None) == wanted


def test_a_token_file_that_is_missing_is_never_taken_for_no_token(tmp_path: Path) -> None:
    """A wrong call, told with the file."""
    with pytest.raises(UsageError, match="no-token"):
        read_token(tmp_path / "no-token")


def test_a_number_of_threads_that_the_user_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread where nothing was chosen."""
    for name in THREADS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    use_one_thread()
    assert [os.environ[name] for name in THREADS] == ["1", "7", "1"]
