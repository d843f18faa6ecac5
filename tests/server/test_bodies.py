"""Does a body that never comes hold anybody up?"""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from flask import Flask

from server import serve
from server.bodies import MOST, Bodies
from server.http.refusals import Refusal
from server.sparql.asked import FORM

HEADERS = f"Host: 127.0.0.1\r\nContent-Type: {FORM}\r\nContent-Length: 100\r\n"
SLOW = f"POST /sparql HTTP/1.1\r\n{HEADERS}\r\nquery=ASK".encode()


def test_only_some_bodies_are_read_at_once_and_of_one_client_a_few() -> None:
    """The next one is refused, and read when the others are done."""
    bodies, entered = Bodies(Flask("x").wsgi_app), 0
    with ExitStack() as held:
        for client in range(MOST // 16):
            for _ in range(16):
                held.enter_context(bodies.reading(str(client)))
                entered += 1
            with pytest.raises(Refusal) as refused:
                held.enter_context(bodies.reading(str(client)))
            assert refused.value.status == 429
        with pytest.raises(Refusal) as full:
            held.enter_context(bodies.reading("another"))
        assert (full.value.status, entered) == (503, MOST)
    with bodies.reading("0"):
        pass


def test_a_body_is_what_was_sent() -> None:
    """Whole and in pieces; a request without one has none."""
    seen: list[bytes] = []

    def read(environ, _) -> list[bytes]:  # type: ignore[no-untyped-def]
        seen.extend((environ["wsgi.input"].read(2), environ["wsgi.input"].read()))
        return []

    for length in ({"CONTENT_LENGTH": "5"}, {"HTTP_TRANSFER_ENCODING": "chunked"}, {}):
        Bodies(read)({"wsgi.input": BytesIO(b"ASK{}"), **length}, print)
    assert seen == [b"AS", b"K{}"] * 3


def test_half_a_body_is_none() -> None:
    """Whose client hung up: half an update must not be made."""
    for sizes in ((-1,), (100,), (12, 1)):
        taken: list[int] = []

        def read(environ, _, sizes=sizes, taken=taken) -> list[bytes]:  # type: ignore[no-untyped-def]
            for size in sizes:
                taken.append(len(environ["wsgi.input"].read(size)))
            return []

        with pytest.raises(Refusal) as refused:
            Bodies(read)({"wsgi.input": BytesIO(b"DELETE WHERE"), "CONTENT_LENGTH": "13"}, print)
        assert (refused.value.status, taken) == (499, list(sizes[:-1]))


@pytest.fixture(scope="module")
def granian(data: Path, start) -> Iterator[httpx.Client]:
    """The server that gives each request to a thread before its body is there."""
    pytest.importorskip("granian", reason="granian is not installed")
    with start(data, timeout=30, server="granian") as made:
        yield made


def test_clients_that_send_half_a_body_do_not_hold_the_server(granian: httpx.Client) -> None:
    """More of them, from many addresses, than there are threads for requests."""
    with ExitStack() as held:
        for number in range(150):
            made = held.enter_context(socket.socket())
            made.bind((f"127.0.3.{number // 15 + 1}", 0))
            made.connect((granian.base_url.host, granian.base_url.port))
            made.sendall(SLOW)
        assert granian.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


def test_a_body_that_comes_in_pieces_is_whole_there_too(granian: httpx.Client) -> None:
    """Read to its length, however long it takes."""

    def pieces() -> Iterator[bytes]:
        for piece in (b"query=", b"ASK", b"%7B%7D"):
            yield piece
            time.sleep(0.05)

    for more in ({"Content-Length": "15"}, {}):
        answer = granian.post("/sparql", content=pieces(), headers={"Content-Type": FORM, **more})
        assert answer.json()["boolean"] is True


def test_a_request_with_two_hosts_is_refused_there_too(granian: httpx.Client) -> None:
    """Which of them is meant nobody knows."""
    with socket.create_connection((granian.base_url.host, granian.base_url.port)) as made:
        made.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert made.recv(12)[9:] in {b"400", b"421"}


def test_requests_in_a_pipeline_are_answered_there_too(granian: httpx.Client) -> None:
    """RFC 9112 section 9.3.2: in their order."""
    said = [
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n" for path in ("/sparql?query=ASK%7B%7D", "/nowhere", "/health")
    ]
    with socket.create_connection((granian.base_url.host, granian.base_url.port)) as made:
        made.sendall(("\r\n".join(said) + "Connection: close\r\n\r\n").encode())
        with made.makefile("rb") as stream:
            answers = stream.read().split(b"HTTP/1.1 ")[1:]
    assert [answer[:3] for answer in answers] == [b"200", b"404", b"200"], answers


def test_one_client_opens_only_some_of_the_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """`serve._open_channel`: of an IPv6 network as of one address; others find room."""
    opened: list[str] = []
    monkeypatch.setattr(serve, "StrictChannel", lambda _server, _made, address: opened.append(address[0]))
    channels = {number: SimpleNamespace(addr=(f"2001:db8::{number:x}", 1)) for number in range(400)}
    server = SimpleNamespace(active_channels=channels)
    for address in ("2001:db8::ffff", "2001:db8:0:1::1", "192.0.2.1"):
        with socket.socket() as made:
            serve._open_channel(server, made, (address, 1))
            assert (made.fileno() == -1) == (address == "2001:db8::ffff")
    assert opened == ["2001:db8:0:1::1", "192.0.2.1"]
