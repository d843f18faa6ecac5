"""Are EDTF dates read, bounded, worded and compared as ISO 8601-2 says?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.edtf import (
    EdtfError,
    certainly_before,
    certainly_within,
    edtf_bounds,
    edtf_earliest,
    edtf_from_days,
    edtf_label,
    edtf_latest,
    parse_edtf,
    possibly_within,
)

DATES = [
    # text, first day, last day, words
    ("2018", "2018-01-01", "2018-12-31", "2018"),
    ("2018-05", "2018-05-01", "2018-05-31", "May 2018"),
    ("2018-05-14", "2018-05-14", "2018-05-14", "14 May 2018"),
    ("2016-02", "2016-02-01", "2016-02-29", "February 2016"),
    ("1900-02", "1900-02-01", "1900-02-28", "February 1900"),
    ("0001-01-01", "0001-01-01", "0001-01-01", "1 January 1"),
    ("9999", "9999-01-01", "9999-12-31", "9999"),
    ("2018-05-14T10:30:00", "2018-05-14", "2018-05-14", "14 May 2018"),
    ("2018-05-14T10:30:00Z", "2018-05-14", "2018-05-14", "14 May 2018"),
    ("2018-05-14T23:59:59+05:30", "2018-05-14", "2018-05-14", "14 May 2018"),
    ("2018-05-14?", "2018-05-14", "2018-05-14", "perhaps 14 May 2018"),
    ("1990~", "1990-01-01", "1990-12-31", "about 1990"),
    ("2018-05%", "2018-05-01", "2018-05-31", "perhaps about May 2018"),
    ("201X", "2010-01-01", "2019-12-31", "some year in the 2010s"),
    ("20XX", "2000-01-01", "2099-12-31", "some year from 2000 to 2099"),
    ("199X?", "1990-01-01", "1999-12-31", "perhaps some year in the 1990s"),
    ("2014-XX", "2014-01-01", "2014-12-31", "some month in 2014"),
    ("2014-XX-XX", "2014-01-01", "2014-12-31", "some day in 2014"),
    ("2014-05-XX", "2014-05-01", "2014-05-31", "some day in May 2014"),
    ("2018-21", "2018-03-01", "2018-05-31", "spring 2018"),
    ("2018-22", "2018-06-01", "2018-08-31", "summer 2018"),
    ("2018-23", "2018-09-01", "2018-11-30", "autumn 2018"),
    ("2018-24", "2018-12-01", "2019-02-28", "winter 2018"),
    ("2019-24", "2019-12-01", "2020-02-29", "winter 2019"),
    ("2018-21~", "2018-03-01", "2018-05-31", "about spring 2018"),
    ("2018-05-13/2018-05-15", "2018-05-13", "2018-05-15", "13–15 May 2018"),
    ("2018-05-14/2018-05-14", "2018-05-14", "2018-05-14", "14 May 2018"),
    ("2018-04-28/2018-05-03", "2018-04-28", "2018-05-03", "28 April – 3 May 2018"),
    ("2017-12-30/2018-01-02", "2017-12-30", "2018-01-02", "30 December 2017 – 2 January 2018"),
    ("2018-05/2018-06", "2018-05-01", "2018-06-30", "May–June 2018"),
    ("2017-11/2018-02", "2017-11-01", "2018-02-28", "November 2017 – February 2018"),
    ("2014/2016", "2014-01-01", "2016-12-31", "2014–2016"),
    ("1990~/1993~", "1990-01-01", "1993-12-31", "about 1990 to about 1993"),
    ("2018-05-16?/2018-05-23?", "2018-05-16", "2018-05-23", "perhaps 16 May 2018 to perhaps 23 May 2018"),
    ("2016/2018-05-14", "2016-01-01", "2018-05-14", "2016 – 14 May 2018"),
    ("2018-21/2018-22", "2018-03-01", "2018-08-31", "spring 2018 – summer 2018"),
    ("2012/..", "2012-01-01", None, "from 2012 on"),
    ("2018-05-14/..", "2018-05-14", None, "from 14 May 2018 on"),
    ("1990~/..", "1990-01-01", None, "from about 1990 on"),
    ("../2018-05-23", None, "2018-05-23", "before 24 May 2018"),
    ("../2018-12-31", None, "2018-12-31", "before 1 January 2019"),
    ("../2018-05", None, "2018-05-31", "before June 2018"),
    ("../2016", None, "2016-12-31", "before 2017"),
    ("../2016~", None, "2016-12-31", "until about 2016"),
    ("../201X", None, "2019-12-31", "until some year in the 2010s"),
    ("../9999", None, "9999-12-31", "until 9999"),
    ("../2018-22", None, "2018-08-31", "until summer 2018"),
    ("../..", None, None, "at an unknown time"),
    ("2012/", "2012-01-01", None, "from 2012, end unknown"),
    ("/2012", None, "2012-12-31", "until 2012, start unknown"),
    ("0000", None, None, "1 BC"),
    ("-0043", None, None, "44 BC"),
    ("-0043-03-15", None, None, "15 March 44 BC"),
    ("-0001/0001", None, "0001-12-31", "2 BC to 1"),
    ("Y170000", None, None, "170000"),
    ("Y-17000", None, None, "17001 BC"),
    ("Y-17000~", None, None, "about 17001 BC"),
]  # fmt: skip
FAULTS = [
    "", "/", "18", "2018-5", "2018-00", "2018-13", "2018-25", "2018-05-00", "2018-05-32", "2018-02-29", "1900-02-29",
    "2018-21-01", "201X-05", "2014-XX-05", "2XXX", "XXXX", "2018-05-14T25:00:00", "2018-05-14T10:30", "2018/2016",
    "2018/2019/2020", "2018-05-14T10:30:00/..", "Y2018", "Y01234", "-0000", "?2018", "2018??", "~2018", "May 2018",
    "2018-05-14 ", "2018‐05", "٢٠١٨",
]  # fmt: skip

days = st.dates()


def as_date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("text", "first", "last", "label"), DATES)
def test_a_date_has_its_bounds_and_its_words(text: str, first: str | None, last: str | None, label: str) -> None:
    """Every form of levels 0 and 1 gives the days that the standard gives it, and English words."""
    assert edtf_bounds(text) == (as_date(first), as_date(last))
    assert (edtf_earliest(text), edtf_latest(text)) == (as_date(first), as_date(last))
    assert edtf_label(text) == label


@pytest.mark.parametrize("text", FAULTS)
def test_what_is_no_date_is_refused_with_its_reason(text: str) -> None:
    """Text outside levels 0 and 1 raises an error that quotes it and says why."""
    with pytest.raises(EdtfError) as caught:
        parse_edtf(text)
    assert repr(text) in str(caught.value)
    assert caught.value.reason


@given(st.text(alphabet="0123456789X-/.~?%YT:Z", max_size=24))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    """No text makes the parser fail in another way, and the bounds of a date are in order."""
    try:
        first, last = edtf_bounds(text)
    except EdtfError:
        return
    assert first is None or last is None or first <= last
    assert edtf_label(text)


@given(days, days)
def test_two_days_come_back_from_their_shortest_text(one: date, other: date) -> None:
    """Writing two bounds and reading them again gives the same bounds."""
    first, last = min(one, other), max(one, other)
    assert edtf_bounds(edtf_from_days(first, last)) == (first, last)
    assert edtf_bounds(edtf_from_days(first, None)) == (first, None)
    assert edtf_bounds(edtf_from_days(None, last)) == (None, last)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2014-01-01", "2014-12-31", "2014"),
        ("2014-01-01", "2016-12-31", "2014/2016"),
        ("2014-05-01", "2014-05-31", "2014-05"),
        ("2014-05-01", "2014-06-30", "2014-05/2014-06"),
        ("2014-05-14", "2014-05-14", "2014-05-14"),
        ("2014-05-13", "2014-05-15", "2014-05-13/2014-05-15"),
        (None, "2014-05-31", "../2014-05-31"),
        ("2014-05-01", None, "2014-05-01/.."),
        (None, None, "../.."),
    ],
)
def test_bounds_are_written_as_briefly_as_they_can_be(first: str | None, last: str | None, text: str) -> None:
    """Whole years and months are written as such, other stretches as two days."""
    assert edtf_from_days(as_date(first), as_date(last)) == text


def test_bounds_in_the_wrong_order_are_refused() -> None:
    """A last day before the first one is the caller's fault."""
    with pytest.raises(ValueError, match="precedes"):
        edtf_from_days(date(2018, 5, 15), date(2018, 5, 14))


