"""Does the client of reconciliation services ask politely, keep what it hears, and never wait for a stranger?"""

import csv
import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import click
import httpx
import pytest

from kg.cli.taken import COLUMNS, show_taken
from kg.errors import UsageError
from kg.link.service.address import read_address
from kg.link.service.asking import Outcome, Pace, ask_service
from kg.link.service.kept import kept_file
from kg.link.service.unknown import Unknown, find_unknown
from kg.model import Annotation, Entity, Header

MANIFEST = {
    "versions": ["0.2"],
    "name": "Test",
    "identifierSpace": "http://x/",
    "schemaSpace": "http://y/",
    "batchSize": 2,
}
NAMES = tuple(Unknown(name=f"Name {letter}", kind="Person", articles=("a",)) for letter in "ABCDE")

Answer = tuple[int, dict[str, str], object]
"""Status, headers, and what becomes JSON (text stays as it is)."""


@contextmanager
def serving(answer: Callable[[dict[str, object] | None], Answer]) -> Iterator[str]:
    """The address of a service that answers a batch, or None for its manifest, as the function says."""

    class Handler(BaseHTTPRequestHandler):
        def _reply(self, batch: dict[str, object] | None) -> None:
            status, headers, body = answer(batch)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write((body if isinstance(body, str) else json.dumps(body)).encode())

        def do_GET(self) -> None:
            self._reply(None)

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            assert "dateline/" in self.headers["User-Agent"]
            self._reply(json.loads(form["queries"][0]))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class Sleeps(list[float]):
    """The seconds that a run would have slept."""

    @property
    def pace(self) -> Pace:
        """A pace of a second that does not wait."""
        return Pace(seconds=1.0, sleep=self.append)


def answered(outcome: Outcome) -> dict[str, list[str] | None]:
    """The identifiers that each name was taken for."""
    return {
        one.unknown.name: None if one.candidates is None else [each.id for each in one.candidates]
        for one in outcome.taken
    }


def echo(batch: dict[str, object] | None) -> Answer:
    """A service that takes each name for itself."""
    if batch is None:
        return 200, {}, MANIFEST
    return 200, {}, {
        key: {"result": [{"id": query["query"], "name": query["query"], "score": 1}]}  # type: ignore[index]
        for key, query in batch.items()
    }  # fmt: skip


def test_our_own_service_is_asked_over_http(client: httpx.Client, tmp_path: Path) -> None:
    """Kinds are its types; what it is sure of, and what only one article names, come back as such."""
    names = [
        Unknown(name="Angela Merkel", kind="Person", articles=("a",)),
        Unknown(name="Visby", kind="Place", articles=("a", "b")),
        Unknown(name="Nobody Has This Name", kind="Person", articles=("b",)),
    ]
    outcome = ask_service(names, read_address(f"{client.base_url}/reconcile"), tmp_path, {}, Sleeps().pace)
    assert (outcome.stopped, outcome.batches) == (None, 1)
    assert answered(outcome) == {
        "Angela Merkel": ["Q567"],
        "Visby": ["ferries/entity/visby"],
        "Nobody Has This Name": [],
    }
    matches = [[each.match for each in one.candidates or ()] for one in outcome.taken]
    assert matches == [[True], [False], []]


def test_a_second_run_asks_nothing(tmp_path: Path) -> None:
    """Answers are kept by query; the pace lies between batches."""
    sleeps = Sleeps()
    with serving(echo) as url:
        first = ask_service(NAMES, read_address(url), tmp_path, {}, sleeps.pace)
        again = ask_service(NAMES, read_address(url), tmp_path, {}, sleeps.pace)
        other_types = ask_service(NAMES[:1], read_address(url), tmp_path, {"Person": "human"}, sleeps.pace)
    assert (first.batches, again.batches, other_types.batches) == (3, 0, 1)
    assert answered(first) == answered(again) == {one.name: [one.name] for one in NAMES}
    assert sleeps == [1.0] * 4


def test_a_run_goes_on_where_it_was_cut_off(tmp_path: Path) -> None:
    """What was answered is kept, even when the last line was cut short; only the rest is asked later."""
    seen: list[str] = []

    def failing(batch: dict[str, object] | None) -> Answer:
        if batch is not None and len(seen) >= 2:
            return 500, {}, ""
        seen.extend(query["query"] for query in (batch or {}).values())  # type: ignore[index]
        return echo(batch)

    with serving(failing) as url:
        cut = ask_service(NAMES, read_address(url), tmp_path, {}, Sleeps().pace)
        assert cut.stopped == "status 500"
        assert answered(cut) == {one.name: [one.name] if one in NAMES[:2] else None for one in NAMES}
        with kept_file(tmp_path, read_address(url).url).open("ab") as file:
            file.write(b'["{\\"query\\": \\"Name C')
        seen.clear()
        more = ask_service(NAMES[:4], read_address(url), tmp_path, {}, Sleeps().pace)
        assert seen == ["Name C", "Name D"]
        seen.clear()
        assert ask_service(NAMES[:4], read_address(url), tmp_path, {}, Sleeps().pace).batches == 0
    assert more.stopped is None
    assert answered(more) == {one.name: [one.name] for one in NAMES[:4]}


