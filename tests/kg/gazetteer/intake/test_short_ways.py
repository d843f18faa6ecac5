"""Do records that are read and written a short way become what the long way makes of them?"""

import csv
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from kg.gazetteer.compile import NAMES_FROM_FRESH, SCHEMA, name_values
from kg.gazetteer.intake.found import Found
from kg.gazetteer.intake.kinds import load_kinds
from kg.gazetteer.intake.tables import read_csv
from kg.gazetteer.rows import Name, fold
from kg.model import Rejection

HEADER = ("item", "itemLabel", "alias", "type", "country", "coord", "sitelinks", "office", "start", "end")
KINDS = load_kinds()
_SIGNS = st.characters(exclude_categories=("Cs",), exclude_characters="\x00\r")
_CELLS = st.one_of(
    st.sampled_from(["", "Q42", "Q5", "Q515", "wd:Q801", "Israel", "Point(35.1 32.2)", "2001-02", "1999", "7", "|"]),
    st.text(_SIGNS, max_size=12),
    st.lists(st.sampled_from(["a", ",", '"', "\r\n", "\n", " ", "|", "@"]), max_size=6).map("".join),
)
_ROWS = st.lists(st.lists(_CELLS, min_size=9, max_size=11), max_size=6)


def read(folder: Path, rows: list[list[str]], quoting: int) -> tuple[list[Found], list[str]]:
    """The records of a table, and the reasons of what was left out."""
    path = folder / f"{quoting}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, quoting=quoting, lineterminator="\n").writerows([HEADER, *rows])  # type: ignore[arg-type]
    told: list[str] = []
    found = list(
        read_csv(str(path), KINDS, lambda what: told.append(str(what.reason) if isinstance(what, Rejection) else ""))
    )
    return found, told


@given(_ROWS)
def test_quotation_marks_change_nothing(rows: list[list[str]]) -> None:
    """Rows without quotation marks, which are cut at their commas, say what the same rows in quotation marks say."""
    with TemporaryDirectory() as folder:
        plain, quoted = (read(Path(folder), rows, how) for how in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    assert plain == quoted


@given(st.lists(st.tuples(st.text(_SIGNS, max_size=30), st.sampled_from(["label", "alias", "surname", "acronym"]))))
def test_names_have_the_keys_that_look_ups_ask_for(names: list[tuple[str, str]]) -> None:
    """The statement that moves names writes what `name_values` gives, of each the first spelling."""
    database = sqlite3.connect(":memory:")
    database.executescript(f"{SCHEMA}; CREATE TEMP TABLE fresh (folded, row, how, written);")
    every = [Name(written=written, row="place/x", how=how) for written, how in names]  # type: ignore[arg-type]
    database.executemany(
        "INSERT INTO fresh VALUES (?, ?, ?, ?)", [(fold(n.written), n.row, n.how, n.written) for n in every]
    )
    database.execute(NAMES_FROM_FRESH)
    first: dict[tuple[str, ...], tuple[str, ...]] = {}
    for values in sorted(map(name_values, every), key=lambda each: each[:4]):
        if values[0]:
            first.setdefault(values[:3], values)
    assert set(database.execute("SELECT * FROM name")) == set(first.values())
