"""Does each kind of time expression mean the days that a reader takes it to mean?"""

from collections.abc import Callable
from datetime import date

import pytest
from spacy.tokens import Doc

from kg.annotate.times import find_times
from kg.model import Timex, When

# The day of publication, the text with the expression in brackets, TIMEX3 type and value, first and last day.
WEDNESDAY = "2018-05-23"
CASES = [
    # Dates in full.
    ("The treaty was signed on [14 May 2018].", "DATE", "2018-05-14", "2018-05-14", "2018-05-14"),
    ("The treaty was signed on [May 14, 2018].", "DATE", "2018-05-14", "2018-05-14", "2018-05-14"),
    ("The treaty was signed on [Monday, 14 May 2018].", "DATE", "2018-05-14", "2018-05-14", "2018-05-14"),
    ("The treaty was signed on [the 14th of May 2018].", "DATE", "2018-05-14", "2018-05-14", "2018-05-14"),
    ("The treaty was signed on [Sept. 3, 1999].", "DATE", "1999-09-03", "1999-09-03", "1999-09-03"),
    ("The treaty was signed on [2018-05-14].", "DATE", "2018-05-14", "2018-05-14", "2018-05-14"),
    ("The treaty was signed on [5/14/2018].", "DATE", "2018-05-14", "2018-05-14", "2018-05-14"),
    ("The treaty was signed on [14/5/2018].", "DATE", "2018-05-14", "2018-05-14", "2018-05-14"),
    ("The treaty was signed in [May 2018].", "DATE", "2018-05", "2018-05-01", "2018-05-31"),
    ("The treaty was signed in [May of 2016].", "DATE", "2016-05", "2016-05-01", "2016-05-31"),
    ("The treaty was signed in [2014].", "DATE", "2014", "2014-01-01", "2014-12-31"),
    ("The treaty of [1648] ended the war.", "DATE", "1648", "1648-01-01", "1648-12-31"),
    # Dates without a year, by tense.
    ("The minister resigned on [May 14].", "DATE", "2018-05-14", "2018-05-14", "2018-05-14"),
    ("The minister resigned on [14 May].", "DATE", "2018-05-14", "2018-05-14", "2018-05-14"),
    ("The minister resigned on [November 17].", "DATE", "2017-11-17", "2017-11-17", "2017-11-17"),
    ("The minister will resign on [November 17].", "DATE", "2018-11-17", "2018-11-17", "2018-11-17"),
    ("The minister resigned in [March].", "DATE", "2018-03", "2018-03-01", "2018-03-31"),
    ("The minister resigned in [June].", "DATE", "2017-06", "2017-06-01", "2017-06-30"),
    ("The minister will resign in [June].", "DATE", "2018-06", "2018-06-01", "2018-06-30"),
    ("The minister will resign in [March].", "DATE", "2019-03", "2019-03-01", "2019-03-31"),
    ("The minister resigned [last March].", "DATE", "2018-03", "2018-03-01", "2018-03-31"),
    ("The minister will resign [next March].", "DATE", "2019-03", "2019-03-01", "2019-03-31"),
    ("The minister resigned in [March last year].", "DATE", "2017-03", "2017-03-01", "2017-03-31"),
    ("The minister resigned on [May 9 last year].", "DATE", "2017-05-09", "2017-05-09", "2017-05-09"),
    ("They agreed to meet again in [September].", "DATE", "2018-09", "2018-09-01", "2018-09-30"),
    ("The vote was postponed to [December].", "DATE", "2018-12", "2018-12-01", "2018-12-31"),
    # Weekdays.
    ("The minister resigned on [Monday].", "DATE", "2018-05-21", "2018-05-21", "2018-05-21"),
    ("The minister resigned on [Wednesday].", "DATE", "2018-05-23", "2018-05-23", "2018-05-23"),
    ("The minister will resign on [Monday].", "DATE", "2018-05-28", "2018-05-28", "2018-05-28"),
    ("The minister resigned [last Friday].", "DATE", "2018-05-18", "2018-05-18", "2018-05-18"),
    ("The minister will resign [next Friday].", "DATE", "2018-05-25", "2018-05-25", "2018-05-25"),
    ("The court is due to rule on [Friday].", "DATE", "2018-05-25", "2018-05-25", "2018-05-25"),
    ("They demanded that the men be freed by [Friday].", "DATE", "2018-05-25", None, "2018-05-25"),
    ("She flies to Rome on [Friday].", "DATE", "2018-05-25", "2018-05-25", "2018-05-25"),
    ("They ignored [Monday]'s ruling.", "DATE", "2018-05-21", "2018-05-21", "2018-05-21"),
    # Near the day of publication.
    ("The minister resigned [today].", "DATE", "2018-05-23", "2018-05-23", "2018-05-23"),
    ("The minister resigned [yesterday].", "DATE", "2018-05-22", "2018-05-22", "2018-05-22"),
    ("The minister will resign [tomorrow].", "DATE", "2018-05-24", "2018-05-24", "2018-05-24"),
    ("The minister resigned [last week].", "DATE", "2018-W20", "2018-05-14", "2018-05-20"),
    ("The minister will resign [next week].", "DATE", "2018-W22", "2018-05-28", "2018-06-03"),
    ("The minister resigned [this week].", "DATE", "2018-W21", "2018-05-21", "2018-05-23"),
    ("The minister will resign [this week].", "DATE", "2018-W21", "2018-05-23", "2018-05-27"),
    ("The minister resigned [last month].", "DATE", "2018-04", "2018-04-01", "2018-04-30"),
    ("The minister will resign [next month].", "DATE", "2018-06", "2018-06-01", "2018-06-30"),
    ("The minister resigned [last year].", "DATE", "2017", "2017-01-01", "2017-12-31"),
    ("The minister resigned [this year].", "DATE", "2018", "2018-01-01", "2018-12-31"),
    ("The minister will resign [next year].", "DATE", "2019", "2019-01-01", "2019-12-31"),
    ("The minister resigned [earlier this month].", "DATE", "2018-05", "2018-05-01", "2018-05-23"),
    ("The minister will resign [later this year].", "DATE", "2018", "2018-05-23", "2018-12-31"),
    ("The minister resigned at [the weekend].", "DATE", "2018-W20-WE", "2018-05-19", "2018-05-20"),
    ("The minister will resign [this weekend].", "DATE", "2018-W21-WE", "2018-05-26", "2018-05-27"),
    ("The minister resigned [last summer].", "DATE", "2017-SU", "2017-06-01", "2017-08-31"),
    ("The plant opened [last decade].", "DATE", "200", "2000-01-01", "2009-12-31"),
    # Counted from the day of publication.
    ("The minister resigned [three days ago].", "DATE", "2018-05-20", "2018-05-20", "2018-05-20"),
    ("The minister resigned [two weeks ago].", "DATE", "2018-W19", "2018-05-07", "2018-05-13"),
    ("The minister resigned [a month ago].", "DATE", "2018-04", "2018-04-01", "2018-04-30"),
    ("The minister resigned [four years ago].", "DATE", "2014", "2014-01-01", "2014-12-31"),
    ("The minister resigned [a decade ago].", "DATE", "2008", "2008-01-01", "2008-12-31"),
    ("The caves were painted [5,000 years ago].", "DATE", "PAST_REF", None, None),
    # Parts of years, months, decades, centuries.
    ("The plant opened in [early 2014].", "DATE", "2014", "2014-01-01", "2014-04-30"),
    ("The plant opened in [mid-2014].", "DATE", "2014", "2014-05-01", "2014-08-31"),
    ("The plant opened in [late 2014].", "DATE", "2014", "2014-09-01", "2014-12-31"),
    ("The plant opened in [early May].", "DATE", "2018-05", "2018-05-01", "2018-05-10"),
    ("The plant opened at [the end of April].", "DATE", "2018-04", "2018-04-21", "2018-04-30"),
    ("The plant opened in [the 1990s].", "DATE", "199", "1990-01-01", "1999-12-31"),
    ("The plant opened in [the early 1990s].", "DATE", "199", "1990-01-01", "1993-12-31"),
    ("The plant opened in [the mid-1990s].", "DATE", "199", "1994-01-01", "1996-12-31"),
    ("The plant opened in [the late '90s].", "DATE", "199", "1997-01-01", "1999-12-31"),
    ("The plant opened in [the nineties].", "DATE", "199", "1990-01-01", "1999-12-31"),
    ("The mosque was built in [the 19th century].", "DATE", "18", "1800-01-01", "1899-12-31"),
    ("The mosque was built in [the early 17th century].", "DATE", "16", "1600-01-01", "1639-12-31"),
    ("Exports rose in [the first quarter of 2018].", "DATE", "2018-Q1", "2018-01-01", "2018-03-31"),
    ("Exports rose in [Q3 2017].", "DATE", "2017-Q3", "2017-07-01", "2017-09-30"),
    ("Exports rose in [the second half of 2017].", "DATE", "2017-H2", "2017-07-01", "2017-12-31"),
    ("Exports rose in [the first quarter].", "DATE", "2018-Q1", "2018-01-01", "2018-03-31"),
    ("The plant opened in [the spring of 2014].", "DATE", "2014-SP", "2014-03-01", "2014-05-31"),
    ("The plant opened in [winter 2014].", "DATE", "2014-WI", "2014-12-01", "2015-02-28"),
    ("The plant opened in [about 1990].", "DATE", "1990", "1990-01-01", "1990-12-31"),
    # Holidays.
    ("The truce began on [Christmas Day].", "DATE", "2017-12-25", "2017-12-25", "2017-12-25"),
    ("The truce began on [New Year's Day 2015].", "DATE", "2015-01-01", "2015-01-01", "2015-01-01"),
    ("The truce began on [Good Friday].", "DATE", "2018-03-30", "2018-03-30", "2018-03-30"),
    ("The truce began on [Easter Monday 2016].", "DATE", "2016-03-28", "2016-03-28", "2016-03-28"),
    # Open ends.
    ("He has ruled since [2012].", "DATE", "2012", "2012-01-01", None),
    ("He has ruled since [May 2012].", "DATE", "2012-05", "2012-05-01", None),
    ("He ruled until [2012].", "DATE", "2012", None, "2012-12-31"),
    ("The road will open by [2020].", "DATE", "2020", None, "2020-12-31"),
    ("He had fled before [2012].", "DATE", "2012", None, "2011-12-31"),
    ("He fled after [14 May 2012].", "DATE", "2012-05-14", "2012-05-15", None),
    ("The shops stay shut until [the end of the month].", "DATE", "2018-05", None, "2018-05-31"),
    ("He has ruled since [the early 1990s].", "DATE", "199", "1990-01-01", None),
    # Ranges.
    ("They fought from [2014 to 2016].", "DURATION", "P3Y", "2014-01-01", "2016-12-31"),
    ("They fought between [1991 and 1994].", "DURATION", "P4Y", "1991-01-01", "1994-12-31"),
    ("They fought in the war of [1991-94].", "DURATION", "P4Y", "1991-01-01", "1994-12-31"),
    ("They met on [13-15 May].", "DURATION", "P3D", "2018-05-13", "2018-05-15"),
    ("They met on [May 3-5, 2017].", "DURATION", "P3D", "2017-05-03", "2017-05-05"),
    ("They met from [13 to 15 May].", "DURATION", "P3D", "2018-05-13", "2018-05-15"),
    ("They fought from [March to May 2014].", "DURATION", "P3M", "2014-03-01", "2014-05-31"),
    ("They fought from [November to February 2014].", "DURATION", "P4M", "2013-11-01", "2014-02-28"),
    ("They fought from [November to February].", "DURATION", "P4M", "2017-11-01", "2018-02-28"),
    ("They stayed from [Sunday to Tuesday].", "DURATION", "P3D", "2018-05-20", "2018-05-22"),
    ("They will stay from [Sunday to Tuesday].", "DURATION", "P3D", "2018-05-27", "2018-05-29"),
    ("They stayed for [three days, from Sunday to Tuesday].", "DURATION", "P3D", "2018-05-20", "2018-05-22"),
    ("He was minister from [May 14, 2012 to June 3, 2015].", "DURATION", "P1116D", "2012-05-14", "2015-06-03"),
    # Times of day.
    ("The bomb went off at [10:30 a.m. on Monday].", "TIME", "2018-05-21T10:30", "2018-05-21", "2018-05-21"),
    ("The bomb went off [Monday at 10 pm].", "TIME", "2018-05-21T22:00", "2018-05-21", "2018-05-21"),
    ("The bomb went off on [Monday night].", "TIME", "2018-05-21TNI", "2018-05-21", "2018-05-21"),
    ("The bomb went off [yesterday morning].", "TIME", "2018-05-22TMO", "2018-05-22", "2018-05-22"),
    ("The bomb went off [last night].", "TIME", "2018-05-22TNI", "2018-05-22", "2018-05-22"),
    ("The two will meet [tonight].", "TIME", "2018-05-23TNI", "2018-05-23", "2018-05-23"),
    ("The bomb went off at [dawn on Monday].", "TIME", "2018-05-21TMO", "2018-05-21", "2018-05-21"),
    ("The bomb went off before [dawn on Monday].", "TIME", "2018-05-21TMO", "2018-05-21", "2018-05-21"),
    ("The bomb went off at [noon Monday].", "TIME", "2018-05-21T12:00", "2018-05-21", "2018-05-21"),
    ("The bomb went off on [the morning of May 3].", "TIME", "2018-05-03TMO", "2018-05-03", "2018-05-03"),
    ("The bomb went off at [5 a.m.]", "TIME", "XXXX-XX-XXT05:00", None, None),
    # Durations, sets, vague times.
    ("They stayed for [three days].", "DURATION", "P3D", None, None),
    ("They talked for [two and a half hours].", "DURATION", "PT2H30M", None, None),
    ("They talked for [half an hour].", "DURATION", "PT30M", None, None),
    ("They talked for [several weeks].", "DURATION", "PXW", None, None),
    ("They talked for [two decades].", "DURATION", "P20Y", None, None),
    ("Prices rose in [the past three months].", "DURATION", "P3M", "2018-02-23", "2018-05-23"),
    ("Prices rose in [recent years].", "DURATION", "PXY", None, "2018-05-23"),
    ("They will talk over [the next two days].", "DURATION", "P2D", "2018-05-23", "2018-05-25"),
    ("They mark it [every year].", "SET", "P1Y", None, None),
    ("They have marked it [every year since 2012].", "SET", "P1Y", "2012-01-01", None),
    ("They meet [daily].", "SET", "P1D", None, None),
    ("They meet [every Friday].", "SET", "XXXX-WXX-5", None, None),
    ("They meet [twice a week].", "SET", "P1W", None, None),
    ("The field yields $5 billion [a year].", "SET", "P1Y", None, None),
    ("He [recently] resigned.", "DATE", "PAST_REF", None, "2018-05-23"),
    ("He will resign [soon].", "DATE", "FUTURE_REF", "2018-05-23", None),
    ("He is [now] in exile.", "DATE", "PRESENT_REF", None, None),
    # Told after another date.
    ("He fled on May 14, 2012. [The following day] he was seen.", "DATE", "2012-05-15", "2012-05-15", "2012-05-15"),
    ("He fled on May 14, 2012. [The same day] he was seen.", "DATE", "2012-05-14", "2012-05-14", "2012-05-14"),
    ("He fled on May 14, 2012. [Two days later] he was seen.", "DATE", "2012-05-16", "2012-05-16", "2012-05-16"),
    ("He fled on May 14, 2012. [A week earlier] he was seen.", "DATE", "2012-05-07", "2012-05-07", "2012-05-07"),
    ("He fled on May 14, 2012. [The following week] he was seen.", "DATE", "2012-W21", "2012-05-21", "2012-05-27"),
    ("He fled on May 14, 2012. [The following Friday] he rested.", "DATE", "2012-05-18", "2012-05-18", "2012-05-18"),
    ("He fled on May 14, 2012. [The previous Friday] he was seen.", "DATE", "2012-05-11", "2012-05-11", "2012-05-11"),
    ("He fled on May 14, 2012. [The following month] he was seen.", "DATE", "2012-06", "2012-06-01", "2012-06-30"),
    ("He fled on May 14, 2012. [That night] he was seen.", "TIME", "2012-05-14TNI", "2012-05-14", "2012-05-14"),
    ("He fled in 2012. [The following May] he was seen.", "DATE", "2013-05", "2013-05-01", "2013-05-31"),
    ("He fled in 2012. [Two years later] he was seen.", "DATE", "2014", "2014-01-01", "2014-12-31"),
    ("He fled in 2012. [That day] he was seen.", "DATE", "XXXX-XX-XX", None, None),
    ("They came on May 14. [That day, May 14], they met.", "DATE", "2018-05-14", "2018-05-14", "2018-05-14"),
    ("They came [yesterday, May 22].", "DATE", "2018-05-22", "2018-05-22", "2018-05-22"),
]  # fmt: skip
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
]


def as_date(text: str | None) -> date | None:
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
    read: Callable[[str], Doc], marked: str, kind: str, value: str, first: str | None, last: str | None
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
