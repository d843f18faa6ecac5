"""Do the passages hold the whole article, each within the budget?"""

from functools import lru_cache
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.llm.passages import BYTES_PER_TOKEN, find_passages, halve

WORDS = st.text(alphabet="ab.é🚀\n \t", max_size=300) | st.text(alphabet="ab. \n", max_size=600)


@lru_cache(maxsize=1)
def sentencizer() -> English:
    """A pipeline whose sentences end at full stops."""
    nlp = English()
    nlp.add_pipe("sentencizer")
    return nlp


def make_doc(text: str) -> Doc:
    """A doc of that pipeline."""
    return sentencizer()(text)


@settings(deadline=None)
@given(WORDS, st.integers(min_value=1, max_value=40))
def test_passages_hold_all_words_in_order_within_the_budget(text: str, tokens: int) -> None:
    """Nothing is lost, doubled or too long, and what is sent is the text but for white space."""
    passages = find_passages(make_doc(text), tokens)
    assert "".join("".join(passage.text.split()) for passage in passages) == "".join(text.split())
    for passage in passages:
        assert "".join(passage.text.split()) == "".join(text[passage.start : passage.end].split())
        assert sum(len(text[a:b].encode()) for a, b in passage.pieces) <= tokens * BYTES_PER_TOKEN
    assert all(one.end <= other.start for one, other in pairwise(passages))


@settings(deadline=None)
@given(WORDS)
def test_halves_are_shorter_and_hold_the_same_words(text: str) -> None:
    """Halving ends: each half has fewer pieces or is a part of one."""
    doc = make_doc(text)
    for passage in find_passages(doc, 1000):
        halves = halve(doc, passage)
        assert "".join("".join(half.text.split()) for half in halves) == "".join(passage.text.split())
        assert len(halves) == 1 or all(len(half.text) < len(passage.text) for half in halves)


def test_paragraphs_stay_whole_and_blanked_furniture_is_not_sent(nlp: Language) -> None:
    """A passage ends where a paragraph does, and white space between paragraphs shrinks to one blank line."""
    text = "Rebels shelled a town.\n\n" + " " * 500 + "\n\nThe army left.\n\nA deal was signed in Oslo."
    doc = nlp(text)
    assert [passage.text for passage in find_passages(doc, 10)] == [
        "Rebels shelled a town.\n\nThe army left.",
        "A deal was signed in Oslo.",
    ]


def test_a_long_paragraph_is_cut_between_sentences(nlp: Language) -> None:
    """A sentence that is longer than a passage is cut between words, without any anywhere."""
    doc = nlp("Rebels shelled a town. The army left it. " + "a" * 50)
    assert [passage.text for passage in find_passages(doc, 6)] == [
        "Rebels shelled a town.",
        "The army left it. aaaaaa",
        "a" * 24,
        "a" * 20,
    ]
