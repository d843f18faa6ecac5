"""Which sums of money are found, and what are they worth?"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from kg.annotate.amounts import amounts_of, find_amounts
from kg.model import Amount

SCALES = {"": 0, "thousand": 3, "million": 6, "m": 6, "bn": 9, "billion": 9, "trillion": 12}
SYMBOLS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "A$": "AUD", "₪": "ILS"}
WORDS = {"dollars": "USD", "euros": "EUR", "pounds": "GBP", "yuan": "CNY", "won": "KRW"}


def money(value: str, currency: str, *, approximate: bool = False) -> Amount:
    """A sum."""
    return Amount(value=Decimal(value), currency=currency, approximate=approximate)


@given(
    st.decimals(min_value=0, max_value=999, places=2, allow_nan=False),
    st.sampled_from(sorted(SCALES)),
    st.sampled_from(sorted(SYMBOLS)),
)
def test_a_sum_written_with_a_symbol_is_read_back(number: Decimal, scale: str, symbol: str) -> None:
    """Symbol, number and scale give the value that they were written for."""
    found = list(find_amounts(f"They paid {symbol}{number} {scale} at once."))
    assert [(start, amount.currency, amount.value) for start, amount in found] == [
        (10, SYMBOLS[symbol], number.scaleb(SCALES[scale]))
    ]


@given(st.integers(0, 999_999_999), st.sampled_from(sorted(SCALES)), st.sampled_from(sorted(WORDS)))
def test_a_sum_written_with_the_name_of_its_currency_is_read_back(number: int, scale: str, word: str) -> None:
    """Thousands are parted by commas; the currency's name follows the scale."""
    written = " ".join(part for part in (f"{number:,}", scale, word) if part)
    found = [amount for _, amount in find_amounts(f"They paid {written} at once.")]
    assert [(amount.currency, amount.value) for amount in found] == [
        (WORDS[word], Decimal(number).scaleb(SCALES[scale]))
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a deal of $5 billion", [money("5000000000", "USD")]),
        ("4.85 billion dollars in loans", [money("4850000000", "USD")]),
        ("a fine of €3m", [money("3000000", "EUR")]),
        ("about $20 million", [money("20000000", "USD", approximate=True)]),
        ("more than 1,500 euros", [money("1500", "EUR", approximate=True)]),
        ("$5 billion, or up to £4 billion", [money("5E9", "USD"), money("4E9", "GBP", approximate=True)]),
        ("a 2-million-dollar grant", []),
        ("5 billion people", []),
        ("he won 3 medals", []),
        ("in 2015", []),
    ],
)
def test_sums_of_a_text(text: str, wanted: list[Amount]) -> None:
    """What stands for money, and nothing else, is a sum."""
    assert [amount for _, amount in find_amounts(text)] == wanted


@pytest.mark.parametrize(
    ("text", "word", "wanted"),
    [
        ("Norway lent Chad $5 million. Chad lent Mali $2 million.", "lent", [money("5000000", "USD")]),
        (
            "Norway lent Chad about $5 billion. Or more precisely, $4.85 billion.",
            "lent",
            [money("5E9", "USD", approximate=True), money("4.85E9", "USD")],
        ),
        ("Norway lent Chad money. Mali has $2 million.", "lent", []),
    ],
)
def test_a_trigger_has_the_sums_of_its_own_clause(nlp: Language, text: str, word: str, wanted: list[Amount]) -> None:
    """The sum of another sentence is not taken, unless that only says the same more exactly."""
    doc = nlp(text)
    token = next(token.i for token in doc if token.text == word)
    assert list(amounts_of(doc, token)) == wanted
