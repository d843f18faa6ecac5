"""Does a Dateline in front of another answer as that one does?"""

from collections.abc import Iterator

import httpx
import pytest
from flask.testing import FlaskClient

from kg.ontology.questions import read_questions
from kg.settings import NOWHERE, ServeSettings
from server.app import close_app, create_app

DATES = """SELECT ?e (dlf:edtfLabel(?d) AS ?when) { ?e dl:edtf ?d ; dl:earliest ?a ; dl:latest ?b
    FILTER(dlf:possiblyWithin(?a, ?b, ?d)) } ORDER BY ?e"""
QUESTIONS = {question.name: question.query for question in read_questions()} | {"dates": DATES}


@pytest.fixture(scope="module")
def front(client: httpx.Client) -> Iterator[FlaskClient]:
    """A client of a server in front of the one that all tests share."""
    app = create_app(ServeSettings(data=NOWHERE, backend=f"{client.base_url}/sparql", workers=1, max_rows=30))
    yield app.test_client()
    close_app(app)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_one_behind_answers(client: httpx.Client, front: FlaskClient, name: str) -> None:
    """The same rows, our functions among them, which it says that it has."""
    asked = {"query": QUESTIONS[name]}
    here, there = front.post("/sparql", data=asked), client.post("/sparql", data=asked)
    assert here.status_code == there.status_code == 200
    assert here.json["head"] == there.json()["head"]
    assert here.json["results"]["bindings"] == there.json()["results"]["bindings"][:30]


def test_it_is_known_by_its_description(front: FlaskClient) -> None:
    """Snapshot and triples, without a mark in the graph."""
    health = front.get("/health").json
    assert health["snapshot"] == "first"
    counted = front.post("/sparql", data={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json
    assert str(health["triples"]) == counted["results"]["bindings"][0]["n"]["value"]


def test_what_it_cuts_is_no_whole_answer(client: httpx.Client) -> None:
    """Its limit of 40 rows lies below ours: that is told, for rows and for triples, not passed on as the whole."""
    app = create_app(ServeSettings(data=NOWHERE, backend=f"{client.base_url}/sparql", workers=1, max_rows=1000))
    try:
        for query in ("SELECT ?s ?p ?o { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"):
            response = app.test_client().post("/sparql", data={"query": query})
            assert (response.status_code, "limit of its own" in response.json["detail"]) == (502, True)
    finally:
        close_app(app)
