"""Which words of a SPARQL text are keywords, and which stand in strings, IRIs, names and comments?

The terminals of SPARQL 1.1 section 19.8, longest match first, so that `"SERVICE"`, `<http://x/SERVICE>`,
`ex:SERVICE` and `# SERVICE` are not keywords.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["iri", "string", "variable", "language", "blank", "name", "word", "number", "sign"]

_FIRST = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NEXT = _FIRST + "_0-9\u00b7\u0300-\u036f\u203f-\u2040-"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_CODE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"

_NAME = rf"[{_NEXT}](?:[{_NEXT}.]*[{_NEXT}])?"
_PREFIX = rf"[{_FIRST}](?:[{_NEXT}.]*[{_NEXT}])?"
_LOCAL = rf"(?:[{_NEXT}:]|{_PLX})(?:(?:[{_NEXT}.:]|{_PLX})*(?:[{_NEXT}:]|{_PLX}))?"
# A word takes its inner dots along, so that no run of characters is scanned once for each of its parts.
_LONG = r"""\'{3}(?:\'{0,2}(?:[^'\\]|\\.))*\'{3}|"{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3}"""
_SHORT = r"""'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*\""""

_TOKEN = re.compile(
    rf"""(?P<skip>[\x20\t\r\n]+|\#[^\r\n]*)
|(?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_CODE})*>)
|(?P<string>{_LONG}|{_SHORT})
|(?P<variable>[?$][{_NEXT}]+)
|(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
|(?P<blank>_:{_NAME})
|(?P<name>(?:{_PREFIX})?:(?:{_LOCAL})?)
|(?P<word>{_PREFIX}|_)
|(?P<number>[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)
|(?P<sign>.)""".replace("\n", ""),
    re.DOTALL,
)
"""One alternative a kind, in the order in which they are tried; every character belongs to some token."""


class Token(NamedTuple):
    """One token: its kind, its text as written, and the offset of its first character."""

    kind: Kind
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a SPARQL text in order, without white space and comments."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "skip":
            yield Token(match.lastgroup, match.group(), match.start())  # type: ignore[arg-type]


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def unescape(text: str) -> str:
    """The text with its codepoint escapes replaced, as section 19.2 has it done before the grammar is applied."""
    return re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", _character, text)


def _character(match: re.Match[str]) -> str:
    code = int(match.group(1) or match.group(2), 16)
    return chr(code) if code <= 0x10FFFF else match.group()
