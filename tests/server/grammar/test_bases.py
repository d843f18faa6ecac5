"""Does a query with IRIs of a former base ask for what has them now, and no other query change?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QueryTriples, Store

from kg import iri
from kg.vocabulary import PREFIXES
from server.grammar.bases import move_bases

OLD, OLDER = "https://old.example/graph/", "http://older.example/"


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that had two bases before."""
    monkeypatch.setattr(iri, "FORMER", (OLD, OLDER))


def triple(text: str) -> list[str]:
    """The one triple that a text without patterns constructs."""
    found = Store().query(text, prefixes=PREFIXES)
    assert isinstance(found, QueryTriples)
    return [term.value for each in found for term in each]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "spelling",
    [
        "CONSTRUCT { <OLDid/Q801> a <OLDgraph/links> } {}",
        "PREFIX d: <OLDid/> PREFIX g: <OLDgraph/> CONSTRUCT { d:Q801 a g:links } {}",
        "PREFIX o: <OLD> CONSTRUCT { o:id\\/Q801 a o:graph\\/links } {}",
        "BASE <OLDid/> CONSTRUCT { <Q801> a <../graph/links> } {}",
        "BASE <OLD> PREFIX d: <id/> CONSTRUCT { d:Q801 a <graph/links> } {}",
        "PREFIX d: <OLDid/Q8> CONSTRUCT { d:01 a <OLD\\u0067raph/links> } {}",
    ],
)
@pytest.mark.parametrize("base", [OLD, OLDER])
@pytest.mark.usefixtures("moved")
def test_every_way_to_write_an_iri_is_understood(spelling: str, base: str) -> None:
    """Whole, with a prefix that holds much or little of it, relative, and with escapes."""
    text = spelling.replace("OLD", base)
    assert triple(move_bases(text, PREFIXES)) == [
        iri.mint_item("Q801"), "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", iri.mint_graph("links"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ ?s ?p '<{OLD}id/Q801>' }} # <{OLD}id/Q801>",
        f"SELECT * {{ ?s a <{OLD}ontology#Event> , <{OLD}>, <{OLD}page/Q801> }}",
        f"PREFIX old: <{OLD}id/> SELECT * {{ ?s a dl:Event }}",
        "SELECT * { ?s dl:visited dli:Q801 }",
        f"SELECT * {{ ?s ?p <{OLD}id/Q801",
        "PREFIX",
        "BASE",
    ],
)
@pytest.mark.usefixtures("moved")
def test_other_words_stay_as_they_stand(text: str) -> None:
    """Strings, comments, terms of the vocabulary, addresses of pages, declarations, and what is no query."""
    assert move_bases(text, PREFIXES) == text


@given(st.text(st.sampled_from("PREFIX BASE d:<>/\\\"'#.{}Qidhtps")))
def test_any_text_comes_back_whole(text: str) -> None:
    """Without a former base nothing changes; with one, nothing that does not name it."""
    assert move_bases(text, PREFIXES) == text
    former, iri.FORMER = iri.FORMER, (OLD,)
    try:
        assert move_bases(text, PREFIXES) == text
    finally:
        iri.FORMER = former
