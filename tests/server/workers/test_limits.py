"""What do those who ask notice of deadlines, full places, and snapshots that are switched?"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from flask import Flask
from pools import EASY, ENDLESS, holding, pool_over, question, wait_for

from kg.settings import ServeSettings
from server.app import close_app, create_app
from server.http.refusals import Refusal
from server.workers.answers import Stream
from server.workers.limits import Pool

LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture(scope="module")
def pool(data: Path) -> Iterator[Pool]:
    """One worker, asked without the server in front."""
    with pool_over(data) as made:
        yield made


def ask(client: httpx.Client, query: str, **options: object) -> httpx.Response:
    """A query by form POST."""
    return client.post("/sparql", data={"query": query}, **options)  # type: ignore[arg-type]


def test_when_every_place_is_taken_a_request_is_told_when_to_come_again(pool: Pool) -> None:
    """503 with Retry-After, once its patience is over: one long query is put aside, another has the place."""
    with holding(pool, 2), pytest.raises(Refusal) as refused:
        pool.ask(question(EASY))
    assert refused.value.status == 503
    assert int(refused.value.headers["Retry-After"]) > 0


def test_a_long_query_is_put_aside_and_a_short_one_answered_meanwhile(pool: Pool) -> None:
    """The one worker's place is free again."""
    with holding(pool, 1):
        wait_for(lambda: pool.load().aside == 1)
        assert b"true" in pool.ask(question(EASY)).read()
        assert pool.load().running == 1


def test_a_long_query_makes_room_for_another_client(data: Path) -> None:
    """Of two long queries of one client the second is stopped when somebody else waits."""
    with pool_over(data, patience=30) as patient:
        with holding(patient, 2, "heavy"):
            assert b"true" in patient.ask(question(EASY), client="light").read()
            assert patient.load().running == 1
        assert patient.counts["room"] == 1


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


def test_a_snapshot_that_replaces_another_is_served_at_once(
    tmp_path: Path, publish_again: Callable[[Path, str], Path]
) -> None:
    """No request fails and none is answered from the old one afterwards."""
    publish_again(tmp_path, "old")
    app = create_app(ServeSettings(data=tmp_path, workers=1))
    client = app.test_client()
    try:
        for path in ("/health", "/timeline.json", "/timeline.json"):
            assert client.get(path).get_json()["snapshot"] == "old"
        old = _workers(app)
        publish_again(tmp_path, "new")
        for path in ("/health", "/timeline.json", "/timeline.json"):
            assert client.get(path).get_json()["snapshot"] == "new"
        assert client.post("/sparql", data={"query": EASY}).get_json()["boolean"] is True
        assert not old & _workers(app)
    finally:
        close_app(app)


def _workers(app: Flask) -> set[int]:
    return set(app.extensions["dateline.pools"][0].load().pids)


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


def test_a_client_that_stops_reading_does_not_hold_its_worker_beyond_the_deadline(data: Path) -> None:
    """The place is free although nobody has closed the answer."""
    with pool_over(data, patience=30) as slow:
        stream = slow.stream(question(LARGE, max_rows=10**6))
        assert isinstance(stream, Stream)
        pieces = stream.chunks()
        assert next(pieces).startswith(b"{")
        wait_for(lambda: slow.load().running == 0)
        with pytest.raises(Refusal, match="limit of 1 s"):
            list(pieces)
        assert b"true" in slow.ask(question(EASY)).read()
