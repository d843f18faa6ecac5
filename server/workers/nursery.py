"""Where does a new worker come from?

From the files of the store, at once and of any size. Meanwhile a store that is small enough is read into the memory
of a keeper (`server.workers.keeper`); from then on workers are forked from it, which takes milliseconds, and answer
several times as fast.
"""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from server.workers import frames
from server.workers.process import ROOT, Worker, WorkerLost, start_from_disk

_SETTLED_SECONDS = 0.5
"""A store that is replaced sooner is not worth reading."""
_GROWTH = 2.5
"""Bytes in memory for a byte on disk: what was measured is 1.3 to 2. The keeper's own limit bounds it."""
_ANSWER_SECONDS = 10.0
_LOOK_SECONDS = 0.002
_LARGEST_REPLY = 64


class Keeper:
    """The process that has a store in memory, of at most so many MiB; raises WorkerLost when it cannot."""

    def __init__(self, store: Path, resident: int) -> None:
        self.store = store
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(_ANSWER_SECONDS)
        with theirs:
            words = (str(store.resolve()), str(resident), str(theirs.fileno()))
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "server.workers.keeper", *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
                cwd=ROOT,
                start_new_session=True,
            )
        with cast(BinaryIO, self._process.stdout) as said:
            ready = frames.read_frame(said)
        if ready is None:
            self.close()
            raise WorkerLost
        self._graphs = frozenset(json.loads(ready[1]))

    @property
    def pid(self) -> int:
        """Its process number."""
        return self._process.pid

    def fork(self, memory: int) -> Worker:
        """A worker that may take so many MiB more; raises WorkerLost."""
        inward, requests = os.pipe()
        replies, outward = os.pipe()
        try:
            pid = int(self._ask(str(memory).encode(), [inward, outward]))
        except WorkerLost:
            os.close(requests)
            os.close(replies)
            raise
        finally:
            os.close(inward)
            os.close(outward)
        pipes = os.fdopen(requests, "wb", buffering=0), os.fdopen(replies, "rb", buffering=0)
        return Worker(self.store, Forked(pid, self), pipes, self._graphs)

    def end_of(self, pid: int) -> int | None:
        """With which code a worker has ended; None while it runs. Raises WorkerLost."""
        said = self._ask(f"?{pid}".encode()).strip()
        return int(said) if said else None

    def _ask(self, message: bytes, descriptors: list[int] | None = None) -> bytes:
        try:
            with self._lock:
                socket.send_fds(self._control, [message], descriptors or [])
                said = self._control.recv(_LARGEST_REPLY)
        except OSError as error:
            raise WorkerLost from error
        if not said:
            raise WorkerLost
        return said

    def close(self) -> None:
        """Ends it; its workers go on until their pipes are closed."""
        self._control.close()
        self._process.kill()
        self._process.wait()


class Forked:
    """A process whose parent is a keeper: its number stays its own until the keeper has told of its end."""

    def __init__(self, pid: int, keeper: Keeper) -> None:
        self.pid = pid
        self._keeper = keeper
        self._code: int | None = None

    def kill(self) -> None:
        """Ends it, if it has not ended."""
        if self._code is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, 9)

    def wait(self, timeout: float | None = None) -> int:
        """The code with which it has ended, negative for a signal; raises subprocess.TimeoutExpired."""
        until = None if timeout is None else time.monotonic() + timeout
        while self._code is None:
            try:
                self._code = self._keeper.end_of(self.pid)
            except WorkerLost:
                # Nobody can tell any more.
                self._code = 0
            if self._code is None:
                if until is not None and time.monotonic() > until:
                    raise subprocess.TimeoutExpired("worker", timeout or 0)
                time.sleep(_LOOK_SECONDS)
        return self._code


class Nursery:
    """Workers over the store that `store` names at the time, in memory where that takes at most `resident` MiB."""

    def __init__(self, store: Callable[[], Path], resident: int = 0) -> None:
        self.store = store
        self._resident = resident
        self._lock = threading.Lock()
        self._keeper: Keeper | None = None
        self._wanted: Path | None = None
        self._closed = False

    def start(self, memory: int) -> Worker:
        """A worker; raises StoreError when the store cannot be opened."""
        store = self.store()
        keeper = self._keeper
        if keeper is not None and keeper.store == store:
            with suppress(WorkerLost):
                return keeper.fork(memory)
            self._let_go(keeper)
        self._want(store)
        return start_from_disk(store, memory)

    def has_better(self, worker: Worker) -> bool:
        """Whether a worker that reads files could be replaced by one that has the same store in memory."""
        keeper = self._keeper
        return keeper is not None and not worker.resident and keeper.store == worker.store

    @property
    def keeper_pid(self) -> int | None:
        """The process number of what has the store in memory."""
        keeper = self._keeper
        return None if keeper is None else keeper.pid

    def _want(self, store: Path) -> None:
        with self._lock:
            if self._closed or self._wanted == store or not self._resident:
                return
            self._wanted = store
            former, self._keeper = self._keeper, None
        if former is not None:
            former.close()
        threading.Thread(target=self._read, args=(store,), name="dateline-read", daemon=True).start()

    def _read(self, store: Path) -> None:
        time.sleep(_SETTLED_SECONDS)
        if self._wanted != store or _mebibytes(store) * _GROWTH > self._resident:
            return
        try:
            keeper = Keeper(store, self._resident)
        except (WorkerLost, OSError):
            # The files are read as before.
            return
        with self._lock:
            if not self._closed and self._wanted == store:
                self._keeper = keeper
                return
        keeper.close()

    def _let_go(self, keeper: Keeper) -> None:
        with self._lock:
            if self._keeper is keeper:
                self._keeper, self._wanted = None, None
        keeper.close()

    def close(self) -> None:
        """Ends the keeper."""
        with self._lock:
            self._closed = True
            keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.close()


def _mebibytes(store: Path) -> float:
    return sum(path.stat().st_size for path in store.iterdir() if path.is_file()) / 2**20
