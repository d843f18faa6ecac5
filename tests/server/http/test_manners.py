"""Is a request that could be read in two ways, or is said too slowly, refused?"""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from waitress.adjustments import Adjustments

from server.http import manners
from server.http.manners import StrictParser, refuse_broken_host
from server.http.refusals import Refusal

POST = b"POST / HTTP/1.1\r\nHost: x\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


def parse(*pieces: bytes) -> StrictParser:
    """A request that comes in these pieces."""
    parser = StrictParser(Adjustments(max_request_body_size=8 << 20))  # type: ignore[no-untyped-call]
    for piece in pieces:
        while piece and not parser.completed:
            piece = piece[parser.received(piece) :]  # noqa: PLW2901 - what is left of it
    return parser


@given(st.lists(st.integers(1, 60), max_size=20))
def test_a_request_is_the_same_however_it_comes_in_pieces(cuts: list[int]) -> None:
    """What is well said is not refused."""
    said, pieces = CHUNKED + b"6\r\nASK {}\r\n0\r\n\r\n", []
    for cut in cuts:
        pieces.append(said[:cut])
        said = said[cut:]
    parser = parse(*pieces, said)
    assert (parser.error, parser.completed) == (None, True)
    assert parser.get_body_stream().read() == b"ASK {}"  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("pieces", "code"),
    [
        ((POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",), 400),
        ((POST + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}",), 400),
        ((POST + b"Transfer-Encoding: chunked, identity\r\n\r\n",), 501),
        ((POST + b"X: y\r\n" * 300 + b"\r\n",), 400),
        ((b"GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n",), 400),
        ((CHUNKED, b"6;" + b"a" * 5000), 400),
        ((CHUNKED + b"0\r\n", b"X: " + b"a" * 5000), 400),
        ((CHUNKED, b"fffffffff\r\n"), 413),
    ],
    ids=["length and chunks", "two lengths", "two codings", "headers", "address", "mark", "trailer", "piece"],
)
def test_a_request_that_could_be_read_in_two_ways_is_refused(pieces: tuple[bytes, ...], code: int) -> None:
    """`StrictParser`; waitress alone answered the first, and waited for more of the last three."""
    parser = parse(*pieces)
    assert parser.completed
    assert parser.error.code == code


@pytest.mark.parametrize(("pieces", "after"), [([b"GET / HTTP/1.1\r\nX: "], 21), ([CHUNKED, b"6\r\nA"], 301)])
def test_who_says_a_byte_now_and_then_is_told_to_come_again(
    pieces: list[bytes], after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`_fault` counts from the first byte: waitress alone counts from the last one."""
    parser = parse(*pieces)
    assert not parser.completed
    begun = manners.time.monotonic()
    monkeypatch.setattr(manners.time, "monotonic", lambda: begun + after)
    parser.received(b"S")
    assert parser.error.code == 408


HOSTS = ["", "a b", "a, b", "a,b", "a/b", "a:99999999", "a@b", "[::1", "a\0", "a\u00e4", "a:b"]


@pytest.mark.parametrize("host", [None, *HOSTS])
def test_a_broken_host_is_refused(host: str | None) -> None:
    """RFC 9112 section 3.2; without one only HTTP/1.0 is answered."""
    with Flask("x").test_request_context("/") as context:
        environ = context.request.environ
        environ.pop("HTTP_HOST")
        if host is not None:
            environ["HTTP_HOST"] = host
        with pytest.raises(Refusal):
            refuse_broken_host()
        environ["SERVER_PROTOCOL"] = "HTTP/1.0"
        if host is None:
            refuse_broken_host()


@pytest.mark.parametrize("host", ["x", "127.0.0.1:8000", "[::1]:8000", "data.example.org", "xn--bcher-kva.example"])
def test_a_host_is_taken(host: str) -> None:
    """Names, addresses, ports."""
    with Flask("x").test_request_context("/", headers={"Host": host}):
        refuse_broken_host()
