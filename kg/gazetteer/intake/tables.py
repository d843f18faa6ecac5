"""What does a row of a CSV or TSV table say: a SPARQL result, or a table for QuickStatements?

Columns are known by their name, in any order and case: those that the Wikidata Query Service gives (`item`,
`itemLabel`, `itemAltLabel`), those of QuickStatements (`qid`, `Len`, `Aen`, `P31`), or plain words.
"""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from kg.errors import InputError
from kg.gazetteer.intake.found import Found, Held, Kind, Tell
from kg.gazetteer.intake.kinds import Kinds
from kg.gazetteer.intake.lines import read_lines
from kg.gazetteer.intake.values import check_point, is_backwards, tell_backwards, to_day, to_item, to_point, to_text
from kg.model import Rejection

_COLUMNS: Mapping[str, str] = {
    "qid": "item qid id wikidata entity person place organization",
    "label": "itemlabel label name len personlabel placelabel organizationlabel",
    "alias": "alias aliases aen short shortname acronym p1813",
    "altlabel": "itemaltlabel altlabel personaltlabel placealtlabel",
    "kind": "type kind class instanceof p31 typelabel classlabel",
    "country": "country nationality citizenship p17 p27 countrylabel",
    "within": "within locatedin p131",
    "point": "coord coords coordinate coordinates location p625",
    "lat": "lat latitude", "lon": "lon long longitude",
    "demonym": "demonym demonyms p1549", "prior": "sitelinks prior",
    "post": "officelabel positionlabel postlabel office position post p39",
    "start": "start from p580", "end": "end to p582",
}  # fmt: skip
_FIELD = {name: field for field, names in _COLUMNS.items() for name in names.split()}
_IGNORED = re.compile(r"[?_ \-\"]+")
_MOST_LINES = 50
"""A quotation mark that is never closed swallows no more."""
_LONGEST_PLAIN = 100_000
"""Letters of a line without quotation marks that is cut at its commas: fewer than the reader takes as one cell."""
Plan: TypeAlias = Mapping[str, tuple[int, ...]]
Cells: TypeAlias = Sequence[str]


class Row(NamedTuple):
    """One row with the line on which it begins."""

    line: int
    cells: Cells


def read_csv(path: str, kinds: Kinds, tell: Tell) -> Iterator[Found]:
    """The records of a comma-separated table (RFC 4180); raises InputError without a column for item and label."""
    return read_rows(path, _csv_rows(path, tell), kinds, tell)


def read_tsv(path: str, kinds: Kinds, tell: Tell) -> Iterator[Found]:
    """The records of a tab-separated table (SPARQL 1.1 Query Results TSV); raises InputError as `read_csv`."""
    rows = (Row(number, line.rstrip("\r\n").split("\t")) for number, line in read_lines(path, tell))
    return read_rows(path, rows, kinds, tell)


def _csv_rows(path: str, tell: Tell) -> Iterator[Row]:
    """The rows; one that the reader refuses is told, and reading goes on at the line after its first."""
    lines = _Lines(read_lines(path, tell))
    table = csv.reader(lines, strict=True)
    for number, line in lines.numbered():
        text = line.rstrip("\r\n")
        if '"' not in text and "\r" not in text and len(text) <= _LONGEST_PLAIN:
            yield Row(number, text.split(","))
            continue
        lines.give_back([(number, line)])
        try:
            cells = next(table)
        except csv.Error as error:
            tell(_reject(path, number, f"is no CSV: {error}", "close its quotation marks"))
            lines.give_back(lines.taken[1:])
        else:
            yield Row(number, cells)
        lines.taken.clear()


class _Lines:
    """Lines for a reader that may want to read some of them again."""

    def __init__(self, source: Iterator[tuple[int, str]]) -> None:
        self.taken: list[tuple[int, str]] = []
        self._source, self._again = source, deque[tuple[int, str]]()

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self.taken) == _MOST_LINES:
            raise csv.Error(f"more than {_MOST_LINES} lines in one row")
        line = self._again.popleft() if self._again else next(self._source)
        self.taken.append(line)
        return line[1]

    def numbered(self) -> Iterator[tuple[int, str]]:
        """The lines that no row was made of yet, those that were given back first."""
        while True:
            while self._again:
                yield self._again.popleft()
            for line in self._source:
                yield line
                if self._again:
                    break
            else:
                return

    def give_back(self, lines: Sequence[tuple[int, str]]) -> None:
        """Have lines read again before all others."""
        self._again.extendleft(reversed(lines))


