"""Does a hastened pipeline find what it found before?"""

import pytest
from spacy.language import Language
from spacy.pipeline import AttributeRuler


@pytest.mark.parametrize(
    "text",
    [
        "There are no talks, but they did not say that it's over once it was.",
        "Let's see: I ain't gonna go, y'all got ta do somethin'.",
        "An envoy the state's minister had been meeting has, however, left.",
    ],
)
def test_rules_for_single_words_match_as_they_did(nlp: Language, text: str) -> None:
    """Rules for one word and for several, the same again when the words are known, in the same order."""
    ruler, doc = nlp.get_pipe("attribute_ruler"), nlp(text)
    assert isinstance(ruler, AttributeRuler)
    before = AttributeRuler.match(ruler, doc)
    assert before
    assert [tuple(match) for match in ruler.match(doc)] == before
    assert [tuple(match) for match in ruler.match(doc)] == before
