"""Is a correction seen before it is saved, saved with a name, and never lost to another reviewer?"""

import copy
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from pyoxigraph import NamedNode

from kg import iri
from kg.store.snapshot import open_current
from kg.vocabulary import DL

TOKEN = "".join(("open", "-", "sesame"))
FERRIES = "/review/articles/ferries"


@pytest.fixture(scope="module")
def house(
    tmp_path_factory: pytest.TempPathFactory,
    data: Path,
    start: Callable[..., AbstractContextManager[httpx.Client]],
) -> Iterator[tuple[httpx.Client, Path]]:
    """A server with a token over a data folder of its own."""
    folder = tmp_path_factory.mktemp("reviewed") / "data"
    shutil.copytree(data, folder)
    with start(folder, token=TOKEN) as client:
        client.timeout = httpx.Timeout(120)
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield client, folder


def opened(client: httpx.Client) -> tuple[dict[str, Any], str]:
    """The annotation of the ferries and its version."""
    answer = client.get(FERRIES)
    return answer.json()["annotation"], answer.headers["etag"]


def denied(annotation: dict[str, Any]) -> dict[str, Any]:
    """The same with the meeting denied instead of asserted."""
    changed = copy.deepcopy(annotation)
    changed["claims"][0]["verb"] = "denies"
    return changed


