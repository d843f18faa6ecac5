"""Does a text read in its legible form keep every offset into the text as given?"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.legible import Edit, edit, make_legible

UNSEEN = "\u200b\u200d\u2060\ufeff\u00ad\u202a\u2069\u0007"
TEXTS = st.text(
    st.one_of(st.sampled_from(UNSEEN + "\r\n\t ae\u0301\ufb01\u2029"), st.characters(codec=None)), max_size=40
)


@given(text=TEXTS)
def test_each_visible_character_stands_where_it_was(text: str) -> None:
    """One character of the legible form is, in the text as given, a stretch that is seen as just that character."""
    seen = make_legible(text)
    for at, character in enumerate(seen.text):
        start, end = seen.start(at), seen.end(at + 1)
        assert 0 <= start < end <= len(text)
        if character not in "\n\N{REPLACEMENT CHARACTER}":
            assert character in make_legible(text[start:end]).text


@given(text=TEXTS)
def test_what_is_legible_stays(text: str) -> None:
    """The legible form of a legible form is the same, and no character of it is invisible."""
    seen = make_legible(text).text
    assert make_legible(seen).text == seen
    assert not set(seen) & set(UNSEEN)


@given(text=st.text("ab c", max_size=20), cuts=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3)), max_size=4))
def test_offsets_there_and_back(text: str, cuts: list[tuple[int, int]]) -> None:
    """A stretch outside all edits keeps its words, there and back again."""
    edits, at = [], 0
    for start, size in sorted(cuts):
        if at < start and start + size <= len(text):
            edits.append(Edit(start, start + size, "X" * (3 - size)))
            at = start + size
    form = edit(text, edits)
    for i, character in enumerate(form.text):
        if character != "X":
            start, end = form.start(i), form.end(i + 1)
            assert text[start:end] == character
            assert (form.new_start(start), form.new_end(end)) == (i, i + 1)


@given(words=st.text("aeiou", min_size=2, max_size=12), mark=st.sampled_from(UNSEEN), data=st.data())
def test_an_invisible_character_inside_a_name_is_passed_over(words: str, mark: str, data: st.DataObject) -> None:
    """The name is found, and its words in the text as given hold what was put in, but nothing around it."""
    at = data.draw(st.integers(1, len(words) - 1))
    text = f"{mark}{words[:at]}{mark}{words[at:]}{mark} x"
    seen = make_legible(text)
    start = seen.text.index(words)
    assert text[seen.start(start) : seen.end(start + len(words))] == f"{words[:at]}{mark}{words[at:]}"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\n\ne"),
        ("Baku\u00a0\tis", "Baku  is"),
        (unicodedata.normalize("NFD", "Kraków"), "Kraków"),
        ("the con\ufb02ict in \uff29\uff52\uff41\uff4e", "the conflict in Iran"),
        ("half \ud800", "half \N{REPLACEMENT CHARACTER}"),
        ("10\u00b2 and \u0395", "10\u00b2 and \u0395"),
    ],
)
def test_what_is_seen(text: str, seen: str) -> None:
    """Line ends, blanks, composed letters and shapes of letters are one; an exponent is no digit of its number."""
    assert make_legible(text).text == seen
