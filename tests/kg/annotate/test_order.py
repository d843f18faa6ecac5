"""Which events does a text put inside, before or after one another?"""

import pytest
from scenes import token_at
from spacy.language import Language

from kg.annotate.order import relations_of


@pytest.mark.parametrize(
    ("text", "triggers", "wanted"),
    [
        ("During the visit they signed a treaty.", ["visit", "signed"], [("signed", "during", "visit")]),
        ("After the vote they walked out.", ["vote", "walked"], [("walked", "after", "vote")]),
        ("They walked out after the vote.", ["vote", "walked"], [("walked", "after", "vote")]),
        ("After rebels attacked, the army fled.", ["attacked", "fled"], [("fled", "after", "attacked")]),
        ("Before the summit, the ministers met.", ["summit", "met"], [("met", "before", "summit")]),
        ("They voted. They walked out.", ["voted", "walked"], []),
        ("They voted and walked out.", ["voted", "walked"], []),
        ("After lunch they walked out.", ["walked"], []),
    ],
)
def test_relations_that_a_word_states(
    nlp: Language, text: str, triggers: list[str], wanted: list[tuple[str, str, str]]
) -> None:
    """A preposition or conjunction relates two triggers; the order of telling says nothing."""
    doc = nlp(text)
    tokens = [token_at(doc, word) for word in triggers]
    found = [
        (doc[token].text, relation, doc[other].text)
        for token in tokens
        for relation, other in relations_of(doc, token, tokens)
    ]
    assert found == wanted
