"""Can an answer be cited, and does its link still say the truth on a newer snapshot?"""

import json
import re
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg import iri
from kg.settings import ServeSettings
from kg.vocabulary import PREFIXES
from server.app import close_app, create_app
from server.pages.citation import Citation, declare_prefixes, find_sources, write_citation
from server.pages.graph import Row, Value
from server.workers.summary import Digest, Rows, digest_rows, is_ordered

EVENTS = "SELECT ?e WHERE { ?c dl:asserts ?e }"
HTML = {"Accept": "text/html"}
ROWS = st.lists(st.tuples(st.integers(), st.text(max_size=5)).map(lambda row: tuple(Literal(cell) for cell in row)))


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_counts_only_where_the_query_gives_one(rows, chance) -> None:
    """Unordered answers are the same set of rows in any order; ordered ones are not."""
    mixed = chance.sample(rows, len(rows))
    one, other = Rows(("a", "b"), rows), Rows(("a", "b"), mixed)
    assert digest_rows(one, ordered=False) == digest_rows(other, ordered=False)
    assert (digest_rows(one, ordered=True) == digest_rows(other, ordered=True)) is (rows == mixed)


@pytest.mark.parametrize(
    "other",
    [
        Rows(("b",), [(Literal("x"),)]),
        Rows(("a",), [(Literal("x", language="en"),)]),
        Rows(("a",), [(NamedNode("http://e/x"),)]),
        Rows(("a",), [(None,)]),
        Rows(("a",), [(Literal("x"),), (Literal("x"),)]),
        Rows(("a",), []),
    ],
)
def test_other_rows_have_another_digest(other: Rows) -> None:
    """A variable's name, a language, a kind of term, an unbound cell, a repetition: all of it counts."""
    assert digest_rows(other, ordered=False) != digest_rows(Rows(("a",), [(Literal("x"),)]), ordered=False)


@pytest.mark.parametrize(
    ("query", "ordered"),
    [
        ("SELECT ?s { ?s ?p ?o } ORDER BY ?s", True),
        ("SELECT ?s { ?s ?p ?o } order by ?s LIMIT 5", True),
        ("SELECT ?s { { SELECT ?s { ?s ?p ?o } ORDER BY ?s } }", False),
        ("SELECT ?s { ?s ?p 'ORDER BY' } # ORDER BY ?s", False),
    ],
)
def test_an_order_is_one_of_the_whole_answer(query: str, ordered: bool) -> None:
    """ORDER BY in a subquery, a string or a comment orders nothing."""
    assert is_ordered(query) is ordered


def test_a_cited_query_runs_anywhere() -> None:
    """Our prefixes are declared in it, and only those that it uses and does not declare itself."""
    query = "PREFIX dl: <http://e/> SELECT ?x { ?x a dl:A ; skos:prefLabel 'org:x' }"
    declared = declare_prefixes(query, PREFIXES)
    assert declared == "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n" + query
    assert isinstance(Store().query(declared), QuerySolutions)


class Heads:
    """A graph that knows a headline of whatever it is asked about."""

    def select(self, _name: str, **_terms: str) -> list[Row]:
        """One row."""
        return [{"headline": Value("Ferries", False, None, None)}]


def test_what_is_no_article_crowds_no_article_out() -> None:
    """An answer of a hundred people names its one article all the same."""
    keys = [*(f"Q{number}" for number in range(100)), "ferries"]
    (source,) = find_sources(Heads(), keys, {iri.mint_article_graph("ferries")})
    assert (source.iri, source.headline) == (iri.mint_article("ferries"), "Ferries")


def citation(query: str) -> Citation:
    """A citation of one row without a date and a link, as of a dump."""
    digest = Digest(1, "ab" * 32)
    return Citation(query=query, snapshot="5" * 32, digest=digest, rows=1, issued=None, link=None, sources=())


@given(st.text(alphabet="aZ{}\\%$#_&~^\n\r\"' -@", max_size=30))
def test_no_query_breaks_out_of_its_field(query: str) -> None:
    """BibTeX braces balance, RIS has one field a line, CSL-JSON is JSON."""
    cited = citation(query)
    bibtex = write_citation(cited, "bibtex")
    depths = list(accumulate((sign == "{") - (sign == "}") for sign in bibtex))
    assert min(depths) >= 0
    assert bibtex.rstrip().endswith("}")
    assert depths[-1] == 0
    ris = write_citation(cited, "ris").split("\r\n")
    tags = [line[:6] for line in ris[:-1]]
    assert tags == [f"{tag}  - " for tag in ("TY", "ID", "TI", "AU", "ET", "N1", "N1", "ER")]
    (item,) = json.loads(write_citation(cited, "csl-json"))
    assert item["type"] == "dataset"
    assert "issued" not in item


