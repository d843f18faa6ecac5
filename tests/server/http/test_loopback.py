"""Does a server for one person keep pages of other sites from reading it, and a public one not?"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from kg.settings import ServeSettings
from server.http.loopback import Loopback, is_for_one, is_loopback

HERE = ["127.0.0.1", "127.9.9.9", "localhost", "LOCALHOST", "a.localhost", "[::1]", "127.0.0.1:8000", "[::1]:8000"]
ELSEWHERE = ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "[::2]:80", "8.8.8.8"]


@Request.application
def open_to_all(_: Request) -> Response:
    """An application that every page may read."""
    return Response("read", headers={"Access-Control-Allow-Origin": "*", "ETag": '"1"'})


@pytest.mark.parametrize("host", HERE)
def test_the_names_of_this_machine_are_answered(host: str) -> None:
    """With or without a port."""
    assert Client(Loopback(open_to_all)).get("/", headers={"Host": host}).text == "read"


@pytest.mark.parametrize("host", ELSEWHERE)
def test_another_name_that_points_here_is_not(host: str) -> None:
    """A site could let its own name point here and read all that it likes."""
    answer = Client(Loopback(open_to_all)).get("/", headers={"Host": host})
    assert (answer.status_code, "--any-origin" in answer.text) == (421, True)


@pytest.mark.parametrize("origin", ["http://evil.example", "https://localhost.evil.example", "null", "http://[", ""])
def test_a_page_of_another_site_may_not_read(origin: str) -> None:
    """It gets no word of CORS; everything else stands."""
    headers = Client(Loopback(open_to_all)).get("/", headers={"Host": "localhost", "Origin": origin}).headers
    assert not [name for name, _ in headers if name.lower().startswith("access-control")]
    assert headers["ETag"] == '"1"'


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1:8888", None])
def test_a_notebook_of_this_machine_may(origin: str | None) -> None:
    """Whatever its port."""
    headers = {"Host": "localhost"} | ({"Origin": origin} if origin else {})
    assert Client(Loopback(open_to_all)).get("/", headers=headers).headers["Access-Control-Allow-Origin"] == "*"


@given(st.text(max_size=40))
def test_only_names_of_this_machine_are_its_own(name: str) -> None:
    """Any text is judged, and what is accepted begins or ends as such names do."""
    assert not is_loopback(name) or name.lower().endswith("localhost") or name.startswith("127.") or ":" in name


@pytest.mark.parametrize(
    ("more", "alone"),
    [({}, True), ({"host": "::1"}, True), ({"host": "192.0.2.1"}, False), ({"behind_proxy": True}, False),
     ({"any_origin": True}, False)],
)  # fmt: skip
def test_what_is_public_is_read_by_all(more: dict[str, str | bool], alone: bool) -> None:
    """A public host, a proxy or a word of the operator."""
    assert is_for_one(ServeSettings(data=Path(), **more)) is alone  # type: ignore[arg-type]
