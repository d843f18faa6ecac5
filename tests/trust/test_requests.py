"""Which requests of a stranger harm the server, its files, or whoever reads its pages?

The numbers are those of `docs/threats.md`, where the cases stand that other tests show.
"""

import threading
import time
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from server.grammar.tokens import tokens
from server.http.refusals import Refusal
from server.pages.links import local_link
from server.workers.frames import Question
from server.workers.limits import Pool
from server.workers.nursery import Nursery

EASY = "ASK { ?s ?p ?o }"


def ask(client: httpx.Client, query: str) -> httpx.Response:
    """A query by form POST."""
    return client.post("/sparql", data={"query": query})


def is_well(client: httpx.Client) -> bool:
    """Whether the next client is answered."""
    return ask(client, EASY).json()["boolean"] is True and client.get("/health").json()["status"] == "ok"


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
    """Only the functions of `kg/store/functions.py` are registered (`FUNCTIONS`): any other name is refused."""
    answer = ask(client, f'SELECT (<{name}>("id") AS ?x) {{}}')
    assert answer.status_code == 400
    assert "uid=" not in answer.text


ABOVE = ("../../current", "..%2F..%2Fcurrent", "%2e%2e/%2e%2e/current", "....//current", "/etc/passwd", "first%00")


@pytest.mark.parametrize("place", ["/dumps/{}", "/dumps/{}/", "/dumps/first/{}", "/docs/{}", "/page/{}"])
def test_case_12_path_traversal_by_names(place: str, client: httpx.Client) -> None:
    """A name of an address is looked up among the names there are (`Archive.find`, `server/pages/dumps.py`)."""
    for name in ABOVE:
        answer = client.get(place.format(name), follow_redirects=True)
        assert answer.status_code in {400, 404}, name
        assert "root:" not in answer.text
        assert answer.text.strip() != "first"


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
    """Templates escape, `local_link` gives none to `javascript:`, and the policy of contents allows no script."""
    answer = client.get(path.replace("{}", quote(SCRIPT)), headers={"Accept": "text/html"})
    assert answer.status_code < 500
    assert "<script>alert" not in answer.text
    assert 'href="javascript:' not in answer.text
    assert local_link("javascript:alert(1)") is None
    assert "script-src 'self';" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/console", "/?__debugger__=yes&cmd=resource&f=debugger.js", "/_debug", "/metrics"])
def test_case_15_no_debugger_and_no_markup_for_operators(path: str, client: httpx.Client) -> None:
    """The application never runs with a debugger (`server/serve.py`), and metrics are plain text."""
    answer = client.get(path, params={"x": SCRIPT} if "?" not in path else None)
    assert "Werkzeug" not in answer.text
    assert "<script>alert" not in answer.text
    assert answer.status_code == 404 or path.startswith(("/?", "/metrics"))
    if path == "/metrics":
        assert answer.headers["content-type"].startswith("text/plain")


