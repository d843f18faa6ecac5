"""What of a text does a reader see, and where in the text does it stand?

A text holds characters that nobody sees (zero-width and bidirectional controls, soft hyphens, control codes), letters
in several parts (Unicode Standard Annex 15), and line ends of several systems. A name must be found whatever of these
stands in it. So the text is read in its legible form, and what is found is told by offsets into the text as given.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef"
)
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_OF_SHAPE = "\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff"
"""Ligatures, full-width characters and letters of mathematics: plain letters in another shape (compatibility)."""

_TO_MEND = re.compile(
    rf"(?P<unseen>[{_UNSEEN}]+)|(?P<paragraph>\u2029)|(?P<line>\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028])|"
    r"(?P<blank>[\t\x1f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])|"
    rf"(?P<marked>\w[{_MARKS}]+)|(?P<shape>[{_OF_SHAPE}])|(?P<half>[\ud800-\udfff])"
)
_PLAIN = {"unseen": "", "paragraph": "\n\n", "line": "\n", "blank": " ", "half": "\N{REPLACEMENT CHARACTER}"}


class Edit(NamedTuple):
    """The words `words` stand for what the text has from `start` to `end` (offsets, end exclusive)."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Legible:
    """An edited text; `text` in its new form. Offsets between the two forms are told for starts and ends apart.

    `old` and `new` are the bounds of what was edited, as starts and ends in either form.
    """

    text: str
    old: tuple[tuple[int, ...], tuple[int, ...]]
    new: tuple[tuple[int, ...], tuple[int, ...]]

    def start(self, offset: int) -> int:
        """Where in the text as given a stretch begins that begins at `offset` in the new one."""
        return _carry(offset, self.new, self.old)[0]

    def end(self, offset: int) -> int:
        """Where in the text as given a stretch ends that ends at `offset` in the new one."""
        return _carry(offset, self.new, self.old)[1]

    def new_start(self, offset: int) -> int:
        """Where in the new text a stretch begins that begins at `offset` in the text as given."""
        return _carry(offset, self.old, self.new)[0]

    def new_end(self, offset: int) -> int:
        """Where in the new text a stretch ends that ends at `offset` in the text as given."""
        return _carry(offset, self.old, self.new)[1]


def make_legible(text: str) -> Legible:
    """The text as it is seen: no invisible characters, letters composed, blanks as spaces, one kind of line end."""
    edits = (Edit(found.start(), found.end(), _seen(found)) for found in _TO_MEND.finditer(text))
    return edit(text, (each for each in edits if each.words != text[each.start : each.end]))


def edit(text: str, edits: Iterable[Edit]) -> Legible:
    """The text with these edits made, which are in order and do not overlap."""
    pieces, end, at = [], 0, 0
    bounds: list[tuple[int, int, int, int]] = []
    for each in edits:
        pieces += [text[end : each.start], each.words]
        at += each.start - end
        bounds.append((each.start, each.end, at, at + len(each.words)))
        at, end = at + len(each.words), each.end
    old_starts, old_ends, new_starts, new_ends = zip(*bounds, strict=True) if bounds else ((), (), (), ())
    text = "".join([*pieces, text[end:]])
    return Legible(text=text, old=(old_starts, old_ends), new=(new_starts, new_ends))


def _carry(
    offset: int, here: tuple[tuple[int, ...], tuple[int, ...]], there: tuple[tuple[int, ...], tuple[int, ...]]
) -> tuple[int, int]:
    """The offset in the other form, as a start and as an end: edits that it touches stay out of the stretch."""
    passed = bisect_right(here[1], offset)
    start = offset + (there[1][passed - 1] - here[1][passed - 1] if passed else 0)
    if passed < len(here[0]) and here[0][passed] < offset:
        start = there[0][passed]
    begun = bisect_left(here[0], offset)
    end = offset + (there[1][begun - 1] - here[1][begun - 1] if begun else 0)
    if begun and here[1][begun - 1] > offset:
        end = there[1][begun - 1]
    return start, end


def _seen(found: re.Match[str]) -> str:
    kind = found.lastgroup or ""
    if kind in _PLAIN:
        return _PLAIN[kind]
    return unicodedata.normalize("NFC" if kind == "marked" else "NFKC", found.group())
