"""What holds for the times of any text?"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg.annotate.times import find_times
from kg.annotate.times.words import word_kinds
from kg.edtf import edtf_bounds, edtf_label
from kg.model import When

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
SHAPES = ["May", "Monday", "March", "2014", "14", "1990s", "'90s", "21st", "10:30", "a.m.", "Q3", "3.5", "1,200",
          "0", "31", "9999", "0001", "5/14/2018", "2018-02-30", ",", ".", "-", "–", "(", ")", "$", "'s", "/", "\n\n",
          "he", "resigned", "will resign", "Kelm"]  # fmt: skip
words = st.sampled_from([*sorted(word_kinds()), *SHAPES])
texts = st.lists(words, max_size=25).map(" ".join)
paragraphs = st.lists(
    st.builds("The {} of {} met on {} {} {}.".format,
              st.sampled_from(["council", "board", "union"]),
              st.sampled_from(["Kelm", "Arla", "Tove"]),
              st.integers(1, 28), st.sampled_from(["May", "June", "October"]), st.integers(1950, 2030)),
    min_size=1, max_size=4, unique=True,
)  # fmt: skip


def on(day: date) -> When:
    return When(edtf=day.isoformat(), earliest=day, latest=day, basis="metadata")


@FEW
@given(text=texts, day=st.one_of(st.none(), days))
def test_any_words_give_times_that_keep_their_promises(
    read: Callable[[str], Doc], text: str, day: date | None
) -> None:
    """Quotes are the text's, expressions do not overlap, EDTF is valid and the bounds are those of the EDTF."""
    _, times = find_times(read(text), on(day) if day else None)
    end = 0
    for number, time in enumerate(times, 1):
        assert time.id == f"t{number}"
        assert time.start >= end
        assert time.quote == text[time.start : time.end]
        end = time.end
        if time.edtf is None:
            assert (time.earliest, time.latest) == (None, None)
        else:
            assert (time.earliest, time.latest) == edtf_bounds(time.edtf)
            assert edtf_label(time.edtf)


@FEW
@given(text=texts, day=days)
def test_the_same_text_gives_the_same_times(read: Callable[[str], Doc], text: str, day: date) -> None:
    """Nothing but the text and the day of publication decides."""
    assert find_times(read(text), on(day)) == find_times(read(text), on(day))


@FEW
@given(parts=paragraphs, seed=st.randoms(use_true_random=False))
def test_full_dates_do_not_depend_on_the_order_of_paragraphs(
    read: Callable[[str], Doc], parts: list[str], seed: Random
) -> None:
    """A date in full means the same wherever it stands."""
    shuffled = list(parts)
    seed.shuffle(shuffled)

    def dates(pieces: list[str]) -> list[tuple[str, str | None]]:
        return sorted((time.quote, time.edtf) for time in find_times(read("\n\n".join(pieces)))[1])

    assert dates(parts) == dates(shuffled)


@FEW
@given(day=days, told=days, verb=st.sampled_from(["resigned", "will resign", "resigns"]))
def test_a_printed_year_never_widens(read: Callable[[str], Doc], day: date, told: date, verb: str) -> None:
    """With its year a date has at most the days that it has without, and lies in that year."""
    name = f"{told:%B} {told.day}"
    _, (bare,) = find_times(read(f"He {verb} on {name}."), on(day))
    _, (full,) = find_times(read(f"He {verb} on {name}, {told.year}."), on(day))
    assert (full.earliest, full.latest) == (told, told)
    assert full.basis == "stated"
    if bare.earliest and bare.latest and (told.month, told.day) != (2, 29):
        assert (bare.latest - bare.earliest) >= (told - told)
        assert (bare.earliest.month, bare.earliest.day) == (told.month, told.day)


@FEW
@given(day=days, steps=st.integers(0, 6), verb=st.sampled_from(["resigned", "will resign"]))
def test_a_weekday_lies_on_the_side_of_its_tense(
    read: Callable[[str], Doc], day: date, steps: int, verb: str
) -> None:
    """A weekday told in the past is one of the last seven days, one told in the future one of the next seven."""
    target = day + timedelta(days=steps if "will" in verb else -steps)
    _, (time,) = find_times(read(f"He {verb} on {target:%A}."), on(day))
    assert (time.earliest, time.latest) == (target, target)


@FEW
@given(
    first=days, length=st.integers(0, 30), phrase=st.sampled_from(["yesterday", "on Monday", "in May", "last week"])
)
def test_more_days_of_publication_never_narrow(
    read: Callable[[str], Doc], first: date, length: int, phrase: str
) -> None:
    """What a text means on one day of a stretch lies in what it means when any day of the stretch may be the one."""
    last = first + timedelta(days=length)
    doc = read(f"He resigned {phrase}.")
    given_stretch = When(edtf=f"{first}/{last}", earliest=first, latest=last, basis="metadata")
    _, (wide,) = find_times(doc, given_stretch)
    for day in (first, first + timedelta(days=length // 2), last):
        _, (narrow,) = find_times(doc, on(day))
        assert wide.earliest is not None
        assert wide.latest is not None
        assert narrow.earliest is not None
        assert narrow.latest is not None
        assert wide.earliest <= narrow.earliest <= narrow.latest <= wide.latest


@FEW
@given(
    parts=st.lists(
        st.builds("{:04}-{:02}-{:02} {:02}/{:02}/{:02} {} of May".format, *[st.integers(0, 99)] * 7), max_size=5
    ),
    signal=st.sampled_from(["since", "before", "after", "until", "the day before", "about"]),
    day=days,
)
def test_no_figures_are_too_odd(read: Callable[[str], Doc], parts: list[str], signal: str, day: date) -> None:
    """Dates that no calendar has give no days outside the month that they name, and never a fault."""
    _, times = find_times(read(f" {signal} ".join(["He left 9999-12-31", *parts, "0001-01-01"])), on(day))
    for time in times:
        assert time.edtf is None or (time.earliest, time.latest) == edtf_bounds(time.edtf)
