"""Which snapshot is served now?"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

from kg.store.snapshot import Snapshot, current_folder, open_snapshot


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """A data folder; its current snapshot is looked up anew each time, so that a build shows at once."""

    data: Path
    union: ClassVar[bool] = True

    def snapshot(self) -> Snapshot:
        """The current snapshot; raises StoreError when there is none or it cannot be read."""
        return _open(current_folder(self.data))

    def store(self) -> Path:
        """The folder of the current snapshot's store."""
        return self.snapshot().folder / "store"


@lru_cache(maxsize=4)
def _open(folder: Path) -> Snapshot:
    return open_snapshot(folder)
