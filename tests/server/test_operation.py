"""Can an operator see what the server does, and stop it without harm?"""

import json
import logging
import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from flask import Flask

from kg.settings import ServeSettings
from server.app import close_app, create_app
from server.metrics import Requests
from server.watching import JsonLines

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HIDDEN = "ASK { ?s ?p 'nobody may read this' }"


def metrics(client: httpx.Client) -> dict[str, float]:
    """The numbers by name and labels."""
    answer = client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = (line.rpartition(" ") for line in answer.text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def test_every_metric_is_described_and_read_as_prometheus_reads_it(client: httpx.Client) -> None:
    """HELP and TYPE before the numbers; names and labels as the format has them."""
    client.get("/sparql", params={"query": "ASK {}"})
    described: set[str] = set()
    for line in client.get("/metrics").text.splitlines():
        if line.startswith("# TYPE "):
            described.add(line.split()[2])
            continue
        if line.startswith("#"):
            continue
        found = re.fullmatch(r'([a-z_]+)\{([a-z_]+="[^"\\]*"(?:,[a-z_]+="[^"\\]*")*)?\} ([0-9.e+-]+)', line)
        assert found is not None, line
        assert re.sub(r"_(bucket|sum|count)$", "", found[1]) in described or found[1] in described


def test_requests_are_counted_with_their_seconds(client: httpx.Client) -> None:
    """Each request is in the count, in the histogram, and in no other status."""
    before = metrics(client)
    for _ in range(3):
        client.get("/sparql", params={"query": "ASK {}"})
    client.get("/sparql", params={"query": "SELEC"})
    after = metrics(client)

    def grown(name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert grown('dateline_requests_total{part="sparql",status="200"}') == 3
    assert grown('dateline_requests_total{part="sparql",status="400"}') == 1
    assert grown('dateline_request_seconds_bucket{part="sparql",le="+Inf"}') == 4
    assert grown('dateline_request_seconds_count{part="sparql"}') == 4
    assert grown('dateline_queries_total{pool="public",outcome="answered"}') == 3
    assert after['dateline_memory_bytes{process="workers"}'] > 1e6
    assert after['dateline_snapshot_triples{snapshot="first"}'] > 100


def test_a_kill_is_counted(client: httpx.Client) -> None:
    """A query over its time costs a worker."""
    name = 'dateline_worker_kills_total{pool="public"}'
    before = metrics(client)[name]
    client.post("/sparql", data={"query": ENDLESS})
    assert metrics(client)[name] == before + 1


def test_buckets_hold_what_is_not_longer_than_their_bound() -> None:
    """They are cumulative, and a request on the bound is in."""
    requests = Requests()
    for seconds in (0.001, 0.005, 0.006, 100):
        requests.note("pages", 200, seconds)
    lines = list(requests.lines())
    for words in ('le="0.005"} 2', 'le="0.01"} 3', 'le="60.0"} 3', 'le="+Inf"} 4', '_count{part="pages"} 4'):
        assert any(line.endswith(words) for line in lines), words


def test_health_tells_data_workers_and_snapshot(client: httpx.Client) -> None:
    """What a balancer and a person need."""
    body = client.get("/health").json()
    assert (body["status"], body["snapshot"], body["waiting"]) == ("ok", "first", 0)
    assert body["triples"] > 100
    assert set(body["workers"]) == {"idle", "running", "starting"}


@pytest.fixture(params=[False, True], ids=["requests", "queries"])
def logging_app(request: pytest.FixtureRequest, data: Path) -> Iterator[tuple[Flask, bool]]:
    """An application that writes a log, without and with the text of queries."""
    app = create_app(ServeSettings(data=data, workers=1, log_requests=True, log_queries=request.param))
    yield app, request.param
    close_app(app)


def test_a_log_holds_no_query_unless_it_is_asked_to(
    logging_app: tuple[Flask, bool], caplog: pytest.LogCaptureFixture
) -> None:
    """Nor who asked; the digest of a query tells one that comes again."""
    app, queries = logging_app
    client = app.test_client()
    with caplog.at_level(logging.INFO, "dateline.requests"):
        client.get("/sparql", query_string={"query": HIDDEN}).close()
        client.post("/sparql", data=HIDDEN, content_type="application/sparql-query").close()
        client.post("/sparql", data={"query": HIDDEN}).close()
    lines = [JsonLines().format(record) for record in caplog.records if record.name == "dateline.requests"]
    members = [json.loads(line) for line in lines]
    assert [(one["method"], one["path"], one["status"]) for one in members] == [
        ("GET", "/sparql", 200), ("POST", "/sparql", 200), ("POST", "/sparql", 200),
    ]  # fmt: skip
    assert len({one["query_sha256"] for one in members}) == 1
    assert all(one["seconds"] >= 0 and one["time"].endswith("Z") for one in members)
    assert ("nobody may read this" in "".join(lines)) is queries
    assert "127.0.0.1" not in "".join(lines)


@pytest.mark.parametrize("media_type", ["application/sparql-query", "application/x-www-form-urlencoded", "text/css"])
def test_a_body_that_is_refused_is_logged_without_reading_it(
    media_type: str, logging_app: tuple[Flask, bool], caplog: pytest.LogCaptureFixture
) -> None:
    """One line, the refusal's status, and no fault of ours."""
    app, _ = logging_app
    with caplog.at_level(logging.INFO):
        answer = app.test_client().post("/sparql", data=b"query=" + b"a" * (2 << 20), content_type=media_type)
        answer.close()
    assert answer.status_code in {413, 415}
    assert [record.members["status"] for record in caplog.records] == [answer.status_code]  # type: ignore[attr-defined]


def test_a_fault_is_one_line_of_json_with_its_stack() -> None:
    """Line ends of a stack do not break the log."""
    try:
        raise ValueError("odd")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "failed %s", ("here",), (type(error), error, None))
    line = JsonLines().format(record)
    assert "\n" not in line
    assert json.loads(line)["message"] == "failed here"
    assert "ValueError: odd" in json.loads(line)["stack"]


@pytest.mark.parametrize(
    ("trusted", "link"), [(True, "https://kept.example/cite?"), (False, "http://localhost/cite?")]
)
def test_only_a_proxy_that_is_declared_is_believed(data: Path, trusted: bool, link: str) -> None:
    """Its host and scheme stand in permanent links; without the option anybody could send them."""
    app = create_app(ServeSettings(data=data, workers=1, behind_proxy=trusted))
    try:
        headers = {"X-Forwarded-Host": "kept.example", "X-Forwarded-Proto": "https"}
        answer = app.test_client().get("/cite", query_string={"query": "ASK {}", "format": "ris"}, headers=headers)
        assert f"UR  - {link}" in answer.text
    finally:
        close_app(app)


def alive(pid: int) -> bool:
    """Whether a process is still there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                stat = (path / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(stat[1]) == pid:
                found.append(int(path.name))
    return found


@pytest.fixture(params=["waitress", "granian"])
def carrier(request: pytest.FixtureRequest) -> str:
    """Each web server that can carry the application."""
    if request.param == "granian":
        pytest.importorskip("granian", reason="granian is not installed")
    return str(request.param)


def test_a_stopped_server_finishes_what_it_answers(data: Path, start_process, carrier: str) -> None:  # type: ignore[no-untyped-def]
    """SIGTERM in the middle of a query: its answer still comes, then every process ends and the port is free."""
    found: list[httpx.Response] = []
    with start_process(data, timeout=3, server=carrier) as (client, process):
        assert client.get("/sparql", params={"query": "SELECT ?s { ?s ?p ?o } LIMIT 2"}).status_code == 200
        thread = threading.Thread(target=lambda: found.append(client.post("/sparql", data={"query": ENDLESS})))
        thread.start()
        time.sleep(1)
        family = children(process.pid)
        assert family
        process.send_signal(signal.SIGTERM)
        thread.join()
        process.wait(20)
        for _ in range(50):
            if not any(map(alive, family)):
                break
            time.sleep(0.1)
        assert not any(map(alive, family))
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{client.base_url}/health", trust_env=False)
    (answer,) = found
    assert answer.status_code == 503
    assert "limit of 3 s" in answer.json()["detail"]


@pytest.mark.parametrize("accept", ["text/csv", "text/tab-separated-values", "application/n-triples"])
def test_an_answer_that_its_deadline_ends_is_never_taken_for_the_whole(  # type: ignore[no-untyped-def]
    data: Path, start_process, carrier: str, accept: str
) -> None:
    """In a format without an end: it is broken off where the web server can, else refused before its first byte."""
    form = "CONSTRUCT { ?a ?b ?f }" if accept == "application/n-triples" else "SELECT *"
    query = f"{form} WHERE {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }}"
    with start_process(data, timeout=1, max_rows=10**9, server=carrier) as (client, _):
        try:
            answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
        except httpx.RemoteProtocolError:
            assert carrier == "waitress"
        else:
            assert answer.status_code == 503
