"""Does the notebook client say the same of a server and of its dumps, with the right types?"""

import builtins
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from pyoxigraph import Literal

pytest.importorskip("pandas", reason="pandas is not installed")

import pandas

import dateline
from dateline.names import expand, to_term
from dateline.table import to_frame
from kg.errors import LookupUnavailable, QueryError, StoreError, UsageError
from kg.vocabulary import DL, XSD

GRAPH = "GRAPH <https://w3id.org/dateline/graph/inferred>"


@pytest.fixture(scope="module")
def dumps(data: Path) -> dateline.Connection:
    """The downloaded dumps."""
    return dateline.connect(data / "snapshots" / "first" / "dumps")


@pytest.fixture(scope="module", params=["server", "dumps", "data folder"])
def graph(request: pytest.FixtureRequest, data: Path, client: httpx.Client) -> dateline.Connection:
    """Each kind of place that can be asked."""
    if request.param == "dumps":
        return request.getfixturevalue("dumps")  # type: ignore[no-any-return]
    return dateline.connect(str(client.base_url) if request.param == "server" else data)


def test_days_numbers_and_truths_have_their_types(graph: dateline.Connection) -> None:
    """A missing cell leaves a column its type; IRIs are short, or whole when asked for."""
    query = """SELECT ?e ?first ?last (1 AS ?n) (0.5 AS ?x) (true AS ?yes) ("2014-05" AS ?edtf)
        { ?e dl:edtf ?d OPTIONAL { ?e dl:earliest ?first } OPTIONAL { ?e dl:latest ?last }
          FILTER(STRSTARTS(STR(?e), STR(dli:ferries))) } ORDER BY ?e"""
    frame = graph.query(query)
    assert not isinstance(frame, bool)
    assert [str(kind) for kind in frame.dtypes] == [
        "object", "datetime64[s]", "datetime64[s]", "Int64", "Float64", "boolean", "object",
    ]  # fmt: skip
    assert frame.e.to_list() == [f"dli:ferries/event/e{number}" for number in range(1, 7)]
    assert frame["first"][0] == pandas.Timestamp("2014-05-03")
    assert frame["first"].isna().to_list() == [False, False, False, True, True, False]
    whole = graph.query(query, short=False)
    assert not isinstance(whole, bool)
    assert whole.e[0] == "https://w3id.org/dateline/id/ferries/event/e1"


def test_every_form_of_query_is_answered(graph: dateline.Connection) -> None:
    """ASK is a truth, triples are rows, no solution is an empty table with its columns."""
    assert graph.query("ASK { ?c dl:denies ?e }") is True
    assert graph.query("ASK { ?c dl:denies dl:nothing }") is False
    triples = graph.query("CONSTRUCT WHERE { ?c dl:denies ?e }")
    assert not isinstance(triples, bool)
    assert triples.to_dict("records") == [
        {"subject": "dli:ferries/claim/c4", "predicate": "dl:denies", "object": "dli:ferries/event/e4"}
    ]
    nothing = graph.query("SELECT ?a ?b { ?a dl:nothing ?b }")
    assert not isinstance(nothing, bool)
    assert (list(nothing.columns), len(nothing)) == (["a", "b"], 0)


def test_a_faulty_query_is_refused_with_its_place(graph: dateline.Connection) -> None:
    """The same words from a server and a folder; SERVICE reaches nobody from either."""
    with pytest.raises(QueryError, match="line 2, column 6"):
        graph.query("SELECT * {\n  ?s }")
    with pytest.raises(QueryError, match="SERVICE is refused"):
        graph.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


@pytest.mark.parametrize("graph_name", ["file:///etc/passwd", "http://127.0.0.1/g"])
def test_a_graph_that_is_not_here_is_refused_everywhere(graph: dateline.Connection, graph_name: str) -> None:
    """Nothing is read or fetched for a FROM, and no empty table pretends that it was."""
    with pytest.raises(dateline.DatelineError, match="not in this store"):
        graph.query("SELECT * FROM <NAME> { ?s ?p ?o }".replace("NAME", graph_name))
    named = graph.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", short=False).g[0]
    assert len(graph.query("SELECT ?s FROM <NAME> { ?s ?p ?o } LIMIT 1".replace("NAME", named))) == 1


