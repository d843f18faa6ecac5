"""Does the report say what was asked, spent and dropped?"""

from collections import Counter
from decimal import Decimal

from kg.annotate.llm.tally import Tally, cost, describe, describe_drops


def test_the_report_is_one_line() -> None:
    """Requests, tokens, cost, events and drops; prices are those of a million tokens."""
    tally = Tally(requests=5, retries=2, cached=1, tokens_in=3000, tokens_out=500, uncounted=1, events=7)
    tally.dropped = Counter({"quote": 2, "label": 1})
    prices = Decimal("0.15"), Decimal("0.60")
    assert cost(tally, prices) == Decimal("0.00075")
    assert describe(tally, "m", prices) == (
        "llm m: 5 requests (2 of them again), 1 answers from the cache; 3000 tokens in, 500 out "
        "(1 answers without a count), cost 0.0008; 7 events; dropped: 2 quotes not in the text, 1 unknown labels"
    )
    assert "cost" not in describe(tally, "m", None)


def test_nothing_dropped_is_said() -> None:
    """The same whether answers were asked for or kept."""
    assert describe_drops(Tally(cached=3)) == describe_drops(Tally(requests=3)) == "dropped: nothing"
