"""Which words stand for an event, and which sentence shows it?"""

from collections.abc import Iterable

from spacy.tokens import Doc

from kg.model import Span

LONGEST = 160
"""Characters of a label: a table shows one a row."""


def label_span(doc: Doc, start: int, end: int, fillers: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Offsets of the shortest stretch with the trigger (token indices, end exclusive) and its arguments (offsets).

    Arguments of other sentences, and those that would make it too long, are left out.
    """
    sentence = doc[start].sent
    first, last = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
    for low, high in sorted(fillers, key=lambda span: abs(span[0] - first)):
        inside = sentence.start_char <= low and high <= sentence.end_char
        if inside and max(high, last) - min(low, first) <= LONGEST:
            first, last = min(first, low), max(last, high)
    return first, last


def sentence_span(doc: Doc, token: int) -> tuple[int, int]:
    """Offsets of a token's sentence without the white space around it."""
    sentence = doc[token].sent
    words = [word for word in sentence if not word.is_space]
    return words[0].idx, words[-1].idx + len(words[-1])


def make_span(text: str, bounds: tuple[int, int]) -> Span:
    """The span of a text between two offsets."""
    start, end = bounds
    return Span(start=start, end=end, quote=text[start:end])