def read_rows(path: str, rows: Iterator[Row], kinds: Kinds, tell: Tell) -> Iterator[Found]:
    """The records of rows, the first of which names the columns; raises InputError where item or label is missing."""
    header = next(rows, Row(1, ())).cells
    plan = _plan(path, header)
    build = _builder(plan, kinds, path, tell)
    for row in rows:
        if not row.cells or row.cells == [""]:
            continue
        if len(row.cells) != len(header):
            reason = f"{len(row.cells)} cells instead of {len(header)}"
            tell(_reject(path, row.line, reason, "give each row a cell for each column"))
        elif (found := build(row)) is not None:
            yield found


def _plan(path: str, header: Cells) -> Plan:
    """The positions of the columns that are known, by field."""
    plan: dict[str, tuple[int, ...]] = {}
    names = [_IGNORED.sub("", name).lower() for name in header]
    for at, name in enumerate(names):
        if field := _FIELD.get(name):
            plan[field] = (*plan.get(field, ()), at)
    for field, asked in (("qid", "item or qid"), ("label", "itemLabel, label or Len")):
        if field not in plan:
            columns = ", ".join(header)[:200] or "empty"
            raise InputError(f"{path}: no column {asked}; the first line is: {columns}; name the columns there")
    return plan


def _builder(plan: Plan, kinds: Kinds, path: str, tell: Tell) -> Callable[[Row], Found | None]:
    """A function from a row to its record, None for one that was told."""
    at_qid, at_label = plan["qid"][0], plan["label"][0]
    one = {field: _one_of(plan.get(field, ())) for field in _COLUMNS}
    aliases, demonyms, classes = (_many_of(plan.get(field, ())) for field in ("alias", "demonym", "kind"))
    others = _many_of(plan.get("altlabel", ()), ", ")
    country, within, prior, post = one["country"], one["within"], one["prior"], one["post"]
    point = _point_of(one)

    @lru_cache(maxsize=10_000)
    def kind_of(values: tuple[str, ...]) -> tuple[Kind, str]:
        return kinds.of(to_item(value) or value for value in values)

    def held(row: Row, qid: str) -> tuple[Held, ...]:
        start, end = to_day(one["start"](row.cells)), to_day(one["end"](row.cells))
        if is_backwards(start, end):
            tell_backwards(tell, path, row.line, qid, start, end)
            return ()
        return (Held(_reference(post(row.cells)), start, end),)

    def build(row: Row) -> Found | None:
        cells = row.cells
        qid, label = to_item(cells[at_qid]), to_text(cells[at_label])
        if qid is None or not label:
            reason = f"{cells[at_qid][:60]!r} is no item" if qid is None else f"{qid} has no label of usable length"
            tell(_reject(path, row.line, reason, "write an item, as Q42, and a name"))
            return None
        kind, subkind = kind_of(classes(cells))
        lat, lon = point(cells)
        wikis = prior(cells)
        return Found(
            qid, row.line, label, kind, subkind, (*aliases(cells), *others(cells)), demonyms(cells),
            _reference(country(cells)), _item(within(cells)), lat, lon,
            int(wikis) if wikis.isdecimal() and len(wikis) < 6 else 0, held(row, qid) if post(cells) else (),
        )  # fmt: skip

    return build


def _one_of(columns: tuple[int, ...]) -> Callable[[Cells], str]:
    """A function from the cells of a row to the first of these that is not empty."""
    if len(columns) == 1:
        return itemgetter(columns[0])
    return (lambda cells: next((cells[at] for at in columns if cells[at]), "")) if columns else lambda _: ""


def _many_of(columns: tuple[int, ...], between: str = "|") -> Callable[[Cells], tuple[str, ...]]:
    """A function from the cells of a row to the values of these, each of which may hold several."""

    def values(cells: Cells) -> tuple[str, ...]:
        parts: list[str] = []
        for at in columns:
            if cells[at]:
                parts += to_text(cells[at]).split(between)
        return tuple([text for part in parts if (text := part.strip())]) if parts else ()

    return values if columns else lambda _: ()


def _point_of(one: Mapping[str, Callable[[Cells], str]]) -> Callable[[Cells], tuple[float | None, float | None]]:
    """A function from the cells of a row to latitude and longitude, from one column or two."""
    point, north, east = one["point"], one["lat"], one["lon"]

    def read(cells: Cells) -> tuple[float | None, float | None]:
        if cell := point(cells):
            return to_point(cell) or (None, None)
        if cell := north(cells):
            return check_point(to_text(cell), to_text(east(cells))) or (None, None)
        return None, None

    return read


@lru_cache(maxsize=10_000)
def _reference(cell: str) -> str:
    """An item, or the label of one."""
    return to_item(cell) or to_text(cell)


@lru_cache(maxsize=10_000)
def _item(cell: str) -> str:
    """An item, empty where there is none."""
    return to_item(cell) or ""


def _reject(path: str, line: int, reason: str, remedy: str) -> Rejection:
    return Rejection(source=path, place=f"line {line}", reason=reason, remedy=remedy)
