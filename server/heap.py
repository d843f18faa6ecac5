"""How does a process of many threads keep no more memory than it needs?

glibc gives each thread a heap of its own, and what one large answer leaves free in it serves no other thread: under
long load the process grows by each thread's largest answer. Large blocks would come from heaps too, once some have
been freed (mallopt(3): M_ARENA_MAX, M_MMAP_THRESHOLD).
"""

import ctypes

_ARENA_MAX, _MMAP_THRESHOLD = -8, -3
_LARGE = 1 << 20
"""Bytes of a block that is given back to the system as soon as it is free."""


def share_heap() -> None:
    """Lets all threads of this process take their memory from one heap; other C libraries have nothing to set."""
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_ARENA_MAX, 1)
        set_option(_MMAP_THRESHOLD, _LARGE)
