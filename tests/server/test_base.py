"""Does an installation with a base of its own mint, serve and keep understanding its IRIs?"""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg import iri
from kg.errors import UsageError
from kg.settings import base_iri, former_bases

ROOT = Path(__file__).resolve().parents[2]
OWN, OLD = "https://news.example/graph/", "https://old.example/"
ACCEPT = {"Accept": "text/turtle"}
_WRITE = """
import sys
from pathlib import Path
import serving
visit = serving.article("visit", serving.CLOSED_TEXT, None)
serving.write_snapshot(Path(sys.argv[1]), "own", [(visit, serving.closed_annotation(visit))])
"""


def run(code: str, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Some code in a process of its own with these variables."""
    paths = [str(ROOT), str(ROOT / "tests")]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(paths), "HOME": "/nonexistent"} | variables
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True, check=False
    )


def test_the_vocabulary_stays_where_it_is() -> None:
    """Things move with the base, terms do not: a query against the ontology works everywhere."""
    code = "from kg import iri; print(iri.mint_item('Q1'), iri.mint_graph('x'), iri.ONTOLOGY, iri.mint_type('y'))"
    assert run(code, DATELINE_BASE=OWN).stdout.split() == [
        f"{OWN}id/Q1", f"{OWN}graph/x", iri.ONTOLOGY, iri.mint_type("y"),
    ]  # fmt: skip
    wrong = run("from kg.cli import main; main()", "query", DATELINE_BASE="example.org")
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("dateline: DATELINE_BASE")


@pytest.mark.parametrize(
    "base",
    [
        "example.org/",
        "https://example.org",
        "https://example.org/a#",
        "https://example.org/a b/",
        "urn:x:/",
        "https:///",
    ],
)
def test_what_cannot_begin_iris_is_a_usage_error(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence with the variable and a form that can."""
    for variable, read in (("DATELINE_BASE", base_iri), ("DATELINE_FORMER_BASES", former_bases)):
        monkeypatch.setenv(variable, base)
        with pytest.raises(UsageError, match=r"https://example\.org/graph/"):
            read()


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose snapshot has the new base."""
    folder = tmp_path_factory.mktemp("moved")
    done = run(_WRITE, str(folder), DATELINE_BASE=OWN)
    assert done.returncode == 0, done.stderr
    return folder


def test_a_snapshot_of_another_base_is_told_apart(moved: Path) -> None:
    """Every page would be missing."""
    done = run("from kg.cli import main; main()", "check", "--data", str(moved))
    assert done.returncode == 3
    assert f"begin with {OWN}" in done.stderr
    manifest = json.loads((moved / "snapshots" / "own" / "manifest.json").read_text())
    assert manifest["base"] == OWN


def test_new_and_old_iris_lead_to_the_same_page(  # type: ignore[no-untyped-def]
    moved: Path, start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The path of an old IRI, the whole old IRI, and the old IRI as a parameter."""
    monkeypatch.setenv("DATELINE_BASE", OWN)
    monkeypatch.setenv("DATELINE_FORMER_BASES", f"{iri.HOME} {OLD}")
    with start(moved) as client:
        event = f"{OWN}id/visit/event/e1"
        data = client.get("/id/visit/event/e1", headers=ACCEPT, follow_redirects=True)
        assert NamedNode(event) in {quad.subject for quad in parse(data.content, format=RdfFormat.TURTLE)}
        for base in (OWN, OLD, iri.HOME):
            answer = client.get("/about", params={"iri": f"{base}id/visit/event/e1"}, headers=ACCEPT)
            assert (answer.status_code, answer.headers["location"]) == (303, "/data/visit/event/e1.ttl")
            evidence = client.get("/evidence", params={"iri": f"{base}id/visit/event/e1"}).json()
            assert [claim["claim"] for claim in evidence["claims"]] == [f"{OWN}id/visit/claim/c1"]
        page = client.get("/page/visit/event/e1").text
        assert f"<code>{event}</code>" in page
        assert "inferred: why?" in page
        assert client.get("/reconcile").json()["identifierSpace"] == f"{OWN}id/"
        for base in (OLD, iri.HOME):
            assert _reconciled(client, f"{base}id/Q20") == _reconciled(client, f"{OWN}id/Q20") == "Q20"
            old = _rows(
                client,
                f"PREFIX o: <{base}id/> SELECT ?t {{ GRAPH <{base}graph/inferred> {{ o:visit\\/event\\/e1 a ?t }} }}",
            )
            assert old == inferred_types(client)
            graph = client.get("/graph-store", params={"graph": f"{base}graph/inferred"}, headers=ACCEPT)
            assert graph.status_code == 200
        assert inferred_types(client) == inferred_types(client, graph=f"{OWN}graph/inferred") != set()


def inferred_types(client: httpx.Client, graph: str = "") -> set[str]:
    """The classes that are inferred of the event, in the graph by its prefix or by its IRI."""
    return _rows(
        client,
        f"SELECT ?t {{ GRAPH {f'<{graph}>' if graph else 'dlg:inferred'} {{ dli:visit\\/event\\/e1 a ?t }} }}",
    )


def _rows(client: httpx.Client, query: str) -> set[str]:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json"})
    return {row["t"]["value"] for row in answer.json()["results"]["bindings"]}


def _reconciled(client: httpx.Client, name: str) -> str:
    found = client.post("/reconcile", data={"queries": json.dumps({"q": {"query": name}})}).json()
    return str(found["q"]["result"][0]["id"])
