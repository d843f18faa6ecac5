"""How does a state of the past become ready while those who ask for it are told to come back?

The first request begins the work in a thread of its own and waits for a moment, in which a small state is there. A
larger one goes on being made, whoever waits: until it is ready, requests get 503 with `Retry-After`, how far it is,
and for browsers `Refresh`.
"""

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from kg.errors import DatelineError
from server.http.refusals import Refusal
from server.workers.computing import aside

_MOST_SECONDS = 30
"""The longest time after which a client is asked to come back."""


class Making:
    """Work that is under way: it begins at once, and ends with `work` or a fault of it, told to those who wait."""

    def __init__(self, what: str, progress: Path, work: Callable[[], None]) -> None:
        self._what, self._progress, self._work = what, progress, work
        self._began = time.monotonic()
        self._ended = Event()
        self._fault: DatelineError | None = None
        Thread(target=self._run, name="dateline-past", daemon=True).start()

    def _run(self) -> None:
        try:
            self._work()
        except DatelineError as fault:
            self._fault = fault
        finally:
            self._ended.set()

    @property
    def is_over(self) -> bool:
        """Whether it has ended, one way or the other."""
        return self._ended.is_set()

    @aside()
    def wait(self, seconds: float) -> None:
        """Returns when it is done; raises what kept it from that, or a Refusal with how far it is by then."""
        if not self._ended.wait(seconds):
            raise self._unfinished()
        if self._fault is not None:
            raise self._fault

    def _unfinished(self) -> Refusal:
        spent = time.monotonic() - self._began
        again = min(max(2, round(spent / 2)), _MOST_SECONDS)
        far = f"{self._told()}; " if self._told() else ""
        return Refusal(
            503,
            "Being made",
            f"{self._what} is being made, once for all who ask ({far}{spent:.0f} s so far); come back in {again} s",
            headers={"Retry-After": str(again), "Refresh": str(again)},
        )

    def _told(self) -> str:
        try:
            return self._progress.read_text(encoding="utf-8")
        except OSError:
            return ""
