"""How does the server talk to one worker process, and learn why it ended?"""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Literal, Protocol, TypeAlias, cast

from kg.errors import StoreError
from server.workers import frames, priority
from server.workers.computing import aside
from server.workers.frames import Question
from server.workers.turns import ClientGone, never

Cause: TypeAlias = Literal["time", "stack", "memory"]

_START_SECONDS = 30.0
_POLL_MILLISECONDS = 100
_PIECE = 1 << 17
ROOT = Path(__file__).resolve().parents[2]
"""The workers must find the same packages as this process, whatever the working folder holds."""
_CAUSES: dict[int, Cause] = {-signal.SIGALRM: "time", -signal.SIGSEGV: "stack", -signal.SIGBUS: "stack"}
"""By return code; whatever else ends a worker is want of memory."""


class WorkerLost(Exception):
    """The worker process has ended."""


class Process(Protocol):
    """An operating system's process, as `subprocess.Popen` has it."""

    @property
    def pid(self) -> int:
        """Its number."""

    def kill(self) -> None:
        """Ends it, if it has not ended."""

    def wait(self, timeout: float | None = None) -> int:
        """The code with which it has ended, negative for a signal; raises subprocess.TimeoutExpired."""


class Worker:
    """One worker process as the server sees it.

    `resident` says that it has the store in memory.
    """

    def __init__(
        self,
        store: Path,
        process: Process,
        pipes: tuple[IO[bytes], IO[bytes]],
        graphs: frozenset[str] | None = None,
    ) -> None:
        self.store = store
        self.resident = graphs is not None
        self._process = process
        self._requests, self._replies = pipes
        self._poll = select.poll()
        self._poll.register(self._replies, select.POLLIN)
        self._held = bytearray()
        self._stands_back = False
        self._graphs = self._wait_until_ready() if graphs is None else graphs

    def _wait_until_ready(self) -> frozenset[str]:
        until = time.monotonic() + _START_SECONDS
        try:
            _, payload = self._frame(lambda: time.monotonic() > until)
        except (WorkerLost, ClientGone) as error:
            self.kill()
            raise StoreError("the snapshot cannot be opened; build it again with: dateline build") from error
        return frozenset(json.loads(payload))

    @property
    def graphs(self) -> frozenset[str]:
        """The named graphs of its store."""
        return self._graphs

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def send(self, question: Question) -> None:
        """Hands over a question; raises WorkerLost when the process is gone."""
        if self._stands_back:
            self._stands_back = not priority.set_group(self.pid, priority.PLAIN)
        payload = frames.pack(question)
        rest = memoryview(frames.HEADER.pack(frames.ASK, len(payload)) + payload)
        try:
            while rest:
                rest = rest[self._requests.write(rest) :]
        except OSError as error:
            raise WorkerLost from error

    def receive(self, gone: Callable[[], bool]) -> Iterator[tuple[bytes, bytes]]:
        """Frames up to and with the last; raises ClientGone or WorkerLost."""
        while True:
            kind, payload = self._frame(gone)
            yield kind, payload
            if kind in {frames.END, frames.FAULT}:
                return

    def _frame(self, gone: Callable[[], bool]) -> tuple[bytes, bytes]:
        self._fill(frames.HEADER.size, gone)
        kind, length = frames.HEADER.unpack_from(self._held)
        end = frames.HEADER.size + length
        self._fill(end, gone)
        payload = bytes(self._held[frames.HEADER.size : end])
        del self._held[:end]
        return kind, payload

    def _fill(self, size: int, gone: Callable[[], bool]) -> None:
        if len(self._held) < size:
            with aside():
                self._read_on(size, gone)

    def _read_on(self, size: int, gone: Callable[[], bool]) -> None:
        while len(self._held) < size:
            # Who cannot tell need not be asked: the read itself waits, and ends when the process is ended.
            while gone is not never and not self._poll.poll(_POLL_MILLISECONDS):
                if gone():
                    raise ClientGone
            try:
                piece = os.read(self._replies.fileno(), _PIECE)
            except (OSError, ValueError) as error:
                raise WorkerLost from error
            if not piece:
                raise WorkerLost
            self._held += piece

    def stand_back(self) -> bool:
        """Leaves the processors to others until the next question; true when that was done.

        It goes on with another thread (`worker.Answering`); a store's own threads, should there be some, tidy up.
        """
        priority.lower_threads(self.pid, but_first=True)
        self._stands_back = priority.set_group(self.pid, priority.LOW)
        return self._stands_back

    def stop(self) -> None:
        """Ends the process; whoever waits for its answer learns that it is lost."""
        self._process.kill()

    def kill(self) -> None:
        """Ends the process and closes its pipes: for the one who has it, when nobody waits for its answer."""
        self._process.kill()
        self._process.wait()
        self._requests.close()
        self._replies.close()

    def cause(self) -> Cause:
        """Why the process ended by itself."""
        try:
            return _CAUSES.get(self._process.wait(1), "memory")
        except subprocess.TimeoutExpired:
            return "memory"


def start_from_disk(store: Path, memory: int) -> Worker:
    """A worker that reads a store's files; raises StoreError when they cannot be opened."""
    process, pipes = start_module("server.workers.worker", str(store.resolve()), str(memory))
    return Worker(store, process, pipes)


def start_module(name: str, *words: str) -> tuple[Process, tuple[IO[bytes], IO[bytes]]]:
    """A process that runs a module, in a session of its own, with the pipes to it and from it."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", name, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        cwd=ROOT,
        start_new_session=True,
    )
    # Both are pipes, as was asked for above.
    return process, (cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout))
