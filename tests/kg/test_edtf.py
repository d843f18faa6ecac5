"""Are EDTF dates read, bounded, worded and compared as ISO 8601-2 says?"""

from datetime import date, timedelta

import pytest
from edtf_cases import DATES, FAULTS, WITHIN
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
    possibly_meet,
    possibly_within,
)

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


@given(st.tuples(days | st.none(), days | st.none()), st.tuples(days | st.none(), days | st.none()))
def test_times_meet_that_share_a_day(
    one: tuple[date | None, date | None], other: tuple[date | None, date | None]
) -> None:
    """The later beginning is not after the earlier end, in either order; an open end reaches to the end of days."""
    (first1, last1), (first2, last2) = (
        (first, last) if first is None or last is None or first <= last else (last, first)
        for first, last in (one, other)
    )
    shared = max(first1 or date.min, first2 or date.min) <= min(last1 or date.max, last2 or date.max)
    assert possibly_meet(first1, last1, first2, last2) is shared
    assert possibly_meet(first2, last2, first1, last1) is shared


def test_open_ends_are_never_certainly_before() -> None:
    """A time without a last day may still go on, one without a first may have begun long ago."""
    day = date(2014, 5, 1)
    assert certainly_before(None, day, day + timedelta(days=1), None)
    assert not certainly_before(day, None, day + timedelta(days=1), None)
    assert not certainly_before(None, day, None, day + timedelta(days=9))
