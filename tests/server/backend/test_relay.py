"""Is another store's answer ours when it is whole, and a clear fault when it is not?"""

import io
import json
import time
from collections.abc import Iterator

import pytest
from fake_store import FakeStore, fake_store
from pyoxigraph import RdfFormat, Store, parse

from server.backend import relay
from server.backend.phrasing import Manner
from server.backend.relay import Line
from server.workers import frames
from server.workers.answering import answer
from server.workers.frames import End, Fault, Question

QUADS = "".join(
    f'<x:s{number}> <x:p> "text {number}"@en <x:g{number % 2}> .\n<x:s{number}> <x:n> _:b{number} <x:g0> .\n'
    for number in range(9)
)
ROWS = "SELECT ?s ?t { ?s <x:p> ?t } ORDER BY ?s"
TRIPLES = "CONSTRUCT { ?s <x:p> ?t } { ?s <x:p> ?t }"


@pytest.fixture
def fake() -> Iterator[FakeStore]:
    """A store over HTTP."""
    with fake_store() as made:
        made.store.load(QUADS.encode(), RdfFormat.N_QUADS)
        yield made


def question(text: str, media_type: str = "application/sparql-results+json", **more: object) -> Question:
    """A question with limits."""
    return Question(text=text, media_type=media_type, **{"max_rows": 100, "seconds": 5.0} | more)


def ask(fake: FakeStore, asked: Question, line: Line | None = None) -> tuple[End | Fault, bytes]:
    """How the answer of a store ended, and its bytes."""
    out = io.BytesIO()
    end = relay.answer(line or Line(fake.address, Manner(), None), asked, out)
    out.seek(0)
    body = b""
    while (frame := frames.read_frame(out)) is not None:
        body += frame[1]
    return end, body


def ask_here(store: Store, asked: Question) -> tuple[End | Fault, bytes]:
    """The same by our own engine."""
    out = io.BytesIO()
    end = answer(store, asked, out)
    out.seek(0)
    body = b""
    while (frame := frames.read_frame(out)) is not None:
        body += frame[1]
    return end, body


@pytest.mark.parametrize(
    "media_type",
    ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"],
)
@pytest.mark.parametrize("rows", [3, 9, 100])
def test_rows_are_those_of_our_engine(fake: FakeStore, media_type: str, rows: int) -> None:
    """In each format, whole or cut at the limit, byte for byte."""
    asked = question(ROWS, media_type, max_rows=rows)
    assert ask(fake, asked) == ask_here(fake.store, asked)


def test_triples_and_yes_or_no_are_those_of_our_engine(fake: FakeStore) -> None:
    """Triples in another order, cut at the limit as well; ASK with and without a match."""
    end, body = ask(fake, question(TRIPLES, "text/turtle"))
    here = ask_here(fake.store, question(TRIPLES, "text/turtle"))
    assert end == here[0]
    assert set(parse(body, format=RdfFormat.TURTLE)) == set(parse(here[1], format=RdfFormat.TURTLE))
    assert ask(fake, question(TRIPLES, "text/turtle", max_rows=4))[0] == End(rows=4, truncated=True)
    for text in ("ASK { ?s <x:p> ?t }", "ASK { ?s <x:q> ?t }"):
        assert ask(fake, question(text)) == ask_here(fake.store, question(text))


def test_prefixes_base_and_graphs_go_along(fake: FakeStore) -> None:
    """What is known here need not be known there."""
    text = "SELECT ?t { <s1> <p> ?t ; a|rdfs:label|<p> ?t }"
    assert json.loads(ask(fake, question(text, base="x:"))[1])["results"]["bindings"] != []
    assert not fake.asked[0].startswith("PREFIX rdf: ")
    assert "PREFIX rdfs: <" in fake.asked[0]


def test_a_store_that_answers_in_a_way_of_its_own_is_understood(fake: FakeStore) -> None:
    """Virtuoso says yes by a row with 1, and labels blank nodes by IRIs, wherever the pieces of the body end."""
    for said in (1, 0):
        row = {"__ASK_RETVAL": {"type": "typed-literal", "value": str(said)}}
        yes = json.dumps({"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": [row]}}).encode()
        fake.answers = lambda _, __, yes=yes: (200, yes)
        assert json.loads(ask(fake, question("ASK { ?s ?p ?o }"))[1])["boolean"] is bool(said)
    tricky = '"bnode", "value": "nodeID://'
    rows = [
        {"s": {"type": "bnode", "value": f"nodeID://b{n}"}, "t": {"type": "literal", "value": "x" * n + tricky}}
        for n in range(300)
    ]
    fake.answers = lambda *_: (
        200,
        json.dumps({"head": {"vars": ["s", "t"]}, "results": {"bindings": rows}}).encode(),
    )
    found = json.loads(ask(fake, question(ROWS, max_rows=1000))[1])["results"]["bindings"]
    assert [one["s"]["value"] for one in found] == [f"b{n}" for n in range(300)]
    assert [one["t"] for one in found] == [one["t"] for one in rows]


def test_a_construct_that_virtuoso_would_cut_in_silence_is_none(fake: FakeStore) -> None:
    """It is asked for a solution beyond its limit first; in the short form, with a dataset and modifiers too."""
    for text in (TRIPLES, "CONSTRUCT WHERE { ?s <x:p> ?t }", "CONSTRUCT { ?s <x:p> 1 } { ?s <x:p> ?t } ORDER BY ?s"):
        asked = question(text, "text/turtle")
        assert ask(fake, asked, Line(fake.address, Manner(most=8), None))[0].kind == "store"
        assert isinstance(ask(fake, asked, Line(fake.address, Manner(most=9), None))[0], End)


