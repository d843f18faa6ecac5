"""Does one client that sends much leave the interpreter to others?"""

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pools import wait_for

from kg.settings import NOWHERE, ServeSettings
from server import serve
from server.http.wsgi import Environ
from server.workers import computing
from server.workers.computing import Computing, aside


def asked(app: Computing, client: str, path: str = "/") -> tuple[str, bytes]:
    """The status and the body of a request, as a web server asks for them."""
    told: list[str] = []
    body = app(
        {"REMOTE_ADDR": client, "PATH_INFO": path, "REQUEST_METHOD": "GET"},
        lambda status, _headers: told.append(status),
    )
    return told[0][:3], b"".join(body)


def application(work: Callable[[Environ], Iterable[bytes]]) -> Computing:
    """An application that does some work."""

    def answer(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [])
        return work(environ)

    return Computing(answer)


def spin(seconds: float = 0.005) -> None:
    """Works in Python for so long a time of this thread."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


@contextmanager
def sending(app: Computing, client: str, number: int, path: str = "/") -> Iterator[Counter[str]]:
    """So many threads that ask one request after the other; how often each status came."""
    done, came = threading.Event(), Counter[str]()

    def ask() -> None:
        while not done.is_set():
            came[asked(app, client, path)[0]] += 1

    threads = [threading.Thread(target=ask) for _ in range(number)]
    for thread in threads:
        thread.start()
    try:
        yield came
    finally:
        done.set()
        for thread in threads:
            thread.join()


@contextmanager
def ending(event: threading.Event) -> Iterator[None]:
    """Sets an event at the end."""
    try:
        yield
    finally:
        event.set()


def test_a_server_takes_short_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes back from a wait is not kept out of the interpreter for long by who works in it."""
    before = sys.getswitchinterval()
    for name in ("share_heap", "create_app"):
        monkeypatch.setattr(serve, name, lambda *_: None)
    try:
        serve._load(ServeSettings(data=NOWHERE))
        assert sys.getswitchinterval() <= before / 5
    finally:
        sys.setswitchinterval(before)


def at_once(_environ: Environ) -> list[bytes]:
    """An answer that is worked on before it begins."""
    spin()
    return [b"done"]


def in_pieces(_environ: Environ) -> Iterator[bytes]:
    """One that is worked on while it is sent."""
    for _ in range(5):
        spin(0.001)
        yield b"piece"


@pytest.mark.parametrize("work", [at_once, in_pieces])
def test_case_26_eight_requests_of_one_client_are_not_eight_parts_for_it(
    work: Callable[[Environ], Iterable[bytes]],
) -> None:
    """`server.workers.computing.Computing`: while one of another is worked on, about one is done, not eight."""
    app = application(work)
    with sending(app, "192.0.2.1", 8) as heavy:
        wait_for(lambda: heavy["200"] > 8)
        before = heavy["200"]
        for _ in range(12):
            assert asked(app, "192.0.2.2")[0] == "200"
        assert heavy["200"] - before < 48


def test_who_waits_aside_holds_nobody_up() -> None:
    """Many requests that wait for something else; another one is worked on meanwhile, though they never end."""
    over, waiting = threading.Event(), Counter[str]()

    def work(environ: Environ) -> list[bytes]:
        if environ["PATH_INFO"] == "/wait":
            with aside():
                waiting["now"] += 1
                over.wait(60)
        return [b"done"]

    app = application(work)
    asked(app, "192.0.2.3")
    with sending(app, "192.0.2.1", 6, "/wait") as waited, ending(over):
        wait_for(lambda: waiting["now"] == 6)
        for client in ("192.0.2.1", "192.0.2.2"):
            assert asked(app, client) == ("200", b"done")
        assert not waited


def test_work_that_never_ends_holds_nobody_up_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every place is held by work that should have waited aside: others are worked on all the same."""
    monkeypatch.setattr(computing, "_PATIENCE_SECONDS", 0.05)
    over, held = threading.Event(), Counter[str]()

    def work(environ: Environ) -> list[bytes]:
        if environ["PATH_INFO"] == "/hold":
            held["now"] += 1
            over.wait(60)
        return [b"done"]

    app = application(work)
    with sending(app, "192.0.2.1", 3, "/hold"), sending(app, "192.0.2.4", 3, "/hold"), ending(over):
        wait_for(lambda: held["now"] >= 2)
        assert asked(app, "192.0.2.2") == ("200", b"done")


def test_a_client_with_too_many_under_way_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot take every thread of the web server; another client is answered."""
    monkeypatch.setattr(computing, "_MOST_OF_ONE", 2)
    app = application(at_once)
    asked(app, "192.0.2.2")
    with sending(app, "192.0.2.1", 8) as heavy:
        wait_for(lambda: heavy["429"] > 0)
        assert asked(app, "192.0.2.2")[0] == "200"
