"""Is an answer given whole when it can be, and never taken for whole when it is not?"""

import time
from collections.abc import Generator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.http.refusals import Refusal
from server.workers import frames
from server.workers.answering import Sender
from server.workers.answers import Answer, Stream, collect_for
from server.workers.frames import End

STORE = Path("x/store")


def pieces(*, truncated: bool, pause: float = 0.0) -> Generator[bytes, None, End]:
    """What a worker writes."""
    for piece in (b"b", b"c", b"d"):
        time.sleep(pause)
        yield piece
    return End(rows=4, truncated=truncated)


def test_what_is_at_its_end_in_time_is_whole() -> None:
    """Its length and its cut are known."""
    answer = collect_for(60, pieces(truncated=True), STORE, b"a")
    assert isinstance(answer, Answer)
    assert (answer.size, answer.end, b"".join(answer.chunks())) == (4, End(rows=4, truncated=True), b"abcd")


@pytest.mark.parametrize("seconds", [0.0, 0.03])
def test_what_takes_longer_is_a_stream_of_the_same_bytes(seconds: float) -> None:
    """Nothing is lost between what was held back and what comes later."""
    answer = collect_for(seconds, pieces(truncated=False, pause=0.02), STORE, b"a")
    assert isinstance(answer, Stream)
    assert b"".join(answer.chunks()) == b"abcd"


def test_a_stream_that_was_cut_is_broken_off() -> None:
    """All bytes come, and then an error instead of an end."""
    answer = collect_for(0, pieces(truncated=True), STORE, b"a")
    chunks = answer.chunks()
    assert [next(chunks) for _ in range(4)] == [b"a", b"b", b"c", b"d"]
    with pytest.raises(Refusal, match="limit of 4 rows"):
        next(chunks)


@given(st.lists(st.text("}{,x", max_size=5).map(str.encode)), st.integers(1, 9))
def test_marks_are_counted_wherever_an_answer_is_cut_into_pieces(said: list[bytes], chunk: int) -> None:
    """Also one that begins in a piece that has been sent: the end of each row counts, or a cut would not be told."""
    out = BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "CHUNK", chunk)
        sender = Sender(out, 1 << 20, b"},{")
        for piece in said:
            sender.write(piece)
    assert sender.counted == b"".join(said).count(b"},{")
