"""Is every minted IRI valid, its own, and the address of a page?"""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from kg import iri

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
KEYS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True)


@given(KEYS, st.sampled_from(["event", "claim", "entity", "quote"]), WORDS)
def test_any_identifier_gives_a_valid_iri_of_its_own_page(key: str, kind: str, identifier: str) -> None:
    """RDF files hold it, its path decodes to key, kind and identifier, and minting that path gives it again."""
    minted = iri.mint_part(key, kind, identifier)
    quad = Quad(NamedNode(minted), NamedNode(iri.mint_type(identifier)), Literal("x"))
    assert [
        found.subject for found in parse(serialize([quad], format=RdfFormat.N_QUADS), format=RdfFormat.N_QUADS)
    ] == [quad.subject]
    path = iri.local_path(minted)
    assert path is not None
    assert [unquote(part) for part in path.split("/")] == [key, kind, identifier]
    if "/" not in identifier:
        assert iri.mint_local(unquote(path)) == minted


@given(st.lists(st.tuples(KEYS, WORDS), min_size=2, max_size=6, unique=True))
def test_two_things_never_share_an_iri(parts: list[tuple[str, str]]) -> None:
    """Minting is one to one in key and identifier, also of rows and graphs."""
    assert len({iri.mint_part(key, "entity", identifier) for key, identifier in parts}) == len(parts)
    identifiers = {identifier for _, identifier in parts}
    for mint in (iri.mint_item, iri.mint_type, iri.mint_plover, iri.mint_wikidata, iri.mint_graph, iri.mint_dump):
        assert len({mint(identifier) for identifier in identifiers}) == len(identifiers)


@given(KEYS)
def test_an_articles_graph_is_not_one_of_the_others(key: str) -> None:
    """No key of an article names the ontology's, the gazetteer's or the inferred graph."""
    others = {iri.mint_graph(name) for name in ("ontology", "gazetteer", "links", "inferred")}
    assert iri.mint_article_graph(key) not in others


@pytest.mark.parametrize(
    ("minted", "wanted"),
    [
        (iri.mint_known("organization/mossad"), "https://w3id.org/dateline/id/known/organization/mossad"),
        (iri.mint_item("Q20"), "https://w3id.org/dateline/id/Q20"),
        (iri.mint_wikidata("Q20"), "http://www.wikidata.org/entity/Q20"),
        (iri.mint_dataset(), "https://w3id.org/dateline/dataset"),
        (iri.mint_dataset("claims"), "https://w3id.org/dateline/dataset/claims"),
        (iri.mint_part("a", "event", "é/1"), "https://w3id.org/dateline/id/a/event/%C3%A9%2F1"),
    ],
)
def test_published_forms(minted: str, wanted: str) -> None:
    """IRIs are promises: these forms do not change."""
    assert minted == wanted


@pytest.mark.parametrize(
    "other", [iri.ID, iri.mint_graph("links"), "https://example.org/id/x", iri.mint_wikidata("Q1")]
)
def test_what_is_not_ours_has_no_page(other: str) -> None:
    """Only what stands under `ID` has a path."""
    assert iri.local_path(other) is None
