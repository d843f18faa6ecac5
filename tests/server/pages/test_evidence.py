"""Does a program get the sentences that speak of a thing?"""

import httpx
import pytest

from kg import iri

QUOTE = "Peru bought ferries from Norway in 2012."


def claims(client: httpx.Client, path: str) -> list[dict]:  # type: ignore[type-arg]
    """The claims about one of our IRIs."""
    answer = client.get("/evidence", params={"iri": iri.ID + path})
    assert answer.status_code == 200, answer.text
    return answer.json()["claims"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("path", ["ferries/event/e2", "ferries/claim/c2"])
def test_an_event_and_a_claim_have_their_sentence(path: str, client: httpx.Client) -> None:
    """With the offsets of the quote in the article's text, and its chain of sources."""
    (claim,) = claims(client, path)
    assert (claim["verb"], claim["confidence"], claim["headline"]) == ("asserts", 0.9, "Headline of ferries")
    (passage,) = claim["passages"]
    assert passage["quote"] == QUOTE
    assert passage["end"] - passage["start"] == len(QUOTE)
    assert passage["after"].startswith(" A trade paper")
    assert [source["label"] for source in claim["sources"]] == ["The Gazette"]


def test_an_article_has_all_its_claims_and_an_actor_those_of_its_events(client: httpx.Client) -> None:
    """A chain of sources keeps the unnamed ones."""
    whole = claims(client, "ferries")
    assert [claim["event"].rpartition("/")[2] for claim in whole] == ["e1", "e2", "e3", "e4", "e5", "e6"]
    assert [source["label"] for source in whole[2]["sources"]] == ["a trade paper", None]
    visby = claims(client, "ferries/entity/visby")
    assert [claim["event"].rpartition("/")[2] for claim in visby] == ["e1"]


def test_a_closed_article_gives_a_short_context_only(client: httpx.Client) -> None:
    """As on its page."""
    (claim,) = claims(client, "visit/event/e1")
    assert claim["passages"][0]["quote"] == "Norway visited Peru"
    assert len(claim["passages"][0]["after"]) < 200


def test_nothing_known_is_no_claim_and_no_iri_is_a_fault(client: httpx.Client) -> None:
    """An empty list, or 400."""
    assert claims(client, "nobody") == []
    assert client.get("/evidence", params={"iri": "no iri"}).status_code == 400


def test_a_proof_carries_its_sentences(client: httpx.Client) -> None:
    """The JSON of `/explain` leads down to the quotes."""
    terms = {"s": iri.ID + "Q20", "p": iri.ONTOLOGY + "suppliedTo", "o": iri.ID + "ferries/entity/peru"}
    found = client.get("/explain", params=terms, headers={"Accept": "application/json"})
    assert found.status_code == 200, found.text
    assert [claim["passages"][0]["quote"] for claim in found.json()["claims"]] == [QUOTE]
    short = {"s": "dli:Q20", "p": "dl:suppliedTo", "o": "dli:ferries/entity/peru"}
    assert client.get("/explain", params=short, headers={"Accept": "application/json"}).json() == found.json()


@pytest.mark.parametrize(("kind", "words"), [("ActualEvent", "is an"), ("Meeting", "is a")])
def test_a_proof_says_what_a_thing_is_in_english(client: httpx.Client, kind: str, words: str) -> None:
    """With the article that the name of its class wants."""
    terms = {
        "s": iri.mint_part("ferries", "event", "e1"),
        "p": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
        "o": iri.ONTOLOGY + kind,
    }
    page = client.get("/explain", params=terms, headers={"Accept": "text/html"})
    assert f">{words}<" in page.text
