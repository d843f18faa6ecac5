"""Does the SPARQL blueprint work in an application that is not ours, with changes too?"""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from pyoxigraph import RdfFormat, parse
from writable import TOKEN, serving_changes

from server.sparql.versions import VersionedStore

GRAPH = "http://e/g"
TURTLE = "text/turtle"
TRIPLES = b"<http://e/a> <http://e/b> 1, 2 ."
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A writable store that holds two triples in one graph and one in the default graph."""
    with serving_changes(VersionedStore(tmp_path_factory.mktemp("store"))) as client:
        yield client


@pytest.fixture(scope="module")
def reading(store: httpx.Client) -> httpx.Client:
    """The same, for tests that only read."""
    put = store.put(
        "/graph-store", params={"graph": GRAPH}, content=TRIPLES, headers=TOKEN | {"Content-Type": TURTLE}
    )
    assert put.status_code == 201
    added = store.post("/update", data={"update": "INSERT DATA { <http://e/d> <http://e/b> 3 }"}, headers=TOKEN)
    assert added.status_code == 204
    return store


class Case(NamedTuple):
    """A request and what is said to it; the answer of a query is a count or a boolean."""

    said: str
    status: int
    media_type: str
    answer: object
    method: str = "GET"
    path: str = "/sparql"
    request: dict[str, Any] = {}  # noqa: RUF012 - never changed


JSON = "application/sparql-results+json"
PROBLEM = "application/problem+json"
ASK, ASK_G = "ASK { ?s ?p 3 }", "ASK { GRAPH ?g { ?s ?p 1 } }"
CASES = (
    Case("by GET", 200, JSON, True, request={"params": {"query": ASK}}),
    Case("by form", 200, JSON, True, "POST", request={"data": {"query": ASK}}),
    Case("direct", 200, JSON, True, "POST", request={"content": ASK, "headers": QUERY}),
    Case("the default graph is no union", 200, JSON, False, request={"params": {"query": "ASK { ?s ?p 1 }"}}),
    Case("a named graph", 200, JSON, True, request={"params": {"query": ASK_G}}),
    Case(
        "default-graph-uri",
        200, JSON, True, request={"params": {"query": "ASK { ?s ?p 1 }", "default-graph-uri": GRAPH}},
    ),
    Case(
        "default-graph-uri hides the default graph",
        200, JSON, False, request={"params": {"query": ASK, "default-graph-uri": GRAPH}},
    ),
    Case(
        "named-graph-uri of an unknown graph is empty",
        200, JSON, False, request={"params": {"query": ASK_G, "named-graph-uri": "http://e/none"}},
    ),
    Case(
        "graphs in the address of a form",
        200, JSON, True, "POST", f"/sparql?default-graph-uri={GRAPH}", {"data": {"query": "ASK { ?s ?p 1 }"}},
    ),
    Case("a relative IRI", 200, JSON, True, request={
        "params": {"query": "ASK { FILTER(CONTAINS(STR(<x>), '/data/x')) }"}}),
    Case("%2F stays", 200, JSON, True, request={
        "params": {"query": "ASK { FILTER(STR(<http://e/a%2Fb>) = 'http://e/a%2Fb') }"}}),
    Case("two queries", 400, PROBLEM, None, request={"params": {"query": [ASK, ASK]}}),
    Case("two in address and form", 400, PROBLEM, None, "POST", "/sparql?query=ASK{}", {"data": {"query": ASK}}),
    Case("two in address and body", 400, PROBLEM, None, "POST", "/sparql?query=ASK{}", {
        "content": ASK, "headers": QUERY}),
    Case("a query that is not UTF-8", 400, PROBLEM, None, path="/sparql?query=ASK%20%7B%22%FF%22%7D"),
    Case("a form that is not UTF-8", 400, PROBLEM, None, "POST", request={
        "content": b"query=ASK%20%7B%22%FF%22%7D", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}),
    Case("a syntax error", 400, PROBLEM, None, request={"params": {"query": "ASK { ?s }"}}),
    Case("2,000 parameters", 400, PROBLEM, None, path="/sparql?" + "&".join(["a=b"] * 2000)),
    Case("a charset", 415, PROBLEM, None, "POST", request={
        "content": ASK, "headers": {"Content-Type": "application/sparql-query; charset=utf-16"}}),
    Case("another type", 415, PROBLEM, None, "POST", request={"content": ASK, "headers": {"Content-Type": TURTLE}}),
    Case("a compressed body", 415, PROBLEM, None, "POST", request={
        "content": gzip.compress(ASK.encode()), "headers": QUERY | {"Content-Encoding": "gzip"}}),
    Case("a body that is too long", 413, PROBLEM, None, "POST", request={
        "content": b"x" * (1 << 21), "headers": QUERY}),
    Case("a format nobody writes", 406, PROBLEM, None, request={
        "params": {"query": ASK}, "headers": {"Accept": "image/png"}}),
    Case("another method", 405, "text/html", None, "DELETE", request={"params": {"query": ASK}}),
    Case("LOAD", 403, PROBLEM, None, "POST", "/update", {"data": {"update": "LOAD <http://e/>"}, "headers": TOKEN}),
    Case("a hidden LOAD", 403, PROBLEM, None, "POST", "/update", {
        "data": {"update": "\\u004cOAD <http://e/>"}, "headers": TOKEN}),
    Case("SERVICE in an update", 403, PROBLEM, None, "POST", "/update", {
        "data": {"update": "INSERT { ?s ?p ?o } WHERE { SERVICE <http://e/> { ?s ?p ?o } }"}, "headers": TOKEN}),
    Case("an update without a token", 401, PROBLEM, None, "POST", "/update", {"data": {"update": "CLEAR ALL"}}),
    Case("a token in the address", 401, PROBLEM, None, "POST", "/update?token=secret", {
        "data": {"update": "CLEAR ALL"}}),
    Case("a wrong token", 401, PROBLEM, None, "POST", "/update", {
        "data": {"update": "CLEAR ALL"}, "headers": {"Authorization": "Bearer Secret"}}),
    Case("an update by GET", 405, "text/html", None, "GET", "/update", {
        "params": {"update": "CLEAR ALL"}, "headers": TOKEN}),
    Case("two updates", 400, PROBLEM, None, "POST", "/update", {
        "data": {"update": ["CLEAR ALL"] * 2}, "headers": TOKEN}),
    Case("a broken update", 400, PROBLEM, None, "POST", "/update", {"content": "CLEAR", "headers": TOKEN | UPDATE}),
    Case("USING beside using-graph-uri", 400, PROBLEM, None, "POST", "/update", {
        "data": {"update": "INSERT { ?s ?p 9 } USING <http://e/g> WHERE { ?s ?p ?o }", "using-graph-uri": GRAPH},
        "headers": TOKEN}),
    Case("deleting without a token", 401, PROBLEM, None, "DELETE", f"/graph-store?graph={GRAPH}"),
    Case("no graph", 400, PROBLEM, None, path="/graph-store"),
    Case("two graphs", 400, PROBLEM, None, path="/graph-store?graph=http://e/a&graph=http://e/b"),
    Case("a graph and the default", 400, PROBLEM, None, path=f"/graph-store?default&graph={GRAPH}"),
    Case("a graph that is no IRI", 400, PROBLEM, None, path="/graph-store?graph=a%20b"),
    Case("an unknown graph", 404, PROBLEM, None, path="/graph-store?graph=http://e/none"),
    Case("no RDF", 415, PROBLEM, None, "PUT", f"/graph-store?graph={GRAPH}", {"content": b"x", "headers": TOKEN}),
    Case("broken RDF", 400, PROBLEM, None, "PUT", f"/graph-store?graph={GRAPH}", {
        "content": b"<a", "headers": TOKEN | {"Content-Type": TURTLE}}),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.said)
def test_the_protocols_as_a_table(case: Case, reading: httpx.Client) -> None:
    """Each request has its status, its media type and, where it is answered, its answer; nothing is changed."""
    answer = reading.request(case.method, case.path, **case.request)
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (case.status, case.media_type)
    if answer.status_code == 200:
        assert answer.json()["boolean"] is case.answer
    count = reading.get("/sparql", params={"query": "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"})
    assert len(count.json()["results"]["bindings"]) == 3


def objects(client: httpx.Client, graph: str) -> set[str]:
    """What the triples of a graph end in."""
    answer = client.get("/graph-store", params={"graph": graph}, headers={"Accept": TURTLE})
    assert answer.status_code == 200, answer.text
    return {getattr(triple.object, "value", "") for triple in parse(answer.content, format=RdfFormat.TURTLE)}


def test_graphs_are_put_added_to_and_deleted(store: httpx.Client) -> None:
    """Indirect identification: created, replaced, added to, gone."""
    at = {"params": {"graph": "http://e/h"}, "headers": TOKEN | {"Content-Type": TURTLE}}
    statuses = [
        store.put("/graph-store", content=TRIPLES, **at).status_code,
        store.put("/graph-store", content=b"<http://e/a> <http://e/b> 7 .", **at).status_code,
        store.post("/graph-store", content=b"<> <http://e/b> <x> .", **at).status_code,
    ]
    assert statuses == [201, 204, 204]
    assert objects(store, "http://e/h") == {"7", "http://e/x"}
    deleted = [store.delete("/graph-store", **at).status_code for _ in range(2)]
    assert deleted == [204, 404]


def test_a_graph_has_its_own_address(store: httpx.Client) -> None:
    """Direct identification, and POST to the store makes a graph with an address."""
    headers = TOKEN | {"Content-Type": TURTLE}
    assert store.put("/graph-store/mine/1", content=TRIPLES, headers=headers).status_code == 201
    assert objects(store, f"{str(store.base_url).rstrip('/')}/graph-store/mine/1") == {"1", "2"}
    made = store.post("/graph-store", content=TRIPLES, headers=headers)
    assert made.status_code == 201
    assert store.head(made.headers["location"]).status_code == 200
    for address in ("/graph-store/mine/1", made.headers["location"]):
        assert store.delete(address, headers=TOKEN).status_code == 204


def test_the_dataset_of_an_update_is_that_of_its_parameters(store: httpx.Client) -> None:
    """Each WHERE sees the graph of `using-graph-uri`, DELETE WHERE too, and nothing else."""
    store.post(
        "/update",
        data={"update": "INSERT DATA { GRAPH <http://e/u> { <http://e/a> <http://e/b> 5, 6 } }"},
        headers=TOKEN,
    )
    update = (
        "INSERT { GRAPH <http://e/v> { ?s ?p ?o } } WHERE { ?s ?p ?o };"
        "DELETE { GRAPH <http://e/u> { ?s ?p 5 } } WHERE { ?s ?p 5 }"
    )
    done = store.post("/update", data={"update": update, "using-graph-uri": "http://e/u"}, headers=TOKEN)
    assert done.status_code == 204, done.text
    assert (objects(store, "http://e/v"), objects(store, "http://e/u")) == ({"5", "6"}, {"6"})
    store.post("/update", data={"update": "DROP GRAPH <http://e/u>; DROP GRAPH <http://e/v>"}, headers=TOKEN)


def test_a_client_that_has_the_answer_is_told_so_until_the_data_changes(store: httpx.Client) -> None:
    """304 for the same query, format and version; no validator where the answer may differ each time."""
    asked = {"params": {"query": "SELECT * { GRAPH <http://e/e> { ?s ?p ?o } }"}}
    first = store.get("/sparql", **asked)
    known = {"If-None-Match": first.headers["etag"]}
    again = store.get("/sparql", headers=known, **asked)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert store.get("/sparql", headers=known | {"Accept": "text/csv"}, **asked).status_code == 200
    store.put("/graph-store/e", content=TRIPLES, headers=TOKEN | {"Content-Type": TURTLE})
    assert store.get("/sparql", headers=known, **asked).status_code == 200
    store.delete("/graph-store/e", headers=TOKEN)
    assert "etag" not in store.get("/sparql", params={"query": "SELECT (NOW() AS ?x) {}"}).headers


def test_an_answer_is_compressed_for_who_takes_it(store: httpx.Client) -> None:
    """Large ones as gzip, with the same rows; small ones and those of who refuses it plain."""
    query = {
        "query": "SELECT ?a { VALUES ?x { 1 2 3 4 5 6 7 8 } VALUES ?y { 1 2 3 4 5 6 7 8 } BIND(STR(?x * ?y) AS ?a) }"
    }
    plain = store.get("/sparql", params=query, headers={"Accept-Encoding": "gzip;q=0, *;q=0"})
    coded = store.get("/sparql", params=query, headers={"Accept-Encoding": "gzip, br;q=0.1, zstd;q=0"})
    assert ("content-encoding" in plain.headers, coded.headers["content-encoding"]) == (False, "gzip")
    assert coded.json() == plain.json()
    assert int(coded.headers.get("content-length", 0)) < len(plain.content)
    assert "content-encoding" not in store.get("/sparql", params={"query": "ASK {}"}).headers


def test_a_change_that_takes_too_long_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    """Its process is killed at the deadline, and the next change finds the former version."""
    from server.http.refusals import Refusal
    from server.workers.writes import Write

    store = VersionedStore(tmp_path)
    seed = "INSERT { <http://e/a> <http://e/b> ?x } WHERE { VALUES ?x { 0 1 2 3 4 5 6 7 8 9 } }"
    store.write(Write(kind="update", text=seed), seconds=60, memory=2048)
    before = store.store()
    pattern = " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(12))
    endless = f"INSERT {{ ?a0 ?b0 ?c0 }} WHERE {{ {pattern} }}"
    with pytest.raises(Refusal, match="limit of 1 s"):
        store.write(Write(kind="update", text=endless), seconds=1, memory=2048)
    assert store.store() == before
    assert [path.name for path in (tmp_path / "versions").iterdir() if path == before.parent] == [before.parent.name]
    store.write(Write(kind="delete"), seconds=60, memory=2048)
