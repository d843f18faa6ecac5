"""Which words of a sentence only say who tells the rest of it?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from kg.annotate.lexicon import Lexicon
from kg.annotate.voice.tags import Tag, find_tags

# text; speaker, medium and cited (by word) of its one tag; a word that it tells; a word that it does not tell
TABLE: list[tuple[str, tuple[str, str | None, str | None], str | None, str | None]] = [
    ("Rebels attacked the town, the army said.", ("army", None, None), "attacked", "said"),
    ("Rebels, the army said on Monday, attacked the town.", ("army", None, None), "attacked", None),
    ("Rebels attacked the town, three men who saw it told Reuters.", ("men", "Reuters", None), "attacked", "saw"),
    ("Four men died, the agency reported, quoting a doctor.", ("agency", None, "doctor"), "died", "quoting"),
    ("Four men died, the agency quoted a doctor as saying.", ("agency", None, "doctor"), "died", "saying"),
    ("The bill is paid, he told parliament, but the town ran up half of it.", ("he", None, None), "ran", None),
    ("Rebels burned the camp and fled, according to aid workers.", ("workers", None, None), "burned", None),
    ("In her version the army attacked first.", ("her", None, None), "attacked", None),
    ("Rebels attacked the town, the army said, blaming Chad.", ("army", None, None), "attacked", "blaming"),
    ("The town, which rebels left in May, is calm, the army said.", ("army", None, None), "is", "left"),
    ("The harbour is open; rebels fled, the army said.", ("army", None, None), "fled", "open"),
]


@pytest.mark.parametrize(("text", "who", "told", "untold"), TABLE)
def test_a_tag_tells_its_sentence(
    nlp: Language,
    lexicon: Lexicon,
    text: str,
    who: tuple[str, str | None, str | None],
    told: str | None,
    untold: str | None,
) -> None:
    """Its speaker, whom that one told and cites, what it speaks for and what not."""
    doc = nlp(text)
    (tag,) = (tag for sentence in doc.sents for tag in find_tags(sentence, lexicon))
    named = tuple(None if x is None else doc[x].text for x in (tag.speaker, tag.medium, tag.cited))
    assert named == who
    at = {token.text: token.i for token in doc}
    assert told is None or tag.tells(at[told])
    assert untold is None or not tag.tells(at[untold])


@pytest.mark.parametrize(
    "text",
    [
        "The army said that rebels attacked the town.",
        "Rebels attacked the town, and the army reported three dead.",
        "When the talks failed, the minister told reporters.",
        "The minister, who said little, left.",
        "In May, the ministry reported three deaths.",
    ],
)
def test_a_clause_with_content_of_its_own_is_no_tag(nlp: Language, lexicon: Lexicon, text: str) -> None:
    """A main clause with a verb of saying is read by the parse, not from the order of the words."""
    assert not [tag for sentence in nlp(text).sents for tag in find_tags(sentence, lexicon)]


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.sampled_from(["Rebels", "fled", ",", ";", "the army", "said", "he", "that", "and", "-", '"', "."]))
)
def test_a_tag_never_tells_its_own_words(nlp: Language, lexicon: Lexicon, words: list[str]) -> None:
    """Whatever the words, a tag and what it tells lie in one sentence and apart from each other."""
    doc = nlp(" ".join(words))
    for sentence in doc.sents:
        for tag in find_tags(sentence, lexicon):
            assert _inside(tag, sentence.start, sentence.end)
            assert not any(tag.tells(token) for token in range(tag.start, tag.end))


def _inside(tag: Tag, start: int, end: int) -> bool:
    return start <= tag.first <= tag.last <= end and start <= tag.start <= tag.speaker < tag.end <= end
