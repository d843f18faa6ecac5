"""Can a person and a program read about each thing?"""

import hashlib
import html
import re
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
QUOTE = "Peru bought ferries from Norway in 2012."


def words(page: httpx.Response) -> str:
    """The words of a page, its tags taken out."""
    assert page.status_code == 200, page.text
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("text/html", "/page/ferries/event/e1"),
        ("text/turtle", "/data/ferries/event/e1.ttl"),
        ("application/n-triples", "/data/ferries/event/e1.nt"),
        ("application/rdf+xml", "/data/ferries/event/e1.rdf"),
        ("application/ld+json", "/data/ferries/event/e1.jsonld"),
        ("*/*", "/page/ferries/event/e1"),
    ],
)
def test_an_identifier_leads_to_what_describes_it(accept: str, target: str, client: httpx.Client) -> None:
    """303 See Other: the thing is not the page."""
    answer = client.get("/id/ferries/event/e1", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["location"]) == (303, target)
    assert client.get(target).status_code == 200


def test_an_event_shows_who_says_so_in_which_sentence(client: httpx.Client) -> None:
    """The sentence is highlighted in its paragraph, since the article may be copied."""
    page = client.get("/page/ferries/event/e2")
    assert f"<mark>{QUOTE}</mark> A trade paper" in page.text
    text = words(page)
    assert "● asserted on the word of The Gazette in Headline of ferries" in text
    assert "2012" in text


def test_a_chain_of_sources_is_read_from_the_outside_in(client: httpx.Client) -> None:
    """An unnamed source is said to be one."""
    assert "on the word of a trade paper , who cites someone unnamed" in words(client.get("/page/ferries/event/e3"))


def test_a_quote_of_a_closed_article_has_a_short_context_only(client: httpx.Client) -> None:
    """Neither the event's page nor the article's gives the text away."""
    event, article = client.get("/page/visit/event/e1"), client.get("/page/visit")
    assert "<mark>Norway visited Peru</mark>" in event.text
    assert event.text.count("More words follow here.") < 8
    assert "licence is not an open one" in article.text
    assert article.text.count("More words follow here.") < 8


def test_an_open_article_is_shown_whole_with_its_evidence_marked(client: httpx.Client) -> None:
    """Six claims, six marked passages in the text."""
    page = client.get("/page/ferries")
    text = page.text[page.text.index('class="article-text"') :]
    assert "Ferry talks in Visby" in text
    assert len(re.findall("<mark>", text[: text.index("</div>")])) == 6


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("claim/c4", "Denied: paid"),
        ("claim/c3", "Reported: build"),
        ("claim/c3-1", "Relayed: build"),
        ("evidence/104-144", f"“{QUOTE}”"),
        ("quote/104-144", f"“{QUOTE}”"),
        ("event/e1", "met"),
    ],
)
def test_whatever_has_a_name_or_words_is_told_by_them(client: httpx.Client, name: str, title: str) -> None:
    """In the heading and in each cell; the IRI stands behind, and the claim names its event in words."""
    page = client.get(f"/page/ferries/{name}", headers=HTML)
    assert f'<h1 dir="auto">{title}</h1>' in html.unescape(page.text)
    table = page.text[page.text.index("<h2>Statements") :]
    cells = re.findall(r'<bdi title="([^"]+)">(?:<a [^>]*>)?([^<]*)<', table)
    assert {iri.partition(":")[0] for iri, _ in cells} & {"dli", "oa"}
    assert [said for _, said in cells if re.fullmatch(r"[a-z]+:\S+", html.unescape(said))] == []
    heads = re.findall(r'<article class="claim">\s*<p>(.*?)</p>', page.text, re.DOTALL)
    assert all("event/e" not in re.sub(r"<[^>]*>", "", head) for head in heads)


def test_inferred_statements_are_marked_and_lead_to_their_proof(client: httpx.Client) -> None:
    """An actor's page says what was stated and what follows, and why."""
    page = client.get("/page/Q20")
    link = re.search(r'href="(/explain\?[^"]*suppliedTo[^"]*)"', page.text)
    assert link is not None
    proof = client.get(html.unescape(link[1]), headers=HTML)
    assert f"<mark>{QUOTE}</mark>" in proof.text
    assert "stated" in proof.text
    found = client.get(html.unescape(link[1]), headers={"Accept": "application/json"}).json()
    first, *others = found["proofs"][0]["steps"]
    assert first["statement"] == found["statement"]
    assert first["rule"] != "asserted"
    assert set(first["premises"]) <= {step["id"] for step in others}


def test_a_triple_that_does_not_hold_has_no_proof(client: httpx.Client) -> None:
    """404, and 400 for what is no triple."""
    terms = {"s": "https://w3id.org/dateline/id/Q20", "p": "https://w3id.org/dateline/ontology#visited"}
    assert client.get("/explain", params={**terms, "o": "https://w3id.org/dateline/id/Q1"}).status_code == 404
    assert client.get("/explain", params={"s": "not an iri"}).status_code == 400
    for value in ('"open', '"a" . <x:s>', '"a" .\n<x:s> <x:p> "b"'):
        assert client.get("/explain", params={**terms, "o": value}).status_code == 400
    for count in ("0", "21", "many", "-1"):
        assert client.get("/explain", params={**terms, "o": terms["s"], "n": count}).status_code == 400


