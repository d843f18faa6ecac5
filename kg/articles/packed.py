"""How is a compressed stream read without it growing out of all proportion?"""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from typing import BinaryIO, Literal, TypeAlias, cast

from kg.articles.refusal import RefusedError

Packing: TypeAlias = Literal["gz", "bz2", "xz"]
PACKINGS: dict[str, Packing] = {".gz": "gz", ".tgz": "gz", ".bz2": "bz2", ".xz": "xz"}
FREE = 64 * 1024 * 1024
"""Bytes that any stream may unpack to."""
RATIO = 200
"""Beyond these, bytes for each compressed one; text packs four- to twentyfold."""
FAULTS = (EOFError, OSError, zlib.error, lzma.LZMAError)
"""What a damaged stream raises while it is read."""


class Unpacked(io.RawIOBase):
    """The bytes of a compressed stream, read once; raises RefusedError for a bomb or a damaged stream."""

    def __init__(self, stream: BinaryIO, packing: Packing) -> None:
        super().__init__()
        self._raw = _Counted(stream)
        self._given = 0
        opener: dict[Packing, Callable[..., object]] = {"gz": gzip.open, "bz2": bz2.open, "xz": lzma.open}
        self._stream = cast(BinaryIO, opener[packing](self._raw, "rb"))

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fills a buffer as far as may be."""
        try:
            data = self._stream.read(len(buffer))
        except FAULTS as error:
            raise damaged(error) from error
        self._given += len(data)
        if self._given > FREE + RATIO * self._raw.count:
            raise RefusedError(
                f"it unpacks to more than {RATIO} times its size", "pack it anew, without what is no article"
            )
        buffer[: len(data)] = data
        return len(data)


class _Counted(io.RawIOBase):
    """A stream, and how many bytes of it were read."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self.count += len(data)
        buffer[: len(data)] = data
        return len(data)


def unpack(stream: BinaryIO, packing: Packing) -> BinaryIO:
    """The stream, unpacked, with lines."""
    return cast(BinaryIO, io.BufferedReader(Unpacked(stream, packing), 1 << 16))


def damaged(error: Exception) -> RefusedError:
    """The refusal of a compressed file that ends too early or holds wrong bytes; what came before it counts."""
    if isinstance(error, EOFError):
        return RefusedError("the compressed file is cut short", "fetch it anew; what stands before the cut was read")
    return RefusedError(f"the compressed file is damaged ({error})", "fetch it anew; what stands before was read")
