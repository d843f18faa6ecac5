"""Is anything lost when Dateline is killed at moments of chance?

    python tests/bench/faults.py [--kills 300] [--only build,add,…]

Each round begins an operation on a small graph, kills it with all its processes after a time of chance, and looks:
what is served must be whole and be the state before or the one after; what was acknowledged must be there; the same
command, given again, must end as if nothing had happened. A dump must be whole or absent, a loaded store equal in the
end, a killed server must leave no process behind and answer as before when it is started again.
"""

import argparse
import contextlib
import hashlib
import http.client
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from loopback import free_port
from pyoxigraph import Store
from sessions import begin, command, session

from kg.annotate.parse import load_parser
from kg.store.draft import publish
from kg.store.snapshot import current_folder, current_id, open_current

TEXT = (
    "Arms for {country}\n\nNorway sold rifles to {country} on 3 May {year}, and its premier met the president of "
    "{country} in Oslo. The army denied that it had attacked a village in Chad.\n"
)
_ARTICLES = 5
_TOKEN = "a-token-for-loopback-alone"  # noqa: S105
_ENDED_SECONDS = 5.0
_DUMPS = frozenset({"dumps", ".dumps"})


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Data folders before and after an article more, with their digests, and a folder for each round."""

    texts: Path
    more: Path
    before: Path
    after: Path
    round: Path


def digest(folder: Path, without: frozenset[str] = frozenset()) -> str:
    """One hash of every file of a folder but those of a store, whose quads are counted, and those of some folders."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.parent.name not in {"store", *without}:
            total.update(f"{path.relative_to(folder)} ".encode() + path.read_bytes())
    store = folder / "store"
    return f"{total.hexdigest()[:16]} {len(Store.read_only(str(store))) if store.is_dir() else ''}"


def state(data: Path, without: frozenset[str] = frozenset()) -> str:
    """The digest of what a data folder serves; nothing when it serves nothing."""
    if current_id(data) is None:
        return ""
    running = begin(lambda: sys.stdout.write(digest(current_folder(data), without)))
    return running.wait()


def change(scene: Scene, chance: random.Random, longest: float, kind: str) -> str | None:
    """A build, an article more or less; what is wrong, None when nothing is."""
    begun_with, ended_with = {"build": (None, scene.before), "add": (scene.before, scene.after),
                              "remove": (scene.after, scene.before)}[kind]  # fmt: skip
    data = scene.round / "data"
    if begun_with is not None:
        shutil.copytree(begun_with, data)
    texts = scene.texts if kind == "build" else scene.more
    words = ("--out", data, "--engine", "rules")
    act = command("remove", scene.more.stem, "--data", data) if kind == "remove" else command(kind, texts, *words)
    running = begin(act)
    time.sleep(chance.uniform(0, longest))
    said = running.kill()
    # A change is served before its dumps are written; who runs it again gets them.
    allowed = {state(begun_with, _DUMPS) if begun_with else "", state(ended_with, _DUMPS)}
    if state(data, _DUMPS) not in allowed:
        return "neither the state before nor the one after is served"
    served, later = state(data), state(ended_with)
    if "snapshot " in said and served != later:
        return "what was acknowledged is lost"
    if served != later:
        begin(act).wait()
    return None if state(data) == later else "the second run ends otherwise"


def switch(scene: Scene, chance: random.Random, longest: float) -> str | None:
    """Turns to and fro between two snapshots, each acknowledged."""
    data = scene.round / "data"
    shutil.copytree(scene.after, data)
    names = sorted(path.name for path in (data / "snapshots").iterdir() if not path.name.startswith("."))

    def act() -> None:
        for number in range(100_000):
            publish(scene.round / "none", data, names[number % len(names)])
            sys.stdout.write(f"{number}\n")

    running = begin(act)
    time.sleep(chance.uniform(0, longest))
    said = running.kill().split()
    done = int(said[-1]) if said else -1
    allowed = {names[number % len(names)] for number in (done, done + 1) if number >= 0} | (
        {current_id(scene.after)} if done < 0 else set()
    )
    if current_id(data) not in allowed:
        return f"{current_id(data)} is served after turn {done}"
    return None if state(data) else "nothing is served"


def dump(scene: Scene, chance: random.Random, longest: float) -> str | None:
    """Copies the dumps into a new folder."""
    target = scene.round / "dumps"
    act = command("dump", target, "--data", scene.after)
    running = begin(act)
    time.sleep(chance.uniform(0, longest))
    said = running.kill()
    whole = digest(current_folder(scene.after) / "dumps")
    if target.exists() and digest(target) != whole:
        return "half a dump stands at its place"
    if "snapshot " in said and not target.exists():
        return "what was acknowledged is lost"
    if not target.exists():
        begin(act).wait()
    left = sorted(path.name for path in scene.round.iterdir() if path != target)
    return None if digest(target) == whole and not left else f"the second run ends otherwise, {left} lie about"


def load(scene: Scene, chance: random.Random, longest: float) -> str | None:
    """Loads a snapshot into a store that takes updates."""
    data, port = scene.round / "data", free_port()
    shutil.copytree(scene.after, data)
    server = begin(lambda: _serve_writable(scene.round / "store", port))
    try:
        _wait(port, "/sparql?query=ASK%7B%7D")
        os.environ["DATELINE_STORE_TOKEN"] = _TOKEN
        url = f"http://127.0.0.1:{port}"
        act = command("load", "--to", f"{url}/sparql", "--update", f"{url}/update", "--data", data)
        running = begin(act)
        time.sleep(chance.uniform(0, longest))
        running.kill()
        begin(act).wait()
        counted = int(_ask(port, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").split(b"\n")[1])
        expected = sum(open_current(data).manifest.counts.values())
        return None if counted == expected else f"{counted} quads instead of {expected}"
    finally:
        server.kill()


def _serve_writable(folder: Path, port: int) -> None:
    from flask import Flask
    from waitress import serve

    from server.sparql.blueprint import create_sparql_blueprint
    from server.sparql.endpoint import Limits
    from server.sparql.versions import VersionedStore

    app = Flask("store")
    limits = Limits(workers=1, seconds=60, rows=100, memory=1024)
    app.register_blueprint(create_sparql_blueprint(VersionedStore(folder), limits, token=_TOKEN))
    serve(app, host="127.0.0.1", port=port)


def serve(scene: Scene, chance: random.Random, longest: float) -> str | None:
    """Serves, and its main process alone is killed while it answers."""
    data, port = scene.after, free_port()
    act = command("serve", "--data", data, "--port", port, "--server", "waitress")
    server = begin(act)
    stopping = threading.Event()

    def ask() -> None:
        while not stopping.is_set():
            with contextlib.suppress(OSError, http.client.HTTPException):
                _ask(port, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?o ?q ?r }")
            time.sleep(0.02)

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(chance.uniform(0, longest))
    os.kill(server.pid, signal.SIGKILL)
    stopping.set()
    asking.join()
    until = time.monotonic() + _ENDED_SECONDS
    while (left := session(server.pid)) and time.monotonic() < until:
        time.sleep(0.05)
    server.kill()
    if left:
        return f"{len(left)} processes outlive the server"
    again = begin(act)
    try:
        _wait(port, "/health")
        rows = _ask(port, "SELECT (COUNT(*) AS ?n) { ?s a dl:Event }").split(b"\n")
        return None if int(rows[1]) > 0 else "the second server answers otherwise"
    finally:
        again.kill()


def _wait(port: int, path: str) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing answers at {port}")


def _ask(port: int, query: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with contextlib.closing(connection):
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/csv"}
        connection.request("POST", "/sparql", urlencode({"query": query}), headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise http.client.HTTPException(body.decode())
        return body


OPERATIONS: dict[str, Callable[[Scene, random.Random, float], str | None]] = {
    "build": lambda scene, chance, longest: change(scene, chance, longest, "build"),
    "add": lambda scene, chance, longest: change(scene, chance, longest, "add"),
    "remove": lambda scene, chance, longest: change(scene, chance, longest, "remove"),
    "switch": switch, "dump": dump, "load": load, "serve": serve,
}  # fmt: skip
_LONGEST = {"switch": 0.5, "dump": 0.1, "serve": 3.0}
"""Seconds until the kill, at most, where an undisturbed run is no measure."""


@contextlib.contextmanager
def scene_in(folder: Path) -> Iterator[Scene]:
    """Builds the states before and after."""
    (folder / "texts").mkdir()
    for number in range(_ARTICLES + 1):
        text = TEXT.format(country=("Chad", "Mali", "Peru")[number % 3], year=2001 + number)
        path = folder / ("texts" if number < _ARTICLES else ".") / f"sale-{number}.txt"
        path.write_text(text, encoding="utf-8")
    more, rules = folder / f"sale-{_ARTICLES}.txt", ("--engine", "rules")
    begin(command("build", folder / "texts", "--out", folder / "before", *rules)).wait()
    shutil.copytree(folder / "before", folder / "after")
    begin(command("add", more, "--out", folder / "after", *rules)).wait()
    yield Scene(
        texts=folder / "texts", more=more, before=folder / "before", after=folder / "after", round=folder / "round"
    )


def main() -> None:
    """Tell each failure, and the count by operation."""
    options = argparse.ArgumentParser()
    options.add_argument("--kills", type=int, default=300)
    options.add_argument("--only", default=",".join(OPERATIONS))
    given = options.parse_args()
    names, chance, failed = given.only.split(","), random.Random(7), 0  # noqa: S311 - the same moments each time
    load_parser()
    with tempfile.TemporaryDirectory() as name, scene_in(Path(name)) as scene:
        begun = time.perf_counter()
        begin(command("build", scene.texts, "--out", scene.round / "data", "--engine", "rules")).wait()
        whole = time.perf_counter() - begun
        shutil.rmtree(scene.round)
        for place, operation in enumerate(names):
            rounds = given.kills // len(names) + (place < given.kills % len(names))
            wrong = 0
            for number in range(rounds):
                scene.round.mkdir()
                fault = OPERATIONS[operation](scene, chance, _LONGEST.get(operation, whole))
                shutil.rmtree(scene.round)
                if fault:
                    wrong += 1
                    sys.stdout.write(f"{operation} {number}: {fault}\n")
            failed += wrong
            sys.stdout.write(f"{operation}: {rounds - wrong} of {rounds} with nothing lost\n")
            sys.stdout.flush()
    sys.stdout.write(f"{given.kills - failed}/{given.kills} kills with nothing lost; load {os.getloadavg()[0]:.1f}\n")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
