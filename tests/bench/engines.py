"""How are the engines of the SPARQL benchmark started, asked and measured?

Each runs in processes of its own and answers in SPARQL Query Results JSON. Processor time is that of those processes,
so that neither the client nor other work on the machine counts.
"""

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from loopback import configure_virtuoso, free_port

ROOT = Path(__file__).resolve().parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")
_START_SECONDS = 1800.0
_SETTLING_SECONDS = 120.0
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}

# The engine itself, with as little around it as an HTTP client can talk to: no protocol, no limits, no other process.
BARE = """
import socket, sys, urllib.parse
from pyoxigraph import QueryResultsFormat, Store
from kg.vocabulary import PREFIXES
if sys.argv[3] == "memory":
    store = Store()
    store.bulk_extend(Store.read_only(sys.argv[1]))
else:
    store = Store.read_only(sys.argv[1])
listener = socket.create_server(("127.0.0.1", int(sys.argv[2])))
while True:
    connection = listener.accept()[0]
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with connection, connection.makefile("rb") as stream:
        while line := stream.readline():
            if line.lower().startswith(b"content-length:"):
                length = int(line[15:])
            if line == b"\\r\\n":
                text = urllib.parse.parse_qs(stream.read(length).decode())["query"][0]
                found = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
                body = found.serialize(format=QueryResultsFormat.JSON)
                connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(body) + body)
"""
DATELINE = "import sys; from kg.cli import main; sys.argv[0] = 'dateline'; main()"
LAB = """
import sys, uvicorn, rdflib
from rdflib_endpoint import SparqlEndpoint
graph = rdflib.Graph()
graph.parse(sys.argv[1], format="nt")
uvicorn.run(SparqlEndpoint(graph=graph), host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""


class Engine(NamedTuple):
    """An engine that answers queries by form POST at a port of loopback."""

    name: str
    port: int
    path: str
    process: subprocess.Popen[bytes]

    def connect(self, source: str = "127.0.0.1", seconds: float = 600.0) -> http.client.HTTPConnection:
        """A connection that is kept open, from an address of loopback."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds, source_address=(source, 0))

    def ask(self, connection: http.client.HTTPConnection, query: str) -> tuple[int, bytes]:
        """Status and body."""
        connection.request("POST", self.path, body=urlencode({"query": query}), headers=HEADERS)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def seconds(self) -> float:
        """Processor time of its processes so far."""
        return sum(map(_used, family(self.process.pid)))

    def megabytes(self) -> float:
        """Memory of its processes that is in use now."""
        return sum(map(_resident, family(self.process.pid)))


def family(pid: int) -> list[int]:
    """A process and all that come from it."""
    found, parents = [pid], {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                parents[int(path.name)] = int(_stat(int(path.name))[1])
            except OSError:
                continue
    for one in found:
        found.extend(child for child, parent in parents.items() if parent == one)
    return found


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()


def _used(pid: int) -> float:
    try:
        fields = _stat(pid)
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12]) + int(fields[13]) + int(fields[14])) / _TICKS


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * 4096 / 1e6
    except OSError:
        return 0.0


@contextmanager
def running(name: str, port: int, path: str, *words: object) -> Iterator[Engine]:
    """A process that answers at a port; ended at the end."""
    process = subprocess.Popen([str(word) for word in words], cwd=ROOT, stderr=subprocess.DEVNULL)
    engine = Engine(name, port, path, process)
    try:
        _wait(engine)
        yield engine
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(engine: Engine) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and engine.process.poll() is None:
        connection = engine.connect(seconds=5)
        try:
            if engine.ask(connection, "ASK {}")[0] == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    raise SystemExit(f"{engine.name} did not start")


def bare(store: Path, where: str) -> "contextmanager[Engine]":
    """Pyoxigraph over the store, on `disk` or in `memory`, one process."""
    port = free_port()
    return running(f"pyoxigraph, {where}", port, "/", sys.executable, "-c", BARE, store, port, where)


@contextmanager
def dateline(data: Path, *options: object) -> Iterator[Engine]:
    """`dateline serve` as it ships, once it has the data in memory or has given that up."""
    port = free_port()
    words = ("serve", "--data", data, "--port", port, "--max-rows", 1_000_000, *options)
    begun = time.monotonic()
    with running("dateline", port, "/sparql", sys.executable, "-c", DATELINE, *words) as engine:
        answering = time.monotonic() - begun
        settled = in_memory(engine)
        while not settled and "--in-memory" not in options and time.monotonic() - begun < _SETTLING_SECONDS:
            time.sleep(0.2)
            settled = in_memory(engine)
        held = f"in memory after {time.monotonic() - begun:.1f} s" if settled else "on disk"
        sys.stdout.write(f"dateline answers after {answering:.1f} s, {held}\n")
        yield engine


def in_memory(engine: Engine) -> bool:
    """Whether dateline has read its data into memory."""
    connection = engine.connect()
    connection.request("GET", "/metrics")
    found = re.search(
        rb'^dateline_memory_bytes\{process="data"\} (\d+)', connection.getresponse().read(), re.MULTILINE
    )
    connection.close()
    return found is not None and int(found[1]) > 0


def rdflib_endpoint(triples: Path) -> "contextmanager[Engine]":
    """rdflib-endpoint over a graph in memory."""
    port = free_port()
    return running("rdflib-endpoint", port, "/", sys.executable, "-c", LAB, triples, port)


@contextmanager
def virtuoso(folder: Path, triples: Path) -> Iterator[Engine]:
    """A fresh Virtuoso 7 that has loaded the triples into one graph."""
    port, web = free_port(), free_port()
    configuration = configure_virtuoso(folder, port, web, buffers=60_000)
    shutil.copy(triples, folder / "load.nt")
    with running("virtuoso", web, "/sparql", "virtuoso-t", "+configfile", configuration, "+foreground") as engine:
        load = (
            f"ld_dir('{folder}', 'load.nt', 'http://example.org/graph'); rdf_loader_run(); checkpoint; "
            "SPARQL SELECT (COUNT(*) AS ?n) { GRAPH <http://example.org/graph> { ?s ?p ?o } };"
        )
        subprocess.run(
            ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", f"exec={load}"], check=True, capture_output=True
        )
        yield engine


def rows_of(body: bytes) -> list[tuple[str, ...]]:
    """The rows of an answer as texts, in one order: engines differ in datatypes of numbers, not in their digits."""
    found = json.loads(body)
    names = found["head"]["vars"]
    return sorted(
        tuple(row[name]["value"] if name in row else "" for name in names) for row in found["results"]["bindings"]
    )
