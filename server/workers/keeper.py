"""How is a whole store held in memory once, for every worker?

A process reads the store into memory and then forks itself for each worker that is asked for: in milliseconds,
however large the store, and the workers share the pages. It runs one thread and opens no database, since neither
would survive a fork; what it reads comes from a second process (`server.workers.unload`). It ends when its socket is
closed.

A message of the server is `memory`, as digits, with the two ends of pipes that shall be the worker's standard input
and output, and is answered by the worker's number; or `?` and a worker's number, answered by the code with which that
has ended, or by nothing while it runs.
"""

import contextlib
import gc
import os
import resource
import socket
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

from pyoxigraph import NamedNode, RdfFormat, Store

from server.grammar.syntax import read_grammar
from server.workers import frames
from server.workers.memory import address_space
from server.workers.worker import serve_questions

_LARGEST_MESSAGE = 64
_ENDED_BADLY = 70


def keep(path: str, mebibytes: int, control: socket.socket) -> None:
    """Reads a store into at most so much memory, says which graphs it holds, and forks until the socket is closed."""
    limit = address_space() + mebibytes * 2**20
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    # Only for itself: each worker sets a limit of its own.
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    store = _read(path)
    graphs = tuple(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
    read_grammar()
    gc.freeze()
    frames.write_frame(sys.stdout.buffer, frames.READY, frames.pack(graphs))
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, _LARGEST_MESSAGE, 2)
        if not message:
            return
        control.send(_end_of(message) if message.startswith(b"?") else _fork(store, message, descriptors, control))


def _read(path: str) -> Store:
    store = Store()
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "server.workers.unload", path], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    ) as unloading:
        store.bulk_load(unloading.stdout, format=RdfFormat.N_QUADS, lenient=True)
    if unloading.returncode != 0:
        raise SystemExit(unloading.returncode)
    return store


def _fork(store: Store, message: bytes, descriptors: list[int], control: socket.socket) -> bytes:
    pid = os.fork()
    if pid == 0:
        _become_worker(store, int(message), descriptors, control)
    for descriptor in descriptors:
        os.close(descriptor)
    return str(pid).encode()


def _become_worker(store: Store, memory: int, descriptors: list[int], control: socket.socket) -> NoReturn:
    code = _ENDED_BADLY
    try:
        os.setsid()
        control.close()
        for place, descriptor in enumerate(descriptors):
            os.dup2(descriptor, place)
            os.close(descriptor)
        # Not the objects of `sys`: they have a buffer in common with the keeper's.
        inward, outward = open(0, "rb", closefd=False), open(1, "wb", closefd=False)  # noqa: SIM115
        serve_questions(store, memory, inward, outward)
        code = 0
    finally:
        # Nothing of the keeper's is to be tidied up here.
        os._exit(code)


def _end_of(message: bytes) -> bytes:
    try:
        pid, status = os.waitpid(int(message[1:]), os.WNOHANG)
    except ChildProcessError:
        return b"0"
    return str(os.waitstatus_to_exitcode(status)).encode() if pid else b" "


if __name__ == "__main__":
    # A server that was ended meanwhile takes no word any more.
    with contextlib.suppress(BrokenPipeError):
        keep(str(Path(sys.argv[1])), int(sys.argv[2]), socket.socket(fileno=int(sys.argv[3])))
