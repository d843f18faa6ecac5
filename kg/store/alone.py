"""How does a data folder keep two builds from working in it at once?"""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError

_FILE = "building"


@contextmanager
def build_alone(data: Path) -> Iterator[None]:
    """Holds the folder as long as the block runs; the system lets it go when the process ends, however it ends.

    Raises StoreError when another process builds there, or the folder cannot be written, now or on the way.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
        held = (data / _FILE).open("w", encoding="ascii")
    except OSError as error:
        raise StoreError(f"{data}: cannot be written ({error.strerror}); choose another folder with --out") from error
    with held:
        _lock(held.fileno(), data)
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            kept = "what was read is kept, what was served is served; make room and run again"
            raise StoreError(f"{data}: cannot be written any more ({error}); {kept}") from error


def _lock(descriptor: int, data: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise StoreError(f"{data}: another build is at work there; wait for it, or choose another --out") from error
