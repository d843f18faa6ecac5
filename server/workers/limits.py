"""How is a query held to its limits: time, memory, rows, and its share of the workers?

A pool of persistent worker processes (`worker`). A question waits for its turn (`turns`), then has a worker for
itself (`crew`). One that passes its deadline, or whose client has gone, ends with its worker.
"""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from server.http import refusals
from server.workers import frames
from server.workers.answers import Answer, Stream, collect, collect_for
from server.workers.computing import aside
from server.workers.crew import Crew
from server.workers.frames import End, Fault, Question
from server.workers.nursery import Nursery
from server.workers.process import Worker, WorkerLost
from server.workers.turns import ClientGone, Queueing, Turns, never

Outcome: TypeAlias = Literal["answered", "fault", "time", "memory", "stack", "gone", "room", "closed"]

_WATCH_SECONDS = 0.02
LONG_SECONDS = 0.05
"""A query that has run for so long is put aside, and its place is free for a short one."""
STOOD_BACK_SECONDS = 0.2
"""One that has run for so long leaves the processors to others."""
UNMOVED_SECONDS = 2.0
"""A query that has run for so long without a place aside is stopped when other clients wait."""


@dataclass(slots=True, eq=False)
class _Run:
    """A question that a worker has: since when, until when, and why it was stopped."""

    worker: Worker
    client: str
    began: float
    until: float
    aside: bool = False
    stood_back: bool = False
    over: bool = False
    stopped: tuple[Outcome, refusals.Refusal] | None = None


class Load(NamedTuple):
    """What a pool is doing: workers idle and being started, queries running, of these put aside, and waiting.

    `pids` are the process numbers of the workers.
    """

    idle: int
    starting: int
    running: int
    aside: int
    waiting: int
    pids: tuple[int, ...]


