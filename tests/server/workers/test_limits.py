"""Does nothing that a stranger asks harm the others?"""

import os
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from flask import Flask

from kg.settings import ServeSettings
from server.app import close_app, create_app
from server.http import refusals
from server.workers.answers import Stream
from server.workers.frames import Question
from server.workers.limits import Pool
from server.workers.nursery import Nursery

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GREEDY = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c"
EASY = "ASK { ?s ?p ?o }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


def ask(client: httpx.Client, query: str, **options: object) -> httpx.Response:
    """A query by form POST."""
    return client.post("/sparql", data={"query": query}, **options)  # type: ignore[arg-type]


@contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """A port of loopback and what is said to it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        stop = threading.Event()

        def accept() -> None:
            while not stop.is_set():
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                with connection:
                    heard.append(connection.recv(100))

        thread = threading.Thread(target=accept)
        thread.start()
        yield listener.getsockname()[1], heard
        stop.set()
        thread.join()


@pytest.fixture(scope="module")
def pool(data: Path) -> Iterator[Pool]:
    """A pool of one worker, asked without the server in front."""
    made = Pool(Nursery(lambda: data / "snapshots" / "first" / "store"), size=1, memory=400, patience=3)
    yield made
    made.close()


def question(text: str, seconds: float = 1.0) -> Question:
    """A question whose answer is JSON."""
    return Question(text=text, media_type="application/sparql-results+json", max_rows=10, seconds=seconds)


def test_an_endless_query_dies_at_its_deadline_and_the_next_one_is_answered(client: httpx.Client) -> None:
    """The limit is one second here; on a busy machine the word of it may take longer, the query itself for ever."""
    begun = time.monotonic()
    answer = ask(client, ENDLESS)
    assert answer.status_code == 503
    assert "limit of 1 s" in answer.json()["detail"]
    assert time.monotonic() - begun < 10
    assert ask(client, EASY).json()["boolean"] is True


def test_a_memory_hog_is_stopped_and_the_next_one_is_answered(data: Path) -> None:
    """Sorting a cross product takes more than the limit of memory long before the limit of time."""
    frugal = Pool(Nursery(lambda: data / "snapshots" / "first" / "store"), size=1, memory=100, patience=5)
    with pytest.raises(refusals.Refusal, match="100 MiB") as refused:
        frugal.ask(question(GREEDY, seconds=60))
    assert refused.value.status == 422
    assert b"true" in frugal.ask(question(EASY)).read()
    frugal.close()


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { BIND(REGEX("' + "a" * 5000 + '!", "^(a+)+$") AS ?x) }',
        'SELECT * { BIND(REGEX("a", "((a{1,500}){1,500}){1,500}") AS ?x) }',
        "ASK { FILTER(" + "!" * 10_000 + "true) }",
    ],
    ids=["backtracking", "a large automaton", "ten thousand negations"],
)
def test_an_expression_that_explodes_elsewhere_costs_nothing(pool: Pool, text: str) -> None:
    """Regular expressions take linear time and bounded memory here."""
    assert pool.ask(question(text, seconds=20)).size > 0


def test_when_every_place_is_taken_a_request_is_told_when_to_come_again(pool: Pool) -> None:
    """503 with Retry-After, once its patience is over: one long query is put aside, another has the place."""
    with holding(pool, 2), pytest.raises(refusals.Refusal) as refused:
        pool.ask(question(EASY))
    assert refused.value.status == 503
    assert int(refused.value.headers["Retry-After"]) > 0


@contextmanager
def holding(pool: Pool, number: int, client: str = "") -> Iterator[None]:
    """Endless queries that run meanwhile; stopped at the end."""
    gone = threading.Event()

    def hold() -> None:
        with suppress(refusals.Refusal):
            pool.ask(question(ENDLESS, seconds=60), gone.is_set, client)

    threads = [threading.Thread(target=hold) for _ in range(number)]
    for thread in threads:
        thread.start()
    try:
        wait_for(lambda: pool.load().running == number)
        yield
    finally:
        gone.set()
        for thread in threads:
            thread.join()


def wait_for(condition: Callable[[], bool]) -> None:
    """Returns when a condition holds."""
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_long_query_is_put_aside_and_a_short_one_answered_meanwhile(pool: Pool) -> None:
    """The one worker's place is free again."""
    with holding(pool, 1):
        wait_for(lambda: pool.load().aside == 1)
        assert b"true" in pool.ask(question(EASY)).read()
        assert pool.load().running == 1