def test_the_timeline_is_the_same_everywhere(graph: dateline.Connection, dumps: dateline.Connection) -> None:
    """Only what is asserted at first; open ends are missing values."""
    shown = graph.timeline()
    pandas.testing.assert_frame_equal(shown, dumps.timeline())
    assert set(shown.event) == {f"dli:ferries/event/e{number}" for number in (1, 2, 6)} | {"dli:visit/event/e1"}
    assert str(shown.earliest.dtype) == "datetime64[s]"
    every = graph.timeline(standing="all").set_index("event")
    assert len(every) == 7
    assert every.latest.isna().sum() == 2
    assert graph.timeline(actor="dli:Q20", kind="Visit").event.to_list() == ["dli:visit/event/e1"]
    assert graph.timeline(standing=["denied", "envisaged"]).standing.to_list() == ["denied", "envisaged"]
    assert len(graph.timeline(words="no such words")) == 0


def test_evidence_is_quotes_with_their_offsets(graph: dateline.Connection) -> None:
    """One row a quote, with the chain of sources."""
    found = graph.evidence("dli:ferries/event/e3")
    assert found.quote.to_list() == ["A trade paper, citing an unnamed broker, reported that"]
    assert found.sources[0] == ["a trade paper", None]
    assert int(found.end[0] - found.start[0]) == len(found.quote[0])
    assert len(graph.evidence("dli:nobody")) == 0


def test_a_triple_is_explained_down_to_its_sentence(graph: dateline.Connection) -> None:
    """The conclusion first, each premise among the steps."""
    found = graph.explain("dli:Q20", "dl:suppliedTo", "dli:ferries/entity/peru")
    assert found.statement == ("dli:Q20", "dl:suppliedTo", "dli:ferries/entity/peru")
    assert found.steps.subject[0] == "dli:Q20"
    named = {premise for premises in found.steps.premises for premise in premises}
    assert named <= set(found.steps.step)
    assert set(found.steps.rule[found.steps.premises.str.len() == 0]) == {"asserted"}
    assert found.evidence.quote.to_list() == ["Peru bought ferries from Norway in 2012."]
    with pytest.raises(QueryError, match="does not hold this triple"):
        graph.explain("dli:Q20", "dl:suppliedTo", "dli:Q20")


def test_the_last_answer_is_cited_with_the_same_digest_everywhere(
    graph: dateline.Connection, dumps: dateline.Connection
) -> None:
    """A dump has no address, and everything else is as on the server."""
    query = "SELECT ?c ?e { ?c dl:asserts ?e }"
    graph.query(query)
    (item,) = json.loads(graph.cite(style="csl-json"))
    (other,) = json.loads(dumps.cite(query, "csl-json"))
    assert {key: item[key] for key in other} == other
    assert graph.snapshot == dumps.snapshot == item["version"] == "first"
    assert "Headline of ferries The Gazette" in item["note"]


def test_nothing_asked_is_nothing_to_cite(data: Path) -> None:
    """The query has to be given."""
    with pytest.raises(UsageError, match="nothing was asked"):
        dateline.connect(data).cite()


def test_a_cut_answer_warns(client: httpx.Client) -> None:
    """Forty rows are the limit of this server; the frame keeps the number."""
    graph = dateline.connect(str(client.base_url))
    with pytest.warns(dateline.Truncated, match="40 rows"):
        frame = graph.query("SELECT ?s ?p ?o { ?s ?p ?o }")
    assert not isinstance(frame, bool)
    assert (len(frame), frame.attrs["truncated"]) == (40, 40)


@contextmanager
def answering(*answers: tuple[int, dict[str, str], bytes]) -> Iterator[str]:
    """The address of a server on loopback that gives these answers, one after the other."""
    left = list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, headers, body = left.pop(0)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


ONE_ROW = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"x"}}]}'
AS_JSON = {"Content-Type": "application/sparql-results+json"}


def test_a_cut_that_only_the_end_of_an_answer_tells_warns_too() -> None:
    """An answer that was begun before it was cut says so in its last member."""
    body = ONE_ROW + b',"truncated":{"rows":1}}'
    with answering((200, AS_JSON, body)) as address, pytest.warns(dateline.Truncated, match="1 rows"):
        dateline.connect(address).query("SELECT ?n {}")


