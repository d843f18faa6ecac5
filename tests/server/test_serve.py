"""What does a person read when the server cannot start?"""

import json
import socket
from pathlib import Path

import pytest

from kg.errors import DatelineError
from kg.settings import ServeSettings
from server.serve import serve


def refusal(settings: ServeSettings) -> str:
    """The one sentence that a start ends with."""
    with pytest.raises(DatelineError) as failed:
        serve(settings)
    return str(failed.value)


def test_without_a_snapshot_it_names_the_command_that_makes_one(tmp_path: Path) -> None:
    """The folder is named, and what to run."""
    said = refusal(ServeSettings(data=tmp_path))
    assert str(tmp_path) in said
    assert "dateline build" in said


def test_a_port_in_use_is_named(data: Path) -> None:
    """And the option that chooses another."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal(ServeSettings(data=data, port=port))
    assert said == f"127.0.0.1:{port} is in use by another program; choose another port with --port"


def test_a_snapshot_of_another_format_is_named(tmp_path: Path) -> None:
    """It is not opened."""
    folder = tmp_path / "snapshots" / "old"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"format": 0}))
    (tmp_path / "current").write_text("old\n")
    assert "format 0" in refusal(ServeSettings(data=tmp_path))


def test_a_store_that_cannot_be_opened_is_told(tmp_path: Path, data: Path) -> None:
    """A damaged or unreadable store ends the start with a sentence, not a stack."""
    folder = tmp_path / "snapshots" / "first"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_bytes((data / "snapshots" / "first" / "manifest.json").read_bytes())
    (tmp_path / "current").write_text("first\n")
    assert "dateline build" in refusal(ServeSettings(data=tmp_path))