class Pool:
    """`size` workers over the current store of a nursery at the time of each question.

    Up to `size` further ones finish queries that have been put aside. `counts` says how often each outcome came.
    """

    def __init__(self, nursery: Nursery, *, size: int, memory: int, patience: float) -> None:
        self._memory = memory
        self._size = size
        self._crew = Crew(nursery, size, memory)
        self._turns = Turns(size, Queueing(seconds=patience))
        self._changed = threading.Condition()
        self._runs: set[_Run] = set()
        self._closed = False
        self.counts: Counter[Outcome] = Counter()
        threading.Thread(target=self._watch, name="dateline-watch", daemon=True).start()

    def warm(self) -> None:
        """Starts a worker, and the others beside; raises StoreError when the store cannot be opened."""
        self._crew.warm()

    def graphs(self) -> frozenset[str]:
        """The named graphs of the store."""
        return self._crew.graphs()

    def load(self) -> Load:
        """What the pool is doing now."""
        with self._changed:
            runs = list(self._runs)
        idle = self._crew.idle()
        pids = tuple(worker.pid for worker in (*idle, *(run.worker for run in runs)))
        aside = sum(run.aside for run in runs)
        return Load(len(idle), self._crew.starting, len(runs), aside, self._turns.waiting, pids)

    @property
    def started(self) -> int:
        """How many workers were ever started."""
        return self._crew.started

    @aside()
    def ask(self, question: Question, gone: Callable[[], bool] = never, client: str = "") -> Answer:
        """The whole answer; raises Refusal for a limit or a fault of the query.

        `gone` says whether the client has hung up; it is asked ten times a second. `client` is whose line it is.
        """
        run = self._begin(question, gone, client)
        return collect(self._converse(run, question, gone), run.worker.store)

    @aside()
    def stream(
        self,
        question: Question,
        gone: Callable[[], bool] = never,
        client: str = "",
        hold: float | None = None,
    ) -> Answer | Stream:
        """A small answer whole; of a larger one the beginning, while the worker writes the rest.

        With `hold`, an answer that is complete so many seconds after its first bytes is given whole, and a longer one
        is broken off should it be cut.
        """
        question = replace(question, marked=True)
        run = self._begin(question, gone, client)
        pieces = self._converse(run, question, gone)
        try:
            first = next(pieces)
        except StopIteration as stop:
            return Answer(body=BytesIO(), size=0, end=stop.value, store=run.worker.store)
        # The worker holds back what is smaller until it has all of it.
        if len(first) < frames.CHUNK:
            return _whole(first, pieces, run.worker.store)
        if hold is not None:
            return collect_for(hold, pieces, run.worker.store, first)
        return Stream(first=BytesIO(first), rest=pieces, store=run.worker.store)

    def _begin(self, question: Question, gone: Callable[[], bool], client: str) -> _Run:
        try:
            self._turns.enter(client, gone)
        except ClientGone:
            raise refusals.client_gone() from None
        try:
            worker = self._crew.hand_over(question)
        except BaseException:
            self._turns.leave(client, aside=False)
            raise
        now = time.monotonic()
        run = _Run(worker, client, now, now + question.seconds)
        with self._changed:
            self._runs.add(run)
            self._changed.notify_all()
        return run

    def _converse(self, run: _Run, question: Question, gone: Callable[[], bool]) -> Generator[bytes, None, End]:
        outcome: Outcome = "gone"
        try:
            for kind, payload in run.worker.receive(gone):
                if kind == frames.DATA:
                    yield payload
                elif kind == frames.FAULT:
                    outcome = "fault"
                    raise self._refuse(frames.unpack_fault(payload), question)
                else:
                    outcome = "answered"
                    return End(**json.loads(payload))
            raise WorkerLost
        except WorkerLost:
            outcome, refusal = run.stopped or self._explain(run, question)
            raise refusal from None
        except ClientGone:
            # It may have hung up while its query was being stopped for another reason.
            outcome = run.stopped[0] if run.stopped else "gone"
            raise refusals.client_gone() from None
        finally:
            self.counts[outcome] += 1
            self._finish(run, answered=outcome in {"answered", "fault"})

    def _refuse(self, fault: Fault, question: Question) -> refusals.Refusal:
        if fault.kind == "memory":
            return refusals.too_heavy(self._memory)
        if fault.kind == "size":
            return refusals.too_large(question.max_bytes)
        if fault.kind == "syntax":
            return refusals.malformed(fault.message, fault.place, fault.expected)
        if fault.kind == "forbidden":
            return refusals.forbidden(fault.message)
        if fault.kind in {"store", "late"}:
            return refusals.store_failed(fault.message, late=fault.kind == "late")
        return refusals.malformed(f"The query cannot be evaluated: {fault.message}")

    def _explain(self, run: _Run, question: Question) -> tuple[Outcome, refusals.Refusal]:
        cause = run.worker.cause()
        if cause == "time":
            return cause, refusals.too_slow(question.seconds)
        return cause, refusals.too_deep() if cause == "stack" else refusals.too_heavy(self._memory)

    def _finish(self, run: _Run, *, answered: bool) -> None:
        had_place = self._end(run)
        lives = answered and run.stopped is None
        if lives:
            # Before the place, so that whoever has the place next finds a worker.
            self._crew.give_back(run.worker)
        if had_place:
            self._turns.leave(run.client, aside=run.aside)
        if not lives:
            run.worker.kill()
        self._refill()

    def _end(self, run: _Run) -> bool:
        """Ends a run, whose place is still to be given back; false when it had ended."""
        with self._changed:
            if run.over:
                return False
            run.over = True
            self._runs.discard(run)
            return True

    def _refill(self) -> None:
        with self._changed:
            aside = sum(run.aside for run in self._runs)
            self._crew.refill(len(self._runs) - aside, spare=min(1, aside))

    def _watch(self) -> None:
        while True:
            with self._changed:
                while not self._runs:
                    if self._closed:
                        return
                    self._changed.wait()
                runs = list(self._runs)
            for run in runs:
                self._look_at(run, time.monotonic())
            time.sleep(_WATCH_SECONDS)

    def _look_at(self, run: _Run, now: float) -> None:
        ran = now - run.began
        if now > run.until:
            self._stop(run, "time", refusals.too_slow(run.until - run.began))
            return
        if not run.aside and ran > LONG_SECONDS and self._put_aside(run):
            self._refill()
        if not run.stood_back and ran > STOOD_BACK_SECONDS:
            self._stand_back(run)
        if not run.aside and ran > UNMOVED_SECONDS and self._turns.others_wait(run.client):
            self._stop(run, "room", refusals.made_room(round(ran, 1), self._turns.retry_seconds))

    def _put_aside(self, run: _Run) -> bool:
        with self._changed:
            run.aside = not run.over and self._turns.put_aside(run.client)
        return run.aside

    def _stand_back(self, run: _Run) -> None:
        with self._changed:
            if not run.over:
                run.stood_back = run.worker.stand_back()

    def _stop(self, run: _Run, outcome: Outcome, refusal: refusals.Refusal) -> None:
        with self._changed:
            if run.over:
                return
            run.stopped = outcome, refusal
            run.worker.stop()
        # Whoever reads the answer may be held up by a slow client, the place must not be.
        if self._end(run):
            self._turns.leave(run.client, aside=run.aside)

    def close(self) -> None:
        """Ends every worker; whoever still waits for an answer is refused."""
        self._crew.close()
        with self._changed:
            self._closed = True
            runs = list(self._runs)
            self._changed.notify_all()
        for run in runs:
            self._stop(run, "closed", refusals.too_busy(self._turns.retry_seconds))


def _whole(only: bytes, pieces: Generator[bytes, None, End], store: Path) -> Answer:
    try:
        # The last piece may be smaller than the others.
        only += next(pieces)
    except StopIteration as stop:
        return Answer(body=BytesIO(only), size=len(only), end=stop.value, store=store)
    return collect(pieces, store, only)
