"""Does the server bear clients that keep to no manners?"""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

ASK = b"ASK%20%7B%7D"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
NARROW = "SELECT ?b { ?a ?b ?c . ?d ?e ?f }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


@contextmanager
def connection(client: httpx.Client, said: bytes = b"", buffer: int | None = None) -> Iterator[socket.socket]:
    """A connection to the server over which something has been said."""
    with socket.socket() as made:
        if buffer:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        made.settimeout(30)
        made.connect((client.base_url.host, client.base_url.port))
        made.sendall(said)
        yield made


def get(path: bytes, *headers: bytes) -> bytes:
    """A request as it is sent."""
    return b"\r\n".join((b"GET " + path + b" HTTP/1.1", b"Host: 127.0.0.1", *headers, b"", b""))


def read_all(made: socket.socket) -> bytes:
    """What the server says until it closes."""
    pieces = []
    while piece := made.recv(1 << 16):
        pieces.append(piece)
    return b"".join(pieces)


@pytest.fixture(scope="module")
def large(data: Path, start) -> Iterator[httpx.Client]:
    """A server that lets a query give many rows."""
    with start(data, timeout=30, max_rows=2_000_000, workers=1, server="waitress") as client:
        yield client


@pytest.fixture(scope="module")
def client(data: Path, start) -> Iterator[httpx.Client]:
    """The server that runs everywhere."""
    with start(data, timeout=30, server="waitress") as made:
        yield made


def test_requests_in_a_pipeline_are_answered_in_their_order(client: httpx.Client) -> None:
    """RFC 9112 section 9.3.2."""
    said = get(b"/sparql?query=" + ASK) + get(b"/nowhere") + get(b"/sparql?query=" + ASK, b"Connection: close")
    with connection(client, said) as made:
        answers = read_all(made).split(b"HTTP/1.1 ")[1:]
    assert [answer[:3] for answer in answers] == [b"200", b"404", b"200"]


def test_who_closes_its_half_gives_its_query_up(large: httpx.Client) -> None:
    """A client that sends no more is taken to be gone: its query does not hold the worker until the deadline.

    So who closes its half gets no answer (RFC 9112 section 9.6 leaves that open); no HTTP client does so.
    """
    with connection(large, get(b"/sparql?query=" + ENDLESS.encode().replace(b" ", b"%20"))) as made:
        time.sleep(0.3)
        made.shutdown(socket.SHUT_WR)
        begun = time.monotonic()
        assert large.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
        assert time.monotonic() - begun < 20


def test_slow_readers_hold_neither_workers_nor_threads(large: httpx.Client) -> None:
    """Ten clients ask for many rows and read nothing; another one is served as if they were not there."""
    path = b"/sparql?query=" + LARGE.encode().replace(b" ", b"%20") + b"%20LIMIT%208000"
    with ExitStack() as held:
        for number in range(10):
            made = held.enter_context(connection(large, get(path), buffer=4096))
            assert made.recv(12) == b"HTTP/1.1 200", number
        assert large.get("/sparql", params={"query": "ASK {}"}, timeout=20).json()["boolean"] is True


def test_a_request_that_comes_byte_by_byte_is_answered_and_holds_nobody_up(client: httpx.Client) -> None:
    """No thread waits for the rest of a request."""
    said = get(b"/sparql?query=" + ASK, b"Connection: close")
    with connection(client) as slow:
        for place in range(0, len(said), 8):
            slow.sendall(said[place : place + 8])
            assert place % 40 or client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        assert read_all(slow).startswith(b"HTTP/1.1 200")


def test_a_broken_pipe_in_the_middle_of_an_answer_ends_its_query(large: httpx.Client) -> None:
    """The worker is free for the next one."""
    for _ in range(3):
        with connection(large, get(b"/sparql?query=" + LARGE.encode().replace(b" ", b"%20")), buffer=4096) as made:
            assert made.recv(12) == b"HTTP/1.1 200"
    assert large.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


