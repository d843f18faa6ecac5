"""Does a Dask cluster make the same snapshot, whatever becomes of its workers and its scheduler?"""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from building import SALE
from distributed import Client, LocalCluster
from strategies import TEXT, make_annotation, make_article

from kg.annotate.annotate import Tools, load_tools
from kg.annotate.annotation_file import SUFFIX, to_yaml
from kg.errors import ClusterUnavailable, UsageError
from kg.link.reviewing import COLUMNS
from kg.link.reviewing import FILE as LINKS
from kg.model import Article, Rejection
from kg.pieces import cluster, readers
from kg.pieces.crew import Task
from kg.pieces.footing import footing_of, tell_differences
from kg.pipeline.building import BuildReport, Progress, build_snapshot
from kg.settings import BuildSettings
from kg.store.snapshot import current_id

ROOT = Path(__file__).resolve().parents[3]
ARTICLES = 12
load_once = cache(load_tools)


@pytest.fixture(autouse=True)
def loaded_once_for_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds in this process share one parser."""
    monkeypatch.setattr(readers, "load_tools", load_once)


class Cluster(NamedTuple):
    """A scheduler's address and its process, and those of its workers."""

    address: str
    scheduler: "subprocess.Popen[bytes]"
    workers: "tuple[subprocess.Popen[bytes], ...]"


