"""Is an answer given again only to who would get the same one anew?"""

import time
from collections.abc import Callable, Iterable
from functools import partial

import httpx
import pytest
from flask import Flask, Response, request
from hypothesis import given, settings
from hypothesis import strategies as st

from server import again
from server.again import Again, keep_lasting
from server.metrics import Requests
from server.watching import Watch, watch_requests

PRIVATE = ["Authorization", "Cookie", "Range", "If-None-Match", "If-Modified-Since", "Content-Length"]
SAID = {"no-store": {"Cache-Control": "no-store"}, "vary": {"Vary": "Cookie"}}
"""Header fields of some answers, by their names."""


class Turning:
    """What is served: its version, and how often it was switched; with `returns` a stamp is that of the version."""

    def __init__(self, *, returns: bool = False) -> None:
        self.version, self.turns, self.returns = 0, 1, returns

    def stamp(self) -> tuple[int, ...]:
        """Another one after each switch."""
        return (self.version if self.returns else self.turns,) if self.turns else ()

    def turn(self) -> None:
        """To the other one of two versions."""
        self.version, self.turns = 1 - self.version, self.turns + 1


def ask_of(served: Turning, work: Callable[[], object] = str) -> tuple[Callable[..., Response], list[str]]:
    """How to ask a small application, and the addresses whose answers were made; `work` is done in the middle."""
    app, made = Flask(__name__), []

    @app.get("/<path:name>")
    def page(name: str) -> Response:
        made.append(name)
        version = served.version
        work()
        said = f"{name} {version} {served.version} {request.args} {request.accept_mimetypes} {request.host}"
        pieces: Iterable[str] = [said] if name != "long" else ("x" * 1000 for _ in range(1 + again.LARGEST // 1000))
        return Response(pieces, 404 if name == "missing" else 200, SAID.get(name))

    keep_lasting(app, {"page"})
    watch_requests(app, Watch(Requests(), log=False, queries=False))
    app.wsgi_app = Again(app.wsgi_app, served, lambda *_: None)  # type: ignore[method-assign]
    return partial(app.test_client(use_cookies=False).get, buffered=True), made


def test_what_was_made_is_given_again_whole() -> None:
    """Body, status and headers; who asks differently gets an answer of its own."""
    get, made = ask_of(Turning())
    first, second = get("/a"), get("/a")
    assert (first.data, first.status, first.headers) == (second.data, second.status, second.headers)
    assert made == ["a"]
    for ask in (
        lambda: get("/a?x=1"),
        lambda: get("/a", headers={"Accept": "text/csv"}),
        lambda: get("/a", headers={"Host": "other"}),
        lambda: get("/b"),
    ):
        assert ask().data == ask().data != first.data
    assert made == ["a", "a", "a", "a", "b"]


@pytest.mark.parametrize("header", PRIVATE)
def test_nothing_that_tells_of_a_client_is_kept_or_given(header: str) -> None:
    """A token, a cookie, a condition, a part, a body: each time the view answers."""
    get, made = ask_of(Turning())
    get("/a", headers={header: "1"}, data="x" if header == "Content-Length" else None)
    get("/a")
    get("/a", headers={header: "1"}, data="x" if header == "Content-Length" else None)
    assert made == ["a"] * 3


@pytest.mark.parametrize("name", ["missing", "no-store", "vary", "long"])
def test_what_may_not_be_kept_is_made_each_time(name: str) -> None:
    """A refusal, what says so, what depends on more than the key, what is too large."""
    get, made = ask_of(Turning())
    assert get(f"/{name}").data == get(f"/{name}").data
    assert made == [name] * 2


def test_what_was_not_read_to_its_end_is_not_kept() -> None:
    """A client that hangs up leaves no half answer."""
    get, made = ask_of(Turning())
    get("/a", buffered=False).close()
    assert get("/a").data.startswith(b"a 0")
    assert made == ["a", "a"]


def test_without_a_snapshot_nothing_is_kept() -> None:
    """Whatever a view has to say then."""
    served = Turning()
    served.turns = 0
    get, made = ask_of(served)
    get("/a"), get("/a")
    assert made == ["a", "a"]


@settings(max_examples=40)
@given(st.booleans(), st.lists(st.tuples(st.sampled_from("ab"), st.booleans(), st.integers(0, 2)), max_size=12))
def test_no_answer_outlives_its_snapshot(returns: bool, asked: list[tuple[str, bool, int]]) -> None:
    """However it is switched, also while an answer is made, and back: it is of what is served when it begins."""
    served, turns = Turning(returns=returns), [0]

    def work() -> None:
        # That it was switched and back cannot be seen by stamps that return.
        for _ in range(min(turns[0], 1) if returns else turns[0]):
            served.turn()

    get, _ = ask_of(served, work)
    for name, before, turns[0] in asked:
        if before:
            served.turn()
        version = served.version
        assert get(f"/{name}").text.startswith(f"{name} {version} {served.version} ")


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those asked for last stay."""
    monkeypatch.setattr(again, "MOST_BYTES", 3000)
    get, made = ask_of(Turning())
    for number in range(100):
        get(f"/{number}?{'x' * 500}"), get("/often")
    assert made.count("often") == 1
    get(f"/99?{'x' * 500}")
    assert made.count("99") == 1
    get(f"/0?{'x' * 500}")
    assert made.count("0") == 2


def test_pages_of_the_server_are_given_again_and_counted(client: httpx.Client) -> None:
    """The same bytes, faster, and each request is in the metrics."""

    def counted() -> float:
        lines = client.get("/metrics").text.splitlines()
        return sum(
            float(one.split()[-1])
            for one in lines
            if one.startswith('dateline_requests_total{part="network",status="200"}')
        )

    before = counted()
    first = client.get("/network?words=again")
    second = client.get("/network?words=again")
    assert (first.content, {**first.headers, "date": ""}) == (second.content, {**second.headers, "date": ""})
    until = time.monotonic() + 30
    while counted() != before + 2:
        assert time.monotonic() < until
