"""Is the day of publication solved where the text allows it, and left open where it does not?"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from spacy.tokens import Doc

from kg.annotate.times import PublicationHint, find_times
from kg.model import When

SAMPLE = Path(__file__).parents[5] / "shared" / "article" / "azerbaijan-israel-2018.txt"
PINNED = (
    "Last Monday the harbour of Kelm was closed. The dockers had been on strike since 2015.\n\n"
    "That day, March 4, the mayor met the union. In October 2017 the two had signed a truce."
)
SOLVED = [
    # text, first day, last day
    # 4 March is a Monday in 2019, the first such year after October 2017; "last Monday" is said within two weeks.
    (PINNED, "2019-03-05", "2019-03-17"),
    # 3 June is a Sunday in 2018; the article tells of it as yesterday.
    ("Yesterday, Sunday, 3 June, the bridge fell. It was built in 2016.", "2018-06-04", "2018-06-04"),
    # A past weekday with its date that opens the article: news of the week after it.
    ("The bridge fell on Sunday, 3 June. It was built in 2016.", "2018-06-03", "2018-06-09"),
    # The same, still to come.
    ("The bridge will open on Sunday, 3 June. It was begun in 2016.", "2017-06-04", "2018-06-03"),
    # A holiday on a fixed day with its weekday: Christmas Day is a Tuesday in 2018.
    ("The truce broke on Tuesday, Christmas Day. It was signed in 2016.", "2018-12-25", "2018-12-31"),
    # The day of the dateline, in the year that the weekday gives.
    (
        "KELM, June 5 (AP) - The bridge fell on Sunday, 3 June, police said. It was built in 2016.",
        "2018-06-05",
        "2018-06-05",
    ),
    # The date stands in a time of day.
    ("The bridge fell in the night of Sunday, 3 June. It was built in 2016.", "2018-06-03", "2018-06-09"),
    # Two weekdays with dates rule out the years in which only one fits.
    (
        "The bridge fell on Sunday, 3 June. It had been shut on Friday, 1 June. It was built in 2013.",
        "2018-06-03",
        "2018-06-09",
    ),
    # Dates in full above the text.
    ("KELM, June 5, 2018 (AP) - The bridge fell on Sunday.", "2018-06-05", "2018-06-05"),
    ("Published: 5 June 2018\n\nThe bridge fell on Sunday.", "2018-06-05", "2018-06-05"),
    ("5 June 2018\n\nThe bridge fell on Sunday.", "2018-06-05", "2018-06-05"),
    # Told as past, and as still to come.
    ("The bridge fell in 2016. It will open again in 2020.", "2016-01-01", "2020-12-31"),
    # A dateline without a year, after the latest year told as past.
    ("KELM, June 5 (AP) - The bridge fell in March. It was built in 2016.", "2016-06-05", None),
    ("The bridge was built in December 2016. Nobody has crossed it since.", "2016-12-01", None),
]  # fmt: skip
UNSOLVED = [
    "The bridge fell on Sunday. The mayor resigned last week.",
    "The bridge fell on Sunday, 3 June.",
    "KELM, June 5 (AP) - The bridge fell in March.",
    "The bridge fell.",
    "",
    "The 2030 agenda was praised by all.",
    "Parliament approved a budget for 2019.",
    "The permits ran to 2019.",
    "Under the treaty of 2019 nobody may fire.",
]


def as_date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("text", "first", "last"), SOLVED)
def test_the_day_of_publication_is_solved(
    read: Callable[[str], Doc], text: str, first: str | None, last: str | None
) -> None:
    """Weekdays with dates, datelines and dates told as past or to come bound it; news is a week old at most."""
    published, _ = find_times(read(text))
    assert published is not None
    assert (published.earliest, published.latest) == (as_date(first), as_date(last))
    assert published.why


@pytest.mark.parametrize("text", UNSOLVED)
def test_what_cannot_be_solved_is_left_open(read: Callable[[str], Doc], text: str) -> None:
    """Without a year there is no date of publication, and what rests on it has no days."""
    published, times = find_times(read(text))
    assert published is None
    assert [time.quote for time in times if time.edtf is not None and time.quote not in ("2030", "2019")] == []


def test_metadata_are_taken_as_they_are(read: Callable[[str], Doc]) -> None:
    """A date that came with the article is neither checked nor narrowed."""
    given = When(edtf="2001-05", earliest=date(2001, 5, 1), latest=date(2001, 5, 31), basis="metadata")
    published, times = find_times(read(PINNED), given)
    assert published == given
    assert all(time.basis != "inferred" for time in times)


def test_an_uncertain_publication_widens_what_rests_on_it(read: Callable[[str], Doc]) -> None:
    """When the day of publication is a stretch, "yesterday" is one too, marked uncertain; a full date is not."""
    given = When(edtf="2018-05-22/2018-05-24", earliest=date(2018, 5, 22), latest=date(2018, 5, 24), basis="metadata")
    _, times = find_times(read("He fled yesterday. He was born on 14 May 1960."), given)
    assert [(time.edtf, time.earliest, time.latest) for time in times] == [
        ("2018-05-21?/2018-05-23?", date(2018, 5, 21), date(2018, 5, 23)),
        ("1960-05-14", date(1960, 5, 14), date(1960, 5, 14)),
    ]
    assert times[0].value == "2018-05-XX"


def test_times_that_rest_on_a_solved_day_are_inferred(read: Callable[[str], Doc]) -> None:
    """Weekday and date told of one day agree, and their basis says that the year was solved."""
    _, times = find_times(read(PINNED))
    days = {time.quote: (time.edtf, time.basis) for time in times}
    assert days["Last Monday"] == days["That day, March 4"] == ("2019-03-04", "inferred")
    assert days["October 2017"] == ("2017-10", "stated")


def test_a_hint_bounds_the_day_of_publication(read: Callable[[str], Doc]) -> None:
    """A tenure that the caller knows of stands for the year that the text lacks, and is named as a reason."""
    hint = PublicationHint(why="Arla Benn was minister", earliest=date(2016, 1, 1), latest=date(2017, 1, 1))
    published, _ = find_times(read("The minister, Arla Benn, resigned on Sunday."), hints=[hint])
    assert published is not None
    assert (published.earliest, published.latest, published.why[0]) == (hint.earliest, hint.latest, hint.why)


def test_a_plan_without_outcome_ends_the_stretch(read: Callable[[str], Doc]) -> None:
    """A weekday for which something was planned is still to come, in the week of publication."""
    open_end, _ = find_times(read(PINNED))
    planned, _ = find_times(read(f"{PINNED} On Thursday the court was set to rule."))
    assert open_end is not None
    assert planned is not None
    assert (planned.earliest, planned.latest) == (date(2019, 3, 5), date(2019, 3, 14))


def test_the_sample_article_is_dated(read: Callable[[str], Doc]) -> None:
    """The article prints no year; its weekdays, dates and tenses leave a week in May 2018."""
    if not SAMPLE.exists():
        pytest.skip("the sample article is not shipped")
    published, times = find_times(read(SAMPLE.read_text(encoding="utf-8")))
    assert published is not None
    assert (published.earliest, published.latest) == (date(2018, 5, 16), date(2018, 5, 23))
    found = {time.quote: (time.earliest, time.latest) for time in times}
    assert found["Last Monday"] == found["That day, May 14"] == (date(2018, 5, 14), date(2018, 5, 14))
    assert found["three days, from Sunday to Tuesday"] == (date(2018, 5, 13), date(2018, 5, 15))
    assert found["this week"] == (date(2018, 5, 13), date(2018, 5, 23))
    assert found["Wednesday"] == (date(2018, 5, 16), date(2018, 5, 23))
