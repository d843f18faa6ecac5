"""Does the lab answer its one user, and nobody else?"""

import gzip
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from outward import nobody_calls

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


@contextmanager
def answering(body: bytes) -> Iterator[tuple[str, list[str]]]:
    """The address of a server on loopback that gives this answer, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the name that http.server looks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        server.server_close()


async def test_it_fetches_no_address_by_from(lab) -> None:  # type: ignore[no-untyped-def]
    """FROM and FROM NAMED name graphs that are loaded; nobody is asked for another."""
    with answering(b"") as (address, asked):
        for clause in (f"FROM <{address}x.ttl>", f"FROM NAMED <{address}x.ttl>"):
            await ask(lab, f"SELECT * {clause} {{ ?s ?p ?o }}")
    assert asked == []


async def test_service_is_what_it_is_for(lab) -> None:  # type: ignore[no-untyped-def]
    """Another endpoint's rows are joined with ours."""
    event = "https://w3id.org/dateline/id/ferries/event/e4"
    rows = {"bindings": [{"e": {"type": "uri", "value": event}, "note": {"type": "literal", "value": "from afar"}}]}
    with answering(json.dumps({"head": {"vars": ["e", "note"]}, "results": rows}).encode()) as (address, asked):
        answer = await ask(lab, f"SELECT ?note {{ ?c dl:denies ?e SERVICE <{address}> {{ ?e dl:note ?note }} }}")
    assert [row["note"]["value"] for row in answer.json()["results"]["bindings"]] == ["from afar"]
    assert len(asked) == 1


async def test_it_takes_no_update(lab) -> None:  # type: ignore[no-untyped-def]
    """Neither as a form nor as a direct body, whatever the environment says of a key."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=lab), base_url="http://127.0.0.1:8001") as client:
        direct = {"Content-Type": "application/sparql-update"}
        answers = [
            await client.post("/sparql", data={"update": "CLEAR ALL"}),
            await client.post("/sparql", content=b"CLEAR ALL", headers=direct),
        ]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert (await ask(lab, "ASK { ?c dl:denies ?e }")).json()["boolean"] is True


async def test_a_form_is_decoded_once(lab) -> None:  # type: ignore[no-untyped-def]
    """A percent-encoded slash in an IRI is no slash, and a plus sign is one."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=lab), base_url="http://127.0.0.1:8001") as client:
        query = 'SELECT (STR(<http://e/a%2Fb>) AS ?x) ("1+1" AS ?y) {}'
        accept = {"Accept": "application/sparql-results+json"}
        answer = await client.post("/sparql", data={"query": query}, headers=accept)
    (row,) = answer.json()["results"]["bindings"]
    assert (row["x"]["value"], row["y"]["value"]) == ("http://e/a%2Fb", "1+1")


async def test_other_sites_and_names_are_refused(lab) -> None:  # type: ignore[no-untyped-def]
    """A page of another site and a rebound host name get nothing; no answer opens itself to other origins."""
    query = "ASK { ?s ?p ?o }"
    assert (await ask(lab, query, Origin="https://example.org")).status_code == 403
    assert (await ask(lab, query, host="example.org")).status_code == 400
    own = await ask(lab, query, Origin="http://127.0.0.1:8001")
    assert own.status_code == 200
    assert "access-control-allow-origin" not in own.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Site": "same-site"},
        {"Referer": "http://example.org/"},
        {"Referer": "http://127.0.0.1:8009/"},
        {"Origin": "http://127.0.0.1:8009"},
        {"Origin": "null"},
    ],
    ids=str,
)
async def test_no_page_of_another_site_has_a_host_called(lab, headers: dict[str, str]) -> None:  # type: ignore[no-untyped-def]
    """An image, a link, a form or another port of this machine: the query is not run; a link without one is."""
    with nobody_calls() as address:
        query = f"SELECT * {{ SERVICE <{address}/> {{ ?s ?p ?o }} }}"
        assert (await ask(lab, query, **headers)).status_code == 403
    transport = httpx.ASGITransport(app=lab)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8001") as client:
        page = await client.get("/sparql", headers=headers | {"Accept": "text/html"})
    assert page.status_code == (403 if "Origin" in headers else 200)


async def test_its_page_is_ours(lab) -> None:  # type: ignore[no-untyped-def]
    """No script from elsewhere; other hosts stand in the example queries alone."""
    page = await ask(lab, "", Accept="text/html")
    assert "/static/editor.js" in page.text
    assert "https://" not in re.sub(r'<script type="application/json".*?</script>', "", page.text, flags=re.DOTALL)
    assert 'data-example="continents"' in page.text


@pytest.mark.parametrize(("name", "content"), [("x.doc", ""), ("x.ttl", "no turtle"), ("x.ttl.gz", "no gzip")])
def test_a_file_that_is_no_dump_is_named(tmp_path: Path, name: str, content: str) -> None:
    """One sentence with the file."""
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(InputError, match=name):
        load_files([path])


BOMB = '<!ENTITY a0 "xxxxxxxxxx">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 11))
RDF = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "x.rdf",
            f'<!DOCTYPE r [{BOMB}]>{RDF}<e:p e:q="&a10;"/></r:RDF>',
            "declares an entity",
        ),
        ("x.rdf", f'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>{RDF}<e:p e:q="&a;"/></r:RDF>', "a file"),
        ("x.jsonld", '{"@context": "ADDRESS", "@id": "http://e/a", "p": 1}', "nothing is fetched"),
        ("x.trix", "<TriX/>", "no RDF format"),
        ("x.ttl", "<x:a> <x:b> <<( <x:a> <x:b> 1 )>> .", "triples about triples"),
    ],
)
def test_no_file_explodes_or_fetches(tmp_path: Path, name: str, content: str, told: str) -> None:
    """Case 8 (and 5, 6) of `docs/threats.md`: `open_quads` in `_load` (`server/lab.py`) is the parser of `reason`.

    rdflib's own ended with a stack trace at the first file, and asked the address for the third.
    """
    path = tmp_path / name
    with answering(b"{}") as (address, asked):
        path.write_text(content.replace("ADDRESS", address))
        with pytest.raises(InputError, match=told):
            load_files([path])
    assert asked == []


def test_the_prefixes_of_a_file_are_known_and_its_blank_nodes_its_own(tmp_path: Path) -> None:
    """As rdflib's own parsers have it."""
    for name in ("a.ttl", "b.ttl.gz"):
        with gzip.open(tmp_path / name, "wb") if name.endswith("gz") else (tmp_path / name).open("wb") as file:
            file.write(b"@prefix e: <http://e/> . _:x e:p 1 .")
    found = load_files([tmp_path / "a.ttl", tmp_path / "b.ttl.gz"])
    assert len(list(found.query("SELECT ?s { ?s e:p 1 }"))) == 2


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"results": 3}', b"<!DOCTYPE x>", b"\xff"])
async def test_an_answer_from_afar_that_is_none_is_told(lab, body: bytes) -> None:  # type: ignore[no-untyped-def]
    """SERVICE reads JSON alone (`_ask`, `server/lab_service.py`); SILENT goes on without."""
    with answering(body) as (address, _):
        answer = await ask(lab, f"SELECT * {{ ?c dl:denies ?e SERVICE <{address}> {{ ?e ?p ?x }} }}")
        silent = await ask(lab, f"SELECT * {{ ?c dl:denies ?e SERVICE SILENT <{address}> {{ ?e ?p ?x }} }}")
    assert answer.status_code in {400, 422, 500}
    assert len(silent.json()["results"]["bindings"]) == 1
