"""Which words stand for an event, and which sentence shows it?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.labels import LONGEST, label_span, make_span, sentence_span

TEXT = (
    "\n Foreign Minister Ada Lund, who had been ill, visited Norway for the third time in May 2019.\n\n"
    "A paper wrote about it at length, and about much else that had happened in the capital in that long, wet and "
    "windy year, in which nobody, it said with regret, had ever been seen to smile at a stranger before the visit.\n"
)


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    """The parsed text."""
    return nlp(TEXT)


@given(
    st.integers(0, 60),
    st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20)).map(lambda x: (x[0], x[0] + x[1]))),
)
def test_a_label_holds_its_trigger_stays_in_its_sentence_and_is_short(
    doc: Doc, token: int, fillers: list[tuple[int, int]]
) -> None:
    """Whatever the arguments are, the order in which they come included."""
    first, last = label_span(doc, token, token + 1, fillers)
    sentence = doc[token].sent
    assert first <= doc[token].idx
    assert doc[token].idx + len(doc[token]) <= last
    assert sentence.start_char <= first
    assert last <= sentence.end_char
    assert last - first <= LONGEST


@given(st.integers(0, 60))
def test_a_sentence_is_shown_without_space_around_it(doc: Doc, token: int) -> None:
    """The sentence holds its token and neither starts nor ends with white space."""
    start, end = sentence_span(doc, token)
    assert TEXT[start:end] == doc[token].sent.text.strip()


def test_a_label_reaches_from_the_first_argument_to_the_last(doc: Doc) -> None:
    """Trigger, actors and place of one sentence."""
    token = next(token.i for token in doc if token.text == "visited")
    spans = [(TEXT.index(words), TEXT.index(words) + len(words)) for words in ("Ada Lund", "Norway", "A paper")]
    assert make_span(TEXT, label_span(doc, token, token + 1, spans)).quote == (
        "Ada Lund, who had been ill, visited Norway"
    )
