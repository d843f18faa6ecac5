import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.store.draft import begin_draft, fill_store, publish, write_records
from kg.store.history import Turn, read_history, record_turn, served_at
from kg.store.snapshot import FORMAT, Manifest

TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


def make(data: Path, name: str) -> None:
    with begin_draft(data) as draft:
        fill_store(draft / "store", [Quad(NamedNode("x:s"), NamedNode("x:p"), Literal(name), NamedNode("x:g"))])
        manifest = Manifest(
            format=FORMAT, id=name, program="0", ontology="0", reasoner="fast", engines={}, counts={"asserted": 1}
        )
        write_records(draft, [], [], manifest)
        publish(draft, data, name)


def test_each_publication_is_a_turn_once(tmp_path: Path) -> None:
    """Publishing what is served already is none; going back to a former snapshot is one."""
    for name in ("one", "one", "two", "one"):
        make(tmp_path, name)
    turns = read_history(tmp_path)
    assert [turn.snapshot for turn in turns] == ["one", "two", "one"]
    assert list(turns) == sorted(turns, key=lambda turn: turn.at)


def test_the_time_is_that_of_the_file_that_names_the_snapshot(tmp_path: Path) -> None:
    """The file system's time of `current`, in UTC and whole seconds, whatever the zone."""
    (tmp_path / "current").write_text("one\n", encoding="ascii")
    os.utime(tmp_path / "current", (1_500_000_000.7, 1_500_000_000.7))
    record_turn(tmp_path, "one")
    assert read_history(tmp_path) == (Turn(snapshot="one", at=datetime(2017, 7, 14, 2, 40, tzinfo=UTC)),)


def test_a_folder_from_before_has_the_history_of_its_current_snapshot(tmp_path: Path) -> None:
    """Without the file, and without anything at all."""
    assert read_history(tmp_path) == ()
    make(tmp_path, "one")
    (tmp_path / "history.jsonl").unlink()
    assert [turn.snapshot for turn in read_history(tmp_path)] == ["one"]


def test_a_line_that_was_cut_short_is_passed_over(tmp_path: Path) -> None:
    """A crash while the line was written costs that line alone, not the next one, which begins a line of its own."""
    make(tmp_path, "one")
    with (tmp_path / "history.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"snapshot":"tw')
    make(tmp_path, "three")
    assert [turn.snapshot for turn in read_history(tmp_path)] == ["one", "three"]


@pytest.mark.parametrize("jump", [0, -3600, -(10**9)])
def test_a_clock_that_is_set_back_turns_nothing_round(tmp_path: Path, jump: int) -> None:
    """Nor two turns in one second: what came later counts as later, whatever the clock said."""
    make(tmp_path, "one")
    first = read_history(tmp_path)[0].at
    for name in ("two", "three"):
        (tmp_path / "current").write_text(name + "\n", encoding="ascii")
        os.utime(tmp_path / "current", (first.timestamp() + jump,) * 2)
        assert served_at(read_history(tmp_path), first) == Turn(snapshot=name, at=first)
        record_turn(tmp_path, name)
    assert [(turn.snapshot, turn.at) for turn in read_history(tmp_path)] == [
        ("one", first), ("two", first), ("three", first)
    ]  # fmt: skip


@given(st.lists(TIMES, max_size=6).map(sorted), TIMES)
def test_what_was_served_is_the_last_turn_by_then(times: list[datetime], moment: datetime) -> None:
    """No later turn began by that moment, and none did before the first."""
    turns = [Turn(snapshot=str(number), at=time) for number, time in enumerate(times)]
    found = served_at(turns, moment)
    begun = [turn for turn in turns if turn.at <= moment]
    assert (found is None) == (not begun)
    assert found is None or (found in begun and found.at == max(turn.at for turn in begun))
