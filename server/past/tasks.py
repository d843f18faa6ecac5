"""What is the process asked that works on past snapshots, and what does it answer?"""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kg.diff.changes import Changes


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Comparison(_Record):
    """Compare two snapshots, given by their folders."""

    do: Literal["compare"] = "compare"
    old: Path
    new: Path


class Restoration(_Record):
    """Make a snapshot as of a day in a data folder of its own; how far that is stands in the file `progress`."""

    do: Literal["restore"] = "restore"
    snapshot: Path
    until: date
    into: Path
    progress: Path


class Task(_Record):
    """One of the two."""

    task: Comparison | Restoration


class Done(_Record):
    """What came of it: the changes of a comparison, or a sentence on why there is nothing."""

    changes: Changes | None = None
    fault: str | None = None
