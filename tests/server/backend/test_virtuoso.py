"""Does a store that shares no code with ours answer the questions as ours does?"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from pyoxigraph import QueryResultsFormat as Format
from pyoxigraph import QuerySolutions, Store, parse_query_results
from virtuoso import Virtuoso, running_virtuoso

from kg.cli.load import load
from kg.endpoint import RemoteStore
from kg.errors import StoreError
from kg.login import Login
from kg.ontology.questions import read_questions
from kg.settings import NOWHERE, ServeSettings
from kg.store.functions import FUNCTIONS
from kg.store.remote import load_lines
from kg.store.snapshot import Snapshot
from kg.store.targets import GraphTarget
from kg.vocabulary import PREFIXES
from server.app import close_app, create_app

OURS = {
    "functions": """SELECT ?e { ?e dl:earliest ?a ; dl:latest ?b
        FILTER(dlf:certainlyWithin(?a, ?b, "2015") || dlf:certainlyBefore(?a, ?b, "1990-01-01", "")) }""",
    "everything": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?s != dlg:loaded) }",
    "graphs": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(?g != dlg:loaded) } GROUP BY ?g",
    "one graph": "SELECT ?s ?o FROM dlg:inferred { ?s dl:dealtWith ?o }",
    "a named graph": "SELECT ?s ?o FROM NAMED dlg:inferred { GRAPH ?g { ?s dl:dealtWith ?o } }",
    "base": "BASE <https://w3id.org/dateline/id/> SELECT ?p { <Q801> ?p ?o FILTER(ISIRI(?o)) }",
    "ask": "ASK { ?e a dl:ContestedEvent }",
    "nothing": "ASK { ?e a dl:NoSuchThing }",
}


@pytest.fixture(scope="module")
def virtuoso(seeds: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """A server into which the seeds were loaded by the program."""
    with running_virtuoso(tmp_path_factory.mktemp("virtuoso")) as made:
        made.ask('grant SPARQL_UPDATE to "SPARQL";')
        data = str(seeds.folder.parents[1])
        loaded = CliRunner().invoke(
            load, ["--data", data, "--to", f"{made.web}/sparql"], standalone_mode=False, catch_exceptions=False
        )
        assert "graphs read back" in loaded.stdout
        yield made


@pytest.fixture(scope="module")
def client(virtuoso: Virtuoso) -> Iterator[FlaskClient]:
    """A client of a server in front of it."""
    settings = ServeSettings(data=NOWHERE, backend=f"{virtuoso.web}/sparql", workers=1)
    app = create_app(settings)
    yield app.test_client()
    close_app(app)


@pytest.fixture(scope="module")
def own(seeds: Snapshot) -> Store:
    """The same graph in our own engine."""
    return seeds.open_store()


def rows_of(solutions: QuerySolutions) -> Counter[tuple[str, ...]]:
    """The rows of an answer with their terms as N-Triples, however often each comes."""
    names = sorted(variable.value for variable in solutions.variables)
    return Counter(tuple(str(row[name]) for name in names) for row in solutions)


QUESTIONS = {question.name: question.query for question in read_questions()} | OURS


@pytest.mark.parametrize("name", QUESTIONS)
def test_virtuoso_answers_as_our_engine_does(client: FlaskClient, own: Store, name: str) -> None:
    """Every example question, and what is about datasets and functions: the same rows, as often, term by term."""
    text = QUESTIONS[name]
    here = own.query(
        text, prefixes=PREFIXES, custom_functions=FUNCTIONS, use_default_graph_as_union="FROM" not in text
    )
    response = client.post("/sparql", data={"query": text})
    assert response.status_code == 200, response.text
    if isinstance(here, QuerySolutions):
        there = parse_query_results(response.data, format=Format.JSON)
        assert isinstance(there, QuerySolutions)
        assert rows_of(there) == rows_of(here)
    else:
        assert response.json["boolean"] == bool(here)


def test_virtuoso_shows_pages_and_keeps_our_limits(client: FlaskClient) -> None:
    """A thing's page and data, health, and a query that never ends, which it stops too."""
    for path in ("/health", "/page/Q801", "/data/Q801.ttl", "/cite?query=ASK%20%7B%3Fs%20%3Fp%20%3Fo%7D"):
        assert client.get(path).status_code == 200, path
    slow = create_app(ServeSettings(data=NOWHERE, backend=_address(client), workers=1, timeout=1.5))
    try:
        endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?c) > STR(?f)) }"
        response = slow.test_client().post("/sparql", data={"query": endless})
        assert response.status_code in {503, 504}
    finally:
        close_app(slow)
    assert client.post("/sparql", data={"query": "SELECT (bif:sys_stat('x') AS ?x) {}"}).status_code == 400


def _address(client: FlaskClient) -> str:
    return client.application.extensions["dateline.nursery"]._backend.address


def test_virtuoso_takes_graphs_by_digest(virtuoso: Virtuoso, tmp_path: Path) -> None:
    """The Graph Store Protocol, with name and password; without them it is refused with a word on what to set."""
    lines = [f'<x:s{n}> <x:p> "text {n}"@en <urn:gsp{n % 2}>' for n in range(20)] + ["_:b <x:p> _:c <urn:gsp0>"]
    address = f"{virtuoso.web}/sparql-graph-crud-auth"
    store = RemoteStore(query=f"{virtuoso.web}/sparql", update=address, login=Login(user="dba", password="dba"))  # noqa: S106
    try:
        done = load_lines(lines, "one", tmp_path / "notes", GraphTarget(store, address))
        assert (done.sent, done.graphs) == (21, 2)
    finally:
        GraphTarget(store, address).clear(["urn:gsp0", "urn:gsp1"])
    nobody = RemoteStore(query=store.query, update=address)
    with pytest.raises(StoreError, match=r"status 401.*DATELINE_STORE_USER"):
        load_lines(lines, "two", tmp_path / "notes", GraphTarget(nobody, address))
