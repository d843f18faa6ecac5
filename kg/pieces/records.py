"""How are a snapshot's records written when few of them change?

`articles.jsonl` and `annotations.jsonl` hold a line an article, by key. The bytes of what stays are copied from the
snapshot before, unread.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import IO, TypeAlias

from kg.pieces.shelf import Shelf

_FILES = ("articles.jsonl", "annotations.jsonl")
_CHUNK = 1 << 18
Stretch: TypeAlias = tuple[int, int]
"""Where bytes begin and end."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Before:
    """The snapshot before: its folder and its shelf."""

    folder: Path
    shelf: Shelf


def write_record_files(draft: Path, shelf: Shelf, journal: Shelf, before: Before | None) -> None:
    """Write both files for the pieces on a shelf: those of the journal from there, the others from before."""
    coming = set(journal.article_keys())
    for number, name in enumerate(_FILES):
        places = {} if before is None else _places(before.shelf, number)
        old = None if before is None else (before.folder / name).open("rb")
        with (draft / name).open("wb") as new:
            for item in _plan(shelf.article_keys(), coming, places):
                if isinstance(item, str):
                    new.write(journal.records(item)[number])
                elif old is not None:
                    _copy(old, item, new)
        if old is not None:
            old.close()


def _plan(keys: list[str], coming: set[str], places: dict[str, Stretch]) -> Iterator[str | Stretch]:
    """What to write: the record of a key, or a stretch of the file before, as long as can be."""
    held: Stretch | None = None
    for key in keys:
        place = None if key in coming else places[key]
        if held is not None and place is not None and held[1] == place[0]:
            held = held[0], place[1]
            continue
        if held is not None:
            yield held
        held = place
        if place is None:
            yield key
    if held is not None:
        yield held


def _places(shelf: Shelf, number: int) -> dict[str, Stretch]:
    summaries = list(shelf.lengths())
    ends = list(accumulate(lengths[number] for _, lengths in summaries))
    starts = [0, *ends]
    return {key: stretch for (key, _), stretch in zip(summaries, zip(starts, ends, strict=False), strict=True)}


def _copy(source: IO[bytes], stretch: Stretch, target: IO[bytes]) -> None:
    source.seek(stretch[0])
    left = stretch[1] - stretch[0]
    while left:
        data = source.read(min(left, _CHUNK))
        target.write(data)
        left -= len(data)
