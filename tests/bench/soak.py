"""Does the server stay right, fast and small under mixed load, faults and attacks?

    python tests/bench/soak.py [--minutes 20] [--clients 8] [--server granian]

Polite clients, each with an address of its own, ask queries, pages, exports and dumps whose answers are known for
either of two snapshots. Meanwhile the snapshots are switched, workers are killed, and hostile clients send what must
be refused or stopped. Told at the end: answers that fit neither snapshot, statuses nobody foresaw, the latencies of
the polite, and the slope of the memory of each kind of process after the first quarter.
"""

import argparse
import contextlib
import http.client
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, urlencode

from engines import DATELINE, ROOT, Engine, family, running
from hostile import FORESEEN, Attack, attacks
from loopback import free_port
from noted import Noted

from kg.store.draft import publish

QUESTIONS = (
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?e ?t { ?e a dl:Event ; rdfs:label ?t } ORDER BY ?e",
    "SELECT ?c (COUNT(?e) AS ?n) { ?e a ?c } GROUP BY ?c ORDER BY ?c",
    "ASK { ?a dl:dealtWith ?b }",
    "SELECT ?a ?b { ?a dl:dealtWith ?b } ORDER BY ?a ?b LIMIT 50",
)
ID, ONTOLOGY = (quote(f"https://w3id.org/dateline/{part}") for part in ("id/", "ontology#"))
PATHS = (
    "/?actor=Q794", "/timeline.csv", "/timeline.geojson", "/timeline.json?text=met", "/map", "/network", "/ask",
    "/docs", "/dumps/latest/events.csv", "/.well-known/void", f"/explain?s={ID}Q142&p={ONTOLOGY}dealtWith&o={ID}Q794",
    "/ontology",
)  # fmt: skip
_DEADLINE = 2
_ANEW = 0.1
"""How often a client comes over a new connection."""
_SWITCH_SECONDS, _KILL_SECONDS, _SAMPLE_SECONDS = 5.0, 4.0, 2.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose answer is known."""

    method: str
    path: str
    body: str | None = None

    def send(self, connection: http.client.HTTPConnection) -> tuple[int, bytes]:
        """Status and body."""
        headers = {"Accept": "text/csv, text/html;q=0.9, */*;q=0.5"}
        if self.body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(self.method, self.path, self.body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


REQUESTS = (
    *(Asked("POST", "/sparql", urlencode({"query": text})) for text in QUESTIONS),
    *(Asked("GET", f"/sparql?query={quote(text)}") for text in QUESTIONS),
    *(Asked("GET", path) for path in PATHS),
)


def digest(status: int, body: bytes, engine: Engine) -> str:
    """What two equal answers have in common; a page may hold its own address."""
    return f"{status} {sha256(body.replace(b':%d/' % engine.port, b'/')).hexdigest()[:12]}"


def known_answers(engine: Engine) -> list[str]:
    """The answer of each request, which is a good one."""
    answers = []
    for request in REQUESTS:
        with contextlib.closing(engine.connect()) as connection:
            while (answer := request.send(connection))[0] == 503:
                time.sleep(1)
        if answer[0] >= 400:
            raise SystemExit(f"{request}: {answer[0]}")
        answers.append(digest(*answer, engine))
    return answers


def be_polite(engine: Engine, address: str, until: float, known: Sequence[set[str]], noted: Noted) -> None:
    """Asks what is known, with a short pause between, and now and then over a new connection."""
    chance = random.Random(address)  # noqa: S311 - a fixed stream of numbers, not a secret
    connection = engine.connect(address, seconds=60)
    while time.monotonic() < until:
        number = chance.randrange(len(REQUESTS))
        begun = time.perf_counter()
        wrong = None
        try:
            status, body = REQUESTS[number].send(connection)
            outcome = str(status)
            if status == 200 and digest(status, body, engine) not in known[number]:
                wrong = f"{REQUESTS[number]}: {body[:200]!r}"
        except (OSError, http.client.HTTPException) as error:
            outcome = type(error).__name__
            connection.close()
        noted.note(outcome, time.perf_counter() - begun, wrong)
        time.sleep(chance.random() * 0.1)
        if chance.random() < _ANEW:
            connection.close()
    connection.close()


def be_hostile(engine: Engine, address: str, until: float, noted: Noted, known: Sequence[Attack]) -> None:
    """Sends one attack after the other."""
    chance = random.Random(address)  # noqa: S311
    while time.monotonic() < until:
        begun = time.perf_counter()
        attack = chance.choice(known)
        try:
            outcome = attack.send(engine, address)
        except (OSError, http.client.HTTPException) as error:
            outcome = type(error).__name__
        unforeseen = outcome.isdecimal() and outcome not in FORESEEN
        noted.note(outcome, time.perf_counter() - begun, f"{attack.name}: {outcome}" if unforeseen else None)


def make_trouble(engine: Engine, data: Path, names: Sequence[str], until: float) -> Counter[str]:
    """Switches the snapshots and kills workers by turns."""
    chance, done = random.Random(5), Counter[str]()  # noqa: S311
    switched = killed = time.monotonic()
    while (now := time.monotonic()) < until:
        if now - switched > _SWITCH_SECONDS:
            done["switches"] += 1
            publish(data / "none", data, names[done["switches"] % 2])
            switched = now
        if now - killed > _KILL_SECONDS and (workers := _workers(engine)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(chance.choice(workers), signal.SIGKILL)
                done["kills"] += 1
            killed = now
        time.sleep(0.2)
    return done


def _workers(engine: Engine) -> list[int]:
    return [pid for pid in family(engine.process.pid) if _kind(pid) == "server.workers.worker"]


def _kind(pid: int) -> str | None:
    """The module of ours that a process runs; None when it is gone."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace").split("\0")
    except OSError:
        return None
    return next((word for word in words if word.startswith("server.")), "server")


