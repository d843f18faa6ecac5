"""In which content coding does an answer travel?

RFC 9110 section 12.5.3: of the codings that the client accepts and this server can write, the one with the highest
quality; none at all is always allowed unless refused by name. gzip is always there; zstd and br where their packages
are installed: zstd is four times as fast at the same size, br a little smaller.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from server.http.negotiate import parse_quality

SMALL = 1 << 10
"""Bytes of an answer below which a coding saves nothing."""
IDENTITY = "identity"
_REMEMBERED_LENGTH = 200
"""Characters of a header whose choice is kept."""
_GZIP_LEVEL, _ZSTD_LEVEL, _BROTLI_QUALITY = 5, 3, 4
_GZIP_WINDOW = 31


class Compressor(NamedTuple):
    """What writes one coding: takes bytes and may keep some; gives what it kept, in the middle and at the end."""

    compress: Callable[[bytes], bytes]
    flush: Callable[[], bytes]
    finish: Callable[[], bytes]


def _gzip() -> Compressor:
    made = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
    return Compressor(made.compress, lambda: made.flush(zlib.Z_SYNC_FLUSH), made.flush)


def _zstd() -> Compressor:
    zstandard = import_module("zstandard")
    made = zstandard.ZstdCompressor(_ZSTD_LEVEL).compressobj()
    return Compressor(made.compress, lambda: bytes(made.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)), made.flush)


def _brotli() -> Compressor:
    made = import_module("brotli").Compressor(quality=_BROTLI_QUALITY)
    return Compressor(made.process, made.flush, made.finish)


_MAKERS: dict[str, Callable[[], Compressor]] = {"zstd": _zstd, "br": _brotli, "gzip": _gzip}
_PACKAGES = {"zstd": "zstandard", "br": "brotli", "gzip": "zlib"}


@cache
def known_codings() -> tuple[str, ...]:
    """The codings that can be written here, best first."""
    return tuple(name for name, package in _PACKAGES.items() if find_spec(package) is not None)


def choose_coding(header: str | None, codings: Sequence[str] | None = None) -> str:
    """The coding for an Accept-Encoding header; `identity` when none is liked better than none."""
    if header is None:
        return IDENTITY
    if len(header) > _REMEMBERED_LENGTH:
        return _choose(header, known_codings() if codings is None else tuple(codings))
    return _choose_again(header, known_codings() if codings is None else tuple(codings))


def _choose(header: str, codings: tuple[str, ...]) -> str:
    liked = dict(_parse(header))

    def quality(coding: str) -> float:
        return liked.get(coding, liked.get("*", 0.0))

    best = max(codings, key=quality)
    return best if quality(best) > 0 and quality(best) >= liked.get(IDENTITY, 0.0) else IDENTITY


_choose_again = lru_cache(maxsize=256)(_choose)


def _parse(header: str) -> Iterator[tuple[str, float]]:
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name:
            yield "gzip" if name == "x-gzip" else name, parse_quality(parameters)


def encode(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """The pieces in a coding; the first piece is sent on at once."""
    compressor = _MAKERS[coding]()
    flushed = False
    for piece in pieces:
        coded = compressor.compress(piece)
        if not flushed:
            coded += compressor.flush()
            flushed = True
        if coded:
            yield coded
    yield compressor.finish()
