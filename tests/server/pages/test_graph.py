"""Whose question is it that the server asks to draw a page?"""

from contextlib import suppress
from types import SimpleNamespace
from typing import Any

from flask import Flask

from server.http import refusals
from server.http.refusals import Refusal
from server.pages.graph import Graph


def test_a_page_waits_in_the_line_of_its_own_client() -> None:
    """One address that asks for many pages waits behind itself; what nobody asked for has a line of its own."""
    lines: list[str] = []

    def ask(_question: Any, client: str = "") -> None:
        lines.append(client)
        raise refusals.too_busy(1)

    graph = Graph(SimpleNamespace(ask=ask), 1.0)  # type: ignore[arg-type]
    for address in ("192.0.2.7", "2001:db8::1", "192.0.2.8"):
        with Flask("pages").test_request_context(environ_base={"REMOTE_ADDR": address}), suppress(Refusal):
            graph.select("alive")
    with suppress(Refusal):
        graph.select("alive")
    assert [lines[0], *lines[2:]] == ["192.0.2.7", "192.0.2.8", ""]
    assert len(set(lines)) == 4
