"""Where do the states of other times lie?"""

import tempfile
from pathlib import Path

import pytest

from server.past.states import own_folder


def test_what_a_killed_server_left_is_removed_and_what_a_living_one_has_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system lets a lock go when its process ends, however it ends."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    living, held = own_folder()
    dead, lost = own_folder()
    (dead / "state").mkdir()
    lost.close()
    other = tmp_path / "dateline-past-of-nobody"
    other.mkdir()
    third, again = own_folder()
    assert set(tmp_path.iterdir()) == {living, other, third}
    for file in (held, again):
        file.close()
