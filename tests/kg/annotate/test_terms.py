"""When was it written, by the offices that it gives people?"""

import hashlib
from datetime import date

import pytest

from kg.annotate.actors import find_cast
from kg.annotate.annotate import Tools
from kg.annotate.parse import parse
from kg.annotate.terms import office_hints
from kg.annotate.times import PublicationHint, find_times
from kg.model import Article, Segment, When


def read_undated(text: str, tools: Tools) -> tuple[tuple[PublicationHint, ...], When | None]:
    """The hints of an article without a date, and the publication that they give."""
    body = Segment(kind="body", start=0, end=len(text))
    sha = hashlib.sha256(text.encode()).hexdigest()
    article = Article(key="undated", text=text, sha256=sha, segments=(body,))
    doc = parse(article, tools.nlp)
    published, times = find_times(doc)
    hints = office_hints(doc, find_cast(doc, tools.gazetteer, published, article), times)
    return hints, find_times(doc, None, hints)[0]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("President Barack Obama flew to Rome. He rested.", "2009-01-20", None),
        ("Former President Barack Obama met Prime Minister Theresa May.", "2016-07-13", None),
        ("President Anwar Sadat met Prime Minister Menachem Begin. They rested.", "1977-06-01", "1981-10-06"),
        ("In 1979 President Anwar Sadat met Prime Minister Menachem Begin.", "1979-01-01", None),
        ("President Anwar Sadat was shot. President Barack Obama was in Rome.", "2009-01-20", None),
        ("He flew to Rome. He rested.", None, None),
    ],
)
def test_offices_bound_the_day_of_publication(tools: Tools, text: str, first: str | None, last: str | None) -> None:
    """It is after each term began; two terms that meet end it, but not titles of another year or of the past."""
    _, published = read_undated(text, tools)
    bounds = (published.earliest, published.latest) if published else (None, None)
    assert bounds == (date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


def test_a_weekday_between_two_terms_gives_the_year(tools: Tools) -> None:
    """Only one year of the terms has that weekday; the basis names the terms."""
    text = (
        "President Anwar Sadat of Egypt and Prime Minister Menachem Begin of Israel signed it. "
        "President Jimmy Carter witnessed it on Sunday, September 17."
    )
    _, published = read_undated(text, tools)
    assert published is not None
    assert (published.earliest, published.latest) == (date(1978, 9, 17), date(1978, 9, 23))
    assert any("Menachem Begin" in reason for reason in published.why)


def test_two_years_that_fit_are_left_open(tools: Tools) -> None:
    """A term holds more than one such weekday: no year is guessed."""
    _, published = read_undated("President Barack Obama met Chancellor Angela Merkel on Monday, May 23.", tools)
    assert published is not None
    assert published.earliest == date(2009, 1, 20)
    assert (published.latest is None) or published.latest > date(2016, 5, 23)
