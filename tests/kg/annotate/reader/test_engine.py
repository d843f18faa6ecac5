import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from kg.annotate.engine import Engine, Trigger
from kg.annotate.parse import load_parser, parse
from kg.annotate.reader.engine import LEAST_LEAD, ReaderEngine, load_reader
from kg.model import Article

TEXT = (
    "Georgia agreed on Tuesday to sell 40 buses to Armenia. Police arrested two opposition leaders in Tbilisi. "
    "Israel said the army has pulled out its troops."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The default parser."""
    return load_parser()


@pytest.fixture(scope="module")
def reader() -> ReaderEngine:
    """The shipped reader."""
    return load_reader()


def read(text: str, nlp: Language, reader: Engine) -> dict[str, Trigger]:
    """Triggers by the words of their stretch."""
    doc = parse(Article(key="a", text=text, sha256="", segments=()), nlp)
    return {doc[t.start : t.end].text: t for t in reader.triggers(doc)}


def test_plain_news_is_read(nlp: Language, reader: ReaderEngine) -> None:
    """Classes, claim verbs, a particle and the arguments of plain sentences are found."""
    seen = read(TEXT, nlp, reader)
    doc = parse(Article(key="a", text=TEXT, sha256="", segments=()), nlp)
    assert seen["pulled out"].verb == "reports"
    assert {(words, t.cls, t.verb) for words, t in seen.items()} >= {
        ("agreed", "PoliticalAct", "asserts"),
        ("sell", "Transfer", "envisages"),
        ("arrested", "Conflict", "asserts"),
    }
    assert {(doc[a.token].text, a.link) for a in seen["arrested"].arguments} == {
        ("Police", "agent"),
        ("leaders", "target"),
        ("Tbilisi", "place"),
    }


def test_the_same_doc_gives_the_same_triggers(nlp: Language, reader: ReaderEngine) -> None:
    """Reading twice gives equal triggers, in token order, with probabilities of four decimals."""
    doc = parse(Article(key="a", text=TEXT, sha256="", segments=()), nlp)
    triggers = reader.triggers(doc)
    assert triggers == reader.triggers(doc)
    assert list(triggers) == sorted(triggers, key=lambda t: t.token)
    for number in (n for t in triggers for n in (t.probability, *(a.probability for a in t.arguments))):
        assert number == round(number, 4)


def test_text_far_away_changes_nothing(nlp: Language, reader: ReaderEngine) -> None:
    """A chunk is read alike whatever stands after it, or further before it than its context."""
    filler = "Nobody in the village had ever counted the grey stones along the old road to the mill. " * 12
    ends = ["Rain fell.", "Rebels attacked the airport and killed nine soldiers."]
    seen = [read(f"{filler}\n\n{TEXT}\n\n{filler}\n\n{end}", nlp, reader) for end in ends]
    assert {words: seen[0].get(words) for words in read(TEXT, nlp, reader)} == {
        words: seen[1].get(words) for words in read(TEXT, nlp, reader)
    }


def test_leads_hold_the_likeliest_link_of_each_word(nlp: Language, reader: ReaderEngine) -> None:
    """What is linked for sure is among the leads, which also hold what is less likely, none less than the least."""
    seen = read(TEXT, nlp, reader)
    leads = [lead for trigger in seen.values() for lead in trigger.leads]
    assert set(seen["arrested"].arguments) <= set(seen["arrested"].leads)
    assert all(lead.probability >= LEAST_LEAD for lead in leads)
    assert min(lead.probability for lead in leads) < 0.5


@given(text=st.text(st.one_of(st.sampled_from(" \n.,'\"aeIt"), st.characters(codec=None)), max_size=300))
@settings(max_examples=40, deadline=None)
def test_any_text_is_read(nlp: Language, reader: ReaderEngine, text: str) -> None:
    """Whatever the characters, reading ends and every trigger is a stretch of the Doc."""
    doc = parse(Article(key="a", text=text, sha256="", segments=()), nlp)
    for trigger in reader.triggers(doc):
        assert 0 <= trigger.start <= trigger.token < trigger.end <= len(doc)


def test_nothing_is_read_from_nothing(nlp: Language, reader: ReaderEngine) -> None:
    """Blank text has no triggers."""
    assert read(" \n\n ", nlp, reader) == {}
