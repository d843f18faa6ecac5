"""Do exactly those facts fall that rest on what is not trusted?"""

import pytest
from pyoxigraph import NamedNode, Quad, Store, Triple

from kg.errors import QueryError
from kg.iri import mint_article_graph, mint_graph
from kg.ontology.load import axiom_quads
from kg.reason.closure import close
from kg.reason.whatif import fallen_without
from kg.vocabulary import DL, DLI, RDF

BACKGROUND = [Triple(DLI.baku, DL.inCountry, DLI.azerbaijan)]
ARTICLES = {
    "one": [
        Triple(DLI.one, RDF.type, DL.NewsArticle),
        Triple(DLI["one/claim"], DL.asserts, DLI["one/visit"]),
        Triple(DLI["one/claim"], DL.attributedTo, DLI.reporter),
        Triple(DLI["one/visit"], DL.hasGuest, DLI.peres),
        Triple(DLI["one/visit"], DL.hasPlace, DLI.baku),
    ],
    "two": [
        Triple(DLI.two, RDF.type, DL.NewsArticle),
        Triple(DLI["two/outer"], DL.asserts, DLI["two/visit"]),
        Triple(DLI["two/outer"], DL.attributedTo, DLI.weekly),
        Triple(DLI["two/outer"], DL.relays, DLI["two/inner"]),
        Triple(DLI["two/inner"], DL.hasContent, DLI["two/visit"]),
        Triple(DLI["two/inner"], DL.attributedTo, DLI.colonel),
        Triple(DLI["two/visit"], DL.hasGuest, DLI.peres),
        Triple(DLI["two/visit"], DL.hasGuest, DLI.rabin),
        Triple(DLI["two/visit"], DL.hasPlace, DLI.baku),
    ],
}
PERES, RABIN = (Triple(guest, DL.visited, DLI.baku) for guest in (DLI.peres, DLI.rabin))
GUEST = Triple(DLI.rabin, DL.guestIn, DLI["two/visit"])


@pytest.fixture
def store() -> Store:
    """Two articles that agree on one visitor, and what follows from them."""
    store = Store()
    store.extend(Quad(*fact, NamedNode(mint_graph("gazetteer"))) for fact in BACKGROUND)
    for key, facts in ARTICLES.items():
        store.extend(Quad(*fact, NamedNode(mint_article_graph(key))) for fact in facts)
    store.extend(axiom_quads())
    store.extend(Quad(*fact, NamedNode(mint_graph("inferred"))) for fact in close(store).inferred)
    return store


def test_a_fact_of_two_articles_stands_without_one(store: Store) -> None:
    """Only the second article has Rabin visit; Peres visited by the first one as well."""
    fallen = fallen_without(store, DLI.two)
    assert RABIN in fallen
    assert GUEST in fallen
    assert PERES not in fallen


@pytest.mark.parametrize("source", [DLI.weekly, DLI.colonel])
def test_claims_fall_with_each_source_of_the_chain(store: Store, source: NamedNode) -> None:
    """Whoever of those who pass the words on is not trusted, the visit falls, but not its description."""
    fallen = fallen_without(store, source)
    assert RABIN in fallen
    assert PERES not in fallen
    assert GUEST not in fallen


def test_what_falls_is_the_difference_of_two_closures(store: Store) -> None:
    """Without the first article hold the inferences of the second, and nothing else falls."""
    rest = [*BACKGROUND, *ARTICLES["two"]]
    everything = set(close([*rest, *ARTICLES["one"]], axiom_quads()).inferred)
    expected = everything - set(close(rest, axiom_quads()).inferred)
    fallen = fallen_without(store, DLI.one)
    assert set(fallen) == expected
    assert list(fallen) == sorted(
        fallen, key=lambda fact: tuple(map(str, (fact.predicate, fact.subject, fact.object)))
    )


def test_a_node_that_says_nothing_is_told(store: Store) -> None:
    """A place is no source."""
    with pytest.raises(QueryError, match=r"dli:baku is neither an article nor the source"):
        fallen_without(store, DLI.baku)
