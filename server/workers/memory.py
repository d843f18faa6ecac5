"""How much memory may this process still take?"""

import resource
from pathlib import Path


def limit_memory(mebibytes: int) -> None:
    """Limits this process for good to so much more address space than it has now, and to no core file."""
    limit = _address_space() + mebibytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _address_space() -> int:
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()
