"""When did a data folder begin to serve which snapshot?

The file `history.jsonl` beside `current`: a line each time another snapshot is served, with the time that the file
system gave to `current`. That is when articles came in here; when they were published stands in the graph. No time
stands inside a snapshot, so that the same input gives the same bytes whenever it is built. A clock that was set back
begins no turn before the one before it.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from kg.errors import StoreError
from kg.store.snapshot import current_id

_NAME = "history.jsonl"


class Turn(BaseModel):
    """From `at` on a data folder served `snapshot`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    snapshot: str
    at: AwareDatetime


def record_turn(data: Path, snapshot: str) -> None:
    """Note that a snapshot is served from now on, unless it was before; `current` names it already."""
    turns = _recorded(data)
    if turns and turns[-1].snapshot == snapshot:
        return
    line = _next(data, snapshot, turns).model_dump_json() + "\n"
    with (data / _NAME).open("ab+") as file:
        # A crash may have cut the last line.
        file.write((b"" if _ends_a_line(file) else b"\n") + line.encode())


def read_history(data: Path) -> tuple[Turn, ...]:
    """Which snapshots were served, oldest first; of a folder from before there was a history, the current one.

    A line that was cut short by a crash is passed over. Raises StoreError when the file cannot be read.
    """
    turns = _recorded(data)
    current = current_id(data)
    if current is not None and (not turns or turns[-1].snapshot != current):
        return (*turns, _next(data, current, turns))
    return turns


def kept_turns(data: Path) -> list[Turn]:
    """The turns whose snapshot is still there, oldest first."""
    return [turn for turn in read_history(data) if (data / "snapshots" / turn.snapshot).is_dir()]


def served_at(turns: Iterable[Turn], moment: datetime) -> Turn | None:
    """The last turn, of some that are the oldest first, that began by a moment; None before the first."""
    begun = [turn for turn in turns if turn.at <= moment]
    return begun[-1] if begun else None


def _next(data: Path, snapshot: str, turns: Sequence[Turn]) -> Turn:
    at = _time_of(data / "current")
    return Turn(snapshot=snapshot, at=max(at, turns[-1].at) if turns else at)


def _ends_a_line(file: IO[bytes]) -> bool:
    if file.seek(0, os.SEEK_END) == 0:
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def _recorded(data: Path) -> tuple[Turn, ...]:
    path = data / _NAME
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path}: cannot be read ({error})") from error
    return tuple(_turns(lines))


def _turns(lines: Iterable[str]) -> Iterator[Turn]:
    for line in lines:
        try:
            yield Turn.model_validate_json(line)
        except ValidationError:
            continue


def _time_of(path: Path) -> datetime:
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