WITHIN = [
    # first, last, period, certainly, possibly
    ("2014-03-01", "2014-03-31", "2014", True, True),
    ("2014-01-01", "2014-12-31", "2014", True, True),
    ("2013-12-31", "2014-12-31", "2014", False, True),
    ("2014-01-01", "2015-01-01", "2014", False, True),
    ("2015-01-01", "2015-12-31", "2014", False, False),
    ("2013-01-01", "2013-12-31", "2014", False, False),
    (None, "2014-05-01", "2014", False, True),
    (None, "2013-05-01", "2014", False, False),
    ("2014-05-01", None, "2014", False, True),
    ("2015-05-01", None, "2014", False, False),
    (None, None, "2014", False, True),
    (None, "2014-05-01", "../2014", True, True),
    ("2014-05-01", None, "2014/..", True, True),
    (None, None, "../..", True, True),
    ("2014-05-01", "2014-05-02", "2014/", False, True),
    ("2014-05-01", "2014-05-02", "-0043", False, False),
    ("2014-05-01", "2014-05-02", "-0043/2020", True, True),
    ("2014-05-01", "2014-05-02", "-0043/..", True, True),
    (None, "2014-05-02", "-0043/..", False, True),
    ("2014-05-01", "2014-05-02", "Y17000", False, False),
    ("2014-05-01", "2014-05-02", "2014-21", True, True),
]  # fmt: skip