def test_the_data_of_a_thing_are_its_triples(client: httpx.Client) -> None:
    """All formats hold the same triples, in both directions."""
    found = []
    for extension, form in (("ttl", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES), ("rdf", RdfFormat.RDF_XML)):
        answer = client.get(f"/data/ferries/event/e1.{extension}")
        found.append({(quad.subject, quad.predicate, quad.object) for quad in parse(answer.content, format=form)})
    assert found[0] == found[1] == found[2]
    assert {str(subject) for subject, predicate, _ in found[0] if str(predicate).endswith("#asserts>")} == {
        "<https://w3id.org/dateline/id/ferries/claim/c1>"
    }


def test_a_wrong_address_gets_a_page_of_the_house_with_links(client: httpx.Client) -> None:
    """A browser gets the navigation, a program a problem; neither the framework's words."""
    page = client.get("/nowhere", headers=HTML)
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert 'href="/dumps/"' in page.text
    assert "Nothing stands at the address /nowhere" in page.text
    wrong = client.delete("/dumps/", headers={"Accept": "application/json"})
    assert (wrong.status_code, wrong.json()["detail"]) == (405, "The address /dumps/ does not answer to DELETE")
    refused = client.get("/explain?s=x&p=y&o=<script>", headers=HTML)
    assert refused.status_code == 400
    assert "<script>" not in refused.text


def test_what_nobody_knows_is_404(client: httpx.Client) -> None:
    """A page, its data, an address."""
    for path in ("/page/none", "/data/none.ttl", "/nowhere", "/data/ferries.exe", "/about/type/none"):
        assert client.get(path).status_code == 404


MARKED = ("/", "/?standing=all", "/page/ferries", "/page/ferries/entity/peru", "/page/ferries/event/e4")


@pytest.mark.parametrize("path", MARKED)
def test_nothing_of_the_data_is_markup(path: str, client: httpx.Client) -> None:
    """Labels and sentences are escaped."""
    text = client.get(path).text
    assert "<script>alert" not in text
    assert "<b>bold" not in text


def test_the_timeline_tells_asserted_from_hearsay(client: httpx.Client) -> None:
    """Only what is asserted at first; each standing on demand."""

    def shown(query: str) -> dict[str, str]:
        events = client.get(f"/timeline.json{query}").json()["events"]
        return {event["page"]: event["standing"] for event in events}

    asserted = {"ferries/event/e1", "ferries/event/e2", "ferries/event/e6", "visit/event/e1"}
    assert shown("").keys() == asserted
    assert shown("?standing=reported") == {"ferries/event/e3": "reported"}
    assert shown("?standing=denied&standing=envisaged") == {
        "ferries/event/e4": "denied",
        "ferries/event/e5": "envisaged",
    }
    assert len(shown("?standing=all")) == 7


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        ("?class=Meeting", {"ferries/event/e1"}),
        ("?actor=ferries/entity/visby", {"ferries/event/e1"}),
        ("?actor=https://w3id.org/dateline/id/Q20&class=Visit", {"visit/event/e1"}),
        ("?start=2015-01-01", {"visit/event/e1"}),
        ("?end=2012-06-30", {"ferries/event/e2", "ferries/event/e6"}),
        ("?words=VISITED", {"visit/event/e1"}),
        ("?actor=nobody", set()),
    ],
)
def test_the_filters_of_the_address_choose_events(query: str, pages: set[str], client: httpx.Client) -> None:
    """The page and its data take the same filters."""
    events = client.get(f"/timeline.json{query}").json()["events"]
    assert {event["page"] for event in events} == pages
    page = client.get(f"/{query}")
    assert f"{len(pages)} of 7 events" in page.text
    assert all(f'href="/page/{name}"' in page.text for name in pages)


def test_an_open_end_stays_open(client: httpx.Client) -> None:
    """No day is made up for an unknown one."""
    events = client.get("/timeline.json?standing=all").json()["events"]
    bounds = {event["page"]: (event["earliest"], event["latest"]) for event in events}
    assert bounds["ferries/event/e3"] == ("2014-05-04", None)
    assert bounds["ferries/event/e4"] == (None, "2014-05-03")
    assert bounds["ferries/event/e5"] == (None, None)


def test_dumps_are_whole(client: httpx.Client) -> None:
    """Each file is the one whose checksum is listed."""
    sums = client.get("/dumps/latest/SHA256SUMS", follow_redirects=True).text.splitlines()
    assert len(sums) >= 5
    for line in sums:
        digest, name = line.split("  ")
        answer = client.get(f"/dumps/{name}")
        assert "content-encoding" not in answer.headers
        assert hashlib.sha256(answer.content).hexdigest() == digest
        assert name in client.get("/dumps/").text


def test_no_file_outside_the_dumps_is_given(client: httpx.Client, data: Path) -> None:
    """Dots and slashes lead nowhere."""
    assert (data / "snapshots" / "first" / "manifest.json").is_file()
    for name in ("..%2Fmanifest.json", "%2e%2e/manifest.json", "..%2f..%2f..%2fcurrent", "/etc/passwd", "none.gz"):
        assert client.get(f"/dumps/{name}").status_code in {404, 308}


def test_the_description_of_the_data_is_where_clients_look(client: httpx.Client) -> None:
    """VoID, section 7.2."""
    answer = client.get("/.well-known/void", follow_redirects=True)
    assert answer.status_code == 200
    assert any(parse(answer.content, format=RdfFormat.TURTLE))


def test_every_answer_has_the_security_headers(client: httpx.Client) -> None:
    """No script of another origin, no sniffing, no frame."""
    for path in ("/", "/sparql?query=ASK%7B%7D", "/nowhere", "/dumps/"):
        headers = client.get(path).headers
        assert "script-src 'self';" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
