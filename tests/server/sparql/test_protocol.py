"""Does `/sparql` keep to SPARQL 1.1 Protocol, for queries?"""

import csv
import io
from xml.etree import ElementTree

import httpx
import pytest

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
COUNT = "SELECT (COUNT(DISTINCT ?e) AS ?n) WHERE { ?e a dl:Event }"
EVENTS = "SELECT ?e WHERE { ?c dl:asserts ?e } ORDER BY ?e"


def values(response: httpx.Response, name: str) -> list[str]:
    """The values of one variable in a JSON answer."""
    assert response.status_code == 200, response.text
    return [row[name]["value"] for row in response.json()["results"]["bindings"]]


def by_get(client: httpx.Client, query: str) -> httpx.Response:
    """Section 2.1.1."""
    return client.get("/sparql", params={"query": query})


def by_form(client: httpx.Client, query: str) -> httpx.Response:
    """Section 2.1.2."""
    return client.post("/sparql", data={"query": query})


def direct(client: httpx.Client, query: str) -> httpx.Response:
    """Section 2.1.3."""
    return client.post("/sparql", content=query.encode(), headers={"Content-Type": "application/sparql-query"})


@pytest.mark.parametrize("ask", [by_get, by_form, direct])
def test_each_way_of_asking_gives_the_same_rows(ask, client: httpx.Client) -> None:
    """A query has one answer, however it is carried."""
    found = values(ask(client, EVENTS), "e")
    assert [name.rpartition("/id/")[2] for name in found] == [
        "ferries/event/e1",
        "ferries/event/e2",
        "ferries/event/e6",
        "visit/event/e1",
    ]


@pytest.mark.parametrize("ask", [by_get, by_form, direct])
def test_percent_encoded_slashes_and_plus_signs_survive(ask, client: httpx.Client) -> None:
    """The query is decoded exactly once."""
    query = 'SELECT ("a%2Fb+c" AS ?x) (STR(<http://e/a%2Fb>) AS ?y) {}'
    response = ask(client, query)
    assert (values(response, "x"), values(response, "y")) == (["a%2Fb+c"], ["http://e/a%2Fb"])


def test_solutions_come_in_every_format(client: httpx.Client) -> None:
    """JSON, XML, CSV and TSV carry the same rows."""
    query = 'SELECT ?s ?l { VALUES (?s ?l) { (dl:Event "a,\\"b\\"\\n\\tc"@en) (UNDEF 5) } }'
    answers = {
        kind: client.post("/sparql", data={"query": query}, headers={"Accept": kind})
        for kind in (JSON, XML, "text/csv", "text/tab-separated-values")
    }
    for kind, answer in answers.items():
        assert answer.headers["content-type"].partition(";")[0] == kind
    as_json = answers[JSON].json()["results"]["bindings"]
    assert as_json[0]["l"] == {"type": "literal", "value": 'a,"b"\n\tc', "xml:lang": "en"}
    assert "s" not in as_json[1]
    root = ElementTree.fromstring(answers[XML].content)  # noqa: S314
    literals = [node.text for node in root.iter("{http://www.w3.org/2005/sparql-results#}literal")]
    assert literals == ['a,"b"\n\tc', "5"]
    rows = list(csv.reader(io.StringIO(answers["text/csv"].text, newline="")))
    assert rows == [["s", "l"], ["https://w3id.org/dateline/ontology#Event", 'a,"b"\n\tc'], ["", "5"]]
    lines = answers["text/tab-separated-values"].text.split("\n")
    assert lines[:2] == ["?s\t?l", '<https://w3id.org/dateline/ontology#Event>\t"a,\\"b\\"\\n\\tc"@en']
    assert len(lines) == 4


@pytest.mark.parametrize(
    "kind", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_triples_come_in_every_format(kind: str, client: httpx.Client) -> None:
    """CONSTRUCT answers in the RDF format that was asked for."""
    from pyoxigraph import RdfFormat, parse

    query = "CONSTRUCT { ?c dl:asserts ?e } WHERE { ?c dl:asserts ?e }"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": kind})
    assert answer.headers["content-type"].partition(";")[0] == kind
    form = RdfFormat.from_media_type(kind)
    assert form is not None
    found = {quad.object.value for quad in parse(answer.content, format=form)}
    assert found == set(values(by_get(client, EVENTS), "e"))


@pytest.mark.parametrize("value", ["a\\u0001b", "\\uFFFE"])
def test_no_literal_makes_rdf_xml_that_is_none(value: str, client: httpx.Client) -> None:
    """What XML 1.0 cannot hold becomes U+FFFD."""
    query = f'CONSTRUCT {{ ?s <http://e/p> ?x }} {{ BIND(<http://e/s> AS ?s) BIND("{value}"@en AS ?x) }}'
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "application/rdf+xml"})
    text = "".join(ElementTree.fromstring(answer.content).itertext()).strip()  # noqa: S314 - of our own server
    assert text == {"a\\u0001b": "a\ufffdb", "\\uFFFE": "\ufffd"}[value]