@pytest.mark.parametrize("style", ["bibtex", "ris", "csl-json"])
def test_each_style_names_snapshot_rows_digest_and_link(style: str, client: httpx.Client) -> None:
    """Whoever has the snapshot can ask again and compare."""
    answer = client.get("/cite", params={"query": EVENTS, "format": style})
    assert answer.status_code == 200
    for words in ("first", "4 rows", "SHA-256", "sha256=", "Headline of ferries The Gazette"):
        assert words in answer.text.replace("\\_", "_"), words
    by_header = client.get("/cite", params={"query": EVENTS}, headers={"Accept": answer.headers["content-type"]})
    assert by_header.text == answer.text


def link_of(page: httpx.Response) -> str:
    """The permanent link of a page of `/cite`."""
    found = re.search(r'<a href="[^"]*(/cite\?[^"]*)">Open it</a>', page.text)
    assert found is not None, page.text
    return found[1].replace("&amp;", "&")


def test_the_permanent_link_finds_the_same_rows(client: httpx.Client) -> None:
    """It says so; a digest that does not fit is told."""
    link = link_of(client.get("/cite", params={"query": EVENTS}, headers=HTML))
    assert "The rows are the same as those cited." in client.get(link, headers=HTML).text
    assert "The rows differ" in client.get(link[:-4] + "0000", headers=HTML).text


def test_a_cut_answer_has_no_digest(client: httpx.Client) -> None:
    """Another server would cut it elsewhere."""
    answer = client.get("/cite", params={"query": "SELECT ?s { ?s ?p ?o }", "format": "ris"})
    assert "was cut after 40 rows and has no digest" in answer.text
    assert "sha256" not in answer.text


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({}, 400),
        ({"query": "SELEC"}, 400),
        ({"query": EVENTS, "format": "word"}, 400),
        ({"query": EVENTS, "snapshot": "../../x", "format": "ris"}, 404),
        ({"query": EVENTS, "snapshot": ".draft-1", "format": "ris"}, 404),
        ({"query": "SELECT * { SERVICE <http://127.0.0.1/> {} }"}, 403),
    ],
)
def test_what_cannot_be_cited_is_refused(parameters: dict[str, str], status: int, client: httpx.Client) -> None:
    """As on `/sparql`; no folder is opened that is no snapshot."""
    assert client.get("/cite", params=parameters).status_code == status


def test_triples_and_booleans_can_be_cited(client: httpx.Client) -> None:
    """Every form of query has rows."""
    for query, rows in (("ASK { ?c dl:denies ?e }", "1 row "), ("CONSTRUCT WHERE { ?c dl:asserts ?e }", "4 rows ")):
        assert rows in client.get("/cite", params={"query": query, "format": "ris"}).text


@pytest.fixture
def renewed(tmp_path: Path, data: Path, publish_again: Callable[[Path, str], Path]) -> Iterator[tuple[str, object]]:
    """A link of the snapshot `old`, and a client of a server that now serves another one."""
    publish_again(tmp_path, "old")
    app = create_app(ServeSettings(data=tmp_path, workers=1))
    try:
        client = app.test_client()
        link = link_of(client.get("/cite", query_string={"query": EVENTS}, headers=HTML))  # type: ignore[arg-type]
        (tmp_path / "snapshots" / "first").symlink_to(data / "snapshots" / "first")
        (tmp_path / "current").write_text("first\n")
        yield link, client
    finally:
        close_app(app)


def test_a_link_to_an_older_snapshot_is_answered_from_it(renewed) -> None:  # type: ignore[no-untyped-def]
    """The page says that there is a newer one and what changed; the rows of the old one can still be had."""
    link, client = renewed
    page = client.get(link, headers=HTML).text
    assert "The rows are the same as those cited." in page
    assert "A newer snapshot is served now: <code>first</code>" in page
    assert "with 4 rows instead of 1" in page
    rows = client.get(link, headers={"Accept": "text/csv"})
    assert rows.headers["Dateline-Snapshot"] == "old"
    assert rows.text.split() == ["e", "https://w3id.org/dateline/id/visit/event/e1"]


def test_a_link_to_a_snapshot_that_is_gone_says_so(renewed, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Today's answer is shown as today's, never as the one cited."""
    link, client = renewed
    (tmp_path / "snapshots" / "old").rename(tmp_path / "gone")
    page = client.get(link, headers=HTML).text
    assert "which is not kept here" in page
    assert "its rows differ from those cited" in page
    assert client.get(link, headers={"Accept": "text/csv"}).status_code == 404
