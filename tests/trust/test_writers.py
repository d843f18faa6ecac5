"""Cases 9, 16 and 34: what do requests gain that carry a change, a packed body, or a token where none belongs?

Each docstring names the lines that defend; `defences.py` takes them out.
"""

import gzip
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from writable import TOKEN, serving_changes

from server.sparql.versions import VersionedStore

INSERT = "INSERT DATA { <http://e/a> <http://e/b> 1 }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """An empty store that takes changes."""
    with serving_changes(VersionedStore(tmp_path_factory.mktemp("store"))) as client:
        yield client


def is_empty(client: httpx.Client) -> bool:
    """Whether nothing was changed."""
    return client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is False


def test_case_09_compressed_bodies_that_explode(store: httpx.Client) -> None:
    """`server.sparql.asked.refuse_coded_body`: 64 MiB of zeros, in pieces and without a length, stay packed."""
    bomb = gzip.compress(bytes(64 << 20))
    for coding in ("gzip", "br", "zstd", "deflate", "gzip, gzip"):
        headers = {"Content-Type": "application/sparql-query", "Content-Encoding": coding}
        pieces = (bomb[at : at + 8192] for at in range(0, len(bomb), 8192))
        answer = store.post("/sparql", content=pieces, headers=headers)
        assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity")


def test_case_16_csrf_and_tokens_in_addresses(store: httpx.Client) -> None:
    """`server.sparql.asked.bearer` reads one header alone, which no form or link of another origin can set."""
    for request in (
        {"data": {"update": INSERT}},
        {"data": {"update": INSERT, "token": "secret", "access_token": "secret"}},
        {"data": {"update": INSERT}, "params": {"token": "secret", "access_token": "secret"}},
        {"data": {"update": INSERT}, "headers": {"Authorization": "Basic c2VjcmV0OnNlY3JldA=="}},
        {"data": {"update": INSERT}, "headers": {"Cookie": "token=secret; Authorization=Bearer secret"}},
    ):
        assert store.post("/update", **request).status_code == 401  # type: ignore[arg-type]
    assert store.get("/update", params={"update": INSERT}, headers=TOKEN).status_code == 405
    assert is_empty(store)
    assert store.post("/update", data={"update": INSERT}, headers=TOKEN).status_code == 204


def test_case_34_updates_without_a_token_and_credentials_by_cors(tmp_path: Path, client: httpx.Client) -> None:
    """`server.http.access.Access.admit`: no token set is no update; `*` and never credentials for another origin."""
    with serving_changes(VersionedStore(tmp_path), token=None) as closed:
        answer = closed.post("/update", data={"update": INSERT}, headers=TOKEN)
        assert (answer.status_code, "no token set" in answer.json()["detail"]) == (403, True)
        assert is_empty(closed)
    for method in ("GET", "OPTIONS"):
        answer = client.request(method, "/sparql?query=ASK%7B%7D", headers={"Origin": "https://example.org"})
        assert "access-control-allow-credentials" not in answer.headers
        assert "set-cookie" not in answer.headers
        assert answer.headers.get("access-control-allow-origin", "*") == "*"
