"""Where does a request go, and what bounds it?"""

import time

import pytest
from chat_server import KEY, Script, Step

from kg.annotate.llm import endpoint as room
from kg.annotate.llm.endpoint import Endpoint, Interrupted, make_endpoint, send
from kg.errors import EngineUnavailable, UsageError


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/v1", "https://example.org/v1/chat/completions"),
        ("https://example.org/v1/", "https://example.org/v1/chat/completions"),
        ("https://example.org:8443/a/chat/completions", "https://example.org:8443/a/chat/completions"),
        ("http://localhost:11434/v1", "http://localhost:11434/v1/chat/completions"),
        ("http://127.8.0.1", "http://127.8.0.1/chat/completions"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1/chat/completions"),
    ],
)
def test_addresses_are_https_or_of_this_machine(url: str, address: str) -> None:
    """The base address or the whole one; the key shows nowhere."""
    made = make_endpoint(url, KEY, 1.0)
    assert made.address == address
    assert KEY not in repr(made)


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org/v1", "ftp://example.org", "file:///etc/passwd", "https://", "https://[::1", "https://a:b/",
        "http://example.org/v1", "http://10.0.0.1/v1", "http://127.0.0.1.example.org/", "http://localhost.example.org",
        "https://user:secret@example.org/", "https://example.org/?key=secret", "https://example.org/#secret",
        "https://example.org/a b", "https://example.org/\r\nX: y",
    ],
)  # fmt: skip
def test_any_other_address_is_a_wrong_call(url: str) -> None:
    """In the open, with a key in it, or no address at all; the message does not repeat a secret."""
    with pytest.raises(UsageError) as error:
        make_endpoint(url, None, 1.0)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("key", ["a b", "a\nb", "clé", "“quoted”"])
def test_a_key_that_no_header_can_carry_is_a_wrong_call(key: str) -> None:
    """The message does not repeat it."""
    with pytest.raises(UsageError) as error:
        make_endpoint("https://example.org", key, 1.0)
    assert key not in str(error.value)


@pytest.fixture
def endpoint(script: Script) -> Endpoint:
    """The scripted server, half a second for a request."""
    return make_endpoint(script.url, KEY, 0.5)


def test_a_request_carries_the_key_in_its_header_alone(script: Script, endpoint: Endpoint) -> None:
    """No proxy of the environment is asked."""
    script.steps = [Step(body=b"{}")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("http_proxy", "http://127.0.0.1:9")
        assert send(endpoint, b"{}").body == b"{}"
    assert script.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert script.paths == ["/v1/chat/completions"]


def test_no_key_no_header(script: Script) -> None:
    """An endpoint on this machine mostly wants none."""
    script.steps = [Step(body=b"{}")]
    send(make_endpoint(script.url, None, 1.0), b"{}")
    assert "Authorization" not in script.headers[0]


def test_a_redirect_is_not_followed(script: Script, endpoint: Endpoint) -> None:
    """The key would go to somebody whom the user did not name."""
    script.steps = [Step(status=307, headers={"Location": script.url + "/elsewhere"})]
    assert send(endpoint, b"{}").status == 307
    assert len(script.paths) == 1


@pytest.mark.parametrize(
    "step", [Step(body=b"{}", pause=20), Step(body=b"x" * 200, trickle=0.1)], ids=["silence", "trickle"]
)
def test_the_whole_request_has_one_deadline(script: Script, endpoint: Endpoint, step: Step) -> None:
    """Silence and single bytes end alike."""
    script.steps = [step]
    began = time.monotonic()
    with pytest.raises(Interrupted, match="in time"):
        send(endpoint, b"{}")
    assert time.monotonic() - began < 10


def test_a_body_that_ends_early_is_noticed(script: Script) -> None:
    """It would be read as another answer."""
    script.steps = [Step(body=b'{"a": 1}', length=100)]
    with pytest.raises(Interrupted, match="broke off"):
        send(make_endpoint(script.url, None, 5.0), b"{}")


def test_a_body_that_never_ends_is_not_read(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded."""
    monkeypatch.setattr(room, "MOST_BYTES", 1000)
    script.steps = [Step(body=b"x" * 1001)]
    with pytest.raises(EngineUnavailable, match="longer than"):
        send(make_endpoint(script.url, None, 5.0), b"{}")
    script.steps = [Step(body=b"x" * 1000)]
    assert len(send(make_endpoint(script.url, None, 5.0), b"{}").body) == 1000


def test_nobody_listening_is_told_with_the_address() -> None:
    """And with what to do."""
    with pytest.raises(
        EngineUnavailable, match=r"http://127\.0\.0\.1:9/v1/chat/completions: no connection .*start it"
    ):
        send(make_endpoint("http://127.0.0.1:9/v1", KEY, 1.0), b"{}")


@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), ("soon", None), ("-1", None), (None, None)])
def test_retry_after_is_a_number_of_seconds(script: Script, header: str | None, seconds: float | None) -> None:
    """Anything else is not told."""
    script.steps = [Step(status=429, headers={"Retry-After": header} if header else {})]
    assert send(make_endpoint(script.url, None, 5.0), b"{}").retry_after == seconds
