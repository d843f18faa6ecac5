"""In which content coding does an answer travel?

RFC 9110 section 12.5.3: of the codings that the client accepts and this server can write, the one with the highest
quality; none at all is always allowed unless refused by name.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence

from server.negotiate import parse_quality

SMALL = 1 << 10
"""Bytes of an answer below which a coding saves nothing."""
_LEVEL = 5
_GZIP_WINDOW = 31
IDENTITY = "identity"


CODINGS: tuple[str, ...] = ("gzip",)
"""The codings that can be written, best first."""


def choose_coding(header: str | None, codings: Sequence[str] = CODINGS) -> str:
    """The coding for an Accept-Encoding header; `identity` when none is liked better than none."""
    if header is None:
        return IDENTITY
    liked = dict(_parse(header))
    best = max(codings, key=lambda coding: liked.get(coding, liked.get("*", 0.0)))
    quality = liked.get(best, liked.get("*", 0.0))
    return best if quality > 0 and quality >= liked.get(IDENTITY, 0.0) else IDENTITY


def _parse(header: str) -> Iterator[tuple[str, float]]:
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name:
            yield "gzip" if name == "x-gzip" else name, parse_quality(parameters)


def encode(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces as gzip (RFC 1952); the first piece is sent on at once."""
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
    flushed = False
    for piece in pieces:
        coded = compressor.compress(piece)
        if not flushed:
            coded += compressor.flush(zlib.Z_SYNC_FLUSH)
            flushed = True
        if coded:
            yield coded
    yield compressor.flush(zlib.Z_FINISH)
