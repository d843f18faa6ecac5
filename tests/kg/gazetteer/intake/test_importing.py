"""Do foreign files become rows that can be looked up, whatever is wrong in some of their records?"""

import bz2
import gzip
import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imported import AS_JSON, CITY, HEAD, PERSON, Import, entity

from kg.errors import InputError
from kg.gazetteer.intake.importing import ImportReport, import_files
from kg.gazetteer.intake.kinds import load_kinds
from kg.gazetteer.intake.values import to_day, to_item, to_point, to_text
from kg.gazetteer.lookup import open_gazetteer
from kg.model import Rejection


def test_table_becomes_rows(imported: Import) -> None:
    """Label, alias, kind, country, coordinates, source and term of a SPARQL result are there; curated rows stay."""
    found, told = imported(HEAD + CITY + PERSON)
    assert told == []
    city, person = found.by_item("Q900000001"), found.by_item("Q900000002")
    assert city is not None
    assert (city.label, city.aliases, city.kind, city.country) == ("Testopolis", ("Testo",), "Place", "state/israel")
    assert (city.lat, city.lon, city.prior, city.source) == (32.2, 35.1, 12, "a.csv")
    assert person is not None
    assert [(o.post, o.edtf) for o in found.offices_of(person.id)] == [("Minister of Testing", "2001-02-03/2005")]
    assert {m.row.id for m in found.find("Testova")} == {person.id}
    assert {m.row.id for m in found.find("Testopolsi")} == {city.id}
    assert found.by_item("Q801") == found.row("state/israel")


AS_TABLE = 'qid,Len,Aen,P31,P17,P625\nQ900000001,"""Testopolis""","""Testopolis too""",Q515,Q801,@32.2/35.1\n'
AS_COMMANDS = (
    'Q900000001\tLen\t"Testopolis"\nQ900000001\tAen\t"Testopolis too"\nQ900000001\tP31\tQ515\n'
    "Q900000001\tP17\tQ801\nQ900000001\tP625\t@32.2/35.1\n"
)
AS_ENTITY = entity("Q900000001", "Testopolis", "Q515", P17={"id": "Q801"}, P625={"latitude": 32.2, "longitude": 35.1})
AS_TSV = (
    "?item\t?itemLabel\t?alias\t?type\t?country\t?coord\n"
    '<http://www.wikidata.org/entity/Q900000001>\t"Testopolis"@en\t"Testopolis too"@en\t'
    "<http://www.wikidata.org/entity/Q515>\t<http://www.wikidata.org/entity/Q801>\t"
    '"Point(35.1 32.2)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>\n'
)


@pytest.mark.parametrize(
    "text", [AS_TABLE, AS_COMMANDS, f"[\n{AS_ENTITY},\n]\n", AS_TSV, AS_JSON],
    ids=["table", "commands", "entities", "tsv", "json"],
)  # fmt: skip
def test_every_form_says_the_same(imported: Import, text: str) -> None:
    """The same city in each form, which is told by the content alone, gives the same row."""
    found, told = imported(text, "given")
    city = found.by_item("Q900000001")
    assert told == []
    assert city is not None
    assert (city.label, city.aliases, city.kind, city.country) == (
        "Testopolis", ("Testopolis too",), "Place", "state/israel",
    )  # fmt: skip
    assert (city.lat, city.lon) == (32.2, 35.1)


def test_dump_gives_posts_and_demonyms_and_passes_over_the_rest(imported: Import) -> None:
    """A post is named by its own item, a term that ends before it begins is told, a film is no row."""

    def term(post: str, start: str, end: str) -> dict[str, object]:
        qualifiers = {prop: [{"snaktype": "value", "datavalue": {"value": {"time": f"+{year}-00-00T00:00:00Z",
                      "precision": 9}}}] for prop, year in (("P580", start), ("P582", end))}  # fmt: skip
        return {"rank": "normal", "mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": post}}},
                "qualifiers": qualifiers}  # fmt: skip

    person = json.loads(entity("Q900000002", "Jane Testova", "Q5", P27={"id": "Q900000003"}))
    person["claims"]["P39"] = [term("Q900000004", "2001", "2005"), term("Q900000004", "2009", "2008")]
    lines = [
        json.dumps(person),
        entity("Q900000003", "Testonia", "Q3624078", P1549={"text": "Testonian", "language": "en"}),
        entity("Q900000004", "President of Testonia", "Q4164871"),
        entity("Q900000005", "A Film", "Q11424"),
        '{"id": 5}', '{"type": "item", "id": "Q7", "labels": ',
    ]  # fmt: skip
    found, told = imported("\n".join(lines), "dump.json")
    row = found.by_item("Q900000002")
    assert row is not None
    assert row.country == "state/Q900000003"
    assert [(o.post, o.organization, o.edtf) for o in found.offices_of(row.id)] == [
        ("President of Testonia", "state/Q900000003", "2001/2005")
    ]
    assert {m.how for m in found.find("Testonians")} == {"demonym"}
    assert found.by_item("Q900000005") is None
    assert [type(each) for each in told] == [Rejection] * 3
    assert "ends (2008) before it begins (2009)" in str(told[0])