def test_one_connection_serves_many_questions(fake: FakeStore) -> None:
    """Also after faults that leave nothing unread; one that was closed meanwhile is made anew, unseen."""
    line = Line(fake.address, Manner(), None)
    for text in (ROWS, "ASK { ?s <x:p> ?t }", "SELECT nothing", ROWS):
        ask(fake, question(text), line)
    assert fake.connections == 1
    fake.tells_length = False
    assert isinstance(ask(fake, question(ROWS), line)[0], End)
    assert isinstance(ask(fake, question(ROWS), line)[0], End)
    assert fake.connections == 2


BROKEN = {
    "500": ({"answers": lambda *_: (500, b"out of seg data\nsecond line")}, "store", "status 500: out of seg data"),
    "403": ({"answers": lambda *_: (403, b"not for you")}, "store", "status 403: not for you"),
    "504": ({"answers": lambda *_: (504, b"")}, "late", "within the limit of 5 s"),
    "says that it cannot": ({"answers": lambda *_: (400, b"SR000: no such path")}, "engine", "SR000: no such path"),
    "not JSON": ({"answers": lambda *_: (200, b"<html>It works</html>")}, "store", "no SPARQL result"),
    "half of JSON": (
        {"answers": lambda _, body: (200, body[:-20]), "tells_length": False},
        "store",
        "no SPARQL result",
    ),
    "nothing": ({"answers": lambda *_: (200, b"")}, "store", "no SPARQL result"),
    "breaks off": ({"says_longer": 100}, "store", "broke off in the middle"),
    "other variables": (
        {"answers": lambda *_: (200, b'{"head":{"vars":["x"]},"results":{"bindings":[]}}')},
        "store",
        "the variables x, not s, t",
    ),
    "yes instead of rows": ({"answers": lambda *_: (200, b'{"head":{},"boolean":true}')}, "store", "yes or no"),
    "incomplete by Virtuoso's word": ({"headers": {"X-SQL-State": "S1TAT"}}, "late", "within the limit"),
    "another state": (
        {"headers": {"X-SQL-State": "42000", "X-SQL-Message": "no more memory"}},
        "store",
        "not whole: no more memory",
    ),
    "cut by Virtuoso's word": (
        {"headers": {"X-SPARQL-MaxRows": "3"}},
        "store",
        "cuts its answers at 3 rows",
    ),
    "206": ({"answers": lambda _, body: (206, body)}, "store", "not whole: status 206"),
    "redirect": (
        {"answers": lambda *_: (302, b""), "headers": {"Location": "http://127.0.0.1:9/"}},
        "store",
        "status 302",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_an_answer_that_is_not_whole_is_none(fake: FakeStore, case: str) -> None:
    """Each fault has its kind and a word; the next question is answered."""
    changes, kind, said = BROKEN[case]
    healthy = {name: getattr(fake, name) for name in changes}
    line = Line(fake.address, Manner(), None)
    for name, value in changes.items():
        setattr(fake, name, value)
    fault, _ = ask(fake, question(ROWS), line)
    assert isinstance(fault, Fault)
    assert fault.kind == kind
    assert said in fault.message
    for name, value in healthy.items():
        setattr(fake, name, value)
    assert isinstance(ask(fake, question(ROWS), line)[0], End)


@pytest.mark.parametrize(
    "changes",
    [
        {"answers": lambda _, body: (200, body[: len(body) // 2]), "tells_length": False},
        {"tells_length": False},
        {"says_longer": 10},
        {"answers": lambda _, body: (200, body.replace(b"x:p", b"no iri"))},
        {"answers": lambda *_: (200, b"<html>")},
    ],
)
def test_triples_of_unknown_length_are_no_answer(fake: FakeStore, changes: dict[str, object]) -> None:
    """Half of the lines looks like the whole: only a length, or chunks, can tell."""
    for name, value in changes.items():
        setattr(fake, name, value)
    fault, _ = ask(fake, question(TRIPLES, "application/n-triples"))
    assert isinstance(fault, Fault)
    assert fault.kind == "store"


def test_a_store_that_is_gone_or_slow_or_says_too_much(fake: FakeStore) -> None:
    """The deadline counts for the whole answer, the size for all of its bytes, the dropped one is closed."""
    with fake_store() as other:
        gone = Line(other.address, Manner(), None)
    fault = ask(fake, question(ROWS), gone)[0]
    assert (fault.kind, fault.message.split(" (")[0]) == ("store", "does not answer")
    assert ask(fake, question(ROWS, max_bytes=200))[0].kind == "size"
    fake.slow = 0.05
    begun = time.monotonic()
    fault = ask(fake, question(ROWS, seconds=0.4))[0]
    assert (fault.kind, fault.message) == ("late", "gave no whole answer within the limit of 0.4 s")
    assert time.monotonic() - begun < 3
    assert fake.gone.wait(10)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT ?s WHERE", "syntax"),
        ("DELETE WHERE { ?s ?p ?o }", "syntax"),
        ("SELECT ?s ?t { ?s ?p ?o } GROUP BY ?s", "syntax"),
        ("define input:storage '' SELECT * { ?s ?p ?o }", "syntax"),
        ("SELECT * { << ?s ?p ?o >> ?q ?r }", "syntax"),
        ("SELECT (<bif:exec>('x') AS ?x) {}", "engine"),
        ("SELECT * { ?s <bif:contains> 'x' }", "forbidden"),
        ("SELECT (dlf:edtfLabel(?x) AS ?l) {}", "forbidden"),
    ],
)
def test_what_is_no_plain_sparql_never_leaves(fake: FakeStore, text: str, kind: str) -> None:
    """The store has not been asked."""
    assert ask(fake, question(text))[0].kind == kind
    assert fake.asked == []