def start(kind: str, folder: Path, *words: str) -> "subprocess.Popen[bytes]":
    """A scheduler or worker on loopback."""
    common = ["--scheduler-file", str(folder / "scheduler.json"), "--host", "127.0.0.1", "--no-dashboard"]
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{kind}", *common, *words], cwd=ROOT, stderr=subprocess.DEVNULL
    )


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with two worker processes; the tests below wear it out in their order."""
    folder = tmp_path_factory.mktemp("cluster")
    scheduler = start("scheduler", folder, "--port", "0")
    words = ("--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
    workers = tuple(start("worker", folder, *words) for _ in range(2))
    while not (folder / "scheduler.json").exists():
        assert scheduler.poll() is None
        time.sleep(0.05)
    with Client(scheduler_file=str(folder / "scheduler.json"), set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        address = client.scheduler.address
    yield Cluster(address, scheduler, workers)
    for process in (*workers, scheduler):
        process.kill()
        process.wait(10)


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Short articles, one of them reviewed, and what a reviewer said of a name."""
    folder = tmp_path_factory.mktemp("articles")
    (folder / "envoy.txt").write_text(TEXT, encoding="utf-8")
    (folder / f"envoy{SUFFIX}").write_text(to_yaml(make_annotation(make_article())), encoding="utf-8")
    (folder / LINKS).write_text(f"{','.join(COLUMNS)}\nnobody,Oslo,,,\n", encoding="utf-8")
    for number in range(ARTICLES - 1):
        text = SALE.replace("2014", str(2001 + number)).replace("Mali", ("Chad", "Mali", "Peru")[number % 3])
        (folder / f"sale-{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def alone(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The id of what one process makes of them."""
    return build(articles, tmp_path_factory.mktemp("alone")).snapshot


def build(articles: Path, data: Path, scheduler: str | None = None, told: Progress = lambda *_: None) -> BuildReport:
    """A build by the rules engine."""
    return build_snapshot([str(articles)], BuildSettings(data=data, engine="rules", scheduler=scheduler), told)


def at_third(process: "subprocess.Popen[bytes]") -> Progress:
    """Kills a process when three pieces are there."""

    def told(step: str, done: int, _: int | None) -> None:
        if (step, done) == ("reading articles", 3):
            process.send_signal(signal.SIGKILL)
            process.wait(10)

    return told


def test_a_worker_on_another_footing_is_refused(
    running: Cluster, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says what differs, from what, and that nothing is lost; nothing is served."""

    def other(tools: Tools) -> cluster.Footing:
        return tuple((name, "9.9" if name == "Dateline" else value) for name, value in footing_of(tools))

    monkeypatch.setattr(cluster, "footing_of", other)
    with pytest.raises(ClusterUnavailable, match=r"worker was refused, Dateline is [0-9.]+\S*, not 9\.9; install"):
        build(articles, tmp_path, running.address)
    assert current_id(tmp_path) is None


def test_a_worker_killed_on_the_way_changes_nothing(
    running: Cluster, articles: Path, alone: str, tmp_path: Path
) -> None:
    """Its articles go to the other one; one snapshot id, and no rejection."""
    report = build(articles, tmp_path, running.address, at_third(running.workers[0]))
    assert running.workers[0].poll() is not None
    assert (report.snapshot, report.articles, report.rejected) == (alone, ARTICLES, 0)


def test_a_scheduler_that_goes_away_costs_only_what_was_under_way(
    running: Cluster, articles: Path, alone: str, tmp_path: Path
) -> None:
    """Clear words; the next run reads what is left, here, and ends with the same snapshot."""
    with pytest.raises(ClusterUnavailable, match=r"scheduler went away; what was read is kept"):
        build(articles, tmp_path, running.address, at_third(running.scheduler))
    read: list[int] = []
    again = build(articles, tmp_path, told=lambda step, done, _: read.append(done) if "reading" in step else None)
    assert again.snapshot == alone
    assert 0 < max(read) <= ARTICLES - 2


def test_what_no_cluster_can_do_is_told(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address of another kind, nobody there, a scheduler without workers: what, where, what to do."""
    monkeypatch.setattr(cluster, "_PATIENCE", 0.5)
    with pytest.raises(UsageError, match=r"'localhost:8786' is no address of one; write it as tcp://"):
        build(articles, tmp_path, "localhost:8786")
    with pytest.raises(ClusterUnavailable, match=r"tcp://127\.0\.0\.1:1: no scheduler answers there"):
        build(articles, tmp_path, "tcp://127.0.0.1:1")
    with (
        LocalCluster(n_workers=0, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address=None) as empty,
        pytest.raises(ClusterUnavailable, match="has no worker; start some with `dask worker tcp://"),
    ):
        build(articles, tmp_path, empty.scheduler_address)


class Answered:
    """A future that has a rejection of what was sent."""

    def __init__(self, article: Article) -> None:
        self._key = article.key

    def add_done_callback(self, tell: Callable[["Answered"], None]) -> None:
        """Is done at once."""
        tell(self)

    def exception(self) -> None:
        """None."""

    def result(self) -> Rejection:
        """What the worker made of it."""
        return Rejection(source=self._key, reason="none", remedy="none")


class Moody:
    """A client that finds no worker now and then."""

    def __init__(self) -> None:
        self._asked = 0

    def wait_for_workers(self, _: int, timeout: float) -> None:
        """One is there, or comes."""

    def nthreads(self) -> dict[str, int]:
        """A worker at every third question."""
        self._asked += 1
        return {"tcp://127.0.0.1:1": 1} if self._asked % 3 == 1 else {}

    def submit(self, _work: object, _order: object, article: Article, **_: bool) -> Answered:
        """The answer is there."""
        return Answered(article)


def test_no_article_is_left_out_while_there_is_no_worker() -> None:
    """The last worker has gone when the next articles are to be sent, and another comes."""
    order = cluster.Order(task=Task(engine="rules", parser="", reasoner="fast", folders=()), verdicts=(), footing=())
    reading = cluster._Reading(Moody(), "tcp://a", order, tools=None)
    sent = [make_article(key=f"a{number}") for number in range(30)]
    assert [piece.source for piece in reading.read(iter(sent))] == [article.key for article in sent]


def test_footings_are_told_apart_by_what_differs() -> None:
    """Versions in full, digests by their beginning, and what is missing; nothing where nothing differs."""
    ours, digest = (("Dateline", "1.0"), ("its code", "a" * 64)), "b" * 64
    assert tell_differences(ours, ours) == ""
    assert tell_differences(ours, (("its code", digest),)) == (
        "Dateline is missing, not 1.0, its code is bbbbbbbb…, not aaaaaaaa…"
    )
