"""How do processes work for the one that started them, and end with it however it ends?"""

import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait


def start_pool(processes: int) -> ProcessPoolExecutor:
    """A pool of new processes."""
    # A fork would copy the locks of threads, such as the progress bar's, in whatever state they are.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, mp_context=context, initializer=_begin)


def _begin() -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
