import csv
from pathlib import Path

import pytest
import spacy.util
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate import parse as parsing
from kg.annotate.digests import file_digest, verify
from kg.annotate.parse import DEFAULT_PARSER, NOT_PROSE, load_parser, mask, parse, parser_stamp
from kg.annotate.sentences import MAX_TOKENS, find_blocks
from kg.datafiles import find_data
from kg.errors import InputError, OntologyError
from kg.model import Article, Segment, SegmentKind


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The default parser."""
    return load_parser()


def article(text: str, *segments: tuple[SegmentKind, int, int]) -> Article:
    parts = tuple(Segment(kind=kind, start=start, end=end) for kind, start, end in segments)
    return Article(key="a", text=text, sha256="", segments=parts)


def sentences(doc: Doc) -> list[str]:
    return [sentence.text.strip() for sentence in doc.sents]


TEXTS = st.text(st.one_of(st.sampled_from(" \n\t.'\"-()“”aAbB1"), st.characters(codec=None)), max_size=200)


@given(
    text=TEXTS, edges=st.lists(st.integers(0, 200), max_size=6), kind=st.sampled_from(["teaser", "body", "headline"])
)
@settings(max_examples=150, deadline=None)
def test_every_offset_is_kept(nlp: Language, text: str, edges: list[int], kind: SegmentKind) -> None:
    """Whatever the text and its segments, the Doc is as long as it and what is not blanked stands where it stood."""
    bounds = sorted({min(edge, len(text)) for edge in edges})
    source = article(text, *((kind, start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=False)))
    doc = parse(source, nlp)
    assert doc.text == mask(source)
    assert len(doc.text) == len(text)
    blank = {i for each in source.segments if each.kind in NOT_PROSE for i in range(each.start, each.end)}
    for token in doc:
        if not token.is_space and token.idx not in blank:
            assert text[token.idx] in (token.text[0], "\ufffd") or "\ud800" <= text[token.idx] <= "\udfff"


@given(text=TEXTS)
@settings(max_examples=50, deadline=None)
def test_blocks_hold_every_word_once(nlp: Language, text: str) -> None:
    """The blocks together are the tokens that are not whitespace, in order."""
    doc = nlp.tokenizer(text.encode("utf-8", "replace").decode())
    held = [i for block in find_blocks(doc, ()) for i in block.tokens]
    assert held == [token.i for token in doc if not token.is_space]


def test_furniture_is_silent_and_links_stay_inside_a_segment(nlp: Language) -> None:
    """No word of a teaser is a token, and no sentence runs from one segment into the next."""
    text = "PM Visits Turkey\nRead more about it\nThe prime minister will visit Turkey on Monday and"
    doc = parse(article(text, ("headline", 0, 16), ("teaser", 17, 35), ("body", 36, len(text))), nlp)
    assert sentences(doc) == ["PM Visits Turkey", "The prime minister will visit Turkey on Monday and"]
    assert all(token.sent.start <= token.head.i < token.sent.end for token in doc)


def test_a_headline_is_one_sentence_and_its_verbs_are_read_as_such(nlp: Language) -> None:
    """A title-cased word that the body writes small is tagged as the small word is."""
    head, body = "Rebels Attack Town. Many Flee", "They attack the town. Many rebels of the town flee."
    doc = parse(article(f"{head}\n\n{body}", ("headline", 0, len(head))), nlp)
    assert sentences(doc)[0] == head
    assert {token.text: token.lemma_ for token in doc[:7]}["Rebels"] == "rebel"


def test_names_in_a_headline_stay_names(nlp: Language) -> None:
    """A word that the body also writes with a capital inside a sentence keeps it."""
    head, body = "Bush Visits Iraq", "Then George Bush hid behind a bush. In Iraq he visits Basra."
    doc = parse(article(f"{head}\n\n{body}", ("headline", 0, len(head))), nlp)
    assert (doc[0].tag_, doc[1].lemma_) == ("NNP", "visit")


def test_lines_that_are_only_wrapped_belong_together(nlp: Language) -> None:
    """A single line break inside a sentence does not cut it; a blank line does, and so does one after a full stop."""
    assert len(sentences(parse(article("The minister of\nfinance went to Rome"), nlp))) == 1
    assert len(sentences(parse(article("The minister of\n \nfinance went to Rome"), nlp))) == 2
    assert len(sentences(parse(article("He was in the U.S.\nThe visit was short"), nlp))) == 2


def test_whitespace_never_begins_a_sentence_of_its_own(nlp: Language) -> None:
    """Every sentence of a text with words has a word."""
    doc = parse(article("  \n\n He left.  \n\n\n \t She stayed. \n\n"), nlp)
    assert sentences(doc) == ["He left.", "She stayed."]


@pytest.mark.parametrize("text", ["", " ", "\n \n", "\u3000", "\ud800", "x" * 5000, "(" * 3000, "a's" * 1000])
def test_odd_texts_are_parsed(nlp: Language, text: str) -> None:
    """Nothing, blanks, half a surrogate pair and endless words give a Doc of the same length."""
    doc = parse(article(text), nlp)
    assert len(doc.text) == len(text)
    assert len(list(doc.sents)) >= (1 if text else 0)


def test_a_long_text_without_a_full_stop_is_cut(nlp: Language) -> None:
    """Fifty thousand characters in one line make no sentence longer than a block."""
    doc = parse(article("word and " * 5556), nlp)
    assert max(len(sentence) for sentence in doc.sents) <= MAX_TOKENS


def test_a_paragraph_says_the_same_wherever_it_stands(nlp: Language) -> None:
    """The parse of a paragraph does not depend on the paragraphs around it."""
    middle = "Israel also sells arms to Baku, which borders Iran."
    alone, amid = (parse(article(text), nlp) for text in (middle, f"One came.\n\n{middle}\n\nTwo left."))
    start = amid.char_span(11, 11 + len(middle))
    assert start is not None
    seen = [
        [(t.text, t.dep_, t.head.text, t.tag_, t.ent_type_) for t in part if not t.is_space]
        for part in (alone, start)
    ]
    assert seen[0] == seen[1]


def test_a_changed_model_file_is_refused(tmp_path: Path) -> None:
    """One changed byte, or a missing file, stops the start and the message says what to do."""
    (tmp_path / "model").write_bytes(b"weights")
    table = tmp_path / "table.csv"
    with table.open("w", newline="") as out:
        csv.writer(out).writerows([("file", "sha256"), ("model", file_digest(tmp_path / "model"))])
    verify(tmp_path, table, "reinstall")
    (tmp_path / "model").write_bytes(b"Weights")
    with pytest.raises(OntologyError, match="reinstall"):
        verify(tmp_path, table, "reinstall")
    (tmp_path / "model").unlink()
    with pytest.raises(OntologyError, match="missing"):
        verify(tmp_path, table, "reinstall")


def test_the_default_parser_is_verified(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The default parser does not load when its table knows other digests."""
    table = tmp_path / "table.csv"
    table.write_text("file,sha256\nparser/model,AAAA\n")
    monkeypatch.setattr(parsing, "find_data", lambda _: table)
    with pytest.raises(OntologyError, match="pip install --force-reinstall"):
        load_parser.__wrapped__()


