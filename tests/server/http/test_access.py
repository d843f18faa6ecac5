"""Who may do what, and does a token give itself away?"""

import logging
from itertools import combinations
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.token import token as token_command
from kg.errors import DatelineError, UsageError
from kg.settings import ServeSettings
from server.app import close_app, create_app
from server.http import access as module
from server.http.access import Access, open_access, write_line
from server.http.refusals import Refusal
from server.serve import serve
from server.watching import JsonLines

SCOPES = ("read", "review", "write")
SUBSETS = [frozenset(some) for size in (1, 2, 3) for some in combinations(SCOPES, size)]


def status(access: Access, scope: str, token: str | None, client: str = "one") -> int:
    """What a request would get: 200 or the refusal's status."""
    try:
        access.admit(scope, token, client)  # type: ignore[arg-type]
    except Refusal as refusal:
        return refusal.status
    return 200


def lines(path: Path, *texts: str) -> Path:
    """A token file."""
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return path


@pytest.mark.parametrize("scopes", SUBSETS, ids=lambda scopes: "+".join(sorted(scopes)))
def test_a_token_opens_what_its_scopes_say_and_reading(tmp_path: Path, scopes: frozenset[str]) -> None:
    """Written plainly or as a digest; for the rest it is told apart from a wrong one."""
    plain, digest = "plain-and-long-enough", "digested-and-long-enough"
    kept = write_line(digest, scopes)  # type: ignore[arg-type]
    assert digest not in kept
    access = open_access(file=lines(tmp_path / "tokens", "# remark", f"{','.join(scopes)} {plain}", "", kept))
    for scope in SCOPES:
        wanted = 200 if scope in scopes | {"read"} else 403
        assert [status(access, scope, one) for one in (plain, digest)] == [wanted, wanted]
        assert access.is_on(scope) is (wanted == 200)  # type: ignore[arg-type]
    assert [status(access, "read", one) for one in (None, "", plain[:-1], plain + " ", kept.split()[1])] == [401] * 5


@given(st.text(max_size=40))
def test_nothing_but_the_token_opens(guess: str) -> None:
    """Whatever text comes, also text that no header can hold."""
    access = open_access("the-only-token-there-is")
    assert status(access, "write", guess) == (200 if guess == "the-only-token-there-is" else 401)


def test_a_token_is_taken_and_given_while_the_server_runs(tmp_path: Path) -> None:
    """By writing the file or by putting another in its place; one that cannot be read admits nobody."""
    path = lines(tmp_path / "tokens", "review first-token-of-all")
    access = open_access(file=path)
    assert status(access, "review", "first-token-of-all") == 200
    lines(tmp_path / "new", "review second-token-of-all").replace(path)
    assert [status(access, "review", f"{n}-token-of-all") for n in ("first", "second")] == [401, 200]
    lines(path, "review second-token-of-all", "review and too many words")
    assert status(access, "review", "second-token-of-all") == 401
    path.unlink()
    assert (status(access, "review", "second-token-of-all"), access.is_on("review")) == (401, False)


def test_a_token_is_compared_with_every_one_in_constant_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By `hmac.compare_digest`, as often whether the first fits, the last, or none."""
    compared: list[bytes] = []
    monkeypatch.setattr(module.hmac, "compare_digest", lambda one, other: compared.append(other) or one == other)
    access = open_access(file=lines(tmp_path / "tokens", *(f"review token-number-{n}-of-three" for n in range(3))))
    for guess in ("token-number-0-of-three", "token-number-2-of-three", "token-of-nobody-at-all"):
        compared.clear()
        status(access, "review", guess)
        assert len(compared) == 3


def test_a_log_holds_no_token(data: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Neither that of the header nor one that somebody put into an address, though all of a query be logged."""
    secret = "the-only-token-there-is"  # noqa: S105 - of this test
    app = create_app(ServeSettings(data=data, workers=1, token=secret, log_requests=True, log_queries=True))
    with caplog.at_level(logging.DEBUG):
        for headers in ({"Authorization": f"Bearer {secret}"}, {"Authorization": f"Bearer {secret}x"}, {}):
            for address in (f"/sparql?query=ASK%7B%7D&token={secret}", f"/review/queue?token={secret}", "/nowhere"):
                app.test_client().get(address, headers=headers).close()
    close_app(app)
    assert len(caplog.records) >= 9
    assert not any(secret in JsonLines().format(record) for record in caplog.records)


