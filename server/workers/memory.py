"""How much memory may this process still take?"""

import resource
from pathlib import Path


def limit_memory(mebibytes: int) -> None:
    """Limits this process for good to so much more address space than it has now, and to no core file."""
    limit = address_space() + mebibytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def address_space() -> int:
    """Bytes of address space that this process has now; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()
