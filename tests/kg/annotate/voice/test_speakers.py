"""Which speaker does a pronoun that speaks go on with?"""

import pytest
from spacy.language import Language

from kg.annotate.lexicon import Lexicon
from kg.annotate.voice.speakers import find_speakers


@pytest.mark.parametrize(
    ("text", "pronoun", "speaker"),
    [
        ("The envoy said the port was open. Rebels had left, he said.", "he", "envoy"),
        ("The ministry said the port was open. Rebels had left, it added.", "it", "ministry"),
        ("Two drivers said the port was open. Rebels had left, they said.", "they", "drivers"),
        ("The envoy said the port was open. The ministry denied it. Rebels had left, he said.", "he", "envoy"),
        ("The envoy accused the ministry of theft. Rebels had left, he said.", "he", "envoy"),
        ("Two drivers said the port was open. Rebels had left, he said.", "he", None),
        ("Rebels had left the port, he said.", "he", None),
    ],
)
def test_a_pronoun_takes_up_who_spoke_last(
    nlp: Language, lexicon: Lexicon, text: str, pronoun: str, speaker: str | None
) -> None:
    """The last speaker that number and kind allow, else nobody."""
    doc = nlp(text)
    found = {doc[one].text: doc[other].text for one, other in find_speakers(doc, lexicon).items()}
    assert found.get(pronoun) == speaker
