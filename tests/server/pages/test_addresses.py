"""Does every IRI of ours lead to what describes it, in every format, and an unknown one to what was meant?"""

import json
import random
import re
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse

from kg import iri
from kg.vocabulary import OA, SCHEMA, XSD

FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
HTML = {"Accept": "text/html"}


def address(name: str) -> str:
    """The path and query under which a server answers for an IRI, whatever host the IRI names."""
    parts = urlsplit(name)
    return parts.path.removeprefix(urlsplit(iri.BASE).path.rstrip("/")) + (f"?{parts.query}" if parts.query else "")


@pytest.fixture(scope="module")
def ours(data: Path) -> list[str]:
    """An IRI of each kind that the served graph names, chosen by chance that is always the same."""
    store = Store.read_only(str(data / "snapshots" / "first" / "store"))
    terms = {term.value for quad in store for term in quad if isinstance(term, NamedNode)}
    kinds: dict[str, list[str]] = {}
    for name in sorted(term for term in terms if term.startswith(iri.BASE)):
        kind = "/".join(name.removeprefix(iri.BASE).partition("#")[0].split("/")[:-1:2])
        kinds.setdefault(kind, []).append(name)
    chance = random.Random(8)  # noqa: S311 - a sample, no secret
    return [chance.choice(names) for names in kinds.values()]


def test_every_iri_of_ours_answers_in_every_format(ours: list[str], client: httpx.Client) -> None:
    """A part of what `tests/bench/addresses.py` asks for; each answer parses and, but for a graph, names the IRI."""
    assert len(ours) > 12
    for name in ours:
        page = client.get(address(name), headers=HTML, follow_redirects=True)
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8"), name
        for media_type, form in FORMATS.items():
            answer = client.get(address(name), headers={"Accept": media_type}, follow_redirects=True)
            assert answer.headers["content-type"].partition(";")[0] == media_type, name
            terms = {term for quad in parse(answer.content, format=form) for term in quad}
            assert NamedNode(name) in terms or (name.startswith(iri.GRAPH) and terms), name


@pytest.mark.parametrize(
    "name",
    [iri.ONTOLOGY, iri.SHAPES, iri.FUNCTION, iri.TYPE, iri.PLOVER, iri.mint_dataset(), iri.mint_dataset("claims"),
     iri.mint_type("killing"), iri.mint_plover("AGREE"), iri.QUESTION, iri.mint_question("denials"),
     iri.mint_article_graph("ferries"), iri.BASE + "alignments",
     iri.BASE + "ontology/1.0.0"],
)  # fmt: skip
def test_each_namespace_has_its_documents(name: str, client: httpx.Client) -> None:
    """Also what no triple of the store names."""
    page = client.get(address(name), headers=HTML, follow_redirects=True)
    assert page.headers["content-type"].startswith("text/html")
    for media_type, form in FORMATS.items():
        answer = client.get(address(name), headers={"Accept": media_type}, follow_redirects=True)
        assert answer.status_code == 200
        assert any(parse(answer.content, format=form))


def test_a_row_of_the_gazetteer_has_a_page_though_no_article_names_it(client: httpx.Client) -> None:
    """Reconciliation hands out its identifier; the data say where it lies and its item, and the page links there."""
    page = client.get("/id/Q3787", headers=HTML, follow_redirects=True)
    assert "Abuja" in page.text
    assert '<a href="http://www.wikidata.org/entity/Q3787">' in page.text
    found = {
        quad.predicate.value: quad.object
        for quad in parse(client.get("/data/Q3787.ttl").content, format=RdfFormat.TURTLE)
    }
    assert found[iri.ONTOLOGY + "wikidataItem"] == NamedNode(iri.mint_wikidata("Q3787"))
    assert found[iri.ONTOLOGY + "inCountry"] == NamedNode(iri.mint_item("Q1033"))


def test_a_doubtful_link_is_shown_with_its_score(client: httpx.Client) -> None:
    """The page of whoever is meant lists the items that were weighed; the data have the same, with the reasons."""
    page = client.get("/page/ferries/entity/visby").text
    cells = page.partition('<a href="http://www.wikidata.org/entity/Q54783">Q54783</a></td>')[2]
    assert cells.startswith('<td class="corner" data-head="Score">0.62</td><td>Visby by label</td>')
    link = NamedNode(iri.mint_part("ferries", "link", "visby-Q54783"))
    found = {
        quad.triple
        for quad in parse(client.get("/data/ferries/link/visby-Q54783.ttl").content, format=RdfFormat.TURTLE)
    }
    assert Triple(link, SCHEMA.value, Literal("0.62", datatype=XSD.decimal)) in found
    assert Triple(link, OA.hasBody, NamedNode(iri.mint_wikidata("Q54783"))) in found
    assert "Whom it may mean" not in client.get("/page/Q20").text


@pytest.mark.parametrize("accept", ["application/json", "application/json, text/plain;q=0.5, */*;q=0.1"])
@pytest.mark.parametrize("path", ["/id/{}", "/page/{}", "/data/{}.jsonld"])
def test_programs_that_ask_for_json_are_told_what_is_missing(client: httpx.Client, path: str, accept: str) -> None:
    """404 with suggestions in JSON, never 406; of what there is they are given JSON-LD."""
    answer = client.get(path.format("q20x"), headers={"Accept": accept}, follow_redirects=True)
    assert (answer.status_code, "json" in answer.headers["content-type"]) == (404, True)
    near = client.get(path.format("ferries/event/e99"), headers={"Accept": accept}, follow_redirects=True)
    assert iri.mint_article("ferries") in near.json()["suggestions"]
    there = client.get("/id/ferries", headers={"Accept": "application/json"}, follow_redirects=True)
    assert there.headers["content-type"].startswith("application/ld+json")


