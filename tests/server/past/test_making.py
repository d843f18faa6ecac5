"""Is whoever asks for a state that is being made told when to come back, and then answered?"""

from pathlib import Path
from threading import Event

import pytest

from kg.errors import StoreError
from server.http.refusals import Refusal
from server.past.making import Making


def test_who_asks_too_early_is_told_how_far_it_is_and_when_to_come_back(tmp_path: Path) -> None:
    """503 with Retry-After, and Refresh for browsers, until the work is done; asking does not begin it again."""
    go, begun = Event(), []
    progress = tmp_path / "progress"

    def work() -> None:
        begun.append(1)
        assert go.wait(60)

    making = Making("The state as of 2014-05-04", progress, work)
    with pytest.raises(Refusal, match="The state as of 2014-05-04 is being made") as early:
        making.wait(0)
    assert early.value.status == 503
    assert 2 <= int(early.value.headers["Retry-After"]) <= 30
    assert early.value.headers["Refresh"] == early.value.headers["Retry-After"]
    progress.write_text("putting together, 3 of 9", encoding="utf-8")
    with pytest.raises(Refusal, match="putting together, 3 of 9; 0 s so far"):
        making.wait(0)
    assert not making.is_over
    go.set()
    making.wait(60)
    making.wait(0)
    assert making.is_over
    assert begun == [1]


def test_work_that_fails_tells_all_who_wait(tmp_path: Path) -> None:
    """Its own fault, each time, and no word of being made."""

    def fail() -> None:
        raise StoreError("no disk left")

    making = Making("The state", tmp_path / "none", fail)
    for _ in range(2):
        with pytest.raises(StoreError, match="no disk left"):
            making.wait(60)