def test_without_the_token_nothing_is_told(house: tuple[httpx.Client, Path], client: httpx.Client) -> None:
    """Nor with it in the address; and a server without a token has no reviewers."""
    server, _ = house
    for path in ("/review/queue", FERRIES, "/review/candidates?name=Peru", "/review/agreement/ferries"):
        for headers in ({"Authorization": ""}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
            assert server.get(path, params={"token": TOKEN}, headers=headers).status_code == 401
        assert client.get(path, headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 403
    assert server.put(FERRIES, json={}, headers={"Authorization": ""}).status_code == 401
    assert "Reviewing is off" in client.get("/review").text
    assert server.get("/review").headers["cache-control"] == "no-store"


def test_what_would_change_is_told_and_nothing_is_changed(house: tuple[httpx.Client, Path]) -> None:
    """With the meeting denied, nobody met anybody; the same annotation changes nothing."""
    server, folder = house
    annotation, _ = opened(server)
    before = open_current(folder).id
    told = server.post(f"{FERRIES}/changes", json={"annotation": denied(annotation), "by": "Ada"}).json()
    gone = {(one["subject"], one["predicate"], one["object"]) for one in told["facts_gone"]}
    assert ("Norway", "met with", "Peru <b>bold</b>") in gone
    assert ("Norway", "met with", "Peru <b>bold</b>") not in {
        (one["subject"], one["predicate"], one["object"]) for one in told["facts_come"]
    }
    assert {one["predicate"] for one in told["said_come"]} >= {"denies"}
    assert open_current(folder).id == before


BROKEN: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("a quote that the text lacks", lambda a: a["claims"][0]["evidence"][0].update(quote="x" * 80), "c1"),
    ("an event that is not there", lambda a: a["claims"][0].update(event="e99"), "e99"),
    ("an event that nobody tells", lambda a: a["claims"].pop(0), "no claim tells of e1"),
    ("a date that is none", lambda a: a["events"][0].update(when="soon"), "soon"),
    ("a row that the gazetteer lacks", lambda a: a["entities"][0].update(known="state/atlantis"), "state/atlantis"),
    ("another text", lambda a: a["article"].update(sha256="0" * 64), "another text"),
]


@pytest.mark.parametrize(("_what", "breaking", "said"), BROKEN, ids=[case[0] for case in BROKEN])
def test_what_is_no_annotation_is_refused_in_words(
    house: tuple[httpx.Client, Path], _what: str, breaking: Callable[[dict[str, Any]], object], said: str
) -> None:
    """422, what and where; the file that holds stays as it was."""
    server, folder = house
    annotation, version = opened(server)
    breaking(annotation)
    answer = server.put(FERRIES, json={"annotation": annotation, "by": "Ada"}, headers={"If-Match": version})
    assert answer.status_code == 422, answer.text
    assert said in answer.json()["detail"]
    assert not (folder / "reviews" / "ferries.annotation.yaml").exists()


def test_two_reviewers_lose_nothing(house: tuple[httpx.Client, Path]) -> None:
    """The first save holds and shows in the graph; the second is told, is kept beside it, and both are compared."""
    server, folder = house
    annotation, version = opened(server)
    body = {"annotation": denied(annotation), "by": "Ada"}
    assert server.put(FERRIES, json=body).status_code == 428
    saved = server.put(FERRIES, json=body, headers={"If-Match": version})
    assert saved.status_code == 200
    current = open_current(folder)
    assert saved.json()["snapshot"] == current.id
    met = NamedNode(iri.mint_part("ferries", "event", "e1")), DL.ActualEvent
    assert not [*current.open_store().quads_for_pattern(met[0], None, met[1], None)]
    held = yaml.safe_load((folder / "reviews" / "ferries.annotation.yaml").read_text(encoding="utf-8"))
    assert held["review"] | {"at": ""} == {"state": "reviewed", "by": "Ada", "at": ""}
    assert held["review"]["at"]
    body = {"annotation": annotation, "by": "Bo"}
    late = server.put(FERRIES, json=body, headers={"If-Match": version})
    assert late.status_code == 412
    assert "Ada" in late.json()["detail"]
    assert server.post(f"{FERRIES}/mine", json=body).json() == {"kept": True}
    again = yaml.safe_load((folder / "reviews" / "ferries.annotation.yaml").read_text(encoding="utf-8"))
    assert again == held
    assert server.get("/review/queue").json()["doubly"] == ["ferries"]
    (pair,) = server.get("/review/agreement/ferries").json()["pairs"]
    assert (pair["one"], pair["other"], pair["f1"]) == ("Ada", "Bo", 1.0)
    assert [one["what"] for one in pair["differences"]] == ["denies or asserts"]
    assert server.put(FERRIES, json=body, headers={"If-Match": saved.headers["etag"]}).status_code == 200
    log = [json.loads(line) for line in (folder / "reviews" / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["what"], line["by"]) for line in log if line["what"] == "saved"] == [
        ("saved", "Ada"),
        ("saved", "Bo"),
    ]


def test_a_name_finds_its_rows(house: tuple[httpx.Client, Path]) -> None:
    """As the reviewer links an actor."""
    server, _ = house
    found = server.get("/review/candidates", params={"name": "Norway", "kind": "State"}).json()["candidates"]
    assert found[0] | {"score": 0, "reasons": []} == {
        "known": "state/norway", "label": "Norway", "kind": "State", "wikidata": "Q20", "score": 0, "reasons": [],
    }  # fmt: skip
    assert server.get("/review/candidates", params={"name": "x", "kind": "Dragon"}).status_code == 400


def test_two_events_are_called_one_and_not_one(house: tuple[httpx.Client, Path]) -> None:
    """A word on two articles' events alone changes nothing else, and the last one counts."""
    server, folder = house
    names = [{"article": "ferries", "event": "e1"}, {"article": "visit", "event": "e1"}]

    def judge(word: str, *events: dict[str, str]) -> httpx.Response:
        verdict = {"verdict": word, "one": events[0], "other": events[1], "note": "read both"}
        return server.post("/review/verdicts", json={"verdicts": [verdict], "by": "Ada"})

    before = server.get(FERRIES).json()["annotation"]["review"]
    assert judge("same", *names).status_code == 200
    page = server.get("/page/ferries/event/e1", headers={"Accept": "text/html"}).text
    assert "Accounts side by side" in page
    assert "different,ferries,e1,visit,e1" in page
    assert judge("different", *names).status_code == 200
    assert "Accounts side by side" not in server.get("/page/ferries/event/e1", headers={"Accept": "text/html"}).text
    assert server.get(FERRIES).json()["annotation"]["review"] == before
    assert [verdict.verdict for verdict in open_current(folder).verdicts()] == ["different"]
    log = [json.loads(line) for line in (folder / "reviews" / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (log[-1]["what"], log[-1]["by"]) == ("called different", "Ada")
    gone = judge("different", names[0], {"article": "visit", "event": "e9"})
    assert gone.status_code == 422
    assert "e9" in gone.text
    assert server.post("/review/verdicts", json={"by": "Ada"}).status_code == 400
    assert server.post("/review/verdicts", json={}, headers={"Authorization": ""}).status_code == 401
