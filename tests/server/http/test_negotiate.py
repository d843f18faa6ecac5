"""Does the client get the format that it likes best?"""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.http.negotiate import choose, parse_accept, quality
from server.http.refusals import Refusal

OFFERS = ("application/sparql-results+json", "text/csv", "text/turtle", "text/html")
RANGES = st.sampled_from((*OFFERS, "text/*", "*/*", "image/png", "application/*"))
HEADERS = st.lists(st.tuples(RANGES, st.integers(0, 1000)), max_size=6)


@given(HEADERS)
def test_nothing_that_is_offered_is_liked_better_than_the_choice(ranges: list[tuple[str, int]]) -> None:
    """The choice has the highest quality, and is the first of its equals; without one it is a 406."""
    header = ", ".join(f"{name};q={thousandths / 1000}" for name, thousandths in ranges)
    liked = [quality(offer, parse_accept(header)) for offer in OFFERS]
    if max(liked) <= 0:
        with pytest.raises(Refusal) as refused:
            choose(header, OFFERS)
        assert refused.value.status == 406
    else:
        assert choose(header, OFFERS) == OFFERS[liked.index(max(liked))]


@given(st.text(max_size=80))
def test_no_header_breaks_it(header: str) -> None:
    """A header is a stranger's text."""
    with suppress(Refusal):
        assert choose(header, OFFERS) in OFFERS


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, OFFERS[0]),
        ("", OFFERS[0]),
        ("text/*;q=0.5, text/turtle;q=0.1", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv;charset=utf-8;q=0.9, */*;q=0.1", "text/csv"),
        ("text/csv;q=nonsense, text/html;q=0.1", "text/html"),
    ],
)
def test_the_rules_of_the_standard(header: str | None, chosen: str) -> None:
    """The most specific range counts; names are not case-sensitive; a broken quality is none."""
    assert choose(header, OFFERS) == chosen