def test_a_busy_server_is_asked_again_when_it_says() -> None:
    """After its Retry-After; a refusal without one is final."""
    busy = (503, {"Retry-After": "0"}, b"{}")
    with answering(busy, (429, {"Retry-After": "0"}, b""), (200, AS_JSON, ONE_ROW + b"}")) as address:
        frame = dateline.connect(address).query("SELECT ?n {}")
    assert not isinstance(frame, bool)
    assert frame.n.to_list() == ["x"]
    slow = (503, {}, b'{"detail": "ran longer than the limit"}')
    with answering(slow) as address, pytest.raises(QueryError, match="503: ran longer"):
        dateline.connect(address).query("SELECT ?n {}")


def test_a_server_that_is_not_there_is_told() -> None:
    """One sentence with its address."""
    with answering() as address:
        pass
    with pytest.raises(LookupUnavailable, match=address):
        dateline.connect(address).query("ASK {}")


def test_a_place_that_cannot_be_asked_is_told(tmp_path: Path) -> None:
    """A wrong address, an empty folder, what is no place at all, a damaged dump."""
    for wrong in ("ftp://example.org", "http://", tmp_path, tmp_path / "none"):
        with pytest.raises(UsageError):
            dateline.connect(wrong)
    for nothing in (None, "", 5):
        with pytest.raises(UsageError, match="neither an address nor a folder"):
            dateline.connect(nothing)
    (tmp_path / "all.nq.gz").write_bytes(b"no gzip")
    with pytest.raises(StoreError, match=r"all\.nq\.gz"):
        dateline.connect(tmp_path)


def test_without_pandas_the_remedy_is_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra that brings it."""
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match=r"\.\[notebook\]"):
        dateline.connect(data).query("SELECT ?s { ?s ?p ?o } LIMIT 1")


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (["0001-01-01", "9999-12-31"], "date", [date(1, 1, 1), date(9999, 12, 31)]),
        (["2014-05-03T10:00:00+02:00"], "dateTime", [pandas.Timestamp("2014-05-03T08:00:00")]),
        (["-0043-03-15"], "date", ["-0043-03-15"]),
        (["99999999999999999999"], "integer", ["99999999999999999999"]),
        (["perhaps"], "boolean", ["perhaps"]),
        (["INF", "1e3"], "double", [float("inf"), 1000.0]),
    ],
)
def test_what_pandas_cannot_hold_stays_as_it_is_written(cells: list[str], kind: str, values: list[object]) -> None:
    """No date is moved, no number cut."""
    frame = to_frame(["x"], [(Literal(cell, datatype=XSD[kind]),) for cell in cells], short=True)
    found = [value.date() if isinstance(values[0], date) and hasattr(value, "date") else value for value in frame.x]
    assert found == ([value.date() for value in values] if kind == "dateTime" else values)  # type: ignore[attr-defined]


def test_names_are_read_as_they_are_shown() -> None:
    """Short names and whole IRIs are nodes, other texts literals, Python values typed."""
    assert expand("dl:visited") == DL.visited.value
    assert to_term("dli:a/event/e1") == to_term("https://w3id.org/dateline/id/a/event/e1")
    assert to_term("Norway") == Literal("Norway")
    assert to_term(date(2014, 5, 3)) == Literal("2014-05-03", datatype=XSD.date)
    assert to_term(True) == Literal("true", datatype=XSD.boolean)
    for wrong in ("Norway", "nope:x", "http://a b"):
        with pytest.raises(UsageError):
            expand(wrong)


def test_the_picture_draws_what_is_known_and_says_what_is_left_out(dumps: dateline.Connection) -> None:
    """A dot for a day, a faded bar for the rest; labels are text; undated events are counted."""
    drawing = dateline.draw_timeline(dumps.timeline(standing="all"))
    root = ElementTree.fromstring(drawing.svg)  # noqa: S314
    space = "{http://www.w3.org/2000/svg}"
    assert len(list(root.iter(f"{space}circle"))) == 1
    assert len(list(root.iter(f"{space}linearGradient"))) == 5
    assert "1 more events are not drawn, 1 of them without a date" in drawing.svg
    assert "<b>" not in drawing.svg
    with pytest.raises(UsageError, match="no event"):
        dateline.draw_timeline(dumps.timeline(words="no such words"))
