"""How is a text cut into stretches: lines, or paragraphs that were broken over several lines?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_WIDEST = 100
_FEWEST_PAIRS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """A paragraph or line by its offsets, space round it left out; `block` counts the blank lines before it."""

    start: int
    end: int
    text: str
    block: int


def split_stretches(text: str, start: int = 0) -> tuple[Stretch, ...]:
    """The stretches of `text` from `start` on; together they hold every character that is not white space."""
    lines = tuple(_lines(text, start))
    width = _wrap_width(lines)
    return tuple(_joined(text, lines, width))


def _lines(text: str, start: int) -> Iterator[Stretch]:
    offset, block = start, 0
    for line in text[start:].splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            begin = offset + len(line) - len(line.lstrip())
            yield Stretch(start=begin, end=begin + len(stripped), text=stripped, block=block)
        else:
            block += 1
        offset += len(line)


def _wrap_width(lines: Sequence[Stretch]) -> int | None:
    """The column at which the text was broken, or None for one with a paragraph a line.

    In broken text a line ends where the next word would not have fitted.
    """
    width = max((len(line.text) for line in lines if " " in line.text), default=0)
    pairs = [(one, two) for one, two in pairwise(lines) if one.block == two.block]
    full = sum(_is_full(one, two, width) for one, two in pairs)
    return width if width <= _WIDEST and full >= _FEWEST_PAIRS and full * 10 >= len(pairs) * 7 else None


def _is_full(line: Stretch, following: Stretch, width: int) -> bool:
    first_word = re.match(r"\S+", following.text)
    return len(line.text) + 1 + (first_word.end() if first_word else 0) > width - 3


def _joined(text: str, lines: Sequence[Stretch], width: int | None) -> Iterator[Stretch]:
    begin = 0
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following and following.block == line.block and _goes_on(line, following, width):
            continue
        first = lines[begin]
        yield Stretch(start=first.start, end=line.end, text=text[first.start : line.end], block=line.block)
        begin = index + 1


def _goes_on(line: Stretch, following: Stretch, width: int | None) -> bool:
    if width is not None and _is_full(line, following, width):
        return True
    if line.text[-1] in "-\u2010" and line.text[-2:-1].isalpha() and following.text[0].isalnum():
        return True
    return len(line.text) >= 40 and line.text[-1].isalpha() and following.text[0].islower()
