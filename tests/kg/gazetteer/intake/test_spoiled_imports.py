"""What is told of a foreign file that is spoiled, and what of it is used?"""

import json
import sqlite3
import tracemalloc
from pathlib import Path

import pytest
from imported import AS_JSON, CITY, HEAD, PERSON, Import, Told

from kg.errors import InputError, UsageError
from kg.gazetteer.compile import compile_gazetteer
from kg.gazetteer.intake import lines
from kg.gazetteer.intake.found import Conflict
from kg.gazetteer.intake.kinds import load_kinds
from kg.gazetteer.lookup import open_gazetteer
from kg.model import Rejection

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
