"""Do the questions that join this graph with Wikidata answer, from either side, with few requests?"""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import pytest
from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, Store

from kg import iri
from kg.ontology.questions import Question, read_federated
from kg.store.snapshot import Snapshot
from server.lab import load_files

WIKIDATA, OURS = "https://query.wikidata.org/sparql", "https://dateline.example/sparql"
LAB = {question.name: question for question in read_federated("lab")}
THERE = {question.name: question for question in read_federated("wikidata")}
OPEC = "Organization of the Petroleum Exporting Countries"

Rows = list[tuple[str, ...]]


class StandIn(NamedTuple):
    """A small graph in Wikidata's shape behind a SPARQL endpoint on loopback, and the queries it was sent."""

    store: Store
    address: str
    asked: list[str]


@pytest.fixture(scope="module")
def wikidata() -> Iterator[StandIn]:
    """The graph of `wikidata.ttl` behind the SPARQL 1.1 Protocol."""
    store = Store()
    store.load(path=Path(__file__).parent / "wikidata.ttl", format=RdfFormat.TURTLE)
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            asked.append(form["query"][0])
            answer = store.query(asked[-1])
            assert isinstance(answer, QuerySolutions)
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.end_headers()
            self.wfile.write(answer.serialize(format=QueryResultsFormat.JSON) or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield StandIn(store, f"http://127.0.0.1:{server.server_port}/sparql", asked)
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def ask_lab(seeds: Snapshot, wikidata: StandIn) -> Callable[[str], Rows]:
    """What gives the rows of a query in the lab over the dumps of the seeds, with the stand-in as Wikidata."""
    lab = load_files([seeds.dumps / f"{part}.ttl.gz" for part in ("asserted", "background", "inferred")])

    def ask(query: str) -> Rows:
        answer: Any = lab.query(query.replace(WIKIDATA, wikidata.address))
        return [tuple("" if term is None else str(term) for term in row) for row in answer]

    return ask


WHOLE: dict[str, Rows] = {
    "continents": [("Asia", "5"), ("Europe", "3"), ("North America", "3"), ("Africa", "1")],
    "coordinates": [("White House", "http://www.wikidata.org/entity/Q1355327", "Point(-77.03655 38.89768)")],
    "neighbours": [
        ("Iran", "Iraq"), ("Iraq", "Iran"), ("Iraq", "Kuwait"), ("Iraq", "Saudi Arabia"), ("Kuwait", "Iraq"),
        ("Oman", "Saudi Arabia"), ("Saudi Arabia", "Iraq"), ("Saudi Arabia", "Oman"),
    ],
    "offices": [
        ("Barack Obama", "2016-03-20", "President of the United States", "2009-01-20T00:00:00+00:00"),
        ("Xi Jinping", "2022-12-01", "President of the People's Republic of China", "2013-03-14T00:00:00+00:00"),
    ],
    "organisations": [
        ("Iran", "Iraq", OPEC), ("Iran", "Saudi Arabia", OPEC), ("Iraq", "Kuwait", OPEC),
        ("Iraq", "Saudi Arabia", OPEC),
    ],
    "other-languages": [("Barack Obama", "Барак Обама"), ("Benjamin Netanyahu", "בנימין נתניהו")],
    "parties": [
        ("Barack Obama", "Cuba", "2016-03-20/2016-03-22", "Democratic Party"),
        ("Benjamin Netanyahu", "Italy", "2023-03-10", "Likud"),
    ],
}  # fmt: skip
COLUMNS: dict[str, tuple[tuple[int, ...], set[tuple[str, ...]]]] = {
    "ages": (
        (0, 2),
        {("Barack Obama", "1961-08-04T00:00:00+00:00"), ("Benjamin Netanyahu", "1949-10-21T00:00:00+00:00")},
    ),
    "after-death": ((0, 2), {("Ali Shamkhani", "2001-01-01T00:00:00+00:00")}),
    "in-the-capital": ((2,), {("Cuba",), ("China",), ("Italy",)}),
}


def test_every_question_of_the_lab_has_its_answer_here() -> None:
    """None can be added without rows to compare with; each calls Wikidata and says what it shows."""
    assert LAB.keys() == WHOLE.keys() | COLUMNS.keys()
    assert len(LAB) >= 8
    assert all(f"SERVICE <{WIKIDATA}>" in question.query for question in LAB.values())


@pytest.mark.parametrize("question", LAB.values(), ids=LAB)
def test_the_lab_joins_with_wikidata(question: Question, ask_lab: Callable[[str], Rows], wikidata: StandIn) -> None:
    """The rows are those of the two graphs together, and one request was enough for all solutions."""
    before = len(wikidata.asked)
    rows = ask_lab(question.query)
    assert len(wikidata.asked) == before + 1
    if question.name in WHOLE:
        assert rows == WHOLE[question.name]
    else:
        chosen, wanted = COLUMNS[question.name]
        assert {tuple(row[at] for at in chosen) for row in rows} == wanted


def test_a_service_that_fails_is_told_unless_it_may(ask_lab: Callable[[str], Rows]) -> None:
    """SILENT goes on without it (SPARQL 1.1 Federated Query, section 3.1)."""
    query = "SELECT ?x ?y {{ VALUES ?x {{ 1 2 }} SERVICE {} <http://127.0.0.1:9/> {{ ?x <http://e/p> ?y }} }}"
    assert ask_lab(query.format("SILENT")) == [("1", ""), ("2", "")]
    with pytest.raises(Exception, match=r"SERVICE <http://127\.0\.0\.1:9/> gave no answer"):
        ask_lab(query.format(""))


def test_from_wikidata_our_endpoint_is_called(  # type: ignore[no-untyped-def]
    seeds: Snapshot, wikidata: StandIn, start
) -> None:
    """An engine with Wikidata's data joins them with what a real server of ours answers."""
    with start(seeds.folder.parent.parent, timeout=20.0, max_rows=10_000) as client:

        def rows(name: str) -> Rows:
            query = THERE[name].query.replace(OURS, f"{client.base_url}/sparql")
            answer = wikidata.store.query(query)
            assert isinstance(answer, QuerySolutions)
            return [tuple(str(getattr(term, "value", term)) for term in row) for row in answer]

        assert THERE.keys() == {"doubtful-links", "sentences-about-members", "visits-of-office-holders"}
        assert rows("visits-of-office-holders") == [
            ("Barack Obama", "President of the United States", "Cuba", "2016-03-20/2016-03-22"),
            ("Barack Obama", "United States senator", "Cuba", "2016-03-20/2016-03-22"),
            ("Xi Jinping", "President of the People's Republic of China", "Saudi Arabia", "2022-12"),
        ]
        sentences = rows("sentences-about-members")
        assert ("Benjamin Netanyahu", "Mr. Netanyahu was in Rome") in {row[:2] for row in sentences}
        doubtful = {row[2] for row in rows("doubtful-links")}
    links = NamedNode(iri.mint_graph("links"))
    assert doubtful <= {quad.object.value for quad in seeds.open_store().quads_for_pattern(None, None, None, links)}
