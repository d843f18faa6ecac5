"""How does an answer become a pandas DataFrame whose columns have the right types?

A column whose terms all have one datatype gets pandas' type for it: days and moments become `datetime64[s]` (which
reaches from before our era to beyond the year 9999; moments in UTC), integers `Int64`, decimals and doubles
`Float64`, booleans `boolean`; unbound cells are missing values. IRIs are shortened with our prefixes. What does not
fit, such as an open EDTF interval or mixed types, stays text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from types import ModuleType
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.errors import UsageError
from kg.vocabulary import XSD, shorten

if TYPE_CHECKING:
    import pandas

_INTEGERS = frozenset(
    XSD[name].value
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
        "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
_TYPES = {
    XSD.date.value: "datetime64[s]",
    XSD.dateTime.value: "datetime64[s]",
    XSD.boolean.value: "boolean",
    XSD.decimal.value: "Float64",
    XSD.double.value: "Float64",
    XSD.float.value: "Float64",
} | dict.fromkeys(_INTEGERS, "Int64")


def import_pandas() -> ModuleType:
    """pandas; raises UsageError that says how to get it."""
    try:
        import pandas  # noqa: PLC0415 - only a notebook needs it
    except ImportError as error:
        raise UsageError(
            "a table needs pandas: pip install '.[notebook]' in the folder of Dateline's source"
        ) from error
    return pandas


def to_frame(names: Sequence[str], rows: Iterable[Sequence[object]], *, short: bool) -> pandas.DataFrame:
    """A DataFrame of the terms of an answer, None where unbound; `short` writes IRIs with prefixes."""
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    pandas = import_pandas()
    series = [_column(pandas, cells, short=short) for cells in columns]
    frame = pandas.concat(series, axis=1) if series else pandas.DataFrame()
    return frame.set_axis(list(names), axis=1)  # type: ignore[no-any-return]


def records_frame(records: Sequence[Mapping[str, object]], columns: Mapping[str, str]) -> pandas.DataFrame:
    """A DataFrame of records with these columns and their pandas types, also when there is no record."""
    pandas = import_pandas()
    data = {name: pandas.Series([record[name] for record in records], dtype=kind) for name, kind in columns.items()}
    return pandas.DataFrame(data)  # type: ignore[no-any-return]


def _column(pandas: ModuleType, cells: Sequence[object], *, short: bool) -> pandas.Series:
    kinds = {cell.datatype.value if isinstance(cell, Literal) else "" for cell in cells if cell is not None}
    kind = _TYPES.get(kinds.pop()) if len(kinds) == 1 else None
    if kind is not None:
        try:
            values = [None if cell is None else _value(cell) for cell in cells]
            return pandas.Series(values, dtype=kind)  # type: ignore[no-any-return]
        except (ValueError, KeyError, OverflowError):
            pass  # a literal outside its datatype, or a number beyond 64 bits, stays as it is written
    texts = [None if cell is None else _text(cell, short=short) for cell in cells]
    return pandas.Series(texts, dtype="object")  # type: ignore[no-any-return]


def _value(cell: object) -> object:
    if not isinstance(cell, Literal):
        raise ValueError("only literals have a value")
    text, kind = cell.value, cell.datatype
    if kind == XSD.boolean:
        return {"true": True, "1": True, "false": False, "0": False}[text]
    if kind == XSD.date:
        return date.fromisoformat(text)
    if kind == XSD.dateTime:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return int(text) if kind.value in _INTEGERS else float(text)


def _text(cell: object, *, short: bool) -> str:
    if isinstance(cell, NamedNode):
        return shorten(cell.value) if short else cell.value
    return cell.value if isinstance(cell, Literal) else str(cell)
