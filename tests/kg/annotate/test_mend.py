"""Is the place or day that opens a sentence told apart from its subject?"""

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.mend import mend

WORDS = ["In", "Bonn", "members", "of", "the", "Bundestag", "interrupted", "their", "session"]
HEADS = [6, 2, 0, 2, 5, 3, 6, 8, 6]
DEPS = ["prep", "compound", "pobj", "prep", "det", "pobj", "ROOT", "poss", "dobj"]
TAGS = ["IN", "NNP", "NNS", "IN", "DT", "NNP", "VBD", "PRP$", "NN"]
POS = ["ADP", "PROPN", "NOUN", "ADP", "DET", "PROPN", "VERB", "PRON", "NOUN"]


def _doc(nlp: Language, *, subject: bool) -> Doc:
    """The sentence as the parser slips on it, or with a subject of the verb's own."""
    deps = [*DEPS[:8], "nsubj" if subject else DEPS[8]]
    ents = ["O", "B-GPE", *["O"] * 7]
    return Doc(nlp.vocab, words=WORDS, heads=HEADS, deps=deps, tags=TAGS, pos=POS, ents=ents)


def test_the_noun_after_a_place_is_the_subject(nlp: Language) -> None:
    """A verb without a subject gets the noun that the place was hung on, and the preposition gets the place."""
    mended = mend(_doc(nlp, subject=False))
    assert [(mended[i].head.i, mended[i].dep_) for i in (1, 2)] == [(0, "pobj"), (6, "nsubj")]


def test_a_verb_with_a_subject_is_left_alone(nlp: Language) -> None:
    """Where nothing is missing nothing is changed."""
    doc = _doc(nlp, subject=True)
    assert [(token.head.i, token.dep_) for token in mend(doc)] == [(token.head.i, token.dep_) for token in doc]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("In Washington President George Bush welcomed the decision.", "Bush"),
        ("In Belgrade rioters threw stones at the embassy.", "rioters"),
        ("In Rome, guards of the palace went on strike.", "guards"),
    ],
)
def test_subjects_of_sentences(nlp: Language, text: str, subject: str) -> None:
    """The subject stands without the place before it."""
    (found,) = [token for token in mend(nlp(text)) if token.dep_ == "nsubj"]
    assert found.text == subject
    assert all(token.ent_type_ != "GPE" for token in found.lefts)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Rossi is expected to travel to Rome to brief his Peruvian counterpart, Jane Doe, a Roman official said.",
            "official",
        ),
        ("He met the governor, Jane Doe, and left, the mayor, John Smith, said.", "mayor"),
    ],
)
def test_who_stands_before_a_verb_of_saying_says_it(nlp: Language, text: str, speaker: str) -> None:
    """The noun phrase between a comma and the verb is its subject."""
    doc = mend(nlp(text))
    (said,) = [token for token in doc if token.lemma_ == "say"]
    assert [child.text for child in said.children if child.dep_ == "nsubj"] == [speaker]


@pytest.mark.parametrize(
    "text", ["The premier visited Rome, Paris, Berlin, and said he was tired.", "Rossi, the mayor, said no."]
)
def test_a_verb_of_saying_with_a_subject_of_its_own_is_left_alone(nlp: Language, text: str) -> None:
    """A shared subject and one with an apposition stay what they are."""
    doc = nlp(text)
    assert [(token.head.i, token.dep_) for token in mend(doc)] == [(token.head.i, token.dep_) for token in doc]


def test_who_is_named_before_a_word_in_ing_does_it(nlp: Language) -> None:
    """The noun in the plural is the subject, and the word after it describes what they do."""
    doc = mend(nlp("EU foreign ministers meeting in Rome agreed to freeze the assets."))
    (subject,) = [token for token in doc if token.dep_ == "nsubj"]
    assert (subject.text, doc[3].dep_, doc[3].head.text) == ("ministers", "acl", "ministers")
