"""Do the threads of a server share one heap?"""

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_COUNT = """
import ctypes, sys, threading
from server.heap import share_heap

libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p
if sys.argv[1] == "shared":
    share_heap()
together = threading.Barrier(4)

def take():
    together.wait()
    libc.malloc(50_000)
    together.wait()

threads = [threading.Thread(target=take) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
file = ctypes.c_void_p(libc.fopen(sys.argv[2].encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
"""


def heaps(way: str, told: Path) -> int:
    """How many heaps a process of four threads has."""
    subprocess.run([sys.executable, "-c", _COUNT, way, told], cwd=ROOT, check=True)
    return told.read_text(encoding="ascii").count("<heap ")


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="only glibc tells of its heaps")
def test_four_threads_take_their_memory_from_one_heap(tmp_path: Path) -> None:
    """Without it each has its own, which what was freed in another does not serve."""
    assert heaps("apart", tmp_path / "apart") > 1
    assert heaps("shared", tmp_path / "shared") == 1
