"""How are the rows of four event data sets read, each in its published column format?

GDELT 2.0 event export (tab-separated, 61 columns, no header), ACLED (CSV with a header), ICEWS coded events and
POLECAT (tab-separated with a header). A row that does not fit is a rejection; the rows after it are read.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import BinaryIO, Literal, TypeAlias

from kg.errors import InputError
from kg.model import Rejection

DatasetName: TypeAlias = Literal["gdelt", "acled", "icews", "polecat"]
LABELS: Mapping[DatasetName, str] = {"gdelt": "GDELT 2.0", "acled": "ACLED", "icews": "ICEWS", "polecat": "POLECAT"}
_GDELT_COLUMNS = 61
_STATE = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
"""CAMEO role codes of those who act for a state."""


class RowFault(ValueError):
    """One row does not fit its format."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """Somebody who takes part: the name that the data set gives, a country (ISO 3166-1 alpha-3, or a name) that is
    known, and whether the party is that country's state itself or acts for it.
    """

    name: str
    country: str = ""
    is_state: bool = False
    acts_for: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """Where: a name, a country's name or code, and decimal degrees if they are given."""

    name: str
    lat: str = ""
    lon: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventRow:
    """One row: identifier, day, code of a scheme of `kg.eventdata.codes`, who, to whom, where, and its source."""

    id: str
    day: date
    scheme: str
    code: str
    agent: Party | None
    target: Party | None
    place: Spot | None
    url: str = ""
    source: str = ""
    deaths: str = ""


def read_rows(stream: BinaryIO, dataset: DatasetName, name: str) -> Iterator[EventRow | Rejection]:
    """The rows of a file; raises InputError when its header lacks a column that is needed."""
    text = io.TextIOWrapper(stream, encoding="utf-8", errors="replace", newline="")
    if dataset == "gdelt":
        yield from _each(csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE), _gdelt, name, first=1)
        return
    kind = {"acled": _acled, "icews": _icews, "polecat": _polecat}[dataset]
    table = csv.reader(text, delimiter="," if dataset == "acled" else "\t")
    try:
        header = next(table, [])
    except csv.Error as error:
        raise InputError(f"{name}: no {LABELS[dataset]} file: {error}") from error
    missing = _NEEDED[dataset] - set(header)
    if missing:
        raise InputError(f"{name}: no {LABELS[dataset]} file, it lacks the columns {', '.join(sorted(missing))}")
    yield from _each(table, lambda row: kind(_under(header, row)), name, first=2)


_NEEDED: Mapping[str, frozenset[str]] = {
    "acled": frozenset({"event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "country"}),
    "icews": frozenset({"Event ID", "Event Date", "CAMEO Code", "Source Name", "Target Name", "Country"}),
    "polecat": frozenset({"Event ID", "Event Date", "Event Type", "Actor Name", "Recipient Name", "Country"}),
}


def _each(
    table: Iterator[list[str]], read: Callable[[list[str]], EventRow], name: str, *, first: int
) -> Iterator[EventRow | Rejection]:
    for number in count(first):
        try:
            row = next(table)
            if row:
                yield read(row)
        except StopIteration:
            return
        except (csv.Error, ValueError) as error:
            yield Rejection(source=name, place=f"row {number}", reason=str(error), remedy="correct the row")


def _under(header: Sequence[str], row: Sequence[str]) -> Mapping[str, str]:
    """The cells of a row by their columns."""
    if len(row) != len(header):
        raise RowFault(f"{len(row)} cells under {len(header)} columns")
    return dict(zip(header, row, strict=True))


def _gdelt(row: Sequence[str]) -> EventRow:
    """Columns as in the GDELT event database's data format codebook 2.0 (19 February 2015)."""
    if len(row) != _GDELT_COLUMNS:
        raise RowFault(f"{len(row)} columns, not {_GDELT_COLUMNS}")
    return EventRow(
        id=_needed(row[0], "GLOBALEVENTID"),
        day=_day(row[1]),
        scheme="cameo",
        code=_needed(row[26], "EventCode"),
        agent=_cameo_party(row[5], row[6], row[7], (row[12], row[13], row[14])),
        target=_cameo_party(row[15], row[16], row[17], (row[22], row[23], row[24])),
        place=_spot(row[52], row[56], row[57]),
        url=row[60],
    )


def _cameo_party(code: str, name: str, country: str, roles: Sequence[str]) -> Party | None:
    if not (code or name):
        return None
    is_state = code == country != ""
    return Party(
        name=name or code, country=country, is_state=is_state, acts_for=not is_state and bool(_STATE & set(roles))
    )


def _acled(row: Mapping[str, str]) -> EventRow:
    code = f"{_needed(row['event_type'], 'event_type')}/{row['sub_event_type']}".rstrip("/")
    deaths = row.get("fatalities") or ""
    if deaths and not (deaths.isascii() and deaths.isdigit()):
        raise RowFault(f"fatalities is {deaths!r}, no number")
    return EventRow(
        id=_needed(row["event_id_cnty"], "event_id_cnty"),
        day=_day(row["event_date"]),
        scheme="acled",
        code=code,
        agent=_named(row["actor1"]),
        target=_named(row.get("actor2") or ""),
        place=_spot(row.get("location") or row["country"], row.get("latitude") or "", row.get("longitude") or ""),
        source=row.get("source") or "",
        deaths=deaths,
    )


def _icews(row: Mapping[str, str]) -> EventRow:
    return EventRow(
        id=_needed(row["Event ID"], "Event ID"),
        day=_day(row["Event Date"]),
        scheme="cameo",
        code=_cameo(_needed(row["CAMEO Code"], "CAMEO Code")),
        agent=_named(row["Source Name"], row.get("Source Country") or ""),
        target=_named(row["Target Name"], row.get("Target Country") or ""),
        place=_spot(row.get("City") or row["Country"], row.get("Latitude") or "", row.get("Longitude") or ""),
        source=row.get("Publisher") or "",
    )


def _cameo(code: str) -> str:
    """A CAMEO code with the noughts that spreadsheets take from it: at least three, the first two at most 20."""
    full = code.zfill(3)
    return full if full[:2] <= "20" else f"0{full}"


def _polecat(row: Mapping[str, str]) -> EventRow:
    return EventRow(
        id=_needed(row["Event ID"], "Event ID"),
        day=_day(row["Event Date"]),
        scheme="plover",
        code=_needed(row["Event Type"], "Event Type").upper(),
        agent=_named(row["Actor Name"], row.get("Actor Country") or ""),
        target=_named(row["Recipient Name"], row.get("Recipient Country") or ""),
        place=_spot(row.get("Placename") or row["Country"], row.get("Latitude") or "", row.get("Longitude") or ""),
        source=row.get("Source") or "",
    )


def _named(name: str, country: str = "") -> Party | None:
    """A party by its name; where that is the country's own it is the state."""
    if name.strip() in ("", "None"):
        return None
    return Party(name=name.strip(), country=country.strip(), is_state=name.strip() == country.strip())


def _spot(name: str, lat: str, lon: str) -> Spot | None:
    for text, most in ((lat, 90), (lon, 180)):
        if text and not -most <= float(text) <= most:
            raise RowFault(f"{text} lies outside the globe")
    return Spot(name=name, lat=lat, lon=lon) if name else None


def _needed(text: str, column: str) -> str:
    if not text.strip():
        raise RowFault(f"the column {column} is empty")
    return text.strip()


def _day(text: str) -> date:
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


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