def test_the_three_addresses_name_each_other(client: httpx.Client) -> None:
    """303 says which describes; the page its formats, canonical address and IRI; the data its page and IRI."""
    seen = client.get("/id/ferries", headers={"Accept": "text/turtle"})
    assert seen.headers["link"] == '</data/ferries.ttl>; rel="describedby"; type="text/turtle"'
    assert seen.headers["vary"] == "Accept"
    page = client.get("/page/ferries?from=elsewhere")
    canonical = f"{client.base_url}/page/ferries"
    assert f'<{canonical}>; rel="canonical"' in page.headers["link"]
    assert f'<{iri.mint_article("ferries")}>; rel="cite-as"' in page.headers["link"]
    assert f'<link rel="canonical" href="{canonical}">' in page.text
    assert page.headers["link"].count('rel="alternate"') == page.text.count('<link rel="alternate"') == 4
    assert f'<{iri.mint_article("ferries")}>; rel="describes"' in client.get("/data/ferries.nt").headers["link"]


def described(path: str, client: httpx.Client) -> dict[str, object]:
    """What the page's data block says that it is about; empty when nothing."""
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.DOTALL)
    assert block is not None
    members = json.loads(block[1])
    assert (members["@context"], members["@type"]) == ("https://schema.org", "WebPage")
    return members.get("mainEntity", {})  # type: ignore[no-any-return]


def test_search_engines_learn_only_what_is_asserted(client: httpx.Client) -> None:
    """A day only where it is the only one; no event for what is reported, denied or envisaged."""
    meeting = described("/page/ferries/event/e1", client)
    assert (meeting["@type"], meeting["startDate"], meeting["endDate"]) == ("Event", "2014-05-03", "2014-05-03")
    assert "startDate" not in described("/page/ferries/event/e2", client)
    for hearsay in ("e3", "e4", "e5"):
        assert described(f"/page/ferries/event/{hearsay}", client) == {}
    assert described("/page/Q20", client)["@type"] == "Country"
    assert described("/page/ferries/entity/peru", client)["name"] == "Peru <b>bold</b>"


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("ferries/event/e99", iri.mint_article("ferries")),
        ("ferrys", iri.mint_article("ferries")),
        ("q20", iri.mint_item("Q20")),
        ("angela-merkel", iri.mint_item("Q567")),
    ],
)
def test_an_unknown_address_is_told_what_there_is(path: str, meant: str, client: httpx.Client) -> None:
    """404 with links for people, with IRIs for programs."""
    page = client.get(f"/page/{path}", headers=HTML)
    assert page.status_code == 404
    assert f'href="{address(meant).replace("/id/", "/page/")}"' in page.text
    answer = client.get(f"/data/{path}.ttl")
    assert answer.status_code == 404
    assert meant in answer.json()["suggestions"]


@pytest.mark.parametrize(
    "name", ["a b", "é", "%", "%2F", "<x>", '"', "\\", "{}", "x" * 2000, "\u202e", "a/../b", "&amp;"]
)
def test_odd_characters_in_an_address_lead_nowhere(name: str, client: httpx.Client) -> None:
    """Neither an error of the server nor markup."""
    for path in ("/id/", "/page/", "/type/", "/graph/article/", "/reconcile/preview?id="):
        answer = client.get(path + quote(name, safe=""), headers=HTML, follow_redirects=True)
        assert answer.status_code == 404, path
        assert "html" not in answer.headers["content-type"] or "<x>" not in answer.text
    assert client.get(f"/data/{quote(name, safe='')}.ttl").status_code == 404


def test_the_sitemap_lists_pages_that_answer(client: httpx.Client) -> None:
    """Every article, event and actor; nothing that is evidence alone; robots.txt leads to it."""
    robots = client.get("/robots.txt").text
    sitemap = client.get(robots.partition("Sitemap: ")[2].strip())
    listed = re.findall("<loc>(.*?)</loc>", sitemap.text)
    for path in (
        "/page/ferries",
        "/page/ferries/event/e1",
        "/page/Q20",
        "/page/ferries/entity/peru",
        "/about/plover/AGREE",
    ):
        assert f"{client.base_url}{path}" in listed
    assert not [url for url in listed if "/quote/" in url or "/claim/" in url]
    assert client.get(listed[len(listed) // 2]).status_code == 200
    assert client.get("/sitemap-2.xml").status_code == client.get("/sitemap-0.xml").status_code == 404


def test_the_ontology_is_documented_from_itself(client: httpx.Client) -> None:
    """Each term with its meaning, place in the hierarchy, domain, range, rules, mappings, and questions with it."""
    page = client.get("/ontology").text
    terms = {quad.subject.value for quad in parse(client.get("/ontology.ttl").content, format=RdfFormat.TURTLE)
             if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(iri.ONTOLOGY)}  # fmt: skip
    anchors = set(re.findall(r' id="([^"]+)"', page))
    assert {term.removeprefix(iri.ONTOLOGY) for term in terms} <= anchors
    assert set(re.findall(r'href="#([^"]*)"', page)) - {"main"} <= anchors
    flat = " ".join(page.split())
    for said in (
        '<span class="kind">inverse of</span> <a href="#assertedBy">assertedBy</a>',
        'subClassOf</span> <a href="https://schema.org/Person">',
        "<code>dlt:killing</code></a> killing",
        '<span class="kind">never also</span>',
        "A claim is stated in exactly one article.",
    ):
        assert said in flat
