"""How are time expressions built from words?

A pattern is a regular expression over the kinds of lexemes, one character a lexeme. In the tables `{year}` is one
lexeme of that kind, `{unit|units}` is one of either, `<year>` is one that the builder asks for by its kind,
`<rel:last|next>` is one that it asks for as "rel".
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from kg.annotate.times.lexer import Lexeme
from kg.annotate.times.meaning import Meaning
from kg.annotate.times.words import KINDS, Value
from kg.model import TimexType

Parts: TypeAlias = Mapping[str, Value]
"""What a pattern's named lexemes hold; only those that matched."""
Builder: TypeAlias = Callable[[Parts], Meaning | None]
Row: TypeAlias = tuple[str, TimexType, Builder]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pattern:
    """A compiled row of a table."""

    regex: re.Pattern[str]
    type: TimexType
    build: Builder

    def parts(self, match: re.Match[str], lexemes: tuple[Lexeme, ...]) -> Parts:
        """The values of the named lexemes of a match."""
        return {name: lexemes[match.start(name)].value for name, text in match.groupdict().items() if text}


def compile_rows(rows: tuple[Row, ...]) -> tuple[Pattern, ...]:
    """The rows as patterns over strings of kinds."""
    return tuple(Pattern(regex=re.compile(_translate(row)), type=kind, build=build) for row, kind, build in rows)


def number(value: Value) -> int:
    """A lexeme's value as a whole number; raises TypeError when it has none."""
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no number")
    return value


def optional(value: Value) -> int | None:
    """A whole number, or None when the lexeme was not there."""
    return value if isinstance(value, int) else None


def _translate(row: str) -> str:
    row = row.replace(" ", "")
    row = re.sub(r"<(\w+):([\w|]+)>", lambda match: f"(?P<{match[1]}>{_choice(match[2])})", row)
    row = re.sub(r"(?<!\?P)<(\w+)>", lambda match: f"(?P<{match[1]}>{_choice(match[1])})", row)
    return re.sub(r"\{(\w[\w|]*)\}", lambda match: _choice(match[1]), row)


@cache
def _choice(names: str) -> str:
    return "[" + "".join(re.escape(KINDS[name]) for name in names.split("|")) + "]"
