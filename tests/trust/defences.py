"""Which line defends in each case of `docs/threats.md`, and which test must fail without it?"""

import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Edit(NamedTuple):
    """A text that stands once in a file, and what is put in its place."""

    file: str
    line: str
    without: str

    def apply(self, root: Path) -> None:
        """Makes the edit in a copy of the program."""
        path = root / self.file
        text = path.read_text(encoding="utf-8")
        if text.count(self.line) != 1:
            raise ValueError(f"{self.file}: {self.line!r} stands there {text.count(self.line)} times")
        path.write_text(text.replace(self.line, self.without), encoding="utf-8")


class Defence(NamedTuple):
    """What is taken out, and a test that fails then."""

    case: int
    test: str
    edits: tuple[Edit, ...]


def read_defences() -> tuple[Defence, ...]:
    """The defences of `defences.toml`."""
    listed = tomllib.loads((Path(__file__).with_name("defences.toml")).read_text(encoding="utf-8"))["defence"]
    return tuple(Defence(one["case"], one["test"], tuple(Edit(**edit) for edit in one["edits"])) for one in listed)
