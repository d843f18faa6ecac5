"""Which requests of a stranger harm the server, its files, or whoever reads its pages?

The numbers are those of `docs/threats.md`, where the cases stand that other tests show.
"""

import csv
import io
import json
import shutil
import time
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from kg.settings import ServeSettings
from server.app import close_app, create_app
from server.grammar.tokens import tokens
from server.pages.links import local_link


def ask(client: httpx.Client, query: str) -> httpx.Response:
    """A query by form POST."""
    return client.post("/sparql", data={"query": query})


@pytest.mark.parametrize(
    "name",
    [
        "java:java.lang.Runtime.exec",
        "http://jena.apache.org/ARQ/js#eval",
        "http://www.w3.org/2001/XMLSchema#anyType",
        "python:os.system",
        "bif:exec",
        "https://w3id.org/dateline/function#none",
    ],
)
def test_case_11_code_execution_by_extension_functions(name: str, client: httpx.Client) -> None:
    """Only those of `kg.store.functions.PLAIN` are registered: any other name is refused."""
    answer = ask(client, f'SELECT (<{name}>("id") AS ?x) {{}}')
    assert answer.status_code == 400
    assert "uid=" not in answer.text


ABOVE = ("../../current", "..%2F..%2Fcurrent", "%2e%2e/%2e%2e/current", "....//current", "/etc/passwd", "first%00")


@pytest.mark.parametrize("place", ["/dumps/{}", "/dumps/{}/", "/dumps/first/{}", "/docs/{}", "/page/{}"])
def test_case_12_path_traversal_by_names(place: str, client: httpx.Client) -> None:
    """`server.pages.dumps._find` and `server.pages.cite.Archive.find` look a name up among those there are."""
    for name in ABOVE:
        answer = client.get(place.format(name), follow_redirects=True)
        assert answer.status_code in {400, 404}, name
        assert "root:" not in answer.text
        assert answer.text.strip() != "first"


@pytest.mark.parametrize("path", ["/page/ferries", "/page/ferries/entity/peru"])
def test_case_13_tags_in_the_data_are_words(path: str, client: httpx.Client) -> None:
    """`server.app.create_app` leaves the escaping of templates on."""
    page = client.get(path, headers={"Accept": "text/html"}).text
    assert "<b>bold</b>" not in page
    assert "<script>alert" not in page
    assert "&lt;b&gt;bold" in page


SCRIPT = '"><script>alert(1)</script>'


@pytest.mark.parametrize(
    "path",
    [
        "/explain?s=javascript:alert(1)&p=javascript:alert(1)&o=javascript:alert(1)",
        "/sparql?query={}",
        "/cite?query=ASK%7B%7D&snapshot={}",
        "/cite?query=SELECT%20(IRI(%22javascript:alert(1)%22)%20AS%20%3Fx)%20%7B%7D",
        "/ask?who={}&when={}",
        "/?kind={}&actor={}&from={}",
        "/map?q={}",
        "/network?q={}",
        "/page/{}",
        "/about?iri=javascript:alert(1)",
    ],
)
def test_case_14_no_script_by_an_address_or_iri(path: str, client: httpx.Client) -> None:
    """`server.pages.links.local_link` gives none to `javascript:`; templates escape, the policy allows no script."""
    answer = client.get(path.replace("{}", quote(SCRIPT)), headers={"Accept": "text/html"})
    assert answer.status_code < 500
    assert "<script>alert" not in answer.text
    assert 'href="javascript:' not in answer.text
    assert local_link("javascript:alert(1)") is None
    assert "script-src 'self';" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/console", "/?__debugger__=yes&cmd=resource&f=debugger.js", "/_debug", "/metrics"])
def test_case_15_no_debugger_and_no_markup_for_operators(path: str, client: httpx.Client) -> None:
    """`server.serve.serve` never runs the application with a debugger, and metrics are plain text."""
    answer = client.get(path, params={"x": SCRIPT} if "?" not in path else None)
    assert "Werkzeug" not in answer.text
    assert "<script>alert" not in answer.text
    assert answer.status_code == 404 or path.startswith(("/?", "/metrics"))
    if path == "/metrics":
        assert answer.headers["content-type"].startswith("text/plain")


BREAKOUTS = (
    "https://w3id.org/dateline/id/ferries> ?p ?o } UNION { ?a ?b ?c } #",
    "https://w3id.org/dateline/id/none> AS ?none) #",
)


@pytest.mark.parametrize(
    "path",
    [
        "/evidence?iri={}",
        "/explain?s={}&p={}&o={}",
        "/about?iri={}",
        "/page/ferries%3E%20%3Fp%20%3Fo%20%7D%20UNION%20%7B%20%3Fa%20%3Fb%20%3Fc%20%7D%20%23",
        "/data/ferries%3E%20%3Fp%20%3Fo%20%7D%20%23.nt",
        "/graph-store?graph={}",
        "/sparql?query=ASK%7B%7D&default-graph-uri={}",
    ],
)
def test_case_17_no_parameter_becomes_sparql(path: str, client: httpx.Client) -> None:
    """`server.pages.graph.Graph._ask` binds values as terms, and never writes them into a text."""
    for breakout in BREAKOUTS:
        answer = client.get(
            path.replace("{}", quote(breakout)),
            headers={"Accept": "application/json, application/n-triples"},
            follow_redirects=True,
        )
        assert answer.status_code in {400, 404, 406}, answer.text
        assert "Norway" not in answer.text


