"""How fast is the SPARQL service, beside the engine alone and beside other stores?

`make bench-sparql`, or `python tests/bench/sparql.py 100000 1000000`. For each number of triples the sixteen
questions of a timeline and lookups of single events go to bare pyoxigraph on disk and in memory, `dateline serve`,
rdflib-endpoint and Virtuoso 7 (where installed), question by question, one engine after the other; the answers must
be the same rows. Processor time of the engines' processes a query, wall time of the best round, ratios of their
geometric means, and the machine's load: compare ratios. `--crowd` instead lets 50 clients ask for two minutes,
without and with three whose queries never end.
"""

import argparse
import math
import os
import random
import re
import selectors
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from typing import NamedTuple, cast
from urllib.parse import urlencode

from crowd import run_crowd
from engines import HEADERS, Engine, bare, dateline, rdflib_endpoint, rows_of, virtuoso
from eventgraph import QUESTIONS, full_text, point_query, publish_graph, write_graph
from pyoxigraph import RdfFormat, parse, serialize

_LEAST_SECONDS = 0.4
_MOST_REPEATS = 200
_ROUNDS = 2
_GIVE_UP = 60.0
_POINT_SECONDS = 4.0
_POINT_CONNECTIONS = 8
_MOST_POINTS = 20_000
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Cost(NamedTuple):
    """Seconds of one query: of the processors, and on the clock."""

    processor: float
    clock: float


def make_data(folder: Path, size: int) -> tuple[Path, Path, int]:
    """A data folder that dateline serves, its triples as N-Triples, and the number of events."""
    data, quads, triples = folder / "data", folder / "graph.nq", folder / "graph.nt"
    events = write_graph(quads, size)
    publish_graph(quads, data, size)
    distinct = dict.fromkeys(quad.triple for quad in parse(path=quads, format=RdfFormat.N_QUADS))
    serialize(distinct, output=triples, format=RdfFormat.N_TRIPLES)
    return data, triples, events


def measure(engine: Engine, query: str) -> tuple[Cost, bytes]:
    """The cost of a query, asked until it can be measured, and its answer; infinite when it takes too long."""
    connection = engine.connect(seconds=_GIVE_UP)
    used, begun, asked = engine.seconds(), time.perf_counter(), 0
    fastest = math.inf
    try:
        while asked == 0 or (time.perf_counter() - begun < _LEAST_SECONDS and asked < _MOST_REPEATS):
            one = time.perf_counter()
            status, body = engine.ask(connection, query)
            fastest = min(fastest, time.perf_counter() - one)
            asked += 1
            if status != 200:
                raise SystemExit(f"{engine.name} answers {status}: {body[:300]!r}")
    except TimeoutError:
        return Cost(math.inf, math.inf), b""
    finally:
        connection.close()
    return Cost((engine.seconds() - used) / asked, fastest), body


def compare(engines: Sequence[Engine]) -> dict[str, list[Cost]]:
    """The costs of every question for each engine; raises SystemExit when two engines answer otherwise."""
    found: dict[str, list[Cost]] = {}
    for name in QUESTIONS:
        costs = [Cost(math.inf, math.inf)] * len(engines)
        for _ in range(_ROUNDS):
            answers: list[bytes] = []
            for place, engine in enumerate(engines):
                cost, body = measure(engine, full_text(name))
                costs[place] = Cost(*map(min, zip(costs[place], cost, strict=True)))
                answers.append(body)
            _check(name, engines, answers)
        found[name] = costs
        show(name, costs)
    return found


def _check(name: str, engines: Sequence[Engine], answers: Sequence[bytes]) -> None:
    rows = [rows_of(body) if body else None for body in answers]
    for engine, one in zip(engines, rows, strict=True):
        if one is not None and one != rows[0]:
            odd = set(one) ^ set(rows[0] or ())
            raise SystemExit(f"{name!r}: {engine.name} answers otherwise: {sorted(odd)[:3]}")


def points(engine: Engine, events: int) -> str:
    """Lookups of single events on eight connections: how many a second, what one costs, and what asking costs."""
    chance = random.Random(1)  # noqa: S311 - a fixed stream of numbers, not a secret
    # Written beforehand, because the client shares the processors with the engine; all are different.
    numbers = chance.sample(range(events), min(events, _MOST_POINTS))
    requests = cycle([_point_request(engine, number) for number in numbers])
    with selectors.DefaultSelector() as ready, ExitStack() as stack:
        for _ in range(_POINT_CONNECTIONS):
            made = stack.enter_context(socket.create_connection(("127.0.0.1", engine.port)))
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            ready.register(made, selectors.EVENT_READ)
            made.sendall(next(requests))
        used, own, begun, asked = engine.seconds(), time.process_time(), time.perf_counter(), 0
        while (taken := time.perf_counter() - begun) < _POINT_SECONDS:
            for key, _ in ready.select():
                made = cast(socket.socket, key.fileobj)
                _read_answer(made)
                made.sendall(next(requests))
                asked += 1
        cost, asking = 1000 * (engine.seconds() - used), 1000 * (time.process_time() - own)
    asked = max(asked, 1)
    return (
        f"{asked / taken:.0f} lookups a second on {_POINT_CONNECTIONS} connections, {asked / len(numbers):.1f} times "
        f"the same ones; {cost / asked:.2f} ms each, and {asking / asked:.2f} ms of the client"
    )


