"""Does every IRI lead to what describes it, in every format? And how fast is a reconciliation batch?

`make bench-links`, or `python tests/bench/addresses.py dateline-data --iris 200`. A server over the data folder is
asked for so many IRIs of ours, chosen by chance that is always the same, as HTML, Turtle, N-Triples, JSON-LD and
RDF/XML: each answer must parse, be of its type, and name the IRI (a graph's own triples need not). Then batches of a
hundred names are reconciled: names as they stand, with a typing error, and of nobody, six to two to two. Told are the
middle times of batches that are new to a warm server and of the same once more, over HTTP by the clock and in this
process by processor time, and the machine's load.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from loopback import free_port
from lxml import html
from pyoxigraph import NamedNode, RdfFormat, parse

from kg import iri
from kg.gazetteer.lookup import choose_gazetteer
from kg.settings import gazetteer_file
from kg.store.snapshot import open_current
from server.pages.graph import Row
from server.pages.things import Things, gather_things
from server.reconcile.blueprint import answer_batch

FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
ROOT = Path(__file__).resolve().parents[2]
_BATCHES = 15


@contextmanager
def serving(data: Path) -> Iterator[httpx.Client]:
    """A client of a server over a data folder."""
    port = free_port()
    command = [sys.executable, "-m", "kg.cli", "serve", "--data", str(data), "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
            for _ in range(600):
                try:
                    if client.get("/health").status_code == 200:
                        break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield client
    finally:
        process.terminate()
        process.wait(20)


def choose_iris(data: Path, most: int) -> list[str]:
    """IRIs of ours in the current snapshot, in an order of chance that is always the same."""
    store = open_current(data).open_store()
    terms = {term.value for quad in store for term in quad if isinstance(term, NamedNode)}
    ours = sorted(term for term in terms if term.startswith((iri.BASE, iri.HOME)))
    return random.Random(8).sample(ours, min(most, len(ours)))  # noqa: S311 - a sample, no secret


def faults(client: httpx.Client, name: str) -> list[str]:
    """What is wrong with the answers for an IRI, one line each."""
    base = iri.BASE if name.startswith(iri.BASE) else iri.HOME
    path = urlsplit(name).path.removeprefix(urlsplit(base).path.rstrip("/"))
    found = []
    for media_type in ("text/html", *FORMATS):
        answer = client.get(path, headers={"Accept": media_type}, follow_redirects=True)
        kind = answer.headers["content-type"].partition(";")[0]
        if answer.status_code != 200 or kind != media_type or not _tells(answer, name, media_type):
            found.append(f"{name} as {media_type}: {answer.status_code} {kind}")
    return found


def _tells(answer: httpx.Response, name: str, media_type: str) -> bool:
    if media_type == "text/html":
        return bool(html.fromstring(answer.text).xpath("//h1"))
    terms = {term for quad in parse(answer.content, format=FORMATS[media_type]) for term in quad}
    return NamedNode(name) in terms or (name.startswith(iri.GRAPH) and bool(terms))


def batches() -> Iterator[str]:
    """Batches of a hundred names, no two alike."""
    chance = random.Random(8)  # noqa: S311
    labels = [row.label for row in choose_gazetteer(gazetteer_file()).rows()]
    for number in range(_BATCHES):
        names = [
            *chance.sample(labels, 60),
            *(f"{label[:-2]}x" for label in chance.sample(labels, 20)),
            *(f"Nobody Known {number} {at}" for at in range(20)),
        ]
        yield json.dumps({f"q{at}": {"query": name} for at, name in enumerate(names)})


def time_batch(client: httpx.Client, batch: str) -> float:
    """Milliseconds until the whole answer is there."""
    before = time.perf_counter()
    client.post("/reconcile", data={"queries": batch}).raise_for_status()
    return 1000 * (time.perf_counter() - before)


class _NoGraph:
    """A graph in which no article names anybody."""

    def select(self, _name: str, **_terms: str) -> list[Row]:
        """Nothing."""
        return []


def time_alone(things: Things, batch: str) -> float:
    """Milliseconds of processor time for the answer without HTTP."""
    before = time.process_time()
    json.dumps(answer_batch(batch, things))
    return 1000 * (time.process_time() - before)


def tell(what: str, pairs: list[tuple[float, float]]) -> None:
    """Writes the middle times of batches that are new and of the same again."""
    fresh, again = (statistics.median(pair[at] for pair in pairs) for at in (0, 1))
    sys.stdout.write(
        f"batch of 100 names, {what}: {fresh:.1f} ms new, {again:.1f} ms again (median of {len(pairs)})\n"
    )


def main() -> int:
    """Writes the figures; 1 when an IRI has no answer in some format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", default=Path("dateline-data"))
    parser.add_argument("--iris", type=int, default=200)
    asked = parser.parse_args()
    chosen = choose_iris(asked.data, asked.iris)
    with serving(asked.data) as client:
        wrong = [fault for name in chosen for fault in faults(client, name)]
        time_batch(client, '{"q0": {"query": "warm"}}')
        times = [(time_batch(client, batch), time_batch(client, batch)) for batch in batches()]
    answers = len(chosen) * (1 + len(FORMATS))
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    sys.stdout.write(f"{answers - len(wrong)} of {answers} answers for {len(chosen)} IRIs are right\n")
    tell("over HTTP by the clock", times)
    things = gather_things(choose_gazetteer(gazetteer_file()), _NoGraph())
    tell("processor time", [(time_alone(things, batch), time_alone(things, batch)) for batch in batches()])
    sys.stdout.write(f"load {os.getloadavg()[0]:.1f}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