def test_curated_row_is_joined_and_keeps_its_word(imported: Import) -> None:
    """An item that a row has joins it; a row without an item takes that of its only namesake of kind and country."""
    lines = "Q801,Isra-el,Zion,Q6256,,,,300,,,\n" + "Q900000007,Haaretz,,Q11032,Q801,,,9,,,\n"
    found, _ = imported(HEAD + lines)
    israel, paper = found.row("state/israel"), found.row("organization/haaretz")
    assert israel.label == "Israel"
    assert {"State of Israel", "Zion"} <= set(israel.aliases)
    assert israel.source.endswith("; a.csv")
    assert (paper.qid, paper.prior) == ("Q900000007", 9)


def test_namesakes_leave_a_row_without_item(imported: Import) -> None:
    """Two items of one name, or a person of another country, do not tell which of them the curated row is."""
    lines = "Q900000007,Haaretz,,Q11032,Q801,,,,,,\n" + "Q900000008,Haaretz,,Q11032,Q801,,,,,,\n"
    found, _ = imported(HEAD + lines)
    assert found.row("organization/haaretz").qid is None


def report(path: Path, target: Path, onto: Path | None = None) -> ImportReport:
    """An import that tells nothing."""
    return import_files([str(path)], target, load_kinds(), lambda _: None, onto=onto)


def test_same_files_give_the_same_bytes_and_twice_is_once(tmp_path: Path) -> None:
    """Two imports are equal to the byte; an import onto its own result adds no row or name."""
    path = tmp_path / "a.csv"
    path.write_text(HEAD + CITY + PERSON, encoding="utf-8")
    report(path, tmp_path / "one.sqlite")
    report(path, tmp_path / "two.sqlite")
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "two.sqlite").read_bytes()
    again = report(path, tmp_path / "again.sqlite", onto=tmp_path / "one.sqlite")
    assert (again.new, again.joined) == (0, 2)
    one, more = (set(sqlite3.connect(tmp_path / f"{name}.sqlite").iterdump()) for name in ("one", "again"))
    assert {line.split("'")[1] for line in one ^ more} == {"digest"}


def test_compressed_files_are_read(tmp_path: Path) -> None:
    """A dump comes as .gz or .bz2; one that is cut short is an error."""
    whole = f"[\n{AS_ENTITY}\n]\n".encode()
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(whole))
    (tmp_path / "a.json.bz2").write_bytes(bz2.compress(whole))
    for name in ("a.json.gz", "a.json.bz2"):
        report(tmp_path / name, tmp_path / "g.sqlite")
        assert open_gazetteer(tmp_path / "g.sqlite").by_item("Q900000001")
    (tmp_path / "cut.json.gz").write_bytes(gzip.compress(whole)[:-12])
    with pytest.raises(InputError, match="get the file again"):
        report(tmp_path / "cut.json.gz", tmp_path / "g.sqlite")


@given(st.text(max_size=40))
def test_cells_of_any_text_are_read_or_left(text: str) -> None:
    """No text breaks the reading of a cell; a text is one line; quotes come off once."""
    assert "\n" not in to_text(text)
    assert (to_item(text) or "") in text
    assert to_point(text) is None or "oint" in text.lower() or "@" in text
    assert to_day(text) == "" or text.strip().lstrip('"+')[:4].isdigit()


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2001", "2001"), ("2001-02", "2001-02"), ("2001-02-03T00:00:00Z", "2001-02-03"),
        ("+2001-02-03T00:00:00Z/9", "2001"), ("+2001-02-03T00:00:00Z/10", "2001-02"),
        ("+2001-00-00T00:00:00Z/11", "2001"), ("-0044-03-15T00:00:00Z/11", ""),
        ("+2001-02-03T00:00:00Z/7", ""), ("soon", ""),
        ('"2001-02-03T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>', "2001-02-03"),
    ],
)  # fmt: skip
def test_days_are_cut_to_their_precision(cell: str, day: str) -> None:
    """What is not known of a date is cut off; a century, or a year before the first, is no date."""
    assert to_day(cell) == day
