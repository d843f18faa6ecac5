"""What does a row of an event data set hold, and how are the rows of a file read one by one?

`kg.eventdata.formats` knows the columns of each data set. A row that does not fit is a rejection; the rows after it
are read.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import count
from typing import BinaryIO, Literal, NamedTuple, TypeAlias

from kg.errors import InputError
from kg.model import Rejection

DatasetName: TypeAlias = Literal["gdelt", "acled", "icews", "polecat"]
LABELS: Mapping[DatasetName, str] = {"gdelt": "GDELT 2.0", "acled": "ACLED", "icews": "ICEWS", "polecat": "POLECAT"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class RowFault(ValueError):
    """One row does not fit its format."""


class Party(NamedTuple):
    """Somebody who takes part: the name that the data set gives, a country (ISO 3166-1 alpha-3, or a name) that is
    known, and whether the party acts for that country's state. One whose name is the country's is the state itself.
    """

    name: str
    country: str = ""
    is_state: bool = False
    acts_for: bool = False


class Spot(NamedTuple):
    """Where: a name, and decimal degrees if they are given."""

    name: str
    lat: str = ""
    lon: str = ""


class Span(NamedTuple):
    """When: an EDTF date with the first and last day that it may mean."""

    edtf: str
    earliest: date
    latest: date


class EventRow(NamedTuple):
    """One row: identifier, when, code of a scheme of `kg.eventdata.codes`, who to whom, or who with no direction
    given, where, and its source.
    """

    id: str
    when: Span
    scheme: str
    code: str
    agents: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    actors: tuple[Party, ...] = ()
    place: Spot | None = None
    url: str = ""
    source: str = ""
    deaths: str = ""


class Format(NamedTuple):
    """How a data set writes its tables: a reader of rows, and the columns that a header must have; none: no header.

    `excess` are columns that some files name in their header and do not have.
    """

    read: Callable[[Sequence[str], "Columns"], EventRow]
    delimiter: str
    quoted: bool
    needed: frozenset[str] = frozenset()
    excess: frozenset[str] = frozenset()


Columns: TypeAlias = Mapping[str, int]
"""Where the columns of a header stand."""


def read_rows(stream: BinaryIO, form: Format, name: str) -> Iterator[EventRow | Rejection]:
    """The rows of a file; raises InputError when its header lacks a column that is needed."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
    table = csv.reader(text, delimiter=form.delimiter, quoting=csv.QUOTE_MINIMAL if form.quoted else csv.QUOTE_NONE)
    header = _read_header(table, form, name) if form.needed else []
    lean = [column for column in header if column not in form.excess]
    columns = {len(names): {column: at for at, column in enumerate(names)} for names in (header, lean)}
    for number in count(2 if header else 1):
        try:
            row = next(table)
            if row:
                yield form.read(row, _columns(row, columns) if header else {})
        except StopIteration:
            return
        except (csv.Error, ValueError) as error:
            yield Rejection(source=name, place=f"row {number}", reason=str(error), remedy="correct the row")


def _read_header(table: Iterator[list[str]], form: Format, name: str) -> list[str]:
    try:
        header = _trimmed(next(table, []))
    except csv.Error as error:
        raise InputError(f"{name}: its first row is no header: {error}") from error
    missing = form.needed - set(header)
    if missing:
        raise InputError(f"{name}: not a file of this data set, it lacks the columns {', '.join(sorted(missing))}")
    return header


def _columns(row: list[str], known: Mapping[int, Columns]) -> Columns:
    """The columns of a row by how many cells it has; empty ones at its end are taken off."""
    while len(row) > min(known) and not row[-1]:
        row.pop()
    if len(row) not in known:
        raise RowFault(f"{len(row)} cells under {max(known)} columns")
    return known[len(row)]


def _trimmed(header: list[str]) -> list[str]:
    while header and not header[-1].strip():
        header.pop()
    return header


@lru_cache(maxsize=200_000)
def read_spot(name: str, lat: str, lon: str) -> Spot | None:
    """A place; raises RowFault for coordinates outside the globe, ValueError for what are none."""
    for text, most in ((lat, 90), (lon, 180)):
        if text and not -most <= float(text) <= most:
            raise RowFault(f"{text} lies outside the globe")
    return Spot(name, lat, lon) if name else None


def needed(text: str, column: str) -> str:
    """A cell that must hold something."""
    if not text.strip():
        raise RowFault(f"the column {column} is empty")
    return text.strip()


@lru_cache(maxsize=40_000)
def read_day(text: str) -> date:
    """A day as `20180520`, `2018-05-20` or `20 May 2018`."""
    plain = text.strip()
    if len(plain) == 8 and plain.isdigit():
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    elif plain.count(" ") == 2:
        day, month, year = plain.split(" ")
        plain = (
            f"{year}-{_MONTHS.index(month[:3].lower()) + 1:02}-{day.zfill(2)}" if month[:3].lower() in _MONTHS else ""
        )
    try:
        return date.fromisoformat(plain)
    except ValueError as error:
        raise RowFault(f"{text!r} is no day") from error


@lru_cache(maxsize=40_000)
def on_day(text: str) -> Span:
    """A span of one day."""
    day = read_day(text)
    return Span(day.isoformat(), day, day)
