"""Cases 1 to 5: can anything that is asked of the server make it call somebody, read a file, or change something?

Each docstring names the lines that defend; `defences.py` takes them out.
"""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from outward import nobody_calls
from pools import EASY, pool_over, question
from writable import TOKEN, serving_changes

from server.http.refusals import Refusal
from server.sparql.versions import VersionedStore

RDF_NAMES = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def ask(client: httpx.Client, query: str) -> httpx.Response:
    """A query by form POST."""
    return client.post("/sparql", data={"query": query})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """An empty store that takes changes."""
    with serving_changes(VersionedStore(tmp_path_factory.mktemp("store"))) as client:
        yield client


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ VALUES ?x {{ <{address}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
        "PREFIX : <{address}> SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}",
        "SELECT * {{ ?s ?p trueSERVICE<{address}>{{}} }}",
        "SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE <{address}> {{}} }} }}",
    ],
)
def test_case_01_ssrf_by_service(query: str, client: httpx.Client) -> None:
    """`server.grammar.danger._is_service`: 403 with a reason however it is written, and no connection."""
    with nobody_calls() as address:
        answer = ask(client, query.format(address=f"{address}/"))
    assert answer.status_code == 403
    assert "SERVICE" in answer.json()["detail"]


def test_case_01_a_worker_opens_no_socket_even_for_a_service_that_reaches_it(data: Path) -> None:
    """`server.workers.worker.give_up_rights`, the second wall: the tokens are not looked at here."""
    with pool_over(data) as pool:
        with nobody_calls() as address, pytest.raises(Refusal):
            pool.ask(question(f"SELECT * {{ SERVICE <{address}/> {{ ?s ?p ?o }} }}"))
        assert b"true" in pool.ask(question(EASY)).read()


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?x { BIND("SERVICE <http://x/> {" AS ?x) }',
        "SELECT ?x { BIND(<http://example.org/SERVICE> AS ?x) } # SERVICE <http://x/> {}",
        "PREFIX ex: <http://e/> SELECT ?SERVICE { VALUES ?SERVICE { ex:SERVICE } }",
        "PREFIX service: <http://e/> ASK { ?s service:load ?o }",
        "SELECT ?x { BIND('''LOAD <file:///etc/passwd>''' AS ?x) }",
    ],
)
def test_the_words_alone_are_harmless(query: str, client: httpx.Client) -> None:
    """Strings, IRIs, comments, variables and prefixed names are no keywords."""
    assert ask(client, query).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <ADDRESS/> { GRAPH ?g { ?s ?p ?o } }",
        "PREFIX f: <file:///etc/> SELECT * FROM f:passwd { ?s ?p ?o }",
        "BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }",
    ],
)
def test_case_02_ssrf_or_file_read_by_from(query: str, client: httpx.Client) -> None:
    """`server.grammar.danger.refuse_unknown_graphs`: graphs are those of the store, and none is fetched."""
    with nobody_calls() as address:
        answer = ask(client, query.replace("ADDRESS", address))
    assert answer.status_code == 400
    assert "not in this store" in answer.json()["detail"]


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_case_02_a_graph_from_elsewhere_by_the_protocol(name: str, client: httpx.Client) -> None:
    """`server.grammar.danger.refuse_unknown_graphs` sees the parameters of the protocol too."""
    with nobody_calls() as address:
        answer = client.get("/sparql", params={"query": EASY, name: f"{address}/"})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "LOAD <file:///etc/passwd>",
        "LOAD <http://127.0.0.1/> INTO GRAPH <http://e/g>",
        "INSERT DATA { <a:a> <a:b> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
    ],
)
def test_case_03_file_read_by_load(query: str, client: httpx.Client) -> None:
    """`server.grammar.danger._form`: a word that changes or loads is refused before anything parses the rest."""
    answer = ask(client, query)
    assert answer.status_code == 403
    assert "changes data" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("update", "status"),
    [
        ("LOAD <ADDRESS>", 403),
        ("INSERT DATA {} ; LOAD <ADDRESS> INTO GRAPH <http://e/far>", 403),
        ("\\u004cOAD <ADDRESS>", 403),
        ("PREFIX e: <ADDRESS> LOAD e:", 403),
        ("LOAD SILENT <ADDRESS> INTO GRAPH <http://e/far>", 204),
        ("LOAD SILENT<ADDRESS>", 204),
    ],
)
def test_case_04_load_over_http(update: str, status: int, store: httpx.Client) -> None:
    """`server.grammar.danger.refuse_dangerous_update` refuses it; with SILENT it changes nothing."""
    with nobody_calls() as address:
        answer = store.post("/update", data={"update": update.replace("ADDRESS", f"{address}/")}, headers=TOKEN)
    assert answer.status_code == status
    assert store.get("/graph-store", params={"graph": "http://e/far"}).status_code == 404


@pytest.mark.parametrize(
    ("media_type", "document"),
    [
        ("application/ld+json", '{"@context": "ADDRESS/context", "@id": "http://e/a", "name": "x"}'),
        (
            "application/rdf+xml",
            (
                f'<!DOCTYPE r [<!ENTITY x SYSTEM "ADDRESS/">]><r:RDF xmlns:r="{RDF_NAMES}" xmlns:e="http://e/">'
                '<r:Description r:about="http://e/a"><e:p>&x;</e:p></r:Description></r:RDF>'
            ),
        ),
    ],
    ids=["case 5", "case 6"],
)
def test_a_document_that_names_another_is_refused_and_fetches_nothing(
    media_type: str, document: str, store: httpx.Client
) -> None:
    """A context of JSON-LD, or an external entity of XML, is never looked up; the store stays as it was."""
    far = {"graph": "http://e/far"}
    with nobody_calls() as address:
        headers = TOKEN | {"Content-Type": media_type}
        answer = store.put("/graph-store", params=far, content=document.replace("ADDRESS", address), headers=headers)
    assert answer.status_code == 400
    assert store.get("/graph-store", params=far).status_code == 404
