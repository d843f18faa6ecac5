"""Do foreign files become rows that can be looked up, whatever is wrong in some of their records?"""

import bz2
import gzip
import json
import sqlite3
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError, UsageError
from kg.gazetteer.compile import compile_gazetteer
from kg.gazetteer.intake import lines
from kg.gazetteer.intake.found import Conflict
from kg.gazetteer.intake.importing import ImportReport, import_files
from kg.gazetteer.intake.kinds import load_kinds
from kg.gazetteer.intake.values import to_day, to_item, to_point, to_text
from kg.gazetteer.lookup import Gazetteer, open_gazetteer
from kg.model import Rejection

Told = list[Rejection | Conflict]
HEAD = "item,itemLabel,itemAltLabel,type,country,coord,within,sitelinks,officeLabel,start,end\n"
CITY = "http://www.wikidata.org/entity/Q900000001,Testopolis,Testo,Q515,Q801,Point(35.1 32.2),,12,,,\n"
PERSON = "Q900000002,Jane Testova,J. Testova,human,Israel,,,3,Minister of Testing,2001-02-03,2005\n"


Import = Callable[..., tuple[Gazetteer, Told]]


@pytest.fixture(scope="module")
def curated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The curated rows as a file, on which imports build."""
    path = tmp_path_factory.mktemp("curated") / "curated.sqlite"
    compile_gazetteer(target=str(path)).close()
    return path


@pytest.fixture
def imported(tmp_path: Path, curated: Path) -> Import:
    """A function from the text of a file to the gazetteer with it and what was told of it."""

    def do(text: str, name: str = "a.csv") -> tuple[Gazetteer, Told]:
        (tmp_path / name).write_text(text, encoding="utf-8")
        told: Told = []
        import_files([str(tmp_path / name)], tmp_path / "g.sqlite", load_kinds(), told.append, onto=curated)
        return open_gazetteer(tmp_path / "g.sqlite"), told

    return do


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


def entity(qid: str, label: str, kind: str, **claims: object) -> str:
    """One line of a dump."""

    def statement(value: object, **more: object) -> dict[str, object]:
        return {"rank": "normal", "mainsnak": {"snaktype": "value", "datavalue": {"value": value}}, **more}

    whole = {"P31": [statement({"id": kind})]} | {prop: [statement(value)] for prop, value in claims.items()}
    return json.dumps({"type": "item", "id": qid, "labels": {"en": {"value": label}}, "claims": whole,
                       "aliases": {"en": [{"value": f"{label} too"}]}, "sitelinks": {"enwiki": {}}})  # fmt: skip


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
AS_JSON = json.dumps({
    "head": {"vars": ["item", "itemLabel", "alias", "type", "country", "lat", "lon"]},
    "results": {"bindings": [{
        "item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q900000001"},
        "itemLabel": {"type": "literal", "value": "Testopolis"},
        "alias": {"type": "literal", "value": "Testopolis too"},
        "type": {"type": "uri", "value": "http://www.wikidata.org/entity/Q515"},
        "country": {"type": "uri", "value": "http://www.wikidata.org/entity/Q801"},
        "lat": {"type": "literal", "value": "32.2"}, "lon": {"type": "literal", "value": "35.1"},
    }]},
})  # fmt: skip


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


FAULTS = [
    ("nonsense,C,,Q515,,,,,,,\n", "'nonsense' is no item"),
    ("Q900000009,short\n", "2 cells instead of 11"),
    ("Q900000009,Odd,,Q999999999,,,,,,,\n", "no kind that is known"),
    ("Q900000009,,,Q515,,,,,,,\n", "no label"),
    (f"Q900000009,{'x' * 300},,Q515,,,,,,,\n", "no label"),
    ('Q900000009,"' + "x\n" * 70_000 + '",,Q515,,,,,,,\n', "is no CSV"),
    ("Q900000009,Ann Testova,,Q5,,,,,Minister,2009,2008\n", "ends (2008) before it begins (2009)"),
]


@pytest.mark.parametrize(("line", "reason"), FAULTS, ids=[reason for _, reason in FAULTS])
def test_one_bad_record_is_told_and_the_rest_is_used(imported: Import, line: str, reason: str) -> None:
    """A fault in one record names file, line, reason and remedy; what stands around it becomes rows."""
    found, told = imported(HEAD + CITY + line + PERSON)
    rejected = [each for each in told if isinstance(each, Rejection)]
    assert any(reason in each.reason and each.remedy and each.place for each in rejected)
    assert found.by_item("Q900000001")
    assert found.by_item("Q900000002")


def test_record_that_is_longer_than_any_is_passed_over_in_bounded_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line of any length, here of thirty times the limit, costs a few times the memory of the limit."""
    limit = 1 << 20
    monkeypatch.setattr(lines, "LONGEST", limit)
    path = tmp_path / "long.txt"
    with path.open("wb") as stream:
        stream.write(b"first\n")
        for _ in range(30):
            stream.write(b"x" * limit)
        stream.write(b"\nlast\n\xff\xfe\n")
    told: Told = []
    tracemalloc.start()
    read = list(lines.read_lines(str(path), told.append))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read == [(1, "first\n"), (3, "last\n")]
    assert [each.place for each in told if isinstance(each, Rejection)] == ["line 2", "line 4"]
    assert peak < 6 * limit


