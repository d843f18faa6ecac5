"""What becomes of a build when the disk is full, at whatever step?"""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from building import add, build, told_twice
from click.testing import CliRunner

from kg.cli.events import events
from kg.errors import StoreError
from kg.store.snapshot import current_id

pytestmark = pytest.mark.usefixtures("loaded_once")


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes, which writers meet as they meet a disk without room."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)


@pytest.mark.parametrize("size", [4 << 10, 120 << 10])
def test_a_full_disk_is_told_and_the_next_run_goes_on(folder: Path, tmp_path: Path, size: int) -> None:
    """In the journal, the pieces, the store or the dumps: what was served stays, no draft is left, and with room
    again the snapshot is the one that nothing disturbed.
    """
    told_twice(folder)
    data = tmp_path / "data"
    served = build(data, folder / "envoy.txt").snapshot
    with (
        room_for(size),
        pytest.raises(StoreError, match=rf"{data}.* cannot be written.*; (make room|choose another folder)"),
    ):
        add(data, folder / "echo.txt")
    assert current_id(data) == served
    assert [path.name for path in (data / "snapshots").iterdir()] == [served]
    assert (
        add(data, folder / "echo.txt").snapshot
        == build(tmp_path / "other", folder / "echo.txt", folder / "envoy.txt").snapshot
    )


def test_claims_that_find_no_room_leave_no_file(tmp_path: Path) -> None:
    """The message names the file to write, not the one that was read."""
    (tmp_path / "a.csv").write_text(
        "event_id_cnty,event_date,event_type,sub_event_type,actor1,country\n", encoding="utf-8"
    )
    target = tmp_path / "a.nq.gz"
    with room_for(0), pytest.raises(StoreError, match=rf"{target}: cannot be written \(File too large\); make room"):
        CliRunner().invoke(
            events,
            ["acled", str(tmp_path / "a.csv"), "-o", str(target)],
            standalone_mode=False,
            catch_exceptions=False,
        )
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