@pytest.mark.parametrize("name", ["http://e/123", "http://e/", "http://e/a%20", "http://e/a?b=1"])
def test_a_property_that_rdf_xml_has_no_name_for_is_refused(name: str, client: httpx.Client) -> None:
    """In words, when its IRI does not end in a name; a name after other signs is one."""
    query = f"CONSTRUCT {{ <http://e/s> <{name}> 1 }} {{}}"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "application/rdf+xml"})
    assert (answer.status_code, "ask for Turtle" in answer.json()["detail"]) == (400, True)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.7", "application/sparql-results+xml"),
        ("*/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("application/json", "application/json"),
        ("*/*;q=0.5, application/sparql-results+json;q=0", "application/sparql-results+xml"),
    ],
)
def test_the_best_acceptable_format_is_chosen(accept: str, expected: str, client: httpx.Client) -> None:
    """Quality values and specificity decide, as RFC 9110 says."""
    answer = client.get("/sparql", params={"query": COUNT}, headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == expected
    assert "Accept" in answer.headers["vary"]


def test_an_unacceptable_format_is_406_and_names_the_others(client: httpx.Client) -> None:
    """The query is not run, and the client learns what it can ask for."""
    answer = client.get("/sparql", params={"query": COUNT}, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/csv" in answer.json()["detail"]


def test_ask_and_describe_answer(client: httpx.Client) -> None:
    """The other two forms work too."""
    assert by_get(client, "ASK { ?c dl:denies ?e }").json()["boolean"] is True
    assert by_get(client, "DESCRIBE dli:Q20").headers["content-type"].startswith("text/turtle")


def test_the_dataset_of_the_protocol_decides(client: httpx.Client) -> None:
    """`default-graph-uri` replaces the union, and FROM in the query."""
    ours = "https://w3id.org/dateline/graph/article/visit"
    query = "SELECT DISTINCT ?e FROM <https://w3id.org/dateline/graph/ontology> { ?c dl:asserts ?e }"
    answer = client.get("/sparql", params={"query": query, "default-graph-uri": ours})
    assert [name.rpartition("/id/")[2] for name in values(answer, "e")] == ["visit/event/e1"]
    assert values(by_get(client, query), "e") == []


@pytest.mark.parametrize(
    ("method", "arguments", "status"),
    [
        ("POST", {"data": {"q": "ASK {}"}}, 400),
        ("POST", {"data": {"query": ["ASK {}", "ASK {}"]}}, 400),
        ("GET", {"params": {"query": ["ASK {}", "ASK {}"]}}, 400),
        ("POST", {"content": b"ASK {}", "headers": {"Content-Type": "text/plain"}}, 415),
        (
            "POST",
            {"content": b"ASK {}", "headers": {"Content-Type": "application/sparql-query; charset=utf-16"}},
            415,
        ),
        ("POST", {"content": b"ASK {\xff}", "headers": {"Content-Type": "application/sparql-query"}}, 400),
        ("POST", {"content": b"x" * (1 << 21), "headers": {"Content-Type": "application/sparql-query"}}, 413),
        ("POST", {"data": {"query": "ASK {} #" + "x" * 120_000}}, 413),
        ("POST", {"data": {"update": "CLEAR ALL"}}, 400),
        ("POST", {"content": b"CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}}, 415),
        ("POST", {"data": {"query": "ASK { ?s ?p \0 }"}}, 400),
        ("PUT", {"data": {"query": "ASK {}"}}, 405),
    ],
)
def test_a_wrong_request_is_refused_with_its_status(
    method: str, arguments, status: int, client: httpx.Client
) -> None:
    """Section 2.1.6: the status says whose fault it was."""
    answer = client.request(method, "/sparql", **arguments)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_updates_are_refused_at_their_own_address_too(client: httpx.Client) -> None:
    """Without a token writing is off; nothing depends on the method."""
    assert client.post("/update", data={"update": "CLEAR ALL"}).status_code == 403
    assert client.get("/update").status_code == 405


def test_a_syntax_error_names_line_and_column(client: httpx.Client) -> None:
    """A person finds the place; a program finds it as numbers."""
    answer = by_get(client, "SELECT * WHERE {\n  ?s ?p }")
    assert answer.status_code == 400
    problem = answer.json()
    assert (problem["line"], problem["column"]) == (2, 9)
    assert "line 2, column 9" in problem["detail"]
    assert "a variable" in problem["expected"]
    text = client.get("/sparql", params={"query": "SELECT"}, headers={"Accept": "text/csv, text/plain;q=0.9"})
    assert (text.status_code, text.headers["content-type"]) == (400, "text/plain; charset=utf-8")


def test_rdf_without_a_query_is_the_service_description(client: httpx.Client) -> None:
    """A client learns the endpoint, its graphs and its functions."""
    from pyoxigraph import RdfFormat, parse

    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    quads = parse(answer.content, format=RdfFormat.TURTLE)
    triples = {(quad.predicate.value.rpartition("#")[2], getattr(quad.object, "value", "")) for quad in quads}
    assert ("endpoint", f"{client.base_url}/sparql".replace("//sparql", "/sparql")) in triples
    assert ("name", "https://w3id.org/dateline/graph/article/visit") in triples
    assert ("extensionFunction", "https://w3id.org/dateline/function#certainlyWithin") in triples


def test_a_browser_gets_the_editor(client: httpx.Client) -> None:
    """Whoever names HTML first is a person."""
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = client.get("/sparql", params={"query": "ASK { '</script><b>' }"}, headers={"Accept": accept})
    assert answer.headers["content-type"].startswith("text/html")
    assert "</script><b>" not in answer.text


def test_head_and_options_answer_without_a_body(client: httpx.Client) -> None:
    """HEAD has GET's headers; OPTIONS says which methods there are."""
    head = client.head("/sparql", params={"query": COUNT})
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(by_get(client, COUNT).content)
    options = client.options("/sparql")
    assert {"GET", "POST", "HEAD", "OPTIONS"} <= {name.strip() for name in options.headers["allow"].split(",")}


def test_any_origin_may_read_and_none_with_credentials(client: httpx.Client) -> None:
    """The data is public and the server knows no user."""
    answer = client.get("/sparql", params={"query": COUNT}, headers={"Origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ('dlf:certainlyWithin("2014-05-03"^^xsd:date, "2014-05-03"^^xsd:date, "2014")', "true"),
        ('dlf:possiblyWithin("", "2014-05-03"^^xsd:date, "2012")', "true"),
        ('dlf:certainlyBefore("", "2012-12-31", "2014-05-03", "")', "true"),
        ('dlf:edtfEarliest("2014-05")', "2014-05-01"),
        ('dlf:edtfLatest("2014-05")', "2014-05-31"),
        ('dlf:edtfLabel("2014-05")', "May 2014"),
    ],
)
def test_the_date_functions_can_be_called(call: str, value: str, client: httpx.Client) -> None:
    """Each has its value, in BIND and in FILTER."""
    assert values(by_get(client, f"SELECT ?x {{ BIND({call} AS ?x) }}"), "x") == [value]
    assert values(by_get(client, f'SELECT ?x {{ VALUES ?x {{ 1 }} FILTER(STR({call}) = "{value}") }}'), "x") == ["1"]


def test_a_date_function_without_a_value_leaves_the_variable_unbound(client: httpx.Client) -> None:
    """An impossible argument is an error of that row alone."""
    query = 'SELECT ?t ?x { VALUES ?t { "soon" "2014" } BIND(dlf:edtfEarliest(?t) AS ?x) } ORDER BY ?t'
    rows = by_get(client, query).json()["results"]["bindings"]
    assert [row.get("x", {}).get("value") for row in rows] == ["2014-01-01", None]


def test_graphs_can_be_read_whole(client: httpx.Client) -> None:
    """Graph Store Protocol, reading: one graph, the union, and nothing else."""
    graph = "https://w3id.org/dateline/graph/article/visit"
    turtle = client.get("/graph-store", params={"graph": graph}, headers={"Accept": "application/n-triples"})
    assert turtle.status_code == 200
    assert "<https://w3id.org/dateline/id/visit/claim/c1>" in turtle.text
    assert "ferries" not in turtle.text
    assert client.get("/graph-store?default", headers={"Accept": "text/turtle"}).status_code == 200
    assert client.get("/graph-store", params={"graph": "http://e/none"}).status_code == 404
    assert client.get("/graph-store").status_code == 400
    assert client.put("/graph-store", params={"graph": graph}, content=b"").status_code == 403
