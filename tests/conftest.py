"""What does every test stand on: no network, one temporary data folder, the built seeds?"""

import socket
from typing import Any

import pytest

from kg.settings import use_one_thread

use_one_thread()

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def no_outbound_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection that would leave this machine fails the test that tries it."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise AssertionError(f"outbound connection to {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
