"""Does any table of names end otherwise than with records, rejections and the declared errors?"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache

from fuzz.paper import beside, check_told, put

from kg.errors import InputError, OntologyError
from kg.gazetteer.intake.bindings import read_bindings
from kg.gazetteer.intake.found import Conflict, Found, Tell
from kg.gazetteer.intake.kinds import Kinds, load_kinds
from kg.gazetteer.intake.quickstatements import read_quickstatements
from kg.gazetteer.intake.tables import read_csv, read_tsv
from kg.gazetteer.intake.wikidata import read_wikidata
from kg.gazetteer.read import COLUMNS, read_tables
from kg.model import Rejection

_EMPTY = {f"{name}.curated.csv": columns.encode() + b"\n" for name, columns in COLUMNS.items()}
Reader = Callable[[str, Kinds, Tell], Iterator[Found]]


def csv(data: bytes) -> None:
    """A comma-separated table, as of a query service."""
    _read(read_csv, "a.csv", data)


def tsv(data: bytes) -> None:
    """A tab-separated one."""
    _read(read_tsv, "a.tsv", data)


def wikidata(data: bytes) -> None:
    """Lines of Wikidata's dump."""
    _read(read_wikidata, "a.json", data)


def bindings(data: bytes) -> None:
    """SPARQL results in JSON."""
    _read(read_bindings, "a.srj", data)


def quickstatements(data: bytes) -> None:
    """Commands of QuickStatements."""
    _read(read_quickstatements, "a.qs", data)


def curated(data: bytes) -> None:
    """A curated file: the one whose header it has, beside empty others."""
    given = next((name for name, columns in COLUMNS.items() if data.startswith(columns.encode())), "places")
    with suppress(OntologyError):
        tables = read_tables(beside("curated", _EMPTY, f"{given}.curated.csv", data))
        assert set(tables) == set(COLUMNS)


@cache
def kinds() -> Kinds:
    """The classes that are rows."""
    return load_kinds()


def tell(told: Rejection | Conflict) -> None:
    """What is told of a record has words."""
    if isinstance(told, Rejection):
        check_told(told.source, told.reason, told.remedy)


def _read(read: Reader, name: str, data: bytes) -> None:
    with suppress(InputError):
        for _ in read(str(put(name, data)), kinds(), tell):
            pass
