"""How is a query held to its limits: time, memory, rows, and its share of the workers?

A pool of persistent worker processes (`server.worker`). A question takes a free worker, or is refused when none
becomes free in time; a worker that passes the deadline, or whose client has gone, is killed, and its successor is
started at once so that the next question finds it warm.
"""

import json
import math
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from kg.errors import StoreError
from kg.vocabulary import PREFIXES
from server import frames, refusals
from server.frames import End, Fault, Question
from server.syntax import refuse_syntax

_START_SECONDS = 30.0
_POLL_SECONDS = 0.1
_IN_MEMORY = 1 << 20
LARGEST_ANSWER = 1 << 29
"""Bytes of one answer; larger ones belong into the dumps."""


class WorkerLost(Exception):
    """The worker process ended by itself: out of memory or of stack."""


class Overdue(Exception):
    """The worker has not answered in time."""


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A complete answer, kept in memory or in an unnamed file by size, positioned at its start."""

    body: IO[bytes]
    size: int
    end: End

    def read(self) -> bytes:
        """All of it."""
        with self.body:
            return self.body.read()

    def chunks(self) -> Iterator[bytes]:
        """Its bytes in pieces; closes the file at the end."""
        with self.body:
            while piece := self.body.read(_IN_MEMORY):
                yield piece


class Worker:
    """One worker process as the server sees it."""

    def __init__(self, store: Path, memory: int) -> None:
        self.store = store
        # The worker must find the same packages as this process, whatever the working folder holds.
        root = Path(__file__).resolve().parent.parent
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "server.worker", str(store.resolve()), str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            cwd=root,
            start_new_session=True,
        )
        # Both are pipes, as was asked for above.
        self._requests, self._replies = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        self._poll = select.poll()
        self._poll.register(self._replies, select.POLLIN)
        self.graphs = self._wait_until_ready()

    def _wait_until_ready(self) -> frozenset[str]:
        try:
            _, payload = self._frame(time.monotonic() + _START_SECONDS, lambda: False)
        except (WorkerLost, Overdue) as error:
            self.kill()
            raise StoreError("the snapshot cannot be opened; build it again with: dateline build") from error
        return frozenset(json.loads(payload))

    def send(self, question: Question) -> None:
        """Hands over a question; raises WorkerLost when the process is gone."""
        payload = frames.pack(question)
        try:
            self._write(frames.HEADER.pack(frames.ASK, len(payload)) + payload)
        except OSError as error:
            raise WorkerLost from error

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._requests.write(rest) :]

    def receive(self, until: float, gone: Callable[[], bool]) -> Iterator[tuple[bytes, bytes]]:
        """Frames up to and with the last; raises Overdue, ClientGone or WorkerLost."""
        while True:
            kind, payload = self._frame(until, gone)
            yield kind, payload
            if kind in {frames.END, frames.FAULT}:
                return

    def _frame(self, until: float, gone: Callable[[], bool]) -> tuple[bytes, bytes]:
        kind, length = frames.HEADER.unpack(self._bytes(frames.HEADER.size, until, gone))
        return kind, self._bytes(length, until, gone)

    def _bytes(self, count: int, until: float, gone: Callable[[], bool]) -> bytes:
        got = bytearray()
        while len(got) < count:
            left = until - time.monotonic()
            if left <= 0:
                raise Overdue
            if gone():
                raise ClientGone
            if self._poll.poll(1000 * min(left, _POLL_SECONDS)):
                piece = self._replies.read(count - len(got))
                if not piece:
                    raise WorkerLost
                got += piece
        return bytes(got)

    def kill(self) -> None:
        """Ends the process now."""
        self._process.kill()
        self._process.wait()
        self._requests.close()
        self._replies.close()


class Pool:
    """`size` workers over the store that `current` names at the time of each question."""

    def __init__(self, current: Callable[[], Path], *, size: int, memory: int, patience: float) -> None:
        self._current = current
        self._memory = memory
        self._patience = patience
        self._free: SimpleQueue[Worker | None] = SimpleQueue()
        self._closed = False
        for _ in range(size):
            self._free.put(None)

    def warm(self) -> None:
        """Starts every worker that is not running; raises StoreError when the store cannot be opened."""
        taken = [self._take() for _ in range(self._free.qsize())]
        for worker in taken:
            self._free.put(worker)

    def graphs(self) -> frozenset[str]:
        """The named graphs of the store."""
        worker = self._take()
        self._free.put(worker)
        return worker.graphs

    def ask(self, question: Question, gone: Callable[[], bool] = lambda: False) -> Answer:
        """The whole answer; raises Refusal for a limit or a fault of the query.

        `gone` says whether the client has hung up; it is asked ten times a second.
        """
        worker = self._send(question)
        try:
            answer = self._collect(worker, question, gone)
        except BaseException as error:
            self._replace(worker)
            if isinstance(error, WorkerLost):
                raise refusals.too_heavy(self._memory) from None
            if isinstance(error, Overdue | ClientGone):
                raise refusals.too_slow(question.seconds) from None
            raise
        self._free.put(worker)
        if isinstance(answer, Fault):
            raise _refusal(answer, question.text, self._memory)
        return answer

    def _send(self, question: Question) -> Worker:
        worker = self._take()
        try:
            worker.send(question)
        except WorkerLost:
            # It died idle, so nothing of this question has run: a fresh one may have it.
            worker.kill()
            worker = self._start()
            worker.send(question)
        return worker

    def _collect(self, worker: Worker, question: Question, gone: Callable[[], bool]) -> Answer | Fault:
        body: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        size = 0
        for kind, payload in worker.receive(time.monotonic() + question.seconds, gone):
            if kind == frames.DATA:
                size += body.write(payload)
                if size > LARGEST_ANSWER:
                    raise refusals.too_large(LARGEST_ANSWER)
            elif kind == frames.FAULT:
                return Fault(**json.loads(payload))
            else:
                end = End(**json.loads(payload))
        body.seek(0)
        return Answer(body=body, size=size, end=end)

    def _take(self) -> Worker:
        try:
            worker = self._free.get(timeout=self._patience)
        except Empty:
            raise refusals.too_busy(math.ceil(self._patience)) from None
        if worker is not None and worker.store == self._current():
            return worker
        if worker is not None:
            worker.kill()
        return self._start()

    def _start(self) -> Worker:
        try:
            return Worker(self._current(), self._memory)
        except BaseException:
            self._free.put(None)
            raise

    def _replace(self, worker: Worker) -> None:
        worker.kill()
        threading.Thread(target=self._refill, daemon=True).start()

    def _refill(self) -> None:
        try:
            worker = self._start()
        except StoreError:
            return
        if self._closed:
            worker.kill()
        else:
            self._free.put(worker)

    def close(self) -> None:
        """Ends the workers that are free; a busy one ends when its input closes or at its deadline."""
        self._closed = True
        while not self._free.empty():
            if (worker := self._free.get()) is not None:
                worker.kill()


def _refusal(fault: Fault, text: str, memory: int) -> refusals.Refusal:
    if fault.kind == "memory":
        return refusals.too_heavy(memory)
    if fault.kind == "syntax":
        return refuse_syntax(text, PREFIXES)
    return refusals.malformed(f"The query cannot be evaluated: {fault.message}")