FILTERS = ("actor", "country", "class", "type", "plover", "source", "words", "start", "end")
INJECTED = (
    'x") } UNION { ?event ?p ?o } #',
    "x' } UNION { ?event ?p ?o } #",
    "https://w3id.org/dateline/id/Q20> ?p ?o } UNION { ?event ?p ?o } #",
    'x\\" } UNION { ?event ?p ?o } #',
    "x\n} UNION { ?event ?p ?o }",
)


def shape(query: str) -> list[str]:
    """What a query is apart from its strings and IRIs."""
    return [token.text for token in tokens(query) if token.kind not in {"string", "iri"}]


@pytest.mark.parametrize("name", FILTERS)
def test_case_18_no_value_of_a_filter_becomes_a_query(name: str, client: httpx.Client) -> None:
    """`server.pages.behind._block` writes values as terms, `server.pages.filters.read_filter` takes dates as days.

    So the query behind a page has one shape whatever is typed, and the page shows nothing that it does not show else.
    """
    harmless = shape(client.get("/timeline.rq", params={name: "2014" if name in {"start", "end"} else "x"}).text)
    none = shape(client.get("/timeline.rq").text)
    every = {event["page"] for event in client.get("/timeline.json").json()["events"]}
    for value in INJECTED:
        shown = client.get("/timeline.rq", params={name: value})
        assert shape(shown.text) in (harmless, none), shown.text
        found = client.get("/timeline.json", params={name: value}).json()["events"]
        assert {event["page"] for event in found} <= every
        assert shape(client.get("/timeline.rq", params={value: "x"}).text) == none


def test_case_25_a_poison_graph_is_cited_in_no_time(client: httpx.Client) -> None:
    """`server.workers.summary.digest_rows` gives blank nodes no names, so nothing has to be made canonical."""
    pairs = " ".join(f"_:a{one} <x:p> _:a{other} ." for one in range(9) for other in range(9) if one != other)
    begun = time.monotonic()
    answer = client.get("/cite", params={"query": f"CONSTRUCT {{ {pairs} }} {{}}", "format": "csl-json"})
    assert answer.status_code == 200
    assert time.monotonic() - begun < 10


def test_case_28_a_cut_answer_says_so(client: httpx.Client) -> None:
    """`server.sparql.replies.reply` says it in the header; what comes is well formed.

    Forty rows are the limit of this server.
    """
    for accept in ("application/sparql-results+json", "text/csv"):
        query = "SELECT ?s ?p ?o { ?s ?p ?o }"
        answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
        assert answer.headers["dateline-truncated"] == "rows=40"
        table = list(csv.reader(io.StringIO(answer.text, newline="")))[1:]
        rows = json.loads(answer.text)["results"]["bindings"] if "json" in accept else table
        assert len(rows) == 40
    whole = client.get("/sparql", params={"query": "SELECT ?s { ?s ?p ?o } LIMIT 40"})
    assert "dateline-truncated" not in whole.headers
    triples = client.get("/sparql", params={"query": "CONSTRUCT WHERE { ?s ?p ?o }"})
    assert triples.headers["dateline-truncated"] == "rows=40"


FORMULAS = 'SELECT ?x { VALUES ?x { "=cmd()" "+1" "-1+2" "@x" "plain" "=a,b" } }'


def test_case_29_formulas_in_csv(client: httpx.Client) -> None:
    """`server.workers.cells.Harmless` puts an apostrophe first; the standard's CSV stays raw."""
    safe = client.get("/spreadsheet.csv", params={"query": FORMULAS})
    assert safe.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in safe.headers["content-disposition"]
    assert safe.content.decode("utf-8-sig").split() == ["x", "'=cmd()", "+1", "'-1+2", "'@x", "plain", '"\'=a,b"']
    raw = client.get("/sparql", params={"query": FORMULAS}, headers={"Accept": "text/csv"})
    assert raw.text.split() == ["x", "=cmd()", "+1", "-1+2", "@x", "plain", '"=a,b"']


def test_case_35_errors_tell_no_path_and_no_stack(client: httpx.Client) -> None:
    """`server.http.problems.register_problems`: our own words for every fault, no path, no stack, no module."""
    answers = [ask(client, "SELEC"), client.get("/nowhere"), client.get("/dumps/none"), client.get("/page/none")]
    for answer in answers:
        assert answer.status_code in {400, 404}
        assert not any(word in answer.text for word in ("Traceback", "/home", "/root", ".py", "snapshots"))


def test_case_35_a_broken_disk_is_told_without_its_path(data: Path, tmp_path: Path) -> None:
    """`server.http.problems._read_dateline`: what the store says of its files is for the log alone."""
    shutil.copytree(data, tmp_path / "data")
    app = create_app(ServeSettings(data=tmp_path / "data", workers=1))
    try:
        (tmp_path / "data" / "snapshots" / "first" / "manifest.json").write_text("{", encoding="utf-8")
        (tmp_path / "data" / "current").write_text("first ", encoding="utf-8")
        answer = app.test_client().get("/dumps/first/")
    finally:
        close_app(app)
    assert answer.status_code == 503
    assert str(tmp_path) not in answer.text
