"""Which snapshot is served now?"""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

from kg.store.snapshot import Snapshot, current_folder, open_snapshot
from server.http import refusals


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """A data folder; its current snapshot is looked up anew each time, so that a build shows at once."""

    data: Path
    union: ClassVar[bool] = True

    def snapshot(self) -> Snapshot:
        """The current snapshot; raises StoreError when there is none or it cannot be read."""
        return _current(self.data, self.stamp())

    def need_files(self) -> None:
        """Raises Refusal when the files of the snapshot are not here."""
        if not self.snapshot().is_here:
            raise refusals.not_here()

    def check(self) -> None:
        """Raises StoreError when nothing can be served."""
        self.snapshot().open_store()

    def store(self) -> Path:
        """The folder of the current snapshot's store."""
        return _store(self.data, self.stamp())

    def stamp(self) -> tuple[int, ...]:
        """What is another one after each switch, also back to a former snapshot; empty when there is none."""
        # A build replaces the file: another one has another number and another time.
        try:
            found = os.stat(f"{self.data}/current")  # noqa: PTH116 - a path for each request costs more than the call
        except OSError:
            return ()
        return found.st_ino, found.st_mtime_ns, found.st_ctime_ns


@lru_cache(maxsize=4)
def _current(data: Path, _stamp: tuple[int, ...]) -> Snapshot:
    return _open(current_folder(data))


@lru_cache(maxsize=4)
def _store(data: Path, stamp: tuple[int, ...]) -> Path:
    return _current(data, stamp).folder / "store"


@lru_cache(maxsize=4)
def _open(folder: Path) -> Snapshot:
    return open_snapshot(folder)
