"""How does a query run where it can be killed?

A process of its own with the snapshot open read-only, or held in memory (`server.workers.keeper`). It reads questions
from standard input and answers on standard output (see `frames`) until its input closes. Before the first question it
gives up what no query needs: more memory than its limit, core files, and every further file descriptor, so that no
socket can be opened whatever the engine's parser lets through.
"""

import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import NamedNode, Store

from server.grammar.syntax import read_grammar
from server.workers import frames
from server.workers.answering import answer
from server.workers.frames import End, Fault, Question
from server.workers.memory import limit_memory

_GRACE = 1.0
"""Seconds after the deadline at which the worker ends itself, should the server be gone and kill nothing."""
_STACK = 256 << 20
"""Bytes of stack: the engine evaluates nested expressions by recursion; only what is used takes memory."""
_TRIES, _PAUSE = 1000, 0.001


def give_up_rights(memory: int) -> None:
    """Limits this process for good: `memory` MiB more than it has now, no core file, no further descriptor."""
    with suppress(OSError):
        # Should the machine run out of memory, a worker is what it can best do without.
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    limit_memory(memory)
    # Descriptors are numbered from the lowest free one: fill the gaps, then allow no higher number.
    highest = max(int(path.name) for path in Path("/dev/fd").iterdir())
    while os.dup(0) < highest:
        pass
    top = os.dup(0)
    resource.setrlimit(resource.RLIMIT_NOFILE, (top + 1, top + 1))


def run(store_path: str, memory: int, inward: BinaryIO, outward: BinaryIO) -> None:
    """Opens the store, says which graphs it holds, and answers until `inward` closes."""
    soft_limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft_limit, soft_limit))
    store = Store.read_only(store_path)
    graphs = tuple(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
    frames.write_frame(outward, frames.READY, frames.pack(graphs))
    serve_questions(store, memory, inward, outward)


def serve_questions(store: Store, memory: int, inward: BinaryIO, outward: BinaryIO) -> None:
    """Gives up the rights that no query needs and answers until `inward` closes."""
    read_grammar()  # while files can be opened
    Answering(partial(answer, store), inward, outward).run(partial(give_up_rights, memory))


class Answering:
    """One question after the other, none for much longer than it may take, until `inward` closes.

    On a thread with the stack that nested expressions need. The server lowers the priority of one that runs for long
    (`process.Worker.stand_back`), which cannot be raised again: the next question has another thread.
    """

    def __init__(self, answer_one: Callable[[Question, BinaryIO], End | Fault], inward: BinaryIO, outward: BinaryIO):
        self._answer_one = answer_one
        self._inward, self._outward = inward, outward
        self._left: bytes | None = None

    def run(self, begin: Callable[[], None]) -> None:
        """Answers all; `begin` is done once on the first thread, when its stack is there already."""
        _run_thread(partial(self._go_on, begin))
        while self._left is not None:
            _run_thread(self._go_on)

    def _go_on(self, begin: Callable[[], None] = lambda: None) -> None:
        begin()
        while (asked := self._next()) is not None:
            if _is_lowered():
                self._left = asked
                return
            self._answer(frames.unpack_question(asked))

    def _next(self) -> bytes | None:
        if self._left is not None:
            asked, self._left = self._left, None
            return asked
        frame = frames.read_frame(self._inward)
        return None if frame is None else frame[1]

    def _answer(self, question: Question) -> None:
        # The default action of SIGALRM ends the process even while the engine runs.
        signal.setitimer(signal.ITIMER_REAL, question.seconds + _GRACE)
        result = self._answer_one(question, self._outward)
        signal.setitimer(signal.ITIMER_REAL, 0)
        kind = frames.END if isinstance(result, End) else frames.FAULT
        frames.write_frame(self._outward, kind, frames.pack(result))


def _is_lowered() -> bool:
    """Whether this thread has another priority than the first one, which is never lowered."""
    return os.getpriority(os.PRIO_PROCESS, 0) != os.getpriority(os.PRIO_PROCESS, os.getpid())


def _run_thread(target: Callable[[], object]) -> None:
    """Runs a function on a thread with a large stack, to its end."""
    threading.stack_size(_STACK)
    for _ in range(_TRIES):
        thread = threading.Thread(target=target)
        try:
            thread.start()
        except RuntimeError:
            # The memory limit may have no room for a second stack before that of the former thread is given back.
            time.sleep(_PAUSE)
            continue
        thread.join()
        return
    raise MemoryError


if __name__ == "__main__":
    # A server that was ended meanwhile takes no word any more.
    with suppress(BrokenPipeError):
        run(sys.argv[1], int(sys.argv[2]), sys.stdin.buffer, sys.stdout.buffer)
