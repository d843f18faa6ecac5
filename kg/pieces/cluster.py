"""How does a Dask cluster make pieces of articles?

The scheduler hands each article to a worker; a bounded number is under way, and an article whose worker dies goes to
another. A worker reads with what its own installation holds, loaded once a process, and only when versions and
digests are ours: what it made on another footing would be another piece. Reviewed annotations and verdicts on names
lie on the machine that builds; the former are read there, the latter travel.

Dask's messages are pickled: who can speak to a scheduler can run programs on its workers and on its clients.
"""

import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

from kg.annotate.annotate import Tools, load_tools
from kg.errors import ClusterUnavailable, UsageError
from kg.link.reviewing import LinkVerdict
from kg.model import Article, Rejection
from kg.pieces.crew import AHEAD, Task, read_here, tell_died
from kg.pieces.footing import Footing, footing_of, tell_differences
from kg.pieces.making import make_piece
from kg.pieces.piece import Piece
from kg.pieces.saying import find_review, link_verdicts, read_unreviewed
from kg.settings import EngineName

if TYPE_CHECKING:
    from distributed import Client, Future

_PATIENCE = 60
"""Seconds that a scheduler, or its first or next worker, is waited for: on a busy machine a process takes half a
minute for the imports that else take it two seconds.
"""
_LOOK = 10
"""Seconds without a piece after which is looked whether a worker is still there."""
_GONE = "what was read is kept; run the same command again, with or without --scheduler"


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """What a worker needs to know beside an article."""

    task: Task
    verdicts: tuple[LinkVerdict, ...]
    footing: Footing


@dataclass(frozen=True, kw_only=True, slots=True)
class Unfit:
    """A worker that stands on something else, in words."""

    differences: str


Result: TypeAlias = Piece | Rejection | Unfit


def read_on_cluster(
    articles: Iterable[Article], task: Task, tools: Tools, address: str
) -> Iterator[Piece | Rejection]:
    """The pieces of articles as the workers of the scheduler at an address (`tcp://…` or `tls://…`) are done.

    Raises UsageError for an address of another kind and where Dask is not installed; ClusterUnavailable when there is
    no scheduler, no worker or an unfit one, or when the scheduler goes away.
    """
    if task.engine == "llm":
        raise UsageError(
            "the engine llm asks one endpoint, which a cluster would not speed up; leave out --scheduler"
        )
    if not address.startswith(("tcp://", "tls://")):
        raise UsageError(
            f"--scheduler {address!r} is no address of one; write it as tcp://host:8786 or tls://host:8786"
        )
    order = Order(task=task, verdicts=link_verdicts(task.folders), footing=footing_of(tools))
    with _connect(address) as client:
        yield from _Reading(client, address, order, tools).read(iter(articles))


@contextmanager
def _connect(address: str) -> "Iterator[Client]":
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise UsageError(
            "--scheduler needs Dask: pip install '.[dask]' in the folder of Dateline's source"
        ) from error
    # It would tell of lost connections in its own words, beside ours.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False, name="dateline")
    except (OSError, ValueError, TypeError) as error:
        raise ClusterUnavailable(
            f"{address}: no scheduler answers there ({error}); start one with `dask scheduler`"
        ) from error
    try:
        yield client
    finally:
        with suppress(TimeoutError, OSError):
            client.close(timeout=_LOOK)


class _Reading:
    """Articles that are under way on a cluster."""

    def __init__(self, client: "Client", address: str, order: Order, tools: Tools) -> None:
        self._client, self._address, self._order, self._tools = client, address, order, tools
        self._under_way: dict[Future[Result], Article] = {}
        self._done: SimpleQueue[Future[Result]] = SimpleQueue()

    def read(self, articles: Iterator[Article]) -> Iterator[Piece | Rejection]:
        """The pieces, in the order in which they are done."""
        try:
            self._wait_for_worker()
            yield from self._submit(articles)
            while self._under_way:
                yield from self._collect()
                yield from self._submit(articles)
        except (CancelledError, OSError) as error:
            raise ClusterUnavailable(f"{self._address}: the scheduler went away; {_GONE}") from error

    def _wait_for_worker(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            advice = f"start some with `dask worker {self._address} --nthreads 1`"
            raise ClusterUnavailable(f"{self._address}: the scheduler has no worker; {advice}; {_GONE}") from error

    def _submit(self, articles: Iterator[Article]) -> Iterator[Piece | Rejection]:
        """Send as many articles as the workers there are now should have; those with a review are read here."""
        task = self._order.task
        # While no worker is there some wait for the next one: nothing under way would mean that all is done.
        room = max(1, sum(self._client.nthreads().values())) * AHEAD
        while len(self._under_way) < room and (article := next(articles, None)) is not None:
            if find_review(article, task.folders) is not None:
                yield from read_here((article,), task, self._tools)
                continue
            future = self._client.submit(_work, self._order, article, pure=False)
            self._under_way[future] = article
            future.add_done_callback(self._done.put)

    def _collect(self) -> Iterator[Piece | Rejection]:
        """What is done; nothing while one article takes long."""
        try:
            first = self._done.get(timeout=_LOOK)
        except Empty:
            self._wait_for_worker()
            return
        yield self._settle(first)
        while not self._done.empty():
            yield self._settle(self._done.get())

    def _settle(self, future: "Future[Result]") -> Piece | Rejection:
        from distributed import KilledWorker  # noqa: PLC0415

        article, error = self._under_way.pop(future), future.exception()
        if isinstance(error, KilledWorker):
            return tell_died(article)
        if isinstance(error, CancelledError):
            raise error
        if error is not None:
            raise ClusterUnavailable(
                f"{self._address}: a worker cannot read ({error}); install Dateline there; {_GONE}"
            )
        result: Result = future.result()
        if isinstance(result, Unfit):
            raise ClusterUnavailable(
                f"{self._address}: a worker was refused, {result.differences}; install the same there; {_GONE}"
            )
        return result


_lock = Lock()


def _work(order: Order, article: Article) -> Result:
    """On a worker: one article at a time, since neither parser nor weights are shared by threads."""
    with _lock:
        tools, footing = _prepare(order)
        differences = tell_differences(order.footing, footing)
        if differences:
            return Unfit(differences=differences)
        said = read_unreviewed(article, tools, order.verdicts)
        return make_piece(said.article, said.annotation, tools.gazetteer, order.task.reasoner)


def _prepare(order: Order) -> tuple[Tools, Footing]:
    """What this process has loaded; loaded anew when an imported gazetteer has changed since."""
    asked = order.task.engine, order.task.parser, order.task.gazetteer
    if _load(*asked)[1] != order.footing:
        _load.cache_clear()
    return _load(*asked)


@lru_cache(maxsize=1)
def _load(engine: EngineName, parser: str, gazetteer: Path | None) -> tuple[Tools, Footing]:
    tools = load_tools(engine, parser, gazetteer=gazetteer)
    return tools, footing_of(tools)
