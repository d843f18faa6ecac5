"""How does a store of one's own take changes while it is read?

A folder with `versions/<name>/store` and the file `current`, as in a data folder. Each change makes a new version in
a process that can be killed (`server.workers.writer`); readers go over to it with their next question. The last two
versions are kept.
"""

import fcntl
import json
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from kg.errors import StoreError
from server.http import refusals
from server.workers import frames
from server.workers.computing import aside
from server.workers.writes import Write, pack_write

_KEPT = 2


class VersionedStore:
    """A writable store in a folder; its default graph is its own, and a graph that does not exist is empty."""

    union = False

    def __init__(self, folder: Path) -> None:
        """Opens the store in a folder, or makes an empty one; raises StoreError when it cannot be written."""
        self._folder = folder
        self._lock = Lock()
        try:
            (folder / "versions").mkdir(parents=True, exist_ok=True)
            with self._alone():
                if not (folder / "current").exists():
                    self._make(None, None, seconds=60, memory=2048)
        except OSError as error:
            raise StoreError(f"{folder}: cannot be written ({error.strerror})") from error

    def store(self) -> Path:
        """The folder of the current version's store."""
        try:
            name = (self._folder / "current").read_text(encoding="ascii").strip()
        except OSError as error:
            raise StoreError(f"{self._folder}: cannot be read ({error.strerror})") from error
        return self._folder / "versions" / name / "store"

    @aside()
    def write(self, write: Write, *, seconds: float, memory: int) -> bool:
        """Makes the next version; true when a graph was created. Raises Refusal when the change fails."""
        with self._alone():
            return self._make(self.store(), write, seconds=seconds, memory=memory)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # The lock of this process, then that among processes.
        with self._lock, (self._folder / "lock").open("w", encoding="ascii") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield

    def _make(self, before: Path | None, write: Write | None, *, seconds: float, memory: int) -> bool:
        versions = self._folder / "versions"
        number = 1 + max((int(path.name.partition("-")[0]) for path in versions.iterdir()), default=0)
        # A folder that is made anew must not give a name again that a client may remember.
        after = versions / f"{number}-{secrets.token_hex(4)}"
        try:
            outcome = _run(before, after / "store", write, seconds=seconds, memory=memory)
            beside = self._folder / ".current"
            beside.write_text(after.name + "\n", encoding="ascii")
            beside.replace(self._folder / "current")
        except BaseException:
            shutil.rmtree(after, ignore_errors=True)
            raise
        self._prune()
        return outcome == "created"

    def _prune(self) -> None:
        found = sorted((self._folder / "versions").iterdir(), key=lambda path: int(path.name.partition("-")[0]))
        for path in found[:-_KEPT]:
            shutil.rmtree(path, ignore_errors=True)


def _run(before: Path | None, after: Path, write: Write | None, *, seconds: float, memory: int) -> str:
    root = Path(__file__).resolve().parents[2]
    told = b"" if write is None else b"".join(map(_frame, pack_write(write)))
    arguments = [str(before.resolve()) if before else "", str(after.resolve()), str(memory)]
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "server.workers.writer", *arguments],
            input=told,
            stdout=subprocess.PIPE,
            timeout=seconds,
            cwd=root,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refusals.too_slow(seconds) from error
    if len(done.stdout) < frames.HEADER.size:
        raise refusals.too_heavy(memory)
    return _judge(json.loads(done.stdout[frames.HEADER.size :]), write, memory)


def _frame(payload: bytes) -> bytes:
    return frames.HEADER.pack(frames.ASK, len(payload)) + payload


def _judge(written: dict[str, str], write: Write | None, memory: int) -> str:
    outcome, message = written["outcome"], written["message"]
    if outcome == "missing":
        raise refusals.missing(f"The graph <{write.graph if write else ''}> is not in this store")
    if outcome == "memory":
        raise refusals.too_heavy(memory)
    if outcome in {"syntax", "engine"}:
        raise refusals.malformed(f"The change cannot be made: {message}")
    return outcome
