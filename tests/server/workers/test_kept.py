"""Is slow work done beside the server, and ended when it takes too long?"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from server.http.refusals import Refusal
from server.workers.kept import Kept, Terms
from server.workers.turns import Queueing

ECHO = """
import sys, time
from pathlib import Path
from server.workers import frames
inward, outward = sys.stdin.buffer, sys.stdout.buffer
frames.write_frame(outward, frames.READY, b"")
while (frame := frames.read_frame(inward)) is not None:
    if frame[1] == b"sleep":
        time.sleep(60)
    if frame[1] == b"die":
        sys.exit(1)
    if frame[1].startswith(b"/"):
        met = Path(frame[1].decode())
        if not met.exists():
            met.touch()
            sys.exit(1)
    frames.write_frame(outward, frames.END, frame[1])
"""


@contextmanager
def kept(code: str = ECHO, seconds: float = 0.5, *, stands_back: bool = False, again: bool = False) -> Iterator[Kept]:
    """A process that runs this code."""
    terms = Terms(seconds=seconds, start=10, stands_back=stands_back, again=again, queueing=Queueing(seconds=5))
    process = Kept(("-c", code), "The test", terms)
    try:
        yield process
    finally:
        process.close()


TELL = """
import os, sys
from pathlib import Path
from server.workers import frames
frames.write_frame(sys.stdout.buffer, frames.READY, b"")
group = Path("/proc/self/autogroup")
while frames.read_frame(sys.stdin.buffer) is not None:
    said = f"{os.nice(0)} {group.read_text().split()[-1] if group.exists() else ''}"
    frames.write_frame(sys.stdout.buffer, frames.END, said.encode())
"""


def stay() -> bool:
    """A client that waits."""
    return False


def test_what_is_asked_is_answered_and_what_takes_too_long_is_ended() -> None:
    """A large answer comes whole; after a request that slept or died the next one is answered by a successor."""
    large = b"x" * 300_000
    with kept() as process:
        assert process.ask(large, "one", stay) == large
        for bad, status in ((b"sleep", 503), (b"die", 422)):
            with pytest.raises(Refusal) as refused:
                process.ask(bad, "one", stay)
            assert refused.value.status == status
            assert "The test" in refused.value.detail
            assert process.ask(b"again", "one", stay) == b"again"


def test_what_may_be_done_twice_is_asked_once_more(tmp_path: Path) -> None:
    """A process that ended over it by chance is not noticed; one that ends again is told, and not as the client's."""
    with kept(seconds=30, again=True) as process:
        met = bytes(tmp_path / "met")
        assert process.ask(met, "one", stay) == met
        with pytest.raises(Refusal) as refused:
            process.ask(b"die", "one", stay)
        assert refused.value.status == 503
        assert process.ask(b"again", "one", stay) == b"again"


def test_a_client_that_has_gone_holds_nothing_up() -> None:
    """Its work ends before the deadline."""
    with kept(seconds=30) as process:
        until = time.monotonic() + 0.3
        with pytest.raises(Refusal) as refused:
            process.ask(b"sleep", "one", lambda: time.monotonic() > until)
        assert refused.value.status == 499
        assert process.ask(b"here", "two", stay) == b"here"


def test_a_process_that_cannot_start_is_told() -> None:
    """503, and every request tries again."""
    with kept("raise SystemExit(1)") as process:
        for _ in range(2):
            with pytest.raises(Refusal) as refused:
                process.ask(b"x", "one", stay)
            assert refused.value.status == 503


def test_slow_work_leaves_the_processors_to_others() -> None:
    """It has a lower priority than the server, by itself and by its session; other work has its priority."""
    own, grouped = os.nice(0), Path("/proc/self/autogroup").exists()
    for stands_back, priority, group in ((True, min(19, own + 5), "5"), (False, own, "0")):
        with kept(TELL, seconds=20, stands_back=stands_back) as process:
            assert process.ask(b"", "one", stay).decode() == f"{priority} {group if grouped else ''}"