def test_a_long_query_makes_room_for_another_client(data: Path) -> None:
    """Of two long queries of one client the second is stopped when somebody else waits."""
    patient = Pool(Nursery(lambda: data / "snapshots" / "first" / "store"), size=1, memory=400, patience=30)
    try:
        with holding(patient, 2, "heavy"):
            assert b"true" in patient.ask(question(EASY), client="light").read()
            assert patient.load().running == 1
        assert patient.counts["room"] == 1
    finally:
        patient.close()


def test_pages_are_drawn_while_strangers_hold_every_place(data: Path, start) -> None:
    """The pages have a worker of their own."""

    def give_up() -> None:
        with suppress(httpx.ReadTimeout):
            ask(client, ENDLESS, timeout=5)

    with start(data, timeout=30, workers=1) as client:
        threads = [threading.Thread(target=give_up) for _ in range(2)]
        for thread in threads:
            thread.start()
        time.sleep(0.2)
        assert client.get("/page/ferries/event/e1").status_code == 200
        assert all(thread.is_alive() for thread in threads)
        for thread in threads:
            thread.join()


def test_a_query_whose_client_has_gone_is_stopped(data: Path, start) -> None:
    """The only worker is free again long before the deadline."""
    with start(data, timeout=30, workers=1) as client:
        with pytest.raises(httpx.ReadTimeout):
            ask(client, ENDLESS, timeout=0.5)
        begun = time.monotonic()
        assert ask(client, EASY).json()["boolean"] is True
        assert time.monotonic() - begun < 10


def test_a_worker_opens_no_socket_even_for_a_service_that_reaches_it(pool: Pool) -> None:
    """The second wall: the tokens are not looked at here, and still nothing is sent."""
    with listening() as (port, heard):
        with pytest.raises(refusals.Refusal):
            pool.ask(question(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"))
        time.sleep(0.3)
    assert heard == []
    assert b"true" in pool.ask(question(EASY)).read()


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
def test_service_is_refused_however_it_is_written(query: str, client: httpx.Client) -> None:
    """403 with a reason, and no connection."""
    with listening() as (port, heard):
        answer = ask(client, query.format(address=f"http://127.0.0.1:{port}/"))
    assert (answer.status_code, heard) == (403, [])
    assert "SERVICE" in answer.json()["detail"]


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
    ("query", "status"),
    [
        ("LOAD <file:///etc/passwd>", 403),
        ("LOAD <http://127.0.0.1/> INTO GRAPH <http://e/g>", 403),
        ("INSERT DATA { <a:a> <a:b> 1 }", 403),
        ("DELETE WHERE { ?s ?p ?o }", 403),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 400),
        ("SELECT * FROM NAMED <http://127.0.0.1/> { GRAPH ?g { ?s ?p ?o } }", 400),
        ("PREFIX f: <file:///etc/> SELECT * FROM f:passwd { ?s ?p ?o }", 400),
        ("BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }", 400),
        ("ASK " + "{" * 10_000 + "}" * 10_000, 400),
        ("ASK { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }", 400),
    ],
)
def test_a_dangerous_query_is_refused(query: str, status: int, client: httpx.Client) -> None:
    """Nothing is read from disk or network, nothing is changed, no parser is overrun."""
    answer = ask(client, query)
    assert answer.status_code == status
    assert "passwd>" not in answer.text or "not in this store" in answer.text


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_a_graph_from_elsewhere_is_refused(name: str, client: httpx.Client) -> None:
    """The protocol's parameters name graphs of the store only."""
    with listening() as (port, heard):
        answer = client.get("/sparql", params={"query": EASY, name: f"http://127.0.0.1:{port}/"})
    assert (answer.status_code, heard) == (400, [])


def test_no_refusal_tells_about_this_machine(client: httpx.Client) -> None:
    """No path, no stack, no module."""
    answers = [ask(client, "SELEC"), client.get("/nowhere"), client.get("/dumps/none"), client.get("/page/none")]
    for answer in answers:
        assert answer.status_code in {400, 404}
        assert not any(word in answer.text for word in ("Traceback", "/home", "/root", ".py", "snapshots"))


def test_a_snapshot_that_replaces_another_is_served_at_once(
    tmp_path: Path, publish_again: Callable[[Path, str], Path]
) -> None:
    """No request fails and none is answered from the old one afterwards."""
    publish_again(tmp_path, "old")
    app = create_app(ServeSettings(data=tmp_path, workers=1))
    client = app.test_client()
    try:
        assert client.get("/health").get_json()["snapshot"] == "old"
        old = _workers(app)
        publish_again(tmp_path, "new")
        assert client.get("/health").get_json()["snapshot"] == "new"
        assert client.post("/sparql", data={"query": EASY}).get_json()["boolean"] is True
        assert not old & _workers(app)
    finally:
        close_app(app)