@pytest.mark.parametrize(("first", "last", "period", "certainly", "possibly"), WITHIN)
def test_within_a_period(first: str | None, last: str | None, period: str, certainly: bool, possibly: bool) -> None:
    """A time lies certainly within a period when all its days do, possibly when one may."""
    assert certainly_within(as_date(first), as_date(last), period) is certainly
    assert possibly_within(as_date(first), as_date(last), period) is possibly


@given(days, days, st.sampled_from([row[0] for row in DATES]))
def test_what_is_certain_is_possible(one: date, other: date, period: str) -> None:
    """Certainly within implies possibly within."""
    first, last = min(one, other), max(one, other)
    assert possibly_within(first, last, period) or not certainly_within(first, last, period)


@given(days, days, days, days)
def test_before_is_a_strict_order(a: date, b: date, c: date, d: date) -> None:
    """No two times are each certainly before the other, and none is before itself."""
    (first1, last1), (first2, last2) = sorted((a, b)), sorted((c, d))
    assert not certainly_before(first1, last1, first1, last1)
    one, other = certainly_before(first1, last1, first2, last2), certainly_before(first2, last2, first1, last1)
    assert not (one and other)
    assert one == (last1 < first2)


def test_open_ends_are_never_certainly_before() -> None:
    """A time without a last day may still go on, one without a first may have begun long ago."""
    day = date(2014, 5, 1)
    assert certainly_before(None, day, day + timedelta(days=1), None)
    assert not certainly_before(day, None, day + timedelta(days=1), None)
    assert not certainly_before(None, day, None, day + timedelta(days=9))