def test_a_service_that_asks_for_patience_gets_it(tmp_path: Path) -> None:
    """`Retry-After` is waited for, unless it is too long."""
    waits = iter(["7", "600"])

    def busy(batch: dict[str, object] | None) -> Answer:
        wait = next(waits, None) if batch is not None and "q1" in batch else None
        return (429, {"Retry-After": wait}, "") if wait else echo(batch)

    sleeps = Sleeps()
    with serving(busy) as url:
        outcome = ask_service(NAMES[:2], read_address(url), tmp_path, {}, sleeps.pace)
    assert sleeps == [1.0, 7.0]
    assert outcome.stopped == "status 429"
    assert answered(outcome) == {"Name A": None, "Name B": None}


def test_without_network_what_was_heard_stands(tmp_path: Path) -> None:
    """Nobody listens any more: kept answers are given, and the rest is said to be unasked."""
    with serving(echo) as url:
        ask_service(NAMES[:2], read_address(url), tmp_path, {}, Sleeps().pace)
    gone = ask_service(NAMES[:3], read_address(url), tmp_path, {}, Sleeps().pace)
    assert answered(gone) == {"Name A": ["Name A"], "Name B": ["Name B"], "Name C": None}
    assert gone.stopped is not None
    assert ask_service(NAMES[:2], read_address(url), tmp_path, {}, Sleeps().pace).stopped is None
    never = ask_service(NAMES[:1], read_address(url), tmp_path / "other", {}, Sleeps().pace)
    assert answered(never) == {"Name A": None}


@pytest.mark.parametrize(
    ("manifest", "results"),
    [
        ("no JSON", {}),
        ({"name": "no spaces"}, {}),
        (MANIFEST, "[]"),
        (MANIFEST, {"q0": {"result": [{"id": "", "name": "x", "score": 1}]}}),
        (MANIFEST, {"q0": {"result": [{"id": "x", "name": "x", "score": "high"}]}}),
        (MANIFEST, {"other key": {"result": []}}),
        (MANIFEST, "[" * 50_000),
    ],
)
def test_an_answer_of_another_form_is_none(manifest: object, results: object, tmp_path: Path) -> None:
    """Nothing of it is kept or believed, and nobody tries again."""
    sleeps = Sleeps()
    with serving(lambda batch: (200, {}, manifest if batch is None else results)) as url:
        outcome = ask_service(NAMES[:1], read_address(url), tmp_path, {}, sleeps.pace)
    assert answered(outcome) == {"Name A": None}
    assert outcome.stopped is not None
    assert len(sleeps) <= 1


def test_no_redirect_is_followed(tmp_path: Path) -> None:
    """Names of articles go to the host that the user named."""
    with serving(lambda _: (302, {"Location": "http://127.0.0.1:9/"}, "")) as url:
        outcome = ask_service(NAMES[:1], read_address(url), tmp_path, {}, Sleeps().pace)
    assert "another address" in (outcome.stopped or "")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/x",
        "ftp://example.org",
        "https://user:pw@example.org/",
        "x",
        "https://a b/",
        "https://h:99999/",
    ],
)
def test_an_address_that_cannot_be_asked_is_refused(url: str) -> None:
    """Above all http to another machine."""
    with pytest.raises(UsageError):
        read_address(url)


def annotation(key: str, *entities: Entity) -> Annotation:
    """What an article says, of which only the entities matter here."""
    return Annotation(article=Header(key=key, sha256="0"), entities=entities)


def test_only_proper_names_without_a_row_are_asked_about() -> None:
    """Once for all articles."""
    ann = Entity(id="1", kind="Person", label="Ann Lee")
    others = (
        Entity(id="2", kind="Person", label="a broker", named=False),
        Entity(id="3", kind="State", label="Peru", known="state/peru"),
        Entity(id="4", kind="Person", label="Known", wikidata="Q1"),
    )
    found = find_unknown([annotation("b", ann, *others), annotation("a", ann)])
    assert found == (Unknown(name="Ann Lee", kind="Person", articles=("a", "b")),)


def test_the_table_names_an_item_only_where_the_service_is_sure(
    client: httpx.Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Doubtful candidates are for a person to read; the gazetteer imports the others."""
    merkel = Entity(id="1", kind="Person", label="Chancellor Angela Merkel")
    visby = Entity(id="2", kind="Place", label="Visby")
    url = f"{client.base_url}/reconcile"
    code = show_taken([annotation("a", merkel, visby)], url, tmp_path, types=(), seconds=0, form="csv")
    printed = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(printed.out)))
    assert code == 0
    assert tuple(rows[0]) == COLUMNS
    assert [(row["item"], row["label"], row["alias"], row["match"]) for row in rows] == [
        ("Q567", "Angela Merkel", "Chancellor Angela Merkel", "yes"),
        ("", "Visby", "", "no"),
    ]
    assert "2 unknown names, 2 answered, 1 matched; 1 batches sent" in printed.err
    with pytest.raises(click.BadParameter, match="Wombat"):
        show_taken([], url, tmp_path, types=("Wombat=Q5",), seconds=0, form="csv")
