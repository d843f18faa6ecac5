"""Where do fuzzed bytes stand when a parser wants a file?"""

import atexit
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_CHANGED: dict[str, str] = {}
_MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory, where there is one


@cache
def desk() -> Path:
    """One folder of this process, in memory where possible; removed at its end."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-", dir=_MEMORY if _MEMORY.is_dir() else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def put(name: str, data: bytes) -> Path:
    """A file of this name on the desk."""
    path = desk() / name
    path.write_bytes(data)
    return path


def beside(folder: str, others: Mapping[str, bytes], name: str, data: bytes) -> Path:
    """A folder of the desk that holds a file of this name, and otherwise what it always holds."""
    path = desk() / folder
    if not path.is_dir():
        path.mkdir()
        for other, content in others.items():
            (path / other).write_bytes(content)
    changed = _CHANGED.get(folder, name)
    if changed != name:
        (path / changed).write_bytes(others[changed])
    _CHANGED[folder] = name
    (path / name).write_bytes(data)
    return path


def check_told(source: str, reason: str, remedy: str | None) -> None:
    """A rejection says where and why, and words that a terminal and a file can hold."""
    assert source
    assert reason
    (source + reason + (remedy or "")).encode("utf-8")
