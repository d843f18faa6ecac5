"""Which snapshot is served now?"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.errors import StoreError
from kg.store.snapshot import Snapshot, current_id, open_snapshot


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """A data folder; its current snapshot is looked up anew each time, so that a build shows at once."""

    data: Path

    def snapshot(self) -> Snapshot:
        """The current snapshot; raises StoreError when there is none or it cannot be read."""
        name = current_id(self.data)
        if name is None:
            raise StoreError(f"{self.data} holds no snapshot; run `dateline build --out {self.data}` first")
        return _open(self.data / "snapshots" / name)

    def store(self) -> Path:
        """The folder of the current snapshot's store."""
        return self.snapshot().folder / "store"


@lru_cache(maxsize=4)
def _open(folder: Path) -> Snapshot:
    return open_snapshot(folder)
