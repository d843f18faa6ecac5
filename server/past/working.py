"""How are snapshots compared and restored where that can be killed?

A process of its own: it reads a `Task` from standard input and writes what is `Done` to standard output (see
`server.workers.kept`) until its input closes.
"""

import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from kg.diff.changes import Changes, understand
from kg.diff.lines import differences
from kg.diff.sides import open_side
from kg.errors import DatelineError
from kg.pipeline.building import Progress
from kg.pipeline.rebuild import restore_snapshot
from kg.settings import BuildSettings, use_one_thread
from kg.store.snapshot import open_snapshot
from server.past.tasks import Comparison, Done, Restoration, Task
from server.workers import frames


def work(task: Comparison | Restoration) -> Done:
    """Do one task; a fault of the data is a value."""
    try:
        if isinstance(task, Comparison):
            return Done(changes=compare(task.old, task.new))
        restore_snapshot(
            open_snapshot(task.snapshot), BuildSettings(data=task.into), _teller(task.progress), task.until
        )
    except DatelineError as error:
        return Done(fault=str(error))
    return Done()


def _teller(progress: Path) -> Progress:
    """What writes down how far the work is, for people to read."""

    def tell(step: str, done: int, total: int | None) -> None:
        progress.write_text(f"{step}, {done} of {total}" if total else step, encoding="utf-8")

    return tell


def compare(old: Path, new: Path) -> Changes:
    """What changed between two snapshots in folders."""
    sides = [open_side(str(folder), folder) for folder in (old, new)]
    return understand(differences(*(side.lines() for side in sides)), *(side.store for side in sides))


def run(inward: BinaryIO, outward: BinaryIO) -> None:
    """Says that it is ready, and works until `inward` closes."""
    with suppress(OSError):
        # Should the machine run out of memory, the past is what it can best do without.
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    frames.write_frame(outward, frames.READY, b"")
    while (frame := frames.read_frame(inward)) is not None:
        done = work(Task.model_validate_json(frame[1]).task)
        frames.write_frame(outward, frames.END, done.model_dump_json().encode())


if __name__ == "__main__":
    use_one_thread()
    run(sys.stdin.buffer, sys.stdout.buffer)
