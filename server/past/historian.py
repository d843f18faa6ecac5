"""Who compares and restores snapshots for all who ask, each once?"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from flask import request

from kg.diff.changes import Changes
from server.http.refusals import Refusal
from server.past.tasks import Comparison, Done, Restoration, Task
from server.workers.kept import Kept, Terms
from server.workers.turns import Queueing, client_of

_SECONDS = 300.0
_QUEUE = Queueing(seconds=60.0, line=2, queue=8)
_REMEMBERED = 64


class Historian:
    """One process behind a line of clients; what changed between two snapshots is remembered."""

    def __init__(self) -> None:
        terms = Terms(seconds=_SECONDS, queueing=_QUEUE)
        self._kept = Kept(("-m", "server.past.working"), "Looking into the past", terms)
        self.compare: Callable[[Path, Path], Changes] = lru_cache(_REMEMBERED)(self._compare)

    def _compare(self, old: Path, new: Path) -> Changes:
        changes = self._ask(Task(task=Comparison(old=old, new=new))).changes
        if changes is None:
            raise Refusal(503, "Unavailable", "What changed could not be found out; the operator's log says why")
        return changes

    def restore(self, task: Restoration) -> None:
        """Make a snapshot as of a day; raises Refusal when that is impossible."""
        self._ask(Task(task=task))

    def _ask(self, task: Task) -> Done:
        client = client_of(request.remote_addr)
        done = Done.model_validate_json(self._kept.ask(task.model_dump_json().encode(), client, lambda: False))
        if done.fault is not None:
            raise Refusal(503, "Unavailable", "This part of the past cannot be read; the operator can build again")
        return done

    def close(self) -> None:
        """Ends the process."""
        self._kept.close()
