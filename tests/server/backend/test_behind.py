"""Do our limits, pages and refusals hold in front of another store, with the snapshot's files and without?"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fake_store import FakeStore, fake_store
from flask.testing import FlaskClient
from pyoxigraph import Literal, Quad, Store

from kg.errors import StoreError
from kg.settings import NOWHERE, ServeSettings
from kg.store.mark import GRAPH, mark_quads
from kg.store.snapshot import open_current
from kg.vocabulary import DCT
from server.app import close_app, create_app
from server.backend import store as meeting
from server.http.refusals import Refusal
from server.workers.frames import Question

ROWS = "SELECT ?e ?l { ?e a dl:Event ; rdfs:label ?l } ORDER BY ?e"


@contextmanager
def serving(fake: FakeStore, data: Path = NOWHERE, seconds: float = 1.0) -> Iterator[FlaskClient]:
    """A client of a server in front of a store."""
    limits = {"workers": 1, "timeout": seconds, "max_rows": 40, "max_memory": 400, "in_memory": 0}
    app = create_app(ServeSettings(data=data, backend=fake.address, **limits))
    try:
        yield app.test_client()
    finally:
        close_app(app)


@pytest.fixture(scope="module")
def fake(data: Path) -> Iterator[FakeStore]:
    """A store that holds what the data folder holds, and says so."""
    with fake_store() as made:
        snapshot = open_current(data)
        made.store.extend(Store.read_only(str(snapshot.folder / "store")))
        made.store.extend(mark_quads(snapshot.id, sum(snapshot.manifest.counts.values())))
        yield made


@pytest.fixture(scope="module")
def client(fake: FakeStore) -> Iterator[FlaskClient]:
    """A client of a server that has nothing but the store."""
    with serving(fake) as made:
        yield made


@pytest.fixture(scope="module")
def patient(fake: FakeStore) -> Iterator[FlaskClient]:
    """The same with a limit that a busy machine does not pass."""
    with serving(fake, seconds=20.0) as made:
        yield made


@pytest.fixture
def failing(fake: FakeStore) -> Iterator[FakeStore]:
    """The store, healthy again afterwards."""
    answers = fake.answers
    yield fake
    fake.answers, fake.slow, fake.headers = answers, 0.0, {}


def test_answers_and_pages_are_those_of_the_graph(patient: FlaskClient, data: Path) -> None:
    """Rows as on our own engine, cut at our limit, no validator; what a page needs of the files is left out."""
    app = create_app(ServeSettings(data=data, workers=1, max_rows=40, in_memory=0))
    try:
        own = app.test_client()
        for query in (ROWS, "SELECT ?s ?t { ?s a ?t FILTER(ISIRI(?s)) } ORDER BY ?s ?t", "ASK { ?e a dl:Visit }"):
            found, here = (one.post("/sparql", data={"query": query}) for one in (patient, own))
            assert found.json == here.json
            assert found.headers.get("Dateline-Truncated") == here.headers.get("Dateline-Truncated")
            assert "ETag" not in found.headers
    finally:
        close_app(app)
    assert patient.get("/health").json["snapshot"] == "first"
    for page in ("/", "/map", "/network", "/sparql", "/ontology", "/ask", "/page/ferries", "/page/ferries/event/e1"):
        response = patient.get(page, headers={"Accept": "text/html"})
        assert response.status_code == 200, page
    assert 'class="article-text"' not in patient.get("/page/ferries").text


def test_no_page_of_a_store_that_may_change_at_any_time_is_kept(fake: FakeStore, data: Path) -> None:
    """Each time the store is asked anew, also where the files of its snapshot are here."""
    with serving(fake, data, seconds=30) as client:
        for _ in range(2):
            before = len(fake.asked)
            assert client.get("/page/Q20", buffered=True).status_code == 200
            assert len(fake.asked) > before


@pytest.mark.parametrize(
    "path",
    [
        "/dumps/",
        "/dumps/latest/all.nq.gz",
        "/changes",
        "/changes.json",
        "/dataset.ttl",
        "/?asOf=2014",
        "/context.jsonld",
    ],
)
def test_what_needs_files_says_that_they_are_not_here(client: FlaskClient, path: str) -> None:
    """One refusal, in words."""
    response = client.get(path)
    assert (response.status_code, response.json["title"]) == (404, "Not here")


def test_a_sick_store_is_told_and_a_healthy_one_answers_again(client: FlaskClient, failing: FakeStore) -> None:
    """502 with its words, 504 when it is slow, on the endpoint and for health; ours stay 400 and 403."""
    failing.answers = lambda *_: (500, b"out of seg data")
    for response in (client.post("/sparql", data={"query": ROWS}), client.get("/health")):
        assert (response.status_code, response.content_type) == (502, "application/problem+json")
        assert response.json["detail"] == "The store behind this server answers with status 500: out of seg data"
    failing.answers, failing.slow = (lambda _, body: (200, body)), 0.2
    response = client.post("/sparql", data={"query": ROWS})
    assert (response.status_code, response.json["title"]) == (504, "Store too slow")
    failing.slow = 0.0
    assert client.post("/sparql", data={"query": "SELECT ?x WHERE"}).status_code == 400
    for query in ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SELECT * { ?s <bif:contains> 'x' }"):
        assert client.post("/sparql", data={"query": query}).status_code == 403
    assert client.post("/sparql", data={"query": "SELECT * FROM <x:none> { ?s ?p ?o }"}).status_code == 400
    assert client.post("/sparql", data={"query": ROWS}).status_code == 200


def test_an_answer_that_breaks_off_is_never_whole(client: FlaskClient, failing: FakeStore) -> None:
    """The store stops in the middle: a short answer is a refusal, a long one that is on its way breaks off too."""
    failing.answers = lambda _, body: (200, body[: len(body) * 2 // 3])
    assert client.post("/sparql", data={"query": ROWS}).status_code == 502
    pool = client.application.extensions["dateline.pools"][0]
    many = "SELECT ?s ?p ?o ?q { ?s ?p ?o . ?s ?q ?o }"
    answer = pool.stream(Question(text=many, media_type="text/csv", max_rows=100_000, seconds=20.0))
    with pytest.raises(Refusal, match="no SPARQL result"):
        b"".join(answer.chunks())


def test_a_client_that_hangs_up_ends_the_query_there(client: FlaskClient, failing: FakeStore) -> None:
    """The connection to the store is closed."""
    failing.slow = 0.05
    failing.gone.clear()
    gone = threading.Event()
    threading.Timer(0.3, gone.set).start()
    pool = client.application.extensions["dateline.pools"][0]
    asked = Question(text=ROWS, media_type="text/csv", max_rows=40, seconds=20.0)
    with pytest.raises(Refusal, match="closed the connection"):
        pool.ask(asked, gone.is_set)
    assert failing.gone.wait(10)


def test_the_files_beside_must_be_of_the_same_snapshot(
    fake: FakeStore, client: FlaskClient, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are read where they belong to it; a store without a whole snapshot, or with another one, is told."""
    with serving(fake, data, seconds=20.0) as beside:
        assert 'class="article-text"' in beside.get("/page/ferries").text
        assert beside.get("/dumps/").status_code == 200
    monkeypatch.setattr(meeting, "_REMEMBERED_SECONDS", 0.0)
    said = Quad(GRAPH, DCT.identifier, Literal("first"), GRAPH)
    fake.store.remove(said)
    try:
        assert client.post("/sparql", data={"query": ROWS}).status_code == 503
        with pytest.raises(StoreError, match="does not say that it holds a whole snapshot"), serving(fake):
            pass
        fake.store.extend(mark_quads("second", 1))
        fake.store.remove(next(iter(mark_quads("", 1)[1:])))
        with pytest.raises(StoreError, match=r"the store holds snapshot second, .* has first"), serving(fake, data):
            pass
        assert client.get("/health").json["snapshot"] == "second"
    finally:
        fake.store.clear_graph(GRAPH)
        snapshot = open_current(data)
        fake.store.extend(mark_quads(snapshot.id, sum(snapshot.manifest.counts.values())))


def test_a_store_that_cannot_be_served_from_is_told_at_the_start(fake: FakeStore) -> None:
    """Its default graph is not the union; it is gone."""
    fake.union = False
    try:
        with pytest.raises(StoreError, match="is not the union of its named graphs"), serving(fake):
            pass
    finally:
        fake.union = True
    with fake_store() as other:
        pass
    with pytest.raises(StoreError, match="does not answer"), serving(other):
        pass
