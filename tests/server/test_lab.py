"""Does the lab answer its one user, and nobody else?"""

from pathlib import Path

import httpx
import pytest

from kg.errors import InputError
from server.lab import create_lab, load_files

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    """One event loop is enough."""
    return "asyncio"


@pytest.fixture(scope="module")
def lab(data: Path):  # type: ignore[no-untyped-def]
    """The lab over the dumps of the small snapshot."""
    dumps = data / "snapshots" / "first" / "dumps"
    return create_lab(load_files([dumps / "claims.ttl.gz", dumps / "asserted.ttl.gz"]), 8001)


async def ask(lab, query: str, host: str = "127.0.0.1:8001", **headers: str) -> httpx.Response:  # type: ignore[no-untyped-def]
    """A query as a script on this machine sends it."""
    transport = httpx.ASGITransport(app=lab)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
        accept = {"Accept": "application/sparql-results+json"}
        return await client.get("/sparql", params={"query": query}, headers=accept | headers)


async def test_it_answers_with_our_prefixes(lab) -> None:  # type: ignore[no-untyped-def]
    """No declaration is needed."""
    answer = await ask(lab, "SELECT ?e { ?c dl:denies ?e }")
    values = [row["e"]["value"] for row in answer.json()["results"]["bindings"]]
    assert values == ["https://w3id.org/dateline/id/ferries/event/e4"]


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ('dlf:certainlyWithin("2014-05-03"^^xsd:date, "2014-05-03"^^xsd:date, "2014")', "true"),
        ('dlf:possiblyWithin("", "2014-05-03"^^xsd:date, "2012")', "true"),
        ('dlf:certainlyBefore("", "2012-12-31", "2014-05-03", "")', "true"),
        ('dlf:edtfEarliest("2014-05")', "2014-05-01"),
        ('dlf:edtfLabel("2014-05")', "May 2014"),
    ],
)
async def test_the_date_functions_have_the_same_values(lab, call: str, value: str) -> None:  # type: ignore[no-untyped-def]
    """As on `/sparql`, in BIND and in FILTER."""
    bound = await ask(lab, f"SELECT ?x {{ BIND({call} AS ?x) }}")
    assert [row["x"]["value"] for row in bound.json()["results"]["bindings"]] == [value]
    kept = await ask(lab, f'SELECT ?x {{ VALUES ?x {{ 1 }} FILTER(STR({call}) = "{value}") }}')
    assert len(kept.json()["results"]["bindings"]) == 1


async def test_it_reads_no_file(lab, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """FROM <file:…> gives nothing of the file."""
    secret = tmp_path / "secret.ttl"
    secret.write_text("<http://e/secret> <http://e/p> 1 .")
    answer = await ask(lab, f"CONSTRUCT {{ ?s ?p ?o }} FROM <{secret.as_uri()}> {{ ?s ?p ?o }}")
    assert "http://e/secret" not in answer.text


async def test_other_sites_and_names_are_refused(lab) -> None:  # type: ignore[no-untyped-def]
    """A page of another site and a rebound host name get nothing; no answer opens itself to other origins."""
    query = "ASK { ?s ?p ?o }"
    assert (await ask(lab, query, Origin="https://example.org")).status_code == 403
    assert (await ask(lab, query, host="example.org")).status_code == 400
    own = await ask(lab, query, Origin="http://127.0.0.1:8001")
    assert own.status_code == 200
    assert "access-control-allow-origin" not in own.headers


async def test_its_page_is_ours(lab) -> None:  # type: ignore[no-untyped-def]
    """No script from elsewhere."""
    page = await ask(lab, "", Accept="text/html")
    assert "/static/editor.js" in page.text
    assert "https://" not in page.text.replace("https://w3id.org", "").replace("https://schema.org", "")


@pytest.mark.parametrize(("name", "content"), [("x.txt", ""), ("x.ttl", "no turtle"), ("x.ttl.gz", "no gzip")])
def test_a_file_that_is_no_dump_is_named(tmp_path: Path, name: str, content: str) -> None:
    """One sentence with the file."""
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(InputError, match=name):
        load_files([path])