BREAKOUT = "https://w3id.org/dateline/id/ferries> ?p ?o } UNION { ?a ?b ?c } #"


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
    """Values are bound as terms, never written into a text (`server/pages/graph.py`, `is_iri`)."""
    answer = client.get(
        path.replace("{}", quote(BREAKOUT)),
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
    """Values come into the text as terms (`_values`, `server/pages/behind.py`), dates as days (`filters.py`).

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


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g)))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "SELECT * { ?s ?p ?o "
        + " ".join(f"OPTIONAL {{ ?s{n} ?p{n} ?o{n} }}" for n in range(60))
        + " } ORDER BY ?o59",
    ],
    ids=["GROUP_CONCAT", "OPTIONAL chain"],
)
def test_case_21_memory_blow_up(query: str, client: httpx.Client) -> None:
    """A worker has a limit of memory and a deadline (`server/workers/limits.py`, `server/workers/memory.py`)."""
    begun = time.monotonic()
    assert ask(client, query).status_code in {422, 503}
    assert time.monotonic() - begun < 10
    assert is_well(client)


ODD = (
    "SELECT * { ?s (!<x:a>|^<x:b>)* ?o } LIMIT 1",
    "SELECT (SUM(?s) AS ?x) (AVG(?s) AS ?y) (MIN(?s) AS ?z) { ?s ?p ?o } HAVING (COUNT(*) > 0)",
    "SELECT (SUBSTR('a', 9223372036854775807, -9223372036854775808) AS ?x) {}",
    "SELECT (9223372036854775807 + 1 AS ?x) (-9223372036854775807 - 2 AS ?y) {}",
    "SELECT (1/0 AS ?x) (1.0/0 AS ?y) (0e0/0 AS ?z) {}",
    "SELECT ('99999-99-99T99:99:99'^^xsd:dateTime + 1 AS ?x) (YEAR('x'^^xsd:dateTime) AS ?y) {}",
    "SELECT (xsd:decimal('9e999') AS ?x) (xsd:integer('9e9') AS ?y) {}",
    "SELECT ?s { ?s ?p ?o } GROUP BY ?s ?s ?s ORDER BY DESC(?s) ASC(?s) LIMIT 0 OFFSET 9223372036854775807",
    "SELECT ?s { ?s ?p ?o } LIMIT 18446744073709551615 OFFSET 18446744073709551615",
    "SELECT * { VALUES () { () () } MINUS { VALUES ?x { UNDEF } } }",
    "SELECT * { GRAPH ?g {} FILTER NOT EXISTS { FILTER EXISTS { ?g ?g ?g } } }",
    "SELECT (CONCAT() AS ?x) (COALESCE() AS ?y) (IF(1, 2, 1/0) AS ?z) {}",
    "CONSTRUCT { ?o ?s ?p . [] ?o [] } { ?s ?p ?o }",
    "DESCRIBE * { ?s ?p ?o }",
    "ASK { <<( <x:a> <x:b> <<( <x:a> <x:b> 1 )>> )>> ?p ?o }",
    "SELECT (REPLACE('a', '', '$9') AS ?x) (REGEX('a', '(') AS ?y) (STRLANG('a', '') AS ?z) {}",
    "SELECT ('\\uD800' AS ?x) {}",
    "SELECT * { ?s ?p ?o . FILTER(?p IN ()) } ORDER BY RAND() STR(?undefined)",
)


def test_case_23_no_plain_query_ends_the_server(client: httpx.Client) -> None:
    """Workers are processes (`server/workers/process.py`): each is answered or refused, and so is the next."""
    for query in ODD:
        assert ask(client, query).status_code in {200, 400, 422, 503}, query
    assert is_well(client)


def test_case_25_a_poison_graph_is_cited_in_no_time(client: httpx.Client) -> None:
    """Digests give blank nodes no names (`digest_rows`), so nothing has to be made canonical."""
    pairs = " ".join(f"_:a{one} <x:p> _:a{other} ." for one in range(9) for other in range(9) if one != other)
    begun = time.monotonic()
    answer = client.get("/cite", params={"query": f"CONSTRUCT {{ {pairs} }} {{}}", "format": "csl-json"})
    assert answer.status_code == 200
    assert time.monotonic() - begun < 10


def test_case_27_a_query_whose_client_has_gone_ends(data: Path) -> None:
    """`gone` is asked while a worker is silent (`_fill`, `server/workers/process.py`), long before the deadline."""
    pool = Pool(Nursery(lambda: data / "snapshots" / "first" / "store"), size=1, memory=400, patience=3)
    endless = Question(
        text="SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        media_type="application/sparql-results+json",
        max_rows=10,
        seconds=30,
    )
    begun = time.monotonic()
    left = threading.Event()
    threading.Timer(0.3, left.set).start()
    try:
        with pytest.raises(Refusal, match="closed the connection"):
            pool.ask(endless, left.is_set)
        assert pool.load().running == 0
    finally:
        pool.close()
    assert time.monotonic() - begun < 15
