"""Who compares and restores snapshots for all who ask, each once?

States are made in a process of their own, as that can take minutes: comparisons go on beside it.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from kg.diff.changes import Changes
from server.http.clients import current_client
from server.http.refusals import Refusal
from server.past.tasks import Comparison, Done, Restoration, Task
from server.workers.kept import Kept, Terms
from server.workers.turns import Queueing

_COMPARING = Terms(seconds=300.0, queueing=Queueing(seconds=60.0, line=2, queue=8))
_RESTORING = Terms(seconds=3600.0, queueing=Queueing(seconds=3600.0, line=2, queue=8))
"""Nobody waits for it on the line: see `server.past.making`."""
_REMEMBERED = 64


class Historian:
    """Two processes, each behind a line of clients; what changed between two snapshots is remembered."""

    def __init__(self) -> None:
        command = ("-m", "server.past.working")
        self._comparer = Kept(command, "Comparing snapshots", _COMPARING)
        self._restorer = Kept(command, "Making a state of the past", _RESTORING)
        self.compare: Callable[[Path, Path], Changes] = lru_cache(_REMEMBERED)(self._compare)

    def _compare(self, old: Path, new: Path) -> Changes:
        task = Task(task=Comparison(old=old, new=new))
        changes = _ask(self._comparer, task, current_client()).changes
        if changes is None:
            raise Refusal(503, "Unavailable", "What changed could not be found out; the operator's log says why")
        return changes

    def restore(self, task: Restoration, client: str) -> None:
        """Make a snapshot as of a day for a client; raises Refusal when that is impossible."""
        _ask(self._restorer, Task(task=task), client)

    def close(self) -> None:
        """Ends the processes."""
        self._comparer.close()
        self._restorer.close()


def _ask(kept: Kept, task: Task, client: str) -> Done:
    done = Done.model_validate_json(kept.ask(task.model_dump_json().encode(), client, lambda: False))
    if done.fault is not None:
        raise Refusal(503, "Unavailable", "This part of the past cannot be read; the operator can build again")
    return done
