"""Does a login reach the store it is for, and nothing else?"""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from graphs import PREFIXES

from kg.cli.reason import reason
from kg.endpoint import RemoteStore
from kg.errors import StoreError, UsageError
from kg.login import Login
from kg.reason.remote import close_remote
from kg.settings import read_store_login

ROWS = '{"head": {"vars": ["n"]}, "results": {"bindings": [%s]}}'
ZERO = '{"n": {"type": "literal", "value": "0"}}'


class _Guarded(BaseHTTPRequestHandler):
    """A store without facts that answers nobody but its friends, and repeats to others what they sent."""

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        known = self.headers["Authorization"] == self.server.friend
        self.send_response(200 if known else 401)
        self.end_headers()
        answer = ROWS % (ZERO if b"COUNT" in sent else "") if known else f"not {self.headers['Authorization']}"
        self.wfile.write(answer.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


LOGINS = [
    ({"DATELINE_STORE_TOKEN": "s3cret"}, "Bearer s3cret"),
    ({"DATELINE_STORE_USER": "ada", "DATELINE_STORE_PASSWORD": "s3cret:é"}, "Basic YWRhOnMzY3JldDrDqQ=="),
]


@pytest.mark.parametrize(("variables", "friend"), LOGINS, ids=["token", "password"])
def test_login_goes_to_the_store_and_into_no_message(
    variables: dict[str, str], friend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The right one opens the store; of a wrong one that the store repeats nothing is told."""
    file = tmp_path / "ontology.ttl"
    file.write_text(PREFIXES + ":p a owl:TransitiveProperty .", encoding="utf-8")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    server = HTTPServer(("127.0.0.1", 0), _Guarded)
    server.friend = friend
    threading.Thread(target=server.serve_forever, daemon=True).start()
    words = [str(file), "--at", f"http://127.0.0.1:{server.server_port}/"]
    assert CliRunner().invoke(reason, words, standalone_mode=False).return_value == 0
    server.friend = "nobody"
    refused = CliRunner().invoke(reason, words, standalone_mode=False)
    assert isinstance(refused.exception, StoreError)
    assert "DATELINE_STORE_TOKEN" in str(refused.exception)
    assert friend.split()[1] not in str(refused.exception)
    server.shutdown()
    server.server_close()


def test_login_is_not_sent_in_the_open() -> None:
    """Over http to another machine nothing is sent, and the login is not shown with the store."""
    word = "s3cret"
    store = RemoteStore(query="http://store.example/", update="http://store.example/", login=Login(token=word))
    with pytest.raises(UsageError, match="use https"):
        close_remote(store, [])
    assert "s3cret" not in repr(store)


@pytest.mark.parametrize(
    "variables",
    [
        {"TOKEN": "a", "USER": "b", "PASSWORD": "c"},
        {"USER": "b"},
        {"PASSWORD": "c"},
        {"USER": "b:c", "PASSWORD": "d"},
        {"TOKEN": "a\nb"},
    ],
)
def test_half_a_login_is_a_fault_of_usage(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Two kinds, half of one, and what no header can hold; the values are not repeated."""
    for name, value in variables.items():
        monkeypatch.setenv(f"DATELINE_STORE_{name}", value)
    with pytest.raises(UsageError, match="DATELINE_STORE_"):
        read_store_login()
