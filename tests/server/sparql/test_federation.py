"""Does SERVICE reach the endpoints that it may, and nothing else?"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, Store

from server.http.refusals import Refusal
from server.sparql.federation import Federation
from server.sparql.remote import Services, is_public

ROWS = {
    "head": {"vars": ["x", "y"]},
    "results": {
        "bindings": [
            {"x": {"type": "uri", "value": "http://e/a"}, "y": {"type": "literal", "value": 'a"\\ }} SERVICE <x> {'}},
            {"x": {"type": "uri", "value": "http://e/b"}},
        ]
    },
}


@contextmanager
def endpoint(body: bytes, status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """An endpoint that gives one answer, and the queries that it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            asked.append(form["query"][0])
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def calling(host: str, **options: object) -> Federation:
    """A federation that may call one host, on this machine too."""
    given = {"hosts": frozenset({host}), "seconds": 2, "may_connect": lambda _: True} | options
    return Federation(Services(**given))  # type: ignore[arg-type]


def test_the_solutions_of_a_service_stand_in_its_place() -> None:
    """They are joined with the data here; the other endpoint gets the pattern with its prefixes and nothing more."""
    with endpoint(json.dumps(ROWS).encode()) as (host, asked):
        query = f"PREFIX s: <http://{host}/> SELECT ?y {{ ?x <http://e/p> 1 . SERVICE s:sparql {{ ?x ex:y ?y }} }}"
        text = calling(host).answer_calls(query, {"ex": "http://ex/", "no": "http://no/"})
    store = Store()
    store.update("INSERT DATA { <http://e/a> <http://e/p> 1 }")
    found = store.query(text).serialize(format=QueryResultsFormat.JSON)
    assert [row["y"]["value"] for row in json.loads(found or b"")["results"]["bindings"]] == ['a"\\ }} SERVICE <x> {']
    assert asked == [f"PREFIX ex: <http://ex/>\nPREFIX s: <http://{host}/> \nSELECT * WHERE {{ ?x ex:y ?y }}"]


@pytest.mark.parametrize(
    "service",
    [
        "SERVICE <http://127.0.0.1:1/> {}",
        "SERVICE <http://{host}.example.org/> {}",
        "SERVICE <http://user@{host}/> {}",
        "SERVICE <ftp://{host}/> {}",
        "SERVICE ?where {}",
        "SERVICE SILENT <http://other/> {}",
        "trueSERVICE<http://{host}/>{}",
    ],
)
def test_a_service_that_is_not_on_the_list_stays_to_be_refused(service: str) -> None:
    """Nothing is sent, and the text is as it was."""
    with endpoint(json.dumps(ROWS).encode()) as (host, asked):
        text = "ASK { " + service.replace("{host}", host) + " }"
        assert calling(host).answer_calls(text, {}) == text
    assert asked == []


@pytest.mark.parametrize(
    ("body", "status", "why"),
    [
        (b"{}", 302, "status 302"),
        (b"no JSON", 200, "no SPARQL result"),
        (b"x" * 3000, 200, "larger than the limit"),
        (json.dumps({"head": {"vars": ["x) { } "]}, "results": {"bindings": []}}).encode(), 200, "its answer"),
        (
            json.dumps(
                {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "bnode", "value": "b"}}]}}
            ).encode(),
            200,
            "blank nodes",
        ),
    ],
)
def test_an_answer_that_is_none_is_told(body: bytes, status: int, why: str) -> None:
    """502 with the reason, no redirect followed; SILENT goes on with one empty solution."""
    with endpoint(body, status) as (host, _):
        federation = calling(host, size=2000)
        with pytest.raises(Refusal, match=why) as refused:
            federation.answer_calls(f"ASK {{ SERVICE <http://{host}/> {{ ?x ?y ?z }} }}", {})
        silent = federation.answer_calls(f"ASK {{ SERVICE SILENT <http://{host}/> {{ ?x ?y ?z }} }}", {})
    assert (refused.value.status, silent) == (502, "ASK { {} }")


def test_an_allowed_name_that_leads_inside_is_not_called() -> None:
    """The address that a name stands for decides, not the name."""
    with endpoint(json.dumps(ROWS).encode()) as (host, asked):
        federation = Federation(Services(hosts=frozenset({host})))
        with pytest.raises(Refusal, match="not public"):
            federation.answer_calls(f"ASK {{ SERVICE <http://{host}/> {{}} }}", {})
    assert asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:127.0.0.1", False),
        ("fc00::1", False),
        ("224.0.0.1", False),
        ("208.80.154.224", True),
        ("2620:0:861:ed1a::1", True),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    """Loopback, private, link-local, shared and multicast ranges are not."""
    assert is_public(address) is public


def test_terms_of_an_answer_are_written_so_that_they_are_read_back() -> None:
    """Nothing in a value can end its place in the text."""
    nasty = Literal('"} } SERVICE <http://x/> {\n\\', language="en")
    assert str(NamedNode("http://e/a")) == "<http://e/a>"
    found = next(iter(Store().query(f"SELECT ?x {{ VALUES ?x {{ {nasty} }} }}")))  # type: ignore[arg-type]
    assert found[0] == nasty
