"""Which columns do four event data sets have, and what do they mean?

GDELT 2.0 event export: tab-separated, 61 columns, no header (codebook 2.0 of 19 February 2015). ACLED: CSV with a
header, actors of which neither acts on the other, and dates that may stand for a week or a month. ICEWS coded events
and POLECAT: tab-separated with a header; an ICEWS identifier is unique with its day alone, a POLECAT cell may hold
several names with `; ` between and says `None` when it is empty. The table of what becomes of them is
`seeds/eventdata/README.md`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache

from kg.eventdata.rows import (
    Columns,
    DatasetName,
    EventRow,
    Format,
    Party,
    RowFault,
    Span,
    needed,
    on_day,
    read_day,
    read_spot,
)  # fmt: skip

_GDELT_COLUMNS = 61
_STATE = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
"""CAMEO role codes of those who act for a state."""
_WEEK = timedelta(days=7)


def _gdelt(row: Sequence[str], _: Columns) -> EventRow:
    if len(row) != _GDELT_COLUMNS:
        raise RowFault(f"{len(row)} columns, not {_GDELT_COLUMNS}")
    return EventRow(
        id=needed(row[0], "GLOBALEVENTID"),
        when=on_day(row[1]),
        scheme="cameo",
        code=needed(row[26], "EventCode"),
        agents=_cameo_party(row[5], row[6], row[7], row[12], row[13], row[14]),
        targets=_cameo_party(row[15], row[16], row[17], row[22], row[23], row[24]),
        place=read_spot(row[52], row[56], row[57]),
        url=row[60],
    )


@lru_cache(maxsize=100_000)
def _cameo_party(code: str, name: str, country: str, *roles: str) -> tuple[Party, ...]:
    if not (code or name):
        return ()
    is_state = code == country != ""
    return (Party(name or code, country, is_state, acts_for=not is_state and bool(_STATE & set(roles))),)


def _acled(row: Sequence[str], columns: Columns) -> EventRow:
    def cell(column: str) -> str:
        return row[columns[column]].strip() if column in columns else ""

    code = f"{needed(cell('event_type'), 'event_type')}/{cell('sub_event_type')}".rstrip("/")
    deaths = cell("fatalities")
    if deaths and not deaths.isdigit():
        raise RowFault(f"fatalities is {deaths!r}, no number")
    return EventRow(
        id=needed(cell("event_id_cnty"), "event_id_cnty"),
        when=_acled_when(cell("event_date"), cell("time_precision")),
        scheme="acled",
        code=code,
        actors=(*_named(cell("actor1")), *_named(cell("actor2"))),
        place=read_spot(cell("location") or cell("country"), cell("latitude"), cell("longitude")),
        source=cell("source"),
        # Nought also stands where nobody knows.
        deaths=deaths.lstrip("0"),
    )


@lru_cache(maxsize=40_000)
def _acled_when(text: str, precision: str) -> Span:
    """Precision 1 is the day itself, 2 a week around it, 3 its month."""
    if precision in ("", "1"):
        return on_day(text)
    day = read_day(text)
    if precision == "2":
        return Span(f"{day - _WEEK}/{day + _WEEK}", day - _WEEK, day + _WEEK)
    if precision != "3":
        raise RowFault(f"time_precision is {precision!r}, not 1, 2 or 3")
    first = day.replace(day=1)
    return Span(f"{first:%Y-%m}", first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def _icews(row: Sequence[str], columns: Columns) -> EventRow:
    cell = _plain(row, columns)
    when = on_day(cell("Event Date"))
    return EventRow(
        id=f"{needed(cell('Event ID'), 'Event ID')}-{when.edtf}",
        when=when,
        scheme="cameo",
        code=_cameo(needed(cell("CAMEO Code"), "CAMEO Code")),
        agents=_named(cell("Source Name"), cell("Source Country")),
        targets=_named(cell("Target Name"), cell("Target Country")),
        place=read_spot(cell("City") or cell("Country"), cell("Latitude"), cell("Longitude")),
        source=cell("Publisher"),
    )


def _cameo(code: str) -> str:
    """A CAMEO code with the noughts that spreadsheets take from it: at least three, the first two at most 20."""
    full = code.zfill(3)
    return full if full[:2] <= "20" else f"0{full}"


def _polecat(row: Sequence[str], columns: Columns) -> EventRow:
    cell = _plain(row, columns)
    return EventRow(
        id=needed(cell("Event ID"), "Event ID"),
        when=on_day(cell("Event Date")),
        scheme="plover",
        code=needed(cell("Event Type"), "Event Type").upper(),
        agents=_listed(cell("Actor Name"), cell("Actor Country")),
        targets=_listed(cell("Recipient Name"), cell("Recipient Country")),
        place=read_spot(cell("Placename") or cell("Country"), cell("Latitude"), cell("Longitude")),
        source=cell("Source"),
    )


def _plain(row: Sequence[str], columns: Columns) -> Callable[[str], str]:
    """A row's cells by column, empty where the column is missing or says so."""

    def cell(column: str) -> str:
        text = row[columns[column]].strip() if column in columns else ""
        return "" if text == "None" else text

    return cell


def _listed(names: str, countries: str) -> tuple[Party, ...]:
    """Parties by their names; with as many countries each has its own, with one all have it."""
    listed, theirs = names.split("; "), countries.split("; ")
    each = theirs * len(listed) if len(theirs) == 1 else theirs if len(theirs) == len(listed) else [""] * len(listed)
    return tuple(party for name, country in zip(listed, each, strict=True) for party in _named(name, country))


def _named(name: str, country: str = "") -> tuple[Party, ...]:
    name = name.strip()
    return () if name in ("", "None") else (Party(name, country.strip()),)


FORMATS: Mapping[DatasetName, Format] = {
    "gdelt": Format(_gdelt, "\t", quoted=False),
    "acled": Format(
        _acled,
        ",",
        quoted=True,
        needed=frozenset({"event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "country"}),
    ),
    "icews": Format(
        _icews,
        "\t",
        quoted=False,
        needed=frozenset({"Event ID", "Event Date", "CAMEO Code", "Source Name", "Target Name", "Country"}),
    ),
    "polecat": Format(
        _polecat,
        "\t",
        quoted=False,
        needed=frozenset({"Event ID", "Event Date", "Event Type", "Actor Name", "Recipient Name", "Country"}),
        excess=frozenset({"Headline", "Event Text", "Feed", "Story ID"}),
    ),
}