@pytest.mark.parametrize("server", ["waitress", "granian"])
def test_who_hangs_up_in_the_middle_of_an_answer_ends_its_query(data: Path, start, server: str) -> None:
    """Both servers notice it while they send."""
    if server == "granian":
        pytest.importorskip("granian", reason="granian is not installed")
    with start(data, timeout=60, max_rows=20_000_000, workers=1, server=server) as client:
        with connection(client, get(b"/sparql?query=" + LARGE.encode().replace(b" ", b"%20"))) as made:
            got = 0
            while got < 3_000_000:
                got += len(made.recv(1 << 16))
        until = time.monotonic() + 40
        while client.get("/health").json()["workers"]["running"]:
            assert time.monotonic() < until
            time.sleep(0.1)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"GET /sparql?query=%00 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", b"400"),
        (b"GET /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: gzip\r\n\r\n", b"501"),
        (b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9999999999\r\n\r\n", b"413"),
        (b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: x\r\n\r\n", b"400"),
        (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", b"400"),
        (b"GET /" + b"x" * 300_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"431"),
        (b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\0b\r\n\r\n", b"400"),
    ],
    ids=[
        "NUL", "unknown transfer coding", "body of 10 GB", "no length", "TLS", "long address", "no host",
        "length and chunks", "NUL in a header",
    ],
)  # fmt: skip
def test_a_request_that_is_none_is_refused_at_once(said: bytes, status: bytes, client: httpx.Client) -> None:
    """With the status that says why, before anything is read that was only announced."""
    with connection(client, said) as made:
        assert made.recv(12)[9:12] == status


def test_a_large_answer_begins_before_its_end_and_says_when_it_was_cut(data: Path, start) -> None:
    """The header cannot tell any more, so the last bytes do."""
    with start(data, timeout=30, max_rows=3000) as client:
        json, xml = (
            client.get("/sparql", params={"query": LARGE}, headers={"Accept": accept})
            for accept in ("application/sparql-results+json", "application/sparql-results+xml")
        )
        assert json.headers["dateline-row-limit"] == "3000"
        assert "dateline-truncated" not in json.headers
        assert json.json()["truncated"] == {"rows": 3000}
        assert len(json.json()["results"]["bindings"]) == 3000
        assert xml.text.endswith("<!-- truncated: rows=3000 -->")
        turtle = client.get("/sparql", params={"query": "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }"})
        assert turtle.text.endswith("# truncated: rows=3000\n")


def test_csv_that_was_cut_is_never_taken_for_the_whole(data: Path, start) -> None:
    """It says so before it begins when it is complete soon enough, and is broken off at its end otherwise."""
    accept = {"Accept": "text/csv"}
    with start(data, timeout=60, max_rows=3000) as client:
        whole = client.head("/sparql", params={"query": LARGE}, headers=accept)
        assert whole.headers["dateline-truncated"] == "rows=3000"
    with start(data, timeout=300, max_rows=400_000) as client:
        got, lines, accept["Accept-Encoding"] = b"", 0, "identity"
        with (
            pytest.raises(httpx.RemoteProtocolError),
            client.stream("GET", "/sparql", params={"query": NARROW}, headers=accept) as answer,
        ):
            assert (answer.status_code, answer.headers["dateline-row-limit"]) == (200, "400000")
            for piece in answer.iter_bytes():
                got, lines = piece[-2:], lines + piece.count(b"\n")
        assert (got, lines) == (b"\r\n", 400_001)
        with connection(
            client,
            get(b"/sparql?query=SELECT%20%2A%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D", b"Accept: text/csv").replace(
                b"1.1", b"1.0"
            ),
        ) as made:
            head, _, body = read_all(made).partition(b"\r\n\r\n")
        assert b"Content-Length: %d\r\n" % len(body) in head + b"\r\n"