def _workers(app: Flask) -> set[int]:
    return set(app.extensions["dateline.pools"][0].load().pids)


def test_a_killed_worker_is_replaced(pool: Pool) -> None:
    """A worker that dies while idle costs nobody an answer."""
    assert b"true" in pool.ask(question(EASY)).read()
    process = pool.load().pids[0]
    os.kill(process, signal.SIGKILL)
    wait_for(lambda: len(list(Path(f"/proc/{process}/task").iterdir())) == 1)
    wait_for(lambda: ") Z " in Path(f"/proc/{process}/stat").read_text())
    assert b"true" in pool.ask(question(EASY)).read()


def test_a_worker_that_dies_of_its_stack_is_told_from_one_that_dies_of_memory(pool: Pool) -> None:
    """The signal tells."""
    for number, title in ((signal.SIGSEGV, "Too deeply nested"), (signal.SIGABRT, "Memory limit")):
        failed: list[refusals.Refusal] = []

        def hold(failed: list[refusals.Refusal] = failed) -> None:
            try:
                pool.ask(question(ENDLESS, seconds=60))
            except refusals.Refusal as refusal:
                failed.append(refusal)

        thread = threading.Thread(target=hold)
        thread.start()
        wait_for(lambda: pool.load().aside == 1)
        busy = pool.load().pids[-1]
        os.kill(busy, number)
        thread.join()
        assert [one.title for one in failed] == [title]


def test_a_switch_of_snapshots_under_load_fails_no_request(
    tmp_path: Path, publish_again: Callable[[Path, str], Path]
) -> None:
    """Clients that ask all the time get an answer each time, and soon the new one."""
    publish_again(tmp_path, "old")
    app = create_app(ServeSettings(data=tmp_path, workers=2))
    statuses: list[int] = []
    done = threading.Event()

    def go_on() -> None:
        client = app.test_client()
        while not done.is_set():
            statuses.append(client.post("/sparql", data={"query": EASY}).status_code)

    threads = [threading.Thread(target=go_on) for _ in range(3)]
    try:
        for thread in threads:
            thread.start()
        for name in ("new", "newer"):
            go_through(statuses)
            publish_again(tmp_path, name)
        go_through(statuses)
    finally:
        done.set()
        for thread in threads:
            thread.join()
        close_app(app)
    assert set(statuses) == {200}


def go_through(statuses: list[int]) -> None:
    """Returns when twenty more requests have been answered."""
    before = len(statuses)
    wait_for(lambda: len(statuses) > before + 20)


def test_a_heavy_client_does_not_starve_another(data: Path) -> None:
    """Twenty requests at a time of one client, and those of another wait for at most a few of them each."""
    fair = Pool(Nursery(lambda: data / "snapshots" / "first" / "store"), size=2, memory=400, patience=60)
    heavy = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?a != ?f) } LIMIT 1"
    answered: Counter[str] = Counter()
    done = threading.Event()

    def ask_for_ever() -> None:
        while not done.is_set():
            with suppress(refusals.Refusal):
                fair.ask(question(heavy, seconds=0.2), done.is_set, "heavy")
            answered["heavy"] += 1

    threads = [threading.Thread(target=ask_for_ever) for _ in range(10)]
    try:
        for thread in threads:
            thread.start()
        wait_for(lambda: answered["heavy"] >= 2)
        waited = 0
        for _ in range(10):
            before = answered["heavy"]
            assert b"true" in fair.ask(question(EASY, seconds=30), client="light").read()
            waited += answered["heavy"] - before
    finally:
        done.set()
        for thread in threads:
            thread.join()
        fair.close()
    # Behind the line of the other client each would wait for ten of its requests.
    assert waited <= 30


def test_a_client_that_stops_reading_does_not_hold_its_worker_beyond_the_deadline(data: Path) -> None:
    """The place is free although nobody has closed the answer."""
    slow = Pool(Nursery(lambda: data / "snapshots" / "first" / "store"), size=1, memory=400, patience=30)
    try:
        large = Question(text=LARGE, media_type="application/sparql-results+json", max_rows=10**6, seconds=1)
        stream = slow.stream(large)
        assert isinstance(stream, Stream)
        pieces = stream.chunks()
        assert next(pieces).startswith(b"{")
        wait_for(lambda: slow.load().running == 0)
        with pytest.raises(refusals.Refusal, match="limit of 1 s"):
            list(pieces)
        assert b"true" in slow.ask(question(EASY)).read()
    finally:
        slow.close()
