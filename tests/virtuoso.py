"""How does a fresh Virtuoso 7 start on loopback, and end again?"""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from bench.loopback import configure_virtuoso, free_port

Ask = Callable[[str], str]
"""Runs a statement as the administrator; what is said."""


class Virtuoso(NamedTuple):
    """A running server: where it answers over HTTP, and its console."""

    web: str
    ask: Ask


@contextmanager
def running_virtuoso(folder: Path) -> Iterator[Virtuoso]:
    """A server with a database of its own in a folder; skips the test where Virtuoso is missing."""
    if shutil.which("virtuoso-t") is None or shutil.which("isql-vt") is None:
        pytest.skip("the Debian package virtuoso-opensource-7 is not installed")
    port, web = free_port(), free_port()
    configuration = configure_virtuoso(folder, port, web, buffers=2000)
    with subprocess.Popen(
        ["virtuoso-t", "+configfile", configuration, "+foreground"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:

        def ask(statement: str) -> str:
            command = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", f"exec={statement}"]
            done = subprocess.run(command, check=False, capture_output=True, text=True)
            return done.stdout + done.stderr

        try:
            for _ in range(120):
                if server.poll() is not None or "1 Rows" in ask("SELECT 1;"):
                    break
                time.sleep(0.25)
            yield Virtuoso(f"http://127.0.0.1:{web}", ask)
        finally:
            server.kill()
