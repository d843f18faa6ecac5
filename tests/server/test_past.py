"""Does every address answer as of another time, and is what changed told?"""

import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import pytest

from kg.store.history import read_history

ATOM = "{http://www.w3.org/2005/Atom}"
COUNT = "/sparql?query=" + quote("SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a a dl:NewsArticle }")


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory, publish_both: Callable[[Path], None]) -> Path:
    """A data folder that served two articles in 2020, and one of them since 2021."""
    folder = tmp_path_factory.mktemp("turned")
    publish_both(folder)
    lines = (folder / "history.jsonl").read_text(encoding="utf-8").splitlines()
    dated = [
        json.dumps(json.loads(line) | {"at": f"{year}-01-01T00:00:00Z"})
        for year, line in zip((2020, 2021), lines, strict=True)
    ]
    (folder / "history.jsonl").write_text("\n".join(dated) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def past(turned: Path, start: Callable[..., object]) -> Iterator[httpx.Client]:
    """A client of a server over that folder."""
    with start(turned, timeout=20.0) as client:  # type: ignore[attr-defined]
        client.timeout = 300.0
        for when in ("ingestedBy=2020", "asOf=2014&ingestedBy=2020"):
            get_made(client, f"/health?{when}")
            get_made(client, f"/page/ferries?{when}")
        yield client


def get_made(client: httpx.Client, address: str) -> httpx.Response:
    """The answer of a state, once it is made."""
    while (answer := client.get(address, headers={"Accept": "application/json"})).status_code == 503:
        assert answer.json()["title"] == "Being made"
        time.sleep(float(answer.headers["Retry-After"]))
    return answer


def articles(client: httpx.Client, more: str) -> int:
    answer = client.get(COUNT + more, headers={"Accept": "application/sparql-results+json"})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def entries_of(client: httpx.Client, address: str) -> list[ElementTree.Element]:
    """The entries of a feed of this server."""
    answer = client.get(address)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314 - our own words


def test_what_was_served_here_is_asked_for_by_the_time_of_ingestion(past: httpx.Client, turned: Path) -> None:
    """Two articles in 2020 and one since 2021, on every address; before that there was nothing."""
    assert [articles(past, f"&ingestedBy={when}") for when in ("2020-05", "2020", "2021-01-01T00:00:00Z")] == [
        2,
        2,
        1,
    ]
    assert articles(past, "") == 1
    page = past.get("/page/ferries?ingestedBy=2020")
    assert page.status_code == 200
    assert "which is served no longer" in page.text
    assert "ingestedBy=2020" in page.text
    assert past.get("/page/ferries").status_code == 404
    see = past.get("/id/ferries?ingestedBy=2020", headers={"Accept": "text/html"})
    assert (see.status_code, see.headers["location"]) == (303, "/page/ferries?ingestedBy=2020")
    assert past.get("/?ingestedBy=2019").status_code == 404
    assert len(read_history(turned)) == 2


def test_as_of_a_day_only_what_was_published_by_then_is_known(past: httpx.Client) -> None:
    """Of two articles the one of 2014, with its events and no later ones, whenever both came in here."""
    both = "&ingestedBy=2020"
    assert articles(past, f"&asOf=2014{both}") == 1
    assert articles(past, f"&asOf=2014-05-10{both}") == 1
    timeline = past.get(f"/timeline.json?standing=all&asOf=2014{both}")
    assert timeline.headers["Dateline-As-Of"].startswith("As of 2014-05-04: only what was published by then")
    assert "visit" not in timeline.text
    assert past.get(f"/page/visit?asOf=2014{both}").status_code == 404
    assert articles(past, f"&asOf=2999{both}") == 2
    early = past.get(f"/?asOf=2013{both}")
    assert early.status_code == 404
    assert "No article was certainly published by 2013-12-31" in early.text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("asOf=yesterday", "a year, month or day"),
        ("asOf=2014-13", "a year, month or day"),
        ("asOf=", "a year, month or day"),
        ("asOf=2014%2F2015", "a year, month or day"),
        ("asOf=2014&asOf=2015", "must be one asOf"),
        ("ingestedBy=x", "a time of ISO 8601"),
    ],
)
def test_what_is_no_time_is_refused(past: httpx.Client, wrong: str, words: str) -> None:
    """With a sentence that tells the form."""
    answer = past.get(f"/?{wrong}", headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert words in answer.json()["detail"]


def test_changes_are_told_on_a_page_as_json_and_as_a_feed(past: httpx.Client, turned: Path) -> None:
    """The article that went, with its events; the feed has one entry a turn, with the same words."""
    page = past.get("/changes")
    assert page.status_code == 200
    assert "1 article withdrawn" in page.text
    old, new = (turn.snapshot for turn in read_history(turned))
    found = past.get(f"/changes.json?from={old}&to={new}").json()
    assert [item["iri"] for item in found["articles_removed"]] == ["https://w3id.org/dateline/id/ferries"]
    assert found["articles_added"] == []
    (entry,) = entries_of(past, "/changes.atom")
    assert entry.findtext(f"{ATOM}updated") == "2021-01-01T00:00:00Z"
    assert "1 article withdrawn" in str(entry.findtext(f"{ATOM}summary"))
    assert past.get("/changes?from=..%2F..").status_code == 404


def test_snapshots_have_a_feed_and_addresses_that_stay(past: httpx.Client, turned: Path) -> None:
    """Newest first, each with the address of its dumps; `latest` leads to the newest."""
    entries = entries_of(past, "/dumps/feed.atom")
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == ["2021-01-01T00:00:00Z", "2020-01-01T00:00:00Z"]
    newest, oldest = (entry.find(f"{ATOM}link").attrib["href"] for entry in entries)  # type: ignore[union-attr]
    assert all(past.get(address).status_code == 200 for address in (newest, oldest))
    latest = past.get("/dumps/latest/all.nq.gz")
    assert (latest.status_code, latest.headers["location"]) == (302, f"{newest}all.nq.gz")
    kept = past.get(f"{oldest}all.nq.gz")
    assert "immutable" in kept.headers["cache-control"]
    assert kept.content == (turned / "snapshots" / oldest.split("/")[-2] / "dumps" / "all.nq.gz").read_bytes()
    assert past.get("/dumps/nothing/all.nq.gz").status_code == 404


def test_a_download_that_broke_off_is_resumed_only_on_the_same_bytes(past: httpx.Client) -> None:
    """Range gives the rest, If-Range gives it under the same tag and everything under another (RFC 9110, 13.1.5)."""
    address = past.get("/dumps/latest/claims.ttl.gz").headers["location"]
    whole = past.get(address)
    assert whole.headers["accept-ranges"] == "bytes"
    tag, size = whole.headers["etag"], len(whole.content)
    for first in (0, 1, size // 2, size - 1):
        rest = past.get(address, headers={"Range": f"bytes={first}-", "If-Range": tag})
        assert (rest.status_code, rest.headers["content-range"]) == (206, f"bytes {first}-{size - 1}/{size}")
        assert whole.content[:first] + rest.content == whole.content
    other = past.get(address, headers={"Range": "bytes=10-", "If-Range": '"another"'})
    assert (other.status_code, other.content) == (200, whole.content)
    assert past.get(address, headers={"Range": f"bytes={size}-"}).status_code == 416
    several = past.get(address, headers={"Range": "bytes=0-1,5-6"})
    assert (several.status_code, several.content) == (200, whole.content)
    assert past.get(address, headers={"If-None-Match": tag}).status_code == 304
    head = past.head(address)
    assert (head.content, int(head.headers["content-length"])) == (b"", size)


def test_the_time_of_ingestion_is_that_of_the_file_system(tmp_path: Path) -> None:
    """A folder without a history still knows since when it serves what it serves."""
    (tmp_path / "current").write_text("one\n", encoding="ascii")
    os.utime(tmp_path / "current", (0, 0))
    assert [turn.at for turn in read_history(tmp_path)] == [datetime(1970, 1, 1, tzinfo=UTC)]
