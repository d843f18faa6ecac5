"""How is a table of a reviewer's verdicts read?

CSV in UTF-8 beside the annotations, the columns named in its first line, one verdict a row; a row that is none is
rejected by itself.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from kg.beside import leads_out, refuse_link
from kg.model import Rejection

V = TypeVar("V")


def read_tables(
    folders: Iterable[Path], name: str, columns: Sequence[str], understand: Callable[[Path, int, Sequence[str]], V]
) -> Iterator[V | Rejection]:
    """What `understand` makes of each row (file, line, cells) of the table in each folder that has one."""
    for folder in folders:
        if (folder / name).is_file():
            yield from _read(folder / name, columns, understand)


def _read(
    path: Path, columns: Sequence[str], understand: Callable[[Path, int, Sequence[str]], V]
) -> Iterator[V | Rejection]:
    if leads_out(path):
        yield refuse_link(path)
        return
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        yield Rejection(source=str(path), reason=f"cannot be read: {error}", remedy="write it as CSV in UTF-8")
        return
    if tuple(rows[0] if rows else ()) != tuple(columns):
        remedy = f"write the columns {', '.join(columns)} in its first line"
        yield Rejection(source=str(path), place="line 1", reason="not the columns of verdicts", remedy=remedy)
        return
    for number, row in enumerate(rows[1:], 2):
        if row:
            yield understand(path, number, row)
