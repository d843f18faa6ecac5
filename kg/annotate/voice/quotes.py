"""Which words stand inside quotation marks, and who speaks them?"""

from typing import NamedTuple

from spacy.tokens import Doc, Token

from kg.annotate.lexicon import Lexicon
from kg.annotate.voice.governors import is_reporting, speaker

_OPEN = frozenset("“„«")
_CLOSE = frozenset("”»")
_STRAIGHT = frozenset({'"', "''", "``"})
SHORT = 3
"""Up to so many words within quotation marks are a borrowed word, not a speech."""


class Quote(NamedTuple):
    """The words from `start` to `end` (exclusive) within quotation marks, in paragraph `paragraph`."""

    start: int
    end: int
    paragraph: int


def paragraphs(doc: Doc) -> tuple[int, ...]:
    """The number of each token's paragraph; a line break ends one."""
    numbers, current = [], 0
    for token in doc:
        numbers.append(current)
        current += "\n" in token.text
    return tuple(numbers)


def find_quotes(doc: Doc, numbers: tuple[int, ...]) -> tuple[Quote, ...]:
    """All quotations, in text order; one that is not closed ends with its paragraph."""
    found, opened = [], None
    for token in doc:
        if opened is not None and numbers[token.i] != numbers[opened]:
            found.append(Quote(opened + 1, token.i, numbers[opened]))
            opened = None
        if opened is None and (token.text in _OPEN or token.text in _STRAIGHT):
            opened = token.i
        elif opened is not None and (token.text in _CLOSE or token.text in _STRAIGHT):
            found.append(Quote(opened + 1, token.i, numbers[opened]))
            opened = None
    if opened is not None:
        found.append(Quote(opened + 1, len(doc), numbers[opened]))
    return tuple(quote for quote in found if _is_speech(doc, quote))


def _is_speech(doc: Doc, quote: Quote) -> bool:
    words = doc[quote.start : quote.end]
    return len(words) > SHORT and any(token.pos_ in {"VERB", "AUX"} for token in words)


def speaking_verb(doc: Doc, quote: Quote, quotes: tuple[Quote, ...], lexicon: Lexicon) -> Token | None:
    """The verb of saying beside the quotation, in the sentences where it begins and ends; the nearest to it."""
    first, last = doc[quote.start].sent.start, doc[min(quote.end, len(doc) - 1)].sent.end
    # "..., he said" often falls into a sentence of its own when the quotation ends with its own mark.
    verbs = [
        token
        for token in doc[first:last]
        if is_reporting(token, lexicon) and not any(q.start <= token.i < q.end for q in quotes) and _speaks(token)
    ]
    return min(verbs, key=lambda verb: (_distance(verb, quote), verb.i), default=None)


def _speaks(verb: Token) -> bool:
    return speaker(verb) is not None


def _distance(verb: Token, quote: Quote) -> int:
    return quote.start - verb.i if verb.i < quote.start else verb.i - quote.end
