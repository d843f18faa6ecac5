"""How is something done in a process of its own, and ended with all the processes that it began?"""

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.cli import main as command_line


@dataclass(frozen=True, kw_only=True)
class Running:
    """A child that leads a session of its own, and what it says."""

    pid: int
    said: int

    def kill(self) -> str:
        """Ends the whole session; gives what had been said."""
        for process in session(self.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        return self.wait()

    def wait(self) -> str:
        """What it said until its end."""
        said = b""
        while part := os.read(self.said, 1 << 16):
            said += part
        os.close(self.said)
        os.waitpid(self.pid, 0)
        return said.decode()


def begin(act: Callable[[], object]) -> Running:
    """Does something in a child, which has all modules and the parser already."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Running(pid=pid, said=reading)
    code = 1
    try:
        os.setsid()
        os.dup2(writing, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        sys.stdout = os.fdopen(1, "w", buffering=1)
        act()
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.stdout.flush()
        os._exit(code)


def command(*words: object) -> Callable[[], None]:
    """A run of the command line."""

    def act() -> None:
        sys.argv = ["dateline", *map(str, words)]
        command_line()

    return act


def session(leader: int) -> list[int]:
    """The living processes of a session."""
    found = []
    for path in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError, IndexError):
            fields = (path / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            if int(fields[3]) == leader and fields[0] != "Z":
                found.append(int(path.name))
    return found
