"""Which sums of money does the text give, and for which event?

Currencies are ISO 4217 codes; a plain "$" is the US dollar, as in international news. A sum is approximate when the
words before it say so ("about", "some", "up to").
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from spacy.tokens import Doc, Span

from kg.model import Amount

_SCALE: Final = {
    "hundred": 2, "thousand": 3, "k": 3, "million": 6, "m": 6, "mn": 6, "billion": 9, "bn": 9, "b": 9, "trillion": 12,
    "tn": 12,
}  # fmt: skip
_SYMBOLS: Final = {
    "US$": "USD", "C$": "CAD", "A$": "AUD", "NZ$": "NZD", "HK$": "HKD", "$": "USD", "€": "EUR", "£": "GBP",
    "₪": "ILS", "₹": "INR", "₽": "RUB", "₩": "KRW", "₴": "UAH", "₺": "TRY",
}  # fmt: skip
_WORDS: Final = {
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "shekel": "ILS", "rupee": "INR", "rouble": "RUB", "ruble": "RUB",
    "yuan": "CNY", "franc": "CHF", "won": "KRW", "hryvnia": "UAH", "rand": "ZAR", "naira": "NGN", "lira": "TRY",
}  # fmt: skip
_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALES = rf"(?:[\s-]?(?P<scale>{'|'.join(sorted(_SCALE, key=len, reverse=True))})\b)?"
_SYMBOL = "|".join(re.escape(symbol) for symbol in sorted(_SYMBOLS, key=len, reverse=True))
_BEFORE = re.compile(rf"(?P<currency>{_SYMBOL})\s?{_NUMBER}{_SCALES}", re.IGNORECASE)
_AFTER = re.compile(rf"\b{_NUMBER}{_SCALES}\s+(?:US |U\.S\. )?(?P<currency>{'|'.join(_WORDS)})s?\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:about|around|some|nearly|almost|roughly|approximately|over|more than|less than|up to|at least)\s+$",
    re.IGNORECASE,
)


def find_amounts(text: str) -> Iterator[tuple[int, Amount]]:
    """The sums of money in a text with the offset of each, in order."""
    matches = [*_BEFORE.finditer(text), *_AFTER.finditer(text)]
    for match in sorted(matches, key=lambda match: match.start()):
        yield match.start(), _amount(match, text[: match.start()])


def _amount(match: re.Match[str], before: str) -> Amount:
    given = match["currency"]
    value = Decimal(match["number"].replace(",", "")).scaleb(_SCALE.get((match["scale"] or "").lower(), 0))
    return Amount(
        value=value.quantize(Decimal(1)) if value == value.to_integral_value() else value,
        currency=_SYMBOLS.get(given.upper()) or _WORDS[given.lower()],
        approximate=bool(_ABOUT.search(before)),
    )


def amounts_of(doc: Doc, token: int) -> tuple[Amount, ...]:
    """The sums in the clause of a trigger; a sentence without a verb right after it goes on about the same ("Or more
    precisely, $4.85 billion.").
    """
    sentence = doc[token].sent
    subtree = _clause(sentence, token)
    found = [amount for start, amount in find_amounts(sentence.text) if _inside(subtree, sentence.start_char + start)]
    if found:
        found += _afterthoughts(doc, sentence)
    return tuple(dict.fromkeys(found))


def _clause(sentence: Span, token: int) -> range:
    word = sentence.doc[token]
    first, last = word.left_edge.i, word.right_edge.i
    return range(sentence.doc[first].idx, sentence.doc[last].idx + len(sentence.doc[last]))


def _inside(clause: range, offset: int) -> bool:
    return offset in clause


def _afterthoughts(doc: Doc, sentence: Span) -> Iterator[Amount]:
    if sentence.end == len(doc):
        return
    following = doc[sentence.end].sent
    if not any(word.pos_ in ("VERB", "AUX") for word in following):
        yield from (amount for _, amount in find_amounts(following.text))