def _point_request(engine: Engine, number: int) -> bytes:
    # By hand, because a client of the standard library would cost more than the server.
    body = urlencode({"query": point_query(number)})
    fields = {"Host": "127.0.0.1", **HEADERS, "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"POST {engine.path} HTTP/1.1\r\n{head}\r\n{body}".encode()


def _read_answer(made: socket.socket) -> None:
    got = made.recv(1 << 16)
    head, _, body = got.partition(b"\r\n\r\n")
    told = _LENGTH.search(head)
    if not head.startswith(b"HTTP/1.1 200"):
        raise SystemExit(f"a lookup was answered by {head[:200]!r}")
    while len(body) < int(told[1]) if told else not body.endswith(b"0\r\n\r\n"):
        body += made.recv(1 << 16)


def show(name: str, costs: Sequence[Cost]) -> None:
    """One line of the table, in milliseconds: processor time, and wall time in brackets."""
    cells = (f"{1000 * cost.processor:12.2f} ({1000 * cost.clock:9.2f})" for cost in costs)
    say(f"{name:>18} " + " ".join(cells))


def say(line: str) -> None:
    """One line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def mean(costs: Sequence[float]) -> float:
    """The geometric mean; a query without measurable processor time counts as one clock tick over its repeats."""
    return math.exp(sum(math.log(max(cost, 1e-5)) for cost in costs) / len(costs))


def run_size(size: int, names: Sequence[str], options: Sequence[object]) -> None:
    """The whole table for one number of triples."""
    with tempfile.TemporaryDirectory() as made, ExitStack() as stack:
        folder = Path(made)
        data, triples, events = make_data(folder, size)
        starts = {
            "pyoxigraph": lambda: bare(data / "snapshots" / "bench" / "store", "disk"),
            "memory": lambda: bare(data / "snapshots" / "bench" / "store", "memory"),
            "dateline": lambda: dateline(data, *options),
            "rdflib-endpoint": lambda: rdflib_endpoint(triples),
            "virtuoso": lambda: virtuoso(folder, triples),
        }
        engines: list[Engine] = []
        for name in names:
            begun = time.perf_counter()
            engines.append(stack.enter_context(starts[name]()))
            say(f"{name} answers after {time.perf_counter() - begun:.1f} s, {engines[-1].megabytes():.0f} MB")
        say(f"\n{size} triples; milliseconds of processor time (wall time) a query; load {os.getloadavg()[0]:.1f}")
        say(" " * 19 + " ".join(f"{engine.name:>24}" for engine in engines))
        costs = compare(engines)
        means = [
            Cost(*(mean([row[at][part] for row in costs.values()]) for part in (0, 1))) for at in range(len(engines))
        ]
        show("geometric mean", means)
        for place, engine in enumerate(engines):
            ratios = (means[place].processor / means[0].processor, means[place].clock / means[0].clock)
            say(f"{engine.name} / {engines[0].name}: {ratios[0]:.2f} of processor time, {ratios[1]:.2f} on the clock")
        for engine in engines:
            say(f"{engine.name}: {points(engine, events)}, of processor time")


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[100_000, 1_000_000])
    parser.add_argument("--without", action="append", default=[], help="an engine that is left out")
    parser.add_argument("--crowd", action="store_true", help="50 clients and three runaway queries instead")
    parser.add_argument("--seconds", type=float, default=120.0, help="how long the crowd asks")
    parser.add_argument("--server", default="auto", help="what carries dateline: auto, granian or waitress")
    parser.add_argument("--workers", type=int, default=2, help="how many queries dateline runs at once")
    given = parser.parse_args()
    options = ("--server", given.server, "--workers", given.workers)
    names = [
        name
        for name in ("pyoxigraph", "memory", "dateline", "rdflib-endpoint", "virtuoso")
        if name not in given.without
    ]
    if shutil.which("virtuoso-t") is None or shutil.which("isql-vt") is None:
        say("virtuoso is left out: the Debian package virtuoso-opensource-7 is not installed")
        names = [name for name in names if name != "virtuoso"]
    for size in given.sizes:
        if given.crowd:
            with tempfile.TemporaryDirectory() as made:
                data, _, events = make_data(Path(made), size)
                run_crowd(data, events, given.seconds, options)
        else:
            run_size(size, names, options)


if __name__ == "__main__":
    main()
