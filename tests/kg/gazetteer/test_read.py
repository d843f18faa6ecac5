"""Is every fault of a curated file told with its file and line, and are the shipped files free of them?"""

import csv
import shutil
from pathlib import Path

import pytest

from kg.datafiles import find_data
from kg.errors import OntologyError
from kg.gazetteer.assemble import assemble
from kg.gazetteer.compile import compile_gazetteer
from kg.gazetteer.read import COLUMNS, read_tables
from kg.gazetteer.rows import fold

SEEDS = find_data("seeds/gazetteer")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped files that a test may spoil."""
    for path in SEEDS.glob("*.curated.csv"):
        shutil.copy(path, tmp_path)
    return tmp_path


def table(name: str) -> list[dict[str, str]]:
    """The lines of a shipped file."""
    with (SEEDS / f"{name}.curated.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_file_is_plain_and_sorted(name: str) -> None:
    """UTF-8 without a mark, line feeds only, sorted by name so that two people's changes meet."""
    raw = (SEEDS / f"{name}.curated.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    key = COLUMNS[name].split(",")[0]
    names = [fold(row[key]) for row in table(name)]
    assert names == sorted(names)


def test_no_item_stands_twice() -> None:
    """One Wikidata item is one row, capitals without a row of their own among them."""
    seeds = assemble(read_tables())
    items = [row.qid for row in seeds.rows if row.qid]
    assert sorted(items) == sorted(set(items))


def test_no_name_stands_twice_in_a_row() -> None:
    """No cell repeats an alias."""
    for name in ("countries", "places", "organizations", "people"):
        for row in table(name):
            aliases = [alias for alias in row["aliases"].split("|") if alias]
            assert len(aliases) == len(set(aliases)), row["label"]


def test_every_term_belongs_to_a_person() -> None:
    """Each line of tenures names a person of people, with the same item."""
    people = {(row["label"], row["qid"]) for row in table("people")}
    assert {(row["label"], row["qid"]) for row in table("tenures")} <= people


def test_readme_names_geonames() -> None:
    """The licence of GeoNames asks for its name wherever the coordinates go."""
    text = (SEEDS / "README.md").read_text(encoding="utf-8")
    assert "GeoNames" in text
    assert "CC BY 4.0" in text


FAULTS = [
    ("people", "Aliya Test,42,x,,President,GH,2001,2002,", "'42' is no Wikidata identifier"),
    ("people", "Aliya Test,Q999999901,,,President,GH,2001,2002,", "names no source"),
    ("people", "Aliya Test,Q30,x,,President,GH,2001,2002,", "already stands at countries.curated.csv:"),
    ("people", "Aliya Test,,,,President,GH,2001-13,2002,", "'2001-13' is no ISO date"),
    ("people", "Aliya Test,,,,President,GH,2003,2002,", "the term ends (2002) before it begins (2003)"),
    ("people", "Aliya Test,,,,President,XX,2001,2002,", "'XX' is no country code"),
    ("people", "Aliya Test,,,", "4 cells instead of 9"),
    ("people", " ,,,,President,GH,2001,2002,", "no label"),
    ("places", "Testburg,city,,,GH,,,91,0,,", "lat 91 is out of range"),
    ("places", "Testburg,city,,,GH,,,north,0,,", "lat 'north' is no number"),
    ("places", "Testburg,city,,,GH,Atlantis,,,,,", "'Atlantis' is no label"),
]


@pytest.mark.parametrize(("name", "line", "fault"), FAULTS)
def test_fault_names_file_and_line(copy: Path, name: str, line: str, fault: str) -> None:
    """A malformed line stops the program with file, line and what is wrong."""
    path = copy / f"{name}.curated.csv"
    number = len(path.read_text(encoding="utf-8").splitlines()) + 1
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        assemble(read_tables(copy))
    assert f"{path.name}:{number}: " in str(caught.value)
    assert fault in str(caught.value)


def test_wrong_columns_are_refused(copy: Path) -> None:
    """A file with other columns is refused at line 1."""
    (copy / "titles.curated.csv").write_text("title,kind\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"titles\.curated\.csv:1: the columns must be title,kind,"):
        read_tables(copy)


def test_missing_and_broken_files_are_told(copy: Path) -> None:
    """A file that is missing or not UTF-8 is named."""
    (copy / "nouns.curated.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(OntologyError, match=r"nouns\.curated\.csv"):
        read_tables(copy)
    (copy / "nouns.curated.csv").unlink()
    with pytest.raises(OntologyError, match=r"nouns\.curated\.csv"):
        read_tables(copy)


def test_two_rows_with_one_identifier_are_refused(copy: Path) -> None:
    """Labels that differ only in accents or signs would share an IRI."""
    path = copy / "people.curated.csv"
    path.write_text(path.read_text(encoding="utf-8") + "Ilham Alíyev,,,,President,AZ,,,\n", encoding="utf-8")
    with pytest.raises(OntologyError, match="person/ilham-aliyev"):
        assemble(read_tables(copy))


@pytest.mark.parametrize("day", ["2021-02-30", "0000", "2021-13", "2021-2"])
def test_a_day_that_there_was_not_is_told(copy: Path, day: str) -> None:
    """With its line: an office that begins then could not be placed in time."""
    line = f"Ada Lund,,minister,,{day},,\n"
    (copy / "tenures.curated.csv").write_text(COLUMNS["tenures"] + "\n" + line, encoding="utf-8")
    with pytest.raises(OntologyError, match=r"tenures\.curated\.csv:2: .* is no ISO date"):
        read_tables(copy)


def test_two_lines_that_make_one_row_are_told(copy: Path) -> None:
    """By the name of the row, not in the words of the database."""
    path = copy / "titles.curated.csv"
    path.write_text(path.read_text(encoding="utf-8") + path.read_text(encoding="utf-8").splitlines()[-1] + "\n")
    with pytest.raises(OntologyError, match="rename or remove one"):
        compile_gazetteer(copy)
