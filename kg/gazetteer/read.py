"""What do the curated CSV files say, and is every row of them well formed?"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from kg.datafiles import find_data
from kg.errors import OntologyError
from kg.gazetteer.rows import is_date

_QID = re.compile(r"Q[1-9][0-9]*")
COLUMNS = {
    "countries": "label,iso2,iso3,status,official_name,qid,qid_source,demonyms,adjectives,aliases,capital,"
    "capital_qid,capital_qid_source,capital_metonym,lat,lon,latlon_source,disputed_by",
    "places": "label,kind,qid,qid_source,country_iso2,within,disputed_by,lat,lon,latlon_source,aliases",
    "organizations": "label,kind,organ_of,qid,qid_source,aliases",
    "people": "label,qid,qid_source,aliases,office,country_iso2,from,to,other_offices",
    "tenures": "label,qid,office,country_iso2,from,to,source",
    "titles": "title,kind,precedes_name,note",
    "nouns": "noun,kind,sense,acts_for,gender",
}
"""The header line of each file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a file with its place, so that every fault can be named."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def many(self, column: str) -> tuple[str, ...]:
        """The values of a cell that holds several."""
        return tuple(part.strip() for part in self.cells[column].split("|") if part.strip())

    def fail(self, fault: str) -> NoReturn:
        """Raise for a fault in this line."""
        raise OntologyError(f"{self.file}:{self.number}: {fault}; correct this line of the gazetteer")


def read_tables(folder: Path | None = None) -> dict[str, tuple[Line, ...]]:
    """The checked lines of each file of a folder, the shipped one when absent; OntologyError for a fault."""
    folder = folder or find_data("seeds/gazetteer")
    lines = {name: tuple(_read_lines(folder / f"{name}.curated.csv", name)) for name in COLUMNS}
    _check_items(lines)
    return lines


def _read_lines(path: Path, name: str) -> Iterator[Line]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            table = csv.reader(stream, strict=True)
            header = next(table, [])
            if header != COLUMNS[name].split(","):
                raise OntologyError(f"{path.name}:1: the columns must be {COLUMNS[name]}")
            for cells in table:
                yield _check_line(path.name, table.line_num, header, cells)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OntologyError(f"{path.name}: the file cannot be read as UTF-8 CSV: {error}") from error


def _check_line(file: str, number: int, header: list[str], cells: list[str]) -> Line:
    line = Line(file=file, number=number, cells=dict(zip(header, cells, strict=False)))
    if len(cells) != len(header):
        line.fail(f"{len(cells)} cells instead of {len(header)}")
    if not cells[0].strip():
        line.fail(f"no {header[0]}")
    for column, value in line.cells.items():
        if value and column in ("qid", "capital_qid") and not _QID.fullmatch(value):
            line.fail(f"{value!r} is no Wikidata identifier")
        if value and column in ("from", "to") and not is_date(value):
            line.fail(f"{value!r} is no ISO date")
    _check_range(line)
    return line


def _check_range(line: Line) -> None:
    for column, limit in (("lat", 90), ("lon", 180)):
        value = line.cells.get(column, "")
        try:
            if value and abs(float(value)) > limit:
                line.fail(f"{column} {value} is out of range")
        except ValueError:
            line.fail(f"{column} {value!r} is no number")
    start, end = line.cells.get("from", ""), line.cells.get("to", "")
    if start and end and start[: len(end)] > end[: len(start)]:
        line.fail(f"the term ends ({end}) before it begins ({start})")


def _check_items(lines: dict[str, tuple[Line, ...]]) -> None:
    seen: dict[str, Line] = {}
    for name in ("countries", "places", "organizations", "people"):
        for line in lines[name]:
            qid = line["qid"]
            if qid and not line["qid_source"]:
                line.fail(f"{qid} names no source")
            if qid in seen:
                line.fail(f"{qid} already stands at {seen[qid].file}:{seen[qid].number}")
            if qid:
                seen[qid] = line
