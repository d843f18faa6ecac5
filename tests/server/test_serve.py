"""What does a person read when the server cannot start?"""

import json
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import click
import httpx
import pytest

from kg.cli.serve import serve as serve_command
from kg.errors import DatelineError, InputError
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


def test_a_host_that_is_none_is_named(data: Path) -> None:
    """A name without an address ends the start with a sentence."""
    assert refusal(ServeSettings(data=data, host="no such host", port=0)).startswith("no such host:0 is no address")


@pytest.mark.parametrize(
    "limit",
    [("--timeout", "0"), ("--timeout", "nan"), ("--timeout", "inf"), ("--max-rows", "0"), ("--max-memory", "1")],
)
def test_a_limit_that_allows_nothing_is_a_wrong_use(limit: tuple[str, str]) -> None:
    """Nothing is started that could answer no query."""
    with pytest.raises(click.BadParameter):
        serve_command.make_context("serve", list(limit))


def test_a_gazetteer_that_is_none_is_named(tmp_path: Path, data: Path) -> None:
    """At the start, not by the first visitor who reconciles a name."""
    path = tmp_path / "names.sqlite"
    path.write_text("no table")
    with pytest.raises(InputError, match=r"names\.sqlite.*dateline gazetteer import"):
        serve_command.main(["--data", str(data), "--gazetteer", str(path)], standalone_mode=False)


def test_a_start_loads_nothing_that_only_reading_needs() -> None:
    """Parsers of language and of web pages take seconds; what reads has processes of its own."""
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, server.serve; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert {"server.app", "pyoxigraph"} <= set(loaded.stdout.split())
    assert not {"spacy", "tokenizers", "trafilatura"} & set(loaded.stdout.split())


def test_unfinished_requests_keep_nobody_out(client: httpx.Client) -> None:
    """Two hundred connections that stop in the middle of a request do not delay another client."""
    address = (client.base_url.host, client.base_url.port)
    with ExitStack() as held:
        for _ in range(200):
            connection = held.enter_context(socket.create_connection(address))
            connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nA")
        assert httpx.get(f"{client.base_url}/health", timeout=10).status_code == 200


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