def test_an_unknown_parser_is_the_users_fault() -> None:
    """A parser that is not installed is named in the message."""
    with pytest.raises(InputError, match="en_core_web_none"):
        load_parser("en_core_web_none")


def test_what_the_manifest_says_of_a_parser_is_known_without_loading_it(nlp: Language) -> None:
    """Its version is that of the loaded pipeline, its digest 64 hexadecimal digits and the same each time."""
    name, version, digest = parser_stamp(DEFAULT_PARSER).split(" ")
    assert (name, version) == (DEFAULT_PARSER, nlp.meta["version"])
    assert len(bytes.fromhex(digest)) == 32
    assert parser_stamp(DEFAULT_PARSER).endswith(digest)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ROME, March 14, 2024 - Guards of the palace met the mayor.", "ROME, March 14, 2024 -"),
        ("LA PAZ (Agencia) -- Guards met the mayor.", "LA PAZ (Agencia) --"),
        ("NATO – the alliance – met the mayor.", "NATO – the alliance – met the mayor."),
        ("Rome - Guards met the mayor.", "Rome - Guards met the mayor."),
    ],
)
def test_a_dateline_is_no_part_of_the_first_sentence(nlp: Language, text: str, first: str) -> None:
    """Place, day and agency before a free dash are a sentence of their own; a name before a dash is not."""
    assert sentences(parse(article(text), nlp))[0] == first


def test_the_default_parser_parses_as_its_files_say(nlp: Language) -> None:
    """Faster arithmetic and look-ups change no word's annotation."""
    plain = spacy.util.load_model_from_path(nlp.path)
    folder = find_data("seeds/articles")
    for name in ("jcpoa-2015-vienna.md", "obama-havana-2016.md"):
        text = (folder / name).read_text(encoding="utf-8")
        assert nlp(text).to_json() == plain(text).to_json()
