"""How does a command stop before it takes more memory than it may?

A thread looks every few milliseconds at how much memory the process holds (resident set) and interrupts the main
thread when that is too much, so that the run ends with a message. Code outside Python ends its present step first.
"""

import _thread
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from kg.errors import MemoryExceeded

_STATUS = Path("/proc/self/statm")
_SIGNAL = signal.SIGUSR1
"""Simulated, not sent. SIGINT would be lost where it is ignored, as in what a script runs in the background."""
_SECONDS = 0.02
_AGAIN_SECONDS = 5.0
"""After an interruption that came where none is passed on, as in a callback, the next one."""
_MEBIBYTE = 2**20


@contextmanager
def limit_memory(mebibytes: int | None) -> Iterator[None]:
    """Raise MemoryExceeded when the process takes more than so many MiB inside the block; None: no limit.

    To be used in the main thread.
    """
    if mebibytes is None:
        yield
        return
    ended, exceeded = Event(), Event()
    former = signal.signal(_SIGNAL, signal.default_int_handler)
    watch = Thread(target=_watch, args=(mebibytes * _MEBIBYTE, ended, exceeded), daemon=True)
    watch.start()
    try:
        try:
            yield
            # The thread may not have had its turn, or its interruption been swallowed.
            if exceeded.is_set() or _resident_bytes() > mebibytes * _MEBIBYTE:
                raise _exceeded(mebibytes)
        finally:
            ended.set()
            watch.join()
            signal.signal(_SIGNAL, former)
    except (KeyboardInterrupt, MemoryError) as error:
        if isinstance(error, KeyboardInterrupt) and not exceeded.is_set():
            raise
        raise _exceeded(mebibytes) from error


def _exceeded(mebibytes: int) -> MemoryExceeded:
    return MemoryExceeded(
        f"more than {mebibytes} MiB of memory are needed, and --memory allows no more; raise it, or give fewer facts "
        "at a time. What was written until now is not all that follows"
    )


def _watch(limit: int, ended: Event, exceeded: Event) -> None:
    while not ended.wait(_AGAIN_SECONDS if exceeded.is_set() else _SECONDS):
        if exceeded.is_set() or _resident_bytes() > limit:
            exceeded.set()
            _thread.interrupt_main(_SIGNAL)


def _resident_bytes() -> int:
    """What the process holds now; where the system does not tell that, the most it held so far."""
    if _STATUS.exists():
        return int(_STATUS.read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
