"""What is the server doing, in numbers that Prometheus reads?

`/metrics` in the text format 0.0.4: requests by part of the site and status with a histogram of their seconds, what
became of queries and how many workers had to be killed, the queue, memory of the server and its workers, and the
snapshot that is served. No query, address or name of a client is in it.
"""

import os
import threading
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from flask import Blueprint, Response

from server.served import Served
from server.workers.limits import Outcome, Pool
from server.workers.nursery import Nursery

_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_KILLING: frozenset[Outcome] = frozenset({"time", "memory", "stack", "gone", "room", "closed"})
"""The outcomes after which a worker is no more."""
_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Requests:
    """How many requests came, how long they took, and how they ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._statuses: Counter[tuple[str, int]] = Counter()
        self._buckets: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(_BOUNDS) + 1))
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def note(self, part: str, status: int, seconds: float) -> None:
        """One request to a part of the site, when its last byte was sent."""
        with self._lock:
            self._statuses[part, status] += 1
            self._buckets[part][bisect_left(_BOUNDS, seconds)] += 1
            self._seconds[part] += seconds

    def lines(self) -> Iterator[str]:
        """The metrics of requests."""
        with self._lock:
            statuses, seconds = sorted(self._statuses.items()), dict(self._seconds)
            buckets = {part: list(counts) for part, counts in sorted(self._buckets.items())}
        yield from _head("dateline_requests_total", "counter", "Requests answered")
        for (part, status), count in statuses:
            yield _line("dateline_requests_total", count, part=part, status=str(status))
        yield from _head("dateline_request_seconds", "histogram", "Seconds from a request to the end of its answer")
        for part, counts in buckets.items():
            so_far = 0
            for bound, count in zip((*map(str, _BOUNDS), "+Inf"), counts, strict=True):
                so_far += count
                yield _line("dateline_request_seconds_bucket", so_far, part=part, le=bound)
            yield _line("dateline_request_seconds_sum", seconds[part], part=part)
            yield _line("dateline_request_seconds_count", so_far, part=part)


def create_metrics_blueprint(
    requests: Requests, pools: Mapping[str, Pool], nursery: Nursery, served: Served
) -> Blueprint:
    """The blueprint of `/metrics`; `pools` by the name that they have in it."""
    blueprint = Blueprint("metrics", __name__)

    @blueprint.get("/metrics")
    def metrics() -> Response:
        lines = (*requests.lines(), *_pool_lines(pools), *_memory_lines(pools, nursery), *_snapshot_lines(served))
        return Response("\n".join(lines) + "\n", content_type=_TYPE, headers={"Cache-Control": "no-store"})

    return blueprint


def _pool_lines(pools: Mapping[str, Pool]) -> Iterator[str]:
    yield from _head("dateline_queries_total", "counter", "Queries by what became of them")
    for name, pool in pools.items():
        for outcome, count in sorted(pool.counts.items()):
            yield _line("dateline_queries_total", count, pool=name, outcome=outcome)
    yield from _head("dateline_worker_kills_total", "counter", "Workers that ended with their query")
    for name, pool in pools.items():
        kills = sum(count for outcome, count in pool.counts.items() if outcome in _KILLING)
        yield _line("dateline_worker_kills_total", kills, pool=name)
    yield from _head("dateline_workers_started_total", "counter", "Workers ever started")
    for name, pool in pools.items():
        yield _line("dateline_workers_started_total", pool.started, pool=name)
    yield from _head("dateline_workers", "gauge", "Workers by what they do")
    loads = {name: pool.load() for name, pool in pools.items()}
    for name, load in loads.items():
        states = {"idle": load.idle, "starting": load.starting, "running": load.running - load.aside}
        for state, count in (*states.items(), ("aside", load.aside)):
            yield _line("dateline_workers", count, pool=name, state=state)
    yield from _head("dateline_queries_waiting", "gauge", "Queries that wait for a worker")
    for name, load in loads.items():
        yield _line("dateline_queries_waiting", load.waiting, pool=name)


def _memory_lines(pools: Mapping[str, Pool], nursery: Nursery) -> Iterator[str]:
    yield from _head("dateline_memory_bytes", "gauge", "Resident memory; what is shared counts in equal parts")
    yield _line("dateline_memory_bytes", resident_bytes(os.getpid()), process="server")
    workers = sum(resident_bytes(pid) for pool in pools.values() for pid in pool.load().pids)
    yield _line("dateline_memory_bytes", workers, process="workers")
    keeper = nursery.keeper_pid
    yield _line("dateline_memory_bytes", resident_bytes(keeper) if keeper else 0, process="data")


def resident_bytes(pid: int) -> int:
    """The memory that a process has in use, of shared pages its part (proc(5), smaps_rollup: Pss).

    0 for one that has ended, or where the system does not tell.
    """
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))


def _snapshot_lines(served: Served) -> Iterator[str]:
    snapshot = served.snapshot()
    yield from _head("dateline_snapshot_triples", "gauge", "Triples of the snapshot that is served")
    yield _line("dateline_snapshot_triples", sum(snapshot.manifest.counts.values()), snapshot=snapshot.id)


def _head(name: str, kind: str, words: str) -> tuple[str, str]:
    return f"# HELP {name} {words}", f"# TYPE {name} {kind}"


def _line(name: str, value: float, **labels: str) -> str:
    # No label comes from a request: parts of the site, statuses and outcomes are ours, ids are hexadecimal.
    inside = ",".join(f'{label}="{text}"' for label, text in labels.items())
    return f"{name}{{{inside}}} {value:g}" if isinstance(value, float) else f"{name}{{{inside}}} {value}"
