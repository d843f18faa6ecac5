"""Where are the records listed that a build could not use?

`rejects.jsonl` in the data folder, one JSON object a line, of the last build or addition alone. It names files of
this machine, so it is no part of a snapshot.
"""

from pathlib import Path

from kg.errors import StoreError
from kg.model import Rejection

FILE = "rejects.jsonl"
_MOST_HELD = 1000


class Rejects:
    """What a build rejects, on disk as it comes; `first` are those that are told, `count` how many there are."""

    def __init__(self, data: Path) -> None:
        self.first: list[Rejection] = []
        self.count = 0
        try:
            self._file = (data / FILE).open("w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise StoreError(f"{data}: cannot be written ({error.strerror}); choose another folder") from error

    def __enter__(self) -> "Rejects":
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the file go."""
        self._file.close()

    def take(self, item: object) -> bool:
        """Whether something is a rejection; it is listed then."""
        if not isinstance(item, Rejection):
            return False
        self._file.write(item.model_dump_json(exclude_none=True) + "\n")
        self._file.flush()
        self.count += 1
        if self.count <= _MOST_HELD:
            self.first.append(item)
        return True
