"""How does long work leave the processors to what others ask meanwhile?

An ordinary user can lower the priority of a thread and not raise it. Where the scheduler groups processes by session
(autogroup) only the group's priority counts, which can be raised again.
"""

import os
from contextlib import suppress
from pathlib import Path

PLAIN, LOW = 0, 5
_LOWEST = 19


def lower_threads(pid: int, *, but_first: bool) -> None:
    """Lowers the threads that a process has now, which stay so, and with them those that they begin."""
    with suppress(OSError):
        lower = min(_LOWEST, os.getpriority(os.PRIO_PROCESS, pid) + LOW)
        for thread in Path(f"/proc/{pid}/task").iterdir():
            if not (but_first and thread.name == str(pid)):
                os.setpriority(os.PRIO_PROCESS, int(thread.name), lower)


def set_group(pid: int, priority: int) -> bool:
    """Sets the priority of the session of a process, which it leads; false when that has to be tried again."""
    try:
        Path(f"/proc/{pid}/autogroup").write_text(str(priority), encoding="ascii")
    except FileNotFoundError:
        return True
    except OSError:
        # An ordinary user may do this ten times a second.
        return False
    return True
