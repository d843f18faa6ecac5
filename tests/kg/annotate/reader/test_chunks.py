import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from tokenizers import Tokenizer

from kg.annotate.parse import load_parser, parse
from kg.annotate.reader.chunks import CONTEXT, LONGEST, find_chunks, read_tokenizer
from kg.annotate.reader.weights import MODEL
from kg.datafiles import find_data
from kg.model import Article


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """The shipped word pieces."""
    return read_tokenizer(str(find_data(f"{MODEL}/tokenizer.json")))


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The default parser."""
    return load_parser()


def article(text: str) -> Article:
    return Article(key="a", text=text, sha256="", segments=())


SENTENCES = st.lists(
    st.sampled_from(["Iran agreed.", "He can't go; she stayed in Baku.\n\n", "Naïve coöperation—fast", "x" * 95]),
    max_size=60,
)


@given(parts=SENTENCES)
@settings(max_examples=40, deadline=None)
def test_each_word_is_asked_once_and_chunks_are_short(nlp: Language, tokenizer: Tokenizer, parts: list[str]) -> None:
    """Own words of the chunks are disjoint, in text order, and no chunk is longer than the encoder can read."""
    doc = parse(article(" ".join(parts)), nlp)
    chunks = list(find_chunks(doc, tokenizer))
    own = [token for chunk in chunks for token, _ in chunk.own_words()]
    assert own == sorted(set(own))
    assert all(len(chunk.ids) <= CONTEXT + LONGEST + 2 for chunk in chunks)
    plain = [
        t.i
        for t in doc
        if t.text.isascii() and t.text.isalpha() and len(t) < 100 and (t.i == 0 or doc[t.i - 1].whitespace_)
    ]
    assert set(plain) <= set(own)


@given(parts=SENTENCES)
@settings(max_examples=40, deadline=None)
def test_a_row_holds_the_first_piece_of_its_word(nlp: Language, tokenizer: Tokenizer, parts: list[str]) -> None:
    """The word piece at a word's row is the beginning of that word, accents and case aside."""
    doc = parse(article(" ".join(parts)), nlp)
    for chunk in find_chunks(doc, tokenizer):
        for token, row in chunk.words():
            piece = tokenizer.id_to_token(int(chunk.ids[row]))
            assert piece[0] == tokenizer.encode(doc[token].text, add_special_tokens=False).tokens[0][0]


def test_a_sentence_is_read_after_what_stands_before_it(nlp: Language, tokenizer: Tokenizer) -> None:
    """The second chunk begins with whole sentences of the first, of which no event is asked."""
    doc = parse(article("The delegation met the minister of finance in Baku on Monday. " * 24), nlp)
    first, second = list(find_chunks(doc, tokenizer))[:2]
    before = [token for token, _ in second.words() if token < second.first]
    assert before
    assert doc[before[0]].is_sent_start
    assert second.first == max(first.tokens) + 2