def sample_memory(engine: Engine, until: float) -> list[tuple[float, dict[str, float]]]:
    """Seconds and MB of each kind of process: shared pages count once (proportional set size)."""
    begun = time.monotonic()
    samples: list[tuple[float, dict[str, float]]] = []
    while time.monotonic() < until:
        held: defaultdict[str, float] = defaultdict(float)
        for pid in family(engine.process.pid):
            kind = _kind(pid)
            with contextlib.suppress(OSError):
                found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
                held[kind or "ended"] += int(found[1]) / 1024 if found else 0
        samples.append((time.monotonic() - begun, held))
        time.sleep(_SAMPLE_SECONDS)
    return samples


def slope(samples: Sequence[tuple[float, float]]) -> float:
    """MB an hour by least squares."""
    middle = sum(x for x, _ in samples) / len(samples), sum(y for _, y in samples) / len(samples)
    spread = sum((x - middle[0]) ** 2 for x, _ in samples)
    return 3600 * sum((x - middle[0]) * (y - middle[1]) for x, y in samples) / spread


def _tell_memory(samples: Sequence[tuple[float, dict[str, float]]]) -> Iterator[str]:
    """All processes together, then each kind: at the start, least and most after the first quarter, and the slope."""
    kinds = sorted({kind for _, held in samples for kind in held})
    series = {"all": [(at, sum(held.values())) for at, held in samples]}
    series |= {kind: [(at, held.get(kind, 0.0)) for at, held in samples] for kind in kinds}
    for kind, values in series.items():
        later = values[len(values) // 4 :]
        span = f"{min(y for _, y in later):.0f} to {max(y for _, y in later):.0f} MB"
        yield f"{kind}: {values[0][1]:.0f} MB at the start, later {span}, {slope(later):+.0f} MB an hour"


@contextlib.contextmanager
def two_snapshots() -> Iterator[tuple[Path, list[str]]]:
    """A data folder with the seeds, and with all of them but one."""
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        command = [sys.executable, "-c", DATELINE]
        subprocess.run([*command, "build", "--out", data], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        key = sorted((ROOT / "seeds" / "annotations").iterdir())[0].name.removesuffix(".annotation.yaml")
        subprocess.run([*command, "remove", key, "--data", data], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        yield data, sorted(path.name for path in (data / "snapshots").iterdir() if path.name[0] != ".")


def main() -> None:
    """Soak, and tell."""
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=20)
    options.add_argument("--clients", type=int, default=8)
    options.add_argument("--server", default="granian")
    given = options.parse_args()
    with two_snapshots() as (data, names):
        known: list[set[str]] = [set() for _ in REQUESTS]
        for name in names:
            publish(data / "none", data, name)
            with _serve(data, given.server) as engine:
                for answers, answer in zip(known, known_answers(engine), strict=True):
                    answers.add(answer)
        with _serve(data, given.server) as engine:
            _soak(engine, data, names, known, given.minutes * 60, given.clients)


@contextlib.contextmanager
def _serve(data: Path, server: str) -> Iterator[Engine]:
    port = free_port()
    words = ("serve", "--data", data, "--port", port, "--server", server, "--timeout", _DEADLINE, "--max-memory", 400)
    with running("dateline", port, "/sparql", sys.executable, "-c", DATELINE, *words) as engine:
        yield engine


def _soak(
    engine: Engine, data: Path, names: Sequence[str], known: list[set[str]], seconds: float, clients: int
) -> None:
    polite, hostile, known_attacks = Noted(), Noted(), attacks()
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=be_polite, args=(engine, f"127.0.1.{number + 1}", until, known, polite))
        for number in range(clients)
    ]
    threads += [
        threading.Thread(target=be_hostile, args=(engine, f"127.0.2.{number + 1}", until, hostile, known_attacks))
        for number in range(3)
    ]
    samples: list[tuple[float, dict[str, float]]] = []
    threads.append(threading.Thread(target=lambda: samples.extend(sample_memory(engine, until))))
    for thread in threads:
        thread.start()
    trouble = make_trouble(engine, data, names, until)
    for thread in threads:
        thread.join()
    write = sys.stdout.write
    write(f"{seconds / 60:.0f} minutes, {dict(trouble)}; load {os.getloadavg()[0]:.1f}\n")
    write(f"polite: {polite.show()}, {len(polite.wrong)} wrong answers\n")
    write(f"hostile: {hostile.show()}, {len(hostile.wrong)} unforeseen statuses\n")
    for line in _tell_memory(samples):
        write(f"memory of {line}\n")
    for line in (*polite.wrong[:5], *sorted(set(hostile.wrong))[:10]):
        write(f"  {line}\n")


if __name__ == "__main__":
    main()
