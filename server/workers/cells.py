"""How does no cell of a table run as a formula where a spreadsheet opens it?

An apostrophe, which a spreadsheet does not show, stands in front of each cell that it would take for a formula
(CWE-1236); numbers are left as they are. A worker writes its answer so where the answer is.
"""

import re
from collections.abc import Callable

from server.workers import frames

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_CELL = re.compile(rb'(?m)"[^"]*(?:""[^"]*)*"|[,\n](?=[=+@\t-])(?!' + _NUMBER.pattern.encode() + rb"(?:,|\r?$))")
"""A cell between quotation marks; or what stands before one without that would run."""
_UTF8_MARK = b"\xef\xbb\xbf"
"""By which spreadsheets know UTF-8."""


class Harmless:
    """A binary stream that takes CSV and gives `onward` the same table for spreadsheets, in pieces of whole rows."""

    def __init__(self, onward: Callable[[bytes], object]) -> None:
        self._onward = onward
        self._piece = bytearray()
        self._held = bytearray()
        self._marks = 0
        onward(_UTF8_MARK)

    def write(self, data: bytes) -> int:
        """Takes bytes."""
        self._piece += data
        if len(self._piece) >= frames.CHUNK:
            self._read_piece()
        return len(data)

    def flush(self) -> None:
        """Does nothing: the end of what came may be in the middle of a row."""

    def close(self) -> None:
        """Gives on what is left."""
        self._read_piece()
        self._give(bytes(self._held))

    def _read_piece(self) -> None:
        """Gives on the rows that are whole: where a line ends and no quotation mark is open."""
        piece, self._piece = bytes(self._piece), bytearray()
        end = piece.rfind(b"\n") + 1
        if end and (self._marks + piece.count(b'"', 0, end)) % 2 == 0:
            self._give(bytes(self._held) + piece[:end])
            self._held, self._marks = bytearray(), 0
        else:
            end = 0
        self._held += piece[end:]
        self._marks += piece.count(b'"', end)

    def _give(self, rows: bytes) -> None:
        # As if there were a row before, so that something stands before every cell.
        self._onward(_CELL.sub(_neutral, b"\n" + rows)[1:])


def _neutral(cell: re.Match[bytes]) -> bytes:
    found = cell[0]
    if not found.startswith(b'"'):
        return found + b"'"
    return b'"' + neutralise(found[1:-1].decode()).encode() + b'"'


def neutralise(cell: str) -> str:
    """The cell as a spreadsheet shows it and does not run it."""
    return "'" + cell if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell
