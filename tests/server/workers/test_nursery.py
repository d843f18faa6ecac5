"""Are workers that share a store in memory held to everything that others are held to?"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.store.draft import fill_store
from server.http import refusals
from server.workers import nursery as nurseries
from server.workers.frames import Question
from server.workers.limits import Pool
from server.workers.nursery import Nursery

JSON = "application/sparql-results+json"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_NAMED = "FILTER(!ISBLANK(?s) && !ISBLANK(?o))"
IN_GRAPHS = f"SELECT ?s ?p ?o ?g {{ GRAPH ?g {{ ?s ?p ?o }} {_NAMED} }} ORDER BY ?g ?s ?p ?o"
IN_UNION = f"SELECT ?s ?p ?o {{ ?s ?p ?o {_NAMED} }} ORDER BY ?s ?p ?o"


def ask(pool: Pool, text: str, media_type: str = "text/csv", seconds: float = 20.0) -> bytes:
    """The answer to a query."""
    return pool.ask(Question(text=text, media_type=media_type, max_rows=10**6, seconds=seconds)).read()


def wait_for(condition: Callable[[], object]) -> None:
    """Returns when a condition holds."""
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.fixture(scope="module")
def nursery(data: Path) -> Iterator[Nursery]:
    """A nursery that has the store of the tests in memory."""
    made = Nursery(lambda: data / "snapshots" / "first" / "store", 1000)
    made.start(400).kill()
    wait_for(lambda: made.keeper_pid)
    yield made
    made.close()


@pytest.fixture(scope="module")
def pool(nursery: Nursery) -> Iterator[Pool]:
    """A pool whose workers come from memory."""
    made = Pool(nursery, size=1, memory=400, patience=5)
    yield made
    made.close()


def test_a_store_in_memory_answers_as_its_files_do(data: Path, pool: Pool) -> None:
    """Every quad, in whichever way the default graph and the graphs are asked for."""
    disk = Pool(Nursery(lambda: data / "snapshots" / "first" / "store"), size=1, memory=400, patience=5)
    try:
        for text in (IN_GRAPHS, IN_UNION):
            assert ask(pool, text) == ask(disk, text) != b""
        assert pool.graphs() == disk.graphs()
    finally:
        disk.close()


def test_a_worker_from_memory_opens_no_socket_and_no_file(pool: Pool) -> None:
    """What the keeper may do, its workers have given up."""
    with pytest.raises(refusals.Refusal, match="cannot be evaluated"):
        ask(pool, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", JSON)
    pid = pool.load().pids[0]
    limits = Path(f"/proc/{pid}/limits").read_text(encoding="ascii")
    most = int(limits.split("Max open files")[1].split()[1])
    assert len(list(Path(f"/proc/{pid}/fd").iterdir())) == most
    kinds = {str(path.readlink()).partition(":")[0] for path in Path(f"/proc/{pid}/fd").iterdir()}
    assert "socket" not in kinds


def test_a_worker_from_memory_dies_at_its_deadline_and_the_next_is_there(pool: Pool) -> None:
    """Its successor is forked, from the same keeper."""
    with pytest.raises(refusals.Refusal, match=r"limit of 0\.5 s"):
        ask(pool, ENDLESS, JSON, 0.5)
    assert b"true" in ask(pool, "ASK {}", JSON)


@pytest.mark.parametrize(
    ("number", "title"), [(signal.SIGSEGV, "Too deeply nested"), (signal.SIGABRT, "Memory limit")]
)
def test_why_a_worker_from_memory_ended_is_told(pool: Pool, number: int, title: str) -> None:
    """The keeper, whose child it is, knows."""
    failed: list[str] = []

    def hold() -> None:
        try:
            ask(pool, ENDLESS, JSON)
        except refusals.Refusal as refusal:
            failed.append(refusal.title)

    thread = threading.Thread(target=hold)
    thread.start()
    wait_for(lambda: pool.load().aside == 1)
    os.kill(pool.load().pids[-1], number)
    thread.join()
    assert failed == [title]


def test_a_worker_from_memory_is_held_to_its_memory(nursery: Nursery) -> None:
    """The limit is what it takes besides the store."""
    frugal = Pool(nursery, size=1, memory=100, patience=5)
    try:
        with pytest.raises(refusals.Refusal, match="100 MiB"):
            ask(frugal, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c", JSON, 60)
    finally:
        frugal.close()


def test_ended_workers_leave_nothing_behind(nursery: Nursery) -> None:
    """The keeper has no children, not even ended ones, when all workers have been let go."""
    for _ in range(3):
        nursery.start(100).kill()
    children = Path(f"/proc/{nursery.keeper_pid}/task/{nursery.keeper_pid}/children")
    alive = [pid for pid in children.read_text().split() if ") Z " in Path(f"/proc/{pid}/stat").read_text()]
    assert alive == []


@pytest.fixture
def stores(tmp_path: Path) -> list[Path]:
    """Two versions of a store."""
    made = [tmp_path / name / "store" for name in ("one", "two")]
    for number, path in enumerate(made):
        path.parent.mkdir()
        node = NamedNode("http://example.org/x")
        fill_store(path, [Quad(node, node, Literal(number), NamedNode("http://example.org/g"))])
    return made


def test_a_new_version_takes_the_place_of_the_one_in_memory(stores: list[Path]) -> None:
    """No answer is from the old one, and its keeper ends."""
    current = [stores[0]]
    changing = Nursery(lambda: current[0], 1000)
    pool = Pool(changing, size=1, memory=200, patience=5)
    try:
        assert ask(pool, "SELECT ?o { ?s ?p ?o }") == b"o\r\n0\r\n"
        wait_for(lambda: changing.keeper_pid)
        first = changing.keeper_pid
        assert ask(pool, "SELECT ?o { ?s ?p ?o }") == b"o\r\n0\r\n"
        current[0] = stores[1]
        assert ask(pool, "SELECT ?o { ?s ?p ?o }") == b"o\r\n1\r\n"
        wait_for(lambda: changing.keeper_pid not in {None, first})
        assert ask(pool, "SELECT ?o { ?s ?p ?o }") == b"o\r\n1\r\n"
        assert not Path(f"/proc/{first}").exists()
    finally:
        pool.close()
        changing.close()


def test_a_keeper_that_dies_costs_nobody_an_answer(stores: list[Path]) -> None:
    """The files are read again."""
    nursery = Nursery(lambda: stores[0], 1000)
    pool = Pool(nursery, size=1, memory=200, patience=5)
    try:
        pool.warm()
        wait_for(lambda: nursery.keeper_pid)
        os.kill(nursery.keeper_pid or 0, signal.SIGKILL)
        for _ in range(3):
            assert ask(pool, "SELECT ?o { ?s ?p ?o }") == b"o\r\n0\r\n"
            with suppress(refusals.Refusal):
                ask(pool, ENDLESS.replace("COUNT(*)", "SUM(1)"), JSON, 0.1)
    finally:
        pool.close()
        nursery.close()


def test_a_store_that_is_too_large_stays_on_disk(stores: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its size is known before it is read: no keeper is ever begun."""
    begun: list[Path] = []
    begin = nurseries.Keeper

    def note(store: Path, resident: int) -> object:
        """Servers of other tests go on as they were."""
        return begun.append(store) if store == stores[0] else begin(store, resident)

    monkeypatch.setattr(nurseries, "Keeper", note)
    monkeypatch.setattr(nurseries, "_SETTLED_SECONDS", 0.0)
    for resident, kept in ((0, []), (1, []), (1000, [stores[0]])):
        (stores[0] / "padding.sst").write_bytes(bytes(2**20))
        small = Nursery(lambda: stores[0], resident)
        small.start(200).kill()
        wait_for(partial(begun.__eq__, kept))
