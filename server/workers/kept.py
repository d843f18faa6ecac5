"""How is slow work that is no query done in a process of its own, which can be killed?

A kept process loads what it needs, says that it is ready, and answers one request after the other
(see `frames`). It starts when it is first wanted and stays warm; one that passes its deadline, or whose client has
gone, is ended, and its successor starts at once.
"""

import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Literal, TypeAlias, cast

from server.http import refusals
from server.http.refusals import Refusal
from server.workers import frames, priority
from server.workers.computing import aside
from server.workers.turns import ClientGone, Queueing, Turns

Stage: TypeAlias = Literal["start", "answer"]

_ROOT = Path(__file__).resolve().parents[2]
_POLL_MILLISECONDS = 50
_PIECE = 1 << 17


class KeptLost(Exception):
    """The process has ended, or was ended at its deadline."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What one request is granted: seconds for its answer, and how many may wait; `start` are those of a start.

    What strangers may ask for `stands_back` behind all else that the machine does. What may be done twice is asked
    `again`, once, of the successor of a process that ended over it.
    """

    seconds: float
    start: float = 120.0
    stands_back: bool = True
    again: bool = False
    queueing: Queueing


class Kept:
    """A process behind a line of clients.

    `arguments` are those of the Python interpreter, as `-m` and a module; `work` names what it does, for those who
    are refused.
    """

    def __init__(self, arguments: tuple[str, ...], work: str, terms: Terms) -> None:
        self._command = [sys.executable, *arguments]
        self._work = work
        self._terms = terms
        self._turns = Turns(1, terms.queueing)
        self._changed = threading.Condition()
        self._process: _Process | None = None
        self._starting = False
        self._closed = False

    def warm(self) -> None:
        """Starts the process, unless it runs, without waiting for it."""
        with self._changed:
            if self._closed or self._starting or self._process is not None:
                return
            self._starting = True
        threading.Thread(target=self._start, name="dateline-kept", daemon=True).start()

    def _start(self) -> None:
        process = None
        try:
            process = _Process(self._command, self._terms)
        except (KeptLost, OSError):
            # Whoever asks next tries again and is told.
            pass
        finally:
            with self._changed:
                self._starting = False
                self._process = process
                self._changed.notify_all()
                if self._closed and process is not None:
                    process.kill()

    @aside()
    def ask(self, payload: bytes, client: str, gone: Callable[[], bool]) -> bytes:
        """The answer to a request; raises Refusal when there is none in time, and when too many wait."""
        try:
            self._turns.enter(client, gone)
        except ClientGone:
            raise refusals.client_gone() from None
        try:
            return self._converse(self._take(gone), payload, gone, again=self._terms.again)
        finally:
            self._turns.leave(client, aside=False)

    def _take(self, gone: Callable[[], bool]) -> "_Process":
        self.warm()
        until = time.monotonic() + self._terms.start
        with self._changed:
            while self._starting and time.monotonic() < until and not gone():
                self._changed.wait(0.2)
            if gone():
                raise refusals.client_gone()
            if self._process is None:
                raise Refusal(503, "Unavailable", f"{self._work} cannot be done now; the operator's log says why")
            return self._process

    def _converse(self, process: "_Process", payload: bytes, gone: Callable[[], bool], *, again: bool) -> bytes:
        until = time.monotonic() + self._terms.seconds
        try:
            return process.ask(payload, lambda: gone() or time.monotonic() > until)
        except KeptLost:
            self._replace(process)
            if gone():
                raise refusals.client_gone() from None
            if time.monotonic() > until:
                raise self._too_slow() from None
            if again:
                return self._converse(self._take(gone), payload, gone, again=False)
            raise self._broken_off() from None

    def _too_slow(self) -> Refusal:
        said = f"{self._work} took longer than {self._terms.seconds:g} s, the limit, and was stopped; give less"
        return Refusal(503, "Time limit", said)

    def _broken_off(self) -> Refusal:
        if self._terms.again:
            return Refusal(503, "Broken off", f"{self._work} broke off twice; the operator's log says why")
        return Refusal(422, "Too heavy", f"{self._work} needed more memory than it is granted")

    def _replace(self, process: "_Process") -> None:
        process.kill()
        with self._changed:
            self._process = None
        self.warm()

    def close(self) -> None:
        """Ends the process for good."""
        with self._changed:
            self._closed = True
            process, self._process = self._process, None
        if process is not None:
            process.kill()


class _Process:
    """One process, started and ready."""

    def __init__(self, command: list[str], terms: Terms) -> None:
        self._process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, cwd=_ROOT, start_new_session=True
        )
        self._settled = not terms.stands_back
        if terms.stands_back:
            priority.lower_threads(self._process.pid, but_first=False)
        self._stand_back()
        self._requests, self._replies = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        self._poll = select.poll()
        self._poll.register(self._replies, select.POLLIN)
        until = time.monotonic() + terms.start
        try:
            self._read_frame(lambda: time.monotonic() > until)
        except KeptLost:
            self.kill()
            raise

    def ask(self, payload: bytes, over: Callable[[], bool]) -> bytes:
        """The payload of the answer; raises KeptLost when it is over before there is one."""
        self._stand_back()
        try:
            frames.write_frame(cast(BinaryIO, self._requests), frames.ASK, payload)
        except OSError as error:
            raise KeptLost from error
        return self._read_frame(over)

    def _stand_back(self) -> None:
        self._settled = self._settled or priority.set_group(self._process.pid, priority.LOW)

    def _read_frame(self, over: Callable[[], bool]) -> bytes:
        _, length = frames.HEADER.unpack(self._read(frames.HEADER.size, over))
        return self._read(length, over)

    def _read(self, size: int, over: Callable[[], bool]) -> bytes:
        held = bytearray()
        while len(held) < size:
            while not self._poll.poll(_POLL_MILLISECONDS):
                if over():
                    raise KeptLost
            piece = os.read(self._replies.fileno(), min(size - len(held), _PIECE))
            if not piece:
                raise KeptLost
            held += piece
        return bytes(held)

    def kill(self) -> None:
        """Ends the process and closes its pipes."""
        self._process.kill()
        self._process.wait()
        self._requests.close()
        self._replies.close()
