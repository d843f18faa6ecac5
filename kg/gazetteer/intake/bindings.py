"""What do SPARQL 1.1 results in JSON say, read in bounded memory?

The bindings become rows of a table whose columns are the variables of the head, so that tables and results are read
by one set of rules. A binding that is no JSON is told, and reading goes on at the next one.
"""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

from kg.errors import InputError
from kg.gazetteer.intake.found import Found, Tell
from kg.gazetteer.intake.kinds import Kinds
from kg.gazetteer.intake.lines import LONGEST, open_bytes, read_chunk
from kg.gazetteer.intake.tables import Row, read_rows
from kg.model import Rejection

_CHUNK = 1 << 20
_HEAD = re.compile(r'"vars"\s*:\s*(\[[^\]]*\])')
_START = re.compile(r'"bindings"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")
_NEXT = re.compile(r'\}\s*,\s*(?=\{\s*"[^"]*"\s*:\s*\{)')
_DECODER = json.JSONDecoder()


def read_bindings(path: str, kinds: Kinds, tell: Tell) -> Iterator[Found]:
    """The records of a result; raises InputError where it is none, or has no variable for item and label."""
    return read_rows(path, _rows(path, tell), kinds, tell)


def _rows(path: str, tell: Tell) -> Iterator[Row]:
    with open_bytes(path) as stream:
        text = _Text(iter(lambda: read_chunk(stream, path, _CHUNK), b""))
        start = text.find(_START)
        variables = _variables(text.buffer)
        if start is None or variables is None:
            raise InputError(f"{path}: no SPARQL result in JSON: it has no head and bindings; name its form")
        yield Row(1, variables)
        text.drop(start)
        yield from (Row(number, _cells(one, variables)) for number, one in _bindings(text, path, tell))


def _variables(text: str) -> list[str] | None:
    """The variables of the head; None where it is none."""
    head = _HEAD.search(text)
    try:
        return None if head is None else [str(name) for name in json.loads(head[1])]
    except (ValueError, RecursionError):
        return None


def _cells(binding: Any, variables: list[str]) -> list[str]:
    return [str(binding[name].get("value", "")) if name in binding else "" for name in variables]


def _bindings(text: "_Text", path: str, tell: Tell) -> Iterator[tuple[int, Any]]:
    """Each binding with its number."""
    number = 0
    while True:
        number += 1
        text.skip(_BETWEEN)
        if text.buffer.startswith("]") or not text.buffer:
            return
        one = text.decode()
        if isinstance(one, dict) and all(isinstance(value, dict) for value in one.values()):
            yield number, one
            continue
        tell(Rejection(source=path, place=f"binding {number}", reason="is no binding in JSON, or too long",
                       remedy="get the result again"))  # fmt: skip
        if one is None and not text.pass_over(_NEXT):
            return


class _Text:
    """The part of a stream that is being looked at."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.buffer = ""
        self._chunks = chunks
        self._decode = codecs.getincrementaldecoder("utf-8-sig")(errors="replace").decode

    def more(self) -> bool:
        """Read on; whether there was anything."""
        chunk = next(self._chunks, b"")
        self.buffer += self._decode(chunk, final=not chunk)
        return bool(chunk)

    def drop(self, end: int) -> None:
        """Forget what stands before."""
        self.buffer = self.buffer[end:]

    def find(self, pattern: re.Pattern[str]) -> int | None:
        """The end of the first place that fits, near the beginning."""
        while not (found := pattern.search(self.buffer)):
            if len(self.buffer) > LONGEST or not self.more():
                return None
        return found.end()

    def skip(self, pattern: re.Pattern[str]) -> None:
        """Forget what fits at the beginning, and have something to look at."""
        while True:
            found = pattern.match(self.buffer)
            self.drop(found.end() if found else 0)
            if self.buffer or not self.more():
                return

    def decode(self) -> Any:
        """The JSON value at the beginning, which is dropped; None when there is none."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self.buffer)
            except (ValueError, RecursionError):
                if len(self.buffer) < _CHUNK and self.more():
                    continue
                if len(self.buffer) < LONGEST and not _NEXT.search(self.buffer) and self.more():
                    continue
                return None
            self.drop(end)
            return value

    def pass_over(self, pattern: re.Pattern[str]) -> bool:
        """Forget everything up to the end of the next place that fits; whether there is one."""
        while not (found := pattern.search(self.buffer)):
            self.buffer = self.buffer[-1000:]
            if not self.more():
                return False
        self.drop(found.end())
        return True
