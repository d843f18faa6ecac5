"""Does each kind of time expression mean the days that a reader takes it to mean?"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from spacy.tokens import Doc

from kg.annotate.times import find_times
from kg.model import Timex, When

WEDNESDAY = "2018-05-23"
TABLE = Path(__file__).parent / "cases.tsv"
"""Text with the expression in brackets, TIMEX3 type and value, first and last day; read on Wednesday 23 May 2018."""
CASES = [
    tuple(line.split("\t")) for line in TABLE.read_text(encoding="utf-8").splitlines()[1:] if not line.startswith("#")
]
NOT_TIMES = [
    "He is 60 years old.",
    "The 44-year-old was held.",
    "A quarter of the voters stayed at home.",
    "Some 60 people died.",
    "The 737 landed.",
    "He may resign.",
    "They march for bread.",
    "He paid $2014 for it.",
    "Resolution 1973 was passed.",
    "Flight 1549 landed.",
    "It took 1,973 men.",
    "She is in her 30s.",
    "The second man fled.",
    "As soon as he fell, they ran.",
    "Version 3.2014 is out.",
    "They met on 2018-13-45.",
    "They met on 99/99/99.",
    "They met on 0000-00-00 and 0000-05-05.",
    "It will end in 9999 or 12000.",
    "On 3 Ramadan 1439 and 5 Nisan 5778 they met.",
    "He met fifteen hundred men.",
]


def as_date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def published(day: str) -> When:
    return When(edtf=day, earliest=date.fromisoformat(day), latest=date.fromisoformat(day), basis="metadata")


def expression_at(read: Callable[[str], Doc], marked: str, day: str) -> Timex | str:
    """The expression that stands in the brackets, or what was found instead."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    times = find_times(read(text), published(day))[1]
    exact = next((time for time in times if (time.start, time.end) == (start, end)), None)
    return exact or f"{text!r} has {[time.quote for time in times]}"


@pytest.mark.parametrize(("marked", "kind", "value", "first", "last"), CASES)
def test_an_expression_has_its_value_and_days(
    read: Callable[[str], Doc], marked: str, kind: str, value: str, first: str, last: str
) -> None:
    """Type, TIMEX3 value and day bounds of each kind of expression, read on Wednesday 23 May 2018."""
    time = expression_at(read, marked, WEDNESDAY)
    assert isinstance(time, Timex), time
    assert (time.type, time.value, time.earliest, time.latest) == (kind, value, as_date(first), as_date(last))


@pytest.mark.parametrize("text", NOT_TIMES)
def test_what_is_no_time_is_not_found(read: Callable[[str], Doc], text: str) -> None:
    """Ages, counts, sums, numbers of things and words that only look like times give nothing."""
    assert [time.quote for time in find_times(read(text), published(WEDNESDAY))[1]] == []


@pytest.mark.parametrize(
    ("marked", "edtf", "basis"),
    [
        ("They met on [14 May 2012].", "2012-05-14", "stated"),
        ("They met in [2012].", "2012", "stated"),
        ("They met on [Monday].", "2018-05-21", "anchored"),
        ("They met [two weeks ago].", "2018-05-07~/2018-05-13~", "anchored"),
        ("They met in [the early 1990s].", "1990~/1993~", "stated"),
        ("They met in [about 1990].", "1990~", "stated"),
        ("They met in [the 1990s].", "199X", "stated"),
        ("They met in [early May].", "2018-05-01~/2018-05-10~", "anchored"),
        ("They met in [the spring of 2014].", "2014-21", "stated"),
        ("They met in [the first quarter of 2018].", "2018-01/2018-03", "stated"),
        ("They have met since [2012].", "2012/..", "stated"),
        ("They met from [Sunday to Tuesday].", "2018-05-20/2018-05-22", "anchored"),
        ("He fled on May 14, 2012. [The next day] he was seen.", "2012-05-15", "anchored"),
        ("They met for [three days].", None, "stated"),
    ],
)
def test_an_expression_has_its_edtf_and_basis(
    read: Callable[[str], Doc], marked: str, edtf: str | None, basis: str
) -> None:
    """Approximation and open ends show in the EDTF text; the basis says what the date rests on."""
    time = expression_at(read, marked, WEDNESDAY)
    assert isinstance(time, Timex), time
    assert (time.edtf, time.basis) == (edtf, basis)
