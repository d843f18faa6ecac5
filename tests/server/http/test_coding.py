"""Does an answer arrive in a coding that the client takes?"""

import zlib
from collections.abc import Callable
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.http.coding import choose_coding, encode, known_codings

ALL = ("zstd", "br", "gzip")
DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: zlib.decompress(data, 31),
    "br": lambda data: import_module("brotli").decompress(data),
    "zstd": lambda data: import_module("zstandard").ZstdDecompressor().decompressobj().decompress(data),
}


@pytest.mark.parametrize("coding", ALL)
@given(st.lists(st.binary(max_size=200), max_size=10))
def test_what_is_encoded_is_decoded(coding: str, pieces: list[bytes]) -> None:
    """However the bytes are cut into pieces."""
    if coding not in known_codings():
        pytest.skip(f"the package that writes {coding} is not installed")
    assert DECODERS[coding](b"".join(encode(pieces, coding))) == b"".join(pieces)


@pytest.mark.parametrize("coding", ALL)
def test_the_first_piece_is_sent_at_once(coding: str) -> None:
    """A client sees the beginning of an answer while its rest is being found."""
    if coding not in known_codings():
        pytest.skip(f"the package that writes {coding} is not installed")
    drawn: list[bytes] = []

    def pieces():  # type: ignore[no-untyped-def]
        for piece in (b"first" * 100, b"second" * 100):
            drawn.append(piece)
            yield piece

    assert len(next(encode(pieces(), coding))) > 0
    assert len(drawn) == 1


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("*", "zstd"),
        ("gzip;q=0, *;q=0.1", "zstd"),
        ("gzip;q=0", "identity"),
        ("identity, gzip;q=0.5", "identity"),
        ("deflate", "identity"),
        ("GZIP ; q=0.3", "gzip"),
        ("gzip;q=nonsense", "identity"),
    ],
)
def test_the_rules_of_the_standard(header: str | None, coding: str) -> None:
    """The highest quality decides, of equals the cheapest to write."""
    assert choose_coding(header, ALL) == coding


@given(st.text(max_size=60))
def test_no_header_breaks_it(header: str) -> None:
    """A header is a stranger's text."""
    assert choose_coding(header, ALL) in (*ALL, "identity")