def test_a_client_that_guesses_is_turned_away_and_others_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even with the right token, until the time is over."""
    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    access = open_access("the-only-token-there-is")
    assert [status(access, "write", f"guess {n}") for n in range(12)] == [401] * 10 + [429] * 2
    assert status(access, "write", "the-only-token-there-is") == 429
    assert status(access, "write", "the-only-token-there-is", "another") == 200
    now[0] = 61.0
    assert status(access, "write", "the-only-token-there-is") == 200


def test_clients_that_guess_are_not_remembered_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever changes the address with each guess fills no memory."""
    monkeypatch.setattr(module, "_MOST_CLIENTS", 20)
    access = open_access("the-only-token-there-is")
    for number in range(100):
        status(access, "write", "guess", f"client {number}")
    assert len(access._tries) <= 21


@pytest.mark.parametrize(
    "line", ["review", "everything a-token-long-enough", "review a-token-long-enough x", "\udcff"]
)
def test_a_token_file_that_is_none_is_told_with_the_line(tmp_path: Path, line: str) -> None:
    """A token too short to be one, an unknown scope, too many words, no text."""
    path = tmp_path / "tokens"
    path.write_bytes(b"# first\n" + line.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError, match=r"tokens(:2:|: the token file cannot be read: it is not UTF-8)"):
        open_access(file=path)
    with pytest.raises(UsageError, match="absent"):
        open_access(file=tmp_path / "absent")


def test_the_command_makes_a_token_that_its_file_does_not_hold(tmp_path: Path) -> None:
    """The file is its owner's alone; a second one leaves the first."""
    path = tmp_path / "tokens"
    made = [CliRunner().invoke(token_command, [str(path), "--scope", "review"]).stdout.strip() for _ in range(2)]
    assert path.stat().st_mode & 0o777 == 0o600
    access = open_access(file=path)
    assert [(status(access, "review", one), status(access, "write", one)) for one in made] == [(200, 403)] * 2
    assert not any(one in path.read_text() for one in made)


def test_a_closed_server_answers_nobody_without_a_token(data: Path, start, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """But for its health; a password counts for reading only, since a browser sends it along unasked."""
    path = lines(tmp_path / "tokens", "read token-of-the-reader", "review token-of-the-reviewer")
    with start(data, token_file=str(path), closed=True) as client:
        opened = ("/", "/sparql?query=ASK{}", "/dumps/", "/static/page.css", "/nothing", "/?asOf=2018-05-01")
        refused = [client.get(address) for address in opened]
        assert {answer.status_code for answer in refused} == {401}
        assert all("Basic" in answer.headers["WWW-Authenticate"] for answer in refused)
        assert client.get("/health").status_code == 200
        reader = httpx.BasicAuth("anybody", "token-of-the-reader")
        bearer = {"Authorization": "Bearer token-of-the-reader"}
        answers = [client.get(address, auth=reader).status_code for address in opened]
        assert answers == [client.get(address, headers=bearer).status_code for address in opened]
        assert answers[:4] == [200] * 4
        assert client.post("/sparql", data={"query": "ASK{}"}, auth=reader).status_code == 401
        assert client.post("/sparql", data={"query": "ASK{}"}, headers=bearer).status_code == 200
        assert client.get("/review/queue", headers=bearer).status_code == 403
        assert (
            client.get("/review/queue", headers={"Authorization": "Bearer token-of-the-reviewer"}).status_code == 200
        )


def test_a_closed_server_without_tokens_is_a_wrong_use(data: Path) -> None:
    """Nobody could come in."""
    with pytest.raises(DatelineError, match="dateline token"):
        serve(ServeSettings(data=data, closed=True))
