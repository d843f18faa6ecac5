"""Does a plain query get the answer that the framework would have given?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from server.http.access import open_access
from server.served import Served
from server.sparql.blueprint import endpoint_blueprint
from server.sparql.direct import Answered, Direct
from server.sparql.endpoint import Endpoint, Limits
from server.sparql.replies import OPEN

FORM = "application/x-www-form-urlencoded"
ROWS = "SELECT ?s ?p ?o { ?s ?p ?o }"
EVENT = "SELECT ?e { ?e a dl:Meeting }"


class Doors(NamedTuple):
    """One endpoint, asked in front of the framework and through it; `answered` is what was answered in front."""

    front: Client
    framework: Client
    endpoint: Endpoint
    answered: list[Answered]


@pytest.fixture(scope="module")
def doors(data: Path) -> Iterator[Doors]:
    """Both ways to one worker that gives at most 40 rows, in at most three seconds."""
    limits = Limits(workers=1, rows=40, seconds=3, resident=0, patience=60, body=2000)
    endpoint = Endpoint(Served(data=data), limits, open_access())
    app, answered = Flask("bare"), list[Answered]()
    app.register_blueprint(endpoint_blueprint(endpoint))
    direct = Direct(app.wsgi_app, endpoint, OPEN, answered.append)
    endpoint.pool.warm()
    yield Doors(Client(direct), Client(app.wsgi_app), endpoint, answered)
    endpoint.close()


def told(response: TestResponse) -> tuple[int, dict[str, str], bytes]:
    """All that a client sees of a response, which is then at its end."""
    with response:
        return response.status_code, {name.lower(): value for name, value in response.headers}, response.data


def get(query: str, **headers: str) -> dict[str, Any]:
    """A request by GET."""
    return {"query_string": {"query": query}, "headers": {k.replace("_", "-"): v for k, v in headers.items()}}


def post(query: str, **others: str) -> dict[str, Any]:
    """A request by a form."""
    return {"method": "POST", "data": urlencode({"query": query} | others), "content_type": FORM}


PLAIN = {
    "select": get(EVENT),
    "form": post(EVENT),
    "csv": get(EVENT, Accept="text/csv"),
    "xml": get(EVENT, Accept="application/sparql-results+xml"),
    "ask": get("ASK {}"),
    "triples": get("CONSTRUCT WHERE { ?e a dl:Meeting }", Accept="text/turtle"),
    "cut": get(ROWS),
    "packed": get(ROWS, Accept_Encoding="gzip"),
    "another answer each time": get("ASK { FILTER(NOW() > 0) }"),
}
OTHERS = {
    "no query": {},
    "a host that is none": get(EVENT, Host="a b"),
    "two queries": {"query_string": "query=ASK{}&query=ASK{}"},
    "a graph": {"query_string": {"query": EVENT, "default-graph-uri": "http://e/unknown"}},
    "a browser": get(EVENT, Accept="text/html,*/*"),
    "a packed body": post(EVENT) | {"headers": {"Content-Encoding": "gzip"}},
    "a body beyond the limit": post("#" * 2000),
    "a query beside a form": post(EVENT) | {"query_string": "query=ASK{}"},
    "other parameters in a form": post(EVENT, format="json"),
    "no UTF-8": {"query_string": "query=%FF"},
    "not even ASCII": {"query_string": "query=\u00e9"},
    "direct": {"method": "POST", "data": EVENT, "content_type": "application/sparql-query"},
    "head": get(EVENT) | {"method": "HEAD"},
    "options": {"method": "OPTIONS"},
    "an update": {"path": "/update", "method": "POST", "data": "update=x", "content_type": FORM},
    "no address": {"path": "/sparql/x"},
}
REFUSED = {
    "syntax": get("SELECT * { ?s ?p }"),
    "in words": get("SELECT * { ?s ?p }", Accept="text/plain"),
    "service": get("ASK { SERVICE <http://127.0.0.1:9/> {} }"),
    "no format": get(EVENT, Accept="image/png"),
    "an unknown graph": get("ASK FROM <http://e/unknown> {}"),
    "NUL": post("ASK {} #\0"),
}


@pytest.mark.parametrize("request_", PLAIN.values(), ids=PLAIN)
def test_a_plain_query_gets_the_same_answer(doors: Doors, request_: dict[str, Any]) -> None:
    """Status, header fields and body, from in front of the framework."""
    doors.answered.clear()
    answer = told(doors.front.open(**{"path": "/sparql"} | request_))
    assert [one.reply.status for one in doors.answered] == [200] == [answer[0]]
    assert answer == told(doors.framework.open(**{"path": "/sparql"} | request_))


@pytest.mark.parametrize("request_", (OTHERS | REFUSED).values(), ids=OTHERS | REFUSED)
def test_any_other_request_is_the_framework_s(doors: Doors, request_: dict[str, Any]) -> None:
    """Nothing of it is lost on the way there."""
    doors.answered.clear()
    answer = told(doors.front.open(**{"path": "/sparql"} | request_))
    assert doors.answered == []
    assert answer == told(doors.framework.open(**{"path": "/sparql"} | request_))


def test_an_answer_that_is_known_is_not_sent_again(doors: Doors) -> None:
    """By its tag, which both ways give alike."""
    tag = doors.front.get("/sparql", **get(EVENT)).headers["ETag"]
    known = get(EVENT, If_None_Match=tag)
    answer = told(doors.front.get("/sparql", **known))
    assert (answer[0], answer[2]) == (304, b"")
    assert answer == told(doors.framework.get("/sparql", **known))


def test_what_is_stopped_has_run_once(doors: Doors) -> None:
    """The framework tells of it and does not ask again."""
    before = doors.endpoint.pool.counts["time"]
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    answer = doors.front.get("/sparql", **get(endless))
    assert (answer.status_code, answer.json["title"]) == (503, "Time limit")
    assert doors.endpoint.pool.counts["time"] == before + 1


@pytest.mark.parametrize("coding", ["identity", "gzip", "br", "zstd"])
def test_a_small_answer_tells_its_length_in_every_coding(doors: Doors, coding: str) -> None:
    """It is one piece, which a web server sends with the head."""
    with doors.front.get("/sparql", **get(ROWS, Accept_Encoding=coding)) as response:
        pieces = list(response.iter_encoded())
        assert response.headers["Content-Length"] == str(sum(map(len, pieces)))
        assert len([piece for piece in pieces if piece]) == 1
