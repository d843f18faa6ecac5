"""How is a query made to stop after so many rows, so that the engine itself can write the answer?

The engine writes an answer several times faster than rows could be written one by one, but cannot stop at a row. So
a LIMIT is put where the solution modifiers of SPARQL 1.1 section 18.2.5 stand: the smaller one of the query's own
and the server's. Whether more rows were there is then a question of its own, asked only when that LIMIT was reached.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from server.grammar.outermost import outermost

_COUNTED = re.compile(r"(LIMIT|OFFSET)([0-9]*)")
_MOST = 10**18
"""More rows than there are anywhere; numbers in a query may be of any size, those of the engine are of 64 bits."""
_MODIFYING = ("LIMIT", "OFFSET", "VALUES")


class Modifier(NamedTuple):
    """A LIMIT or OFFSET of the outermost query: its value and where its text begins and ends."""

    value: int
    start: int
    end: int


class Limited(NamedTuple):
    """A query that gives at most `rows` rows, and one that gives a row if there are more of them.

    `beyond` is None when the query itself asks for no more than `rows`.
    """

    text: str
    rows: int
    beyond: str | None


@lru_cache(maxsize=64)
def limit_rows(text: str, most: int) -> Limited:
    """A SELECT query that gives at most `most` rows; a text that is no SPARQL stays none."""
    found, end = _modifiers(text)
    limit, offset = found.get("LIMIT"), found.get("OFFSET")
    if limit is not None and limit.value <= most:
        return Limited(text, limit.value, None)
    skipped = offset.value if offset else 0
    head, tail = text[:end], text[end:]
    for modifier in sorted(found.values(), key=lambda one: -one.start):
        head = head[: modifier.start] + head[modifier.end :]
    # On a line of its own, because the query may end in a comment.
    return Limited(
        f"{head}\nLIMIT {most} OFFSET {skipped}\n{tail}",
        most,
        f"{head}\nLIMIT 1 OFFSET {skipped + most}\n{tail}",
    )


def _modifiers(text: str) -> tuple[dict[str, Modifier], int]:
    """The outermost LIMIT and OFFSET, and the place where they may stand: before VALUES, else at the end."""
    written = text.upper()
    if not any(word in written for word in _MODIFYING):
        return {}, len(text)
    outer = outermost(text)
    found: dict[str, Modifier] = {}
    for position, token in enumerate(outer):
        word = token.text.upper()
        if token.kind == "word" and word == "VALUES":
            return found, token.start
        match = _COUNTED.fullmatch(word) if token.kind == "word" else None
        if match is None:
            continue
        following = outer[position + 1] if position + 1 < len(outer) else None
        # The engine lets the number touch the word.
        if match[2]:
            found[match[1]] = Modifier(_number(match[2]), token.start, token.start + len(token.text))
        elif following is not None and following.text.isdecimal():
            found[match[1]] = Modifier(_number(following.text), token.start, following.start + len(following.text))
    return found, len(text)


def _number(digits: str) -> int:
    digits = digits.lstrip("0")
    return int(digits or "0") if len(digits) <= len(str(_MOST)) - 1 else _MOST