@pytest.mark.parametrize("spoil", ["{broken", '{"item": {"type": "uri", "value": ', '{"item": 5}', '"text"'])
def test_binding_that_is_none_is_passed_over(imported: Import, spoil: str) -> None:
    """A spoilt binding among others is told with its number; the others are read."""
    whole = json.loads(AS_JSON)
    one = json.dumps(whole["results"]["bindings"][0])
    other = one.replace("Q900000001", "Q900000006").replace("Testopolis", "Otherville")
    text = json.dumps(whole | {"results": {"bindings": []}}).replace("[]", f"[{one}, {spoil}}}, {other}, {one}]")
    found, told = imported(text, "a.json")
    assert found.by_item("Q900000001")
    assert found.by_item("Q900000006") or spoil.endswith(" ")
    assert next(each.place for each in told if isinstance(each, Rejection)) == "binding 2"


def test_missing_column_is_told_with_what_is_there(tmp_path: Path, imported: Import) -> None:
    """A table without labels says which column it lacks and which it has, and nothing is written."""
    with pytest.raises(InputError, match=r"no column itemLabel, label or Len; the first line is: item, type"):
        imported("item,type\nQ900000001,Q515\n")
    assert not list(tmp_path.glob("*.sqlite*"))


HEADLESS = '{"head": {"vars": ["i\tem"]}, "results": {"bindings": []}}'


@pytest.mark.parametrize(
    "text", ["", "item,label\n", "\x00\x01\x02", HEADLESS, HEADLESS.replace('"i\tem"', "[" * 90_000)]
)
def test_nothing_usable_is_an_error_and_writes_nothing(tmp_path: Path, imported: Import, text: str) -> None:
    """Without one usable record the gazetteer of before stays."""
    (tmp_path / "g.sqlite").write_bytes(b"before")
    with pytest.raises(InputError):
        imported(text)
    assert (tmp_path / "g.sqlite").read_bytes() == b"before"
    assert not list(tmp_path.glob("*.part"))


def test_contradictions_are_told_and_the_first_is_kept(imported: Import) -> None:
    """Another kind is another thing, of which nothing is used; another label and place are told, the label kept."""
    other = "Q900000001,Elsewhere,,Q515,,Point(99 0),,,,,\n" + "Q900000001,Jo Smith,,Q5,,,,,,,\n"
    found, told = imported(HEAD + CITY + other)
    city = found.by_item("Q900000001")
    assert city is not None
    assert (city.label, city.lat, city.aliases) == ("Testopolis", 32.2, ("Testo", "Elsewhere"))
    assert [(c.what, c.kept) for c in told if isinstance(c, Conflict)] == [
        ("label", "Testopolis"), ("coordinates", "32.2 35.1"), ("kind", "Place"),
    ]  # fmt: skip


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


def test_circle_of_containment_is_broken_and_told(imported: Import) -> None:
    """Places that lie in each other lose that; what lies in them, and what holds, stays."""
    lines = [f"Q90000001{n},Place {n},,Q515,Q801,,Q90000001{n + 1},,,,\n" for n in range(3)]
    lines += ["Q900000013,Place 3,,Q515,Q801,,Q900000011,,,,\n", "Q900000020,Far,,Q515,Q801,,Q900000099,,,,\n"]
    found, told = imported(HEAD + "".join(lines))
    within = {row.qid: row.within for row in found.rows() if row.qid and row.qid.startswith("Q9000000")}
    assert within["Q900000010"] == "place/Q900000011"
    assert {within[f"Q90000001{n}"] for n in (1, 2, 3)} == {None}
    assert within["Q900000020"] is None
    assert len([each for each in told if isinstance(each, Rejection)]) == 3


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


def test_file_that_is_no_gazetteer_is_refused(tmp_path: Path) -> None:
    """Another file, none at all, or a table of another version names the remedy."""
    (tmp_path / "x.sqlite").write_text("no database", encoding="utf-8")
    compile_gazetteer(target=str(tmp_path / "old.sqlite")).execute("SELECT 1").close()
    with sqlite3.connect(tmp_path / "old.sqlite") as database:
        database.execute("UPDATE meta SET value = '1'")
    for name in ("x.sqlite", "none.sqlite", "old.sqlite"):
        with pytest.raises(InputError, match="dateline gazetteer import"):
            open_gazetteer(tmp_path / name)


@pytest.mark.parametrize("given", ["Q515", "Q515=Cheese", "515=Place", "Q515=Item"])
def test_wrong_class_is_a_usage_error(given: str) -> None:
    """A class is an item with one of the kinds that rows have."""
    with pytest.raises(UsageError, match="Q515=Place"):
        load_kinds([given])


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
