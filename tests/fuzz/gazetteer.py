"""Does any table of names end otherwise than with records, rejections and the declared errors?"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import cache

from fuzz.paper import check_told, desk, put

from kg.errors import InputError, OntologyError
from kg.gazetteer.compile import compile_gazetteer
from kg.gazetteer.intake.bindings import read_bindings
from kg.gazetteer.intake.found import Conflict, Found, Tell
from kg.gazetteer.intake.importing import guess_form
from kg.gazetteer.intake.kinds import Kinds, load_kinds
from kg.gazetteer.intake.merging import merge
from kg.gazetteer.intake.quickstatements import read_quickstatements
from kg.gazetteer.intake.settling import settle_within
from kg.gazetteer.intake.staging import prepare, stage
from kg.gazetteer.intake.tables import read_csv, read_tsv
from kg.gazetteer.intake.wikidata import read_wikidata
from kg.gazetteer.read import COLUMNS, read_tables
from kg.model import Rejection

Reader = Callable[[str, Kinds, Tell], Iterator[Found]]


def csv(data: bytes) -> None:
    """A comma-separated table, as of a query service."""
    _import(read_csv, "a.csv", data)


def tsv(data: bytes) -> None:
    """A tab-separated one."""
    _import(read_tsv, "a.tsv", data)


def wikidata(data: bytes) -> None:
    """Lines of Wikidata's dump."""
    _import(read_wikidata, "a.json", data)


def bindings(data: bytes) -> None:
    """SPARQL results in JSON."""
    _import(read_bindings, "a.srj", data)


def quickstatements(data: bytes) -> None:
    """Commands of QuickStatements."""
    _import(read_quickstatements, "a.qs", data)


def curated(data: bytes) -> None:
    """A curated file: the one whose header it has, beside empty others."""
    folder = desk() / "curated"
    folder.mkdir(exist_ok=True)
    heads = {name: columns.encode() + b"\n" for name, columns in COLUMNS.items()}
    given = next((name for name, head in heads.items() if data.startswith(head.rstrip())), "places")
    for name, head in heads.items():
        put(f"curated/{name}.curated.csv", data if name == given else head)
    with suppress(OntologyError):
        tables = read_tables(folder)
        assert set(tables) == set(COLUMNS)
        compile_gazetteer(folder).close()


@cache
def _kinds() -> Kinds:
    return load_kinds()


@cache
def _empty() -> sqlite3.Connection:
    """A gazetteer without a row, which is copied for each input."""
    folder = desk() / "none"
    folder.mkdir()
    for name, columns in COLUMNS.items():
        put(f"none/{name}.curated.csv", columns.encode() + b"\n")
    return compile_gazetteer(folder)


def _import(read: Reader, name: str, data: bytes) -> None:
    path = str(put(name, data))
    with suppress(InputError):
        guess_form(path)
        with closing(sqlite3.connect(":memory:")) as database:
            _empty().backup(database)
            prepare(database)
            stage(database, name, read(path, _kinds(), _tell))
            merge(database, _tell)
            settle_within(database, _tell)


def _tell(told: Rejection | Conflict) -> None:
    if isinstance(told, Rejection):
        check_told(told.source, told.reason, told.remedy)
