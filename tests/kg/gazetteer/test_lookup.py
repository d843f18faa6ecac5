"""Does a name find the rows that it means, and no others?"""

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.datafiles import find_data
from kg.gazetteer.compile import compile_gazetteer
from kg.gazetteer.lookup import Gazetteer, load_gazetteer, one_edit
from kg.gazetteer.rows import fold, slug

LETTERS = st.text("abcdefgh", min_size=3, max_size=9)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The shipped gazetteer."""
    return load_gazetteer()


FOUND = [
    ("Israel", "state/israel", "label"),
    ("ISRAEL", "state/israel", "label"),
    ("the Republic of Azerbaijan", "state/azerbaijan", "alias"),
    ("Azeri", "state/azerbaijan", "adjective"),
    ("Israelis", "state/israel", "demonym"),
    ("Baku", "state/azerbaijan", "metonym"),
    ("Baku", "place/baku", "label"),
    ("U.S.", "state/united-states", "acronym"),
    ("IAEA", "organization/international-atomic-energy-agency", "acronym"),
    ("Al Jarida", "organization/al-jarida", "label"),
    ("Aliyev", "person/ilham-aliyev", "surname"),
    ("Xi", "person/xi-jinping", "surname"),
    ("Bogota", "place/bogota", "label"),
]


@pytest.mark.parametrize(("name", "row", "how"), FOUND)
def test_name_finds_row(gazetteer: Gazetteer, name: str, row: str, how: str) -> None:
    """Label, alias, acronym, demonym, adjective, surname, capital: case, accents and hyphens aside."""
    assert (row, how) in {(match.row.id, match.how) for match in gazetteer.find(name)}


@pytest.mark.parametrize("name", ["us", "who", "un", "Nowhereville", "", "Jin"])
def test_name_finds_nothing(gazetteer: Gazetteer, name: str) -> None:
    """An acronym in small letters is a word; a given name is no surname where the surname comes first."""
    assert gazetteer.find(name, typos=False) == ()


@pytest.mark.parametrize(
    ("name", "row"), [("Aremnian", "state/armenia"), ("Isreal", "state/israel"), ("Azerbaijn", "state/azerbaijan")]
)
def test_typo_is_mended(gazetteer: Gazetteer, name: str, row: str) -> None:
    """One letter wrong in a name of six or more letters finds the row and says so."""
    found = gazetteer.find(name)
    assert {match.row.id for match in found} == {row}
    assert all(match.typo for match in found)
    assert gazetteer.find(name, typos=False) == ()


def test_short_and_right_names_have_no_typos(gazetteer: Gazetteer) -> None:
    """`Iram` is too short to be Iran, and Gambia is not a misspelt Zambia."""
    assert gazetteer.find("Iram") == ()
    assert {match.row.id for match in gazetteer.find("Gambia")} == {"state/gambia"}


def test_terms_overlap_the_days(gazetteer: Gazetteer) -> None:
    """Terms come cut to a span of days; an open bound cuts nothing."""
    person = "person/moshe-yaalon"
    in_2014 = gazetteer.offices_of(person, date(2014, 1, 1), date(2014, 12, 31))
    assert [office.post for office in in_2014] == ["Minister of Defence"]
    assert (in_2014[0].earliest, in_2014[0].latest) == (date(2013, 3, 18), date(2016, 5, 22))
    assert in_2014[0].edtf == "2013-03-18/2016-05-22"
    assert gazetteer.offices_of(person, date(2020, 1, 1), None) == ()
    assert len(gazetteer.offices_of(person)) > 1


def test_post_names_its_organisation(gazetteer: Gazetteer) -> None:
    """`Director of the Mossad` is held at the Mossad, a ministry without a row at its state."""
    bodies = {
        o.post: o.organization for p in ("yossi-cohen", "moshe-yaalon") for o in gazetteer.offices_of(f"person/{p}")
    }
    assert bodies["Director of the Mossad"] == "organization/mossad"
    assert bodies["Minister of Defence"] == "state/israel"


def test_item_finds_its_row(gazetteer: Gazetteer) -> None:
    """A Wikidata item leads back to its row."""
    assert gazetteer.by_item("Q801") == gazetteer.row("state/israel")
    assert gazetteer.by_item("Q1") is None


def dump(database: sqlite3.Connection) -> list[str]:
    """The whole content of a table as SQL."""
    return list(database.iterdump())


def test_order_of_lines_does_not_matter(tmp_path: Path) -> None:
    """Files in another order give the same table: identifiers come from labels."""
    for path in find_data("seeds/gazetteer").glob("*.curated.csv"):
        head, *lines = path.read_text(encoding="utf-8").splitlines()
        lines = lines[::-1][len(lines) // 3 :] + lines[::-1][: len(lines) // 3]
        (tmp_path / path.name).write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    assert dump(compile_gazetteer(folder=tmp_path)) == dump(compile_gazetteer())


@given(LETTERS, st.data())
def test_one_edit_finds_each_edit(word: str, data: st.DataObject) -> None:
    """A dropped, added, changed or swapped letter is one edit, both ways round."""
    i = data.draw(st.integers(0, len(word) - 2))
    edits = [word[:i] + word[i + 1 :], word[:i] + "z" + word[i:], word[:i] + "z" + word[i + 1 :]]
    edits.append(word[:i] + word[i + 1] + word[i] + word[i + 2 :])
    for edit in edits:
        assert one_edit(word, edit) is (word != edit)
        assert one_edit(edit, word) is (word != edit)


@given(LETTERS, LETTERS)
def test_one_edit_is_symmetric(one: str, other: str) -> None:
    """The order of the two words does not matter, and two letters more are two edits."""
    assert one_edit(one, other) == one_edit(other, one)
    assert not one_edit(one, one + "zz")


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(name: str) -> None:
    """Folding is idempotent, and an identifier part is never empty and always plain."""
    assert fold(fold(name)) == fold(name) or fold(name).startswith("the ")
    assert set(slug(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug(name)


def test_whatever_begins_a_name_may_start_one(gazetteer: Gazetteer) -> None:
    """Each name, cut anywhere, accents and case aside, and what begins none does not."""
    for row in gazetteer.rows():
        for name in (row.label, *row.aliases):
            assert all(gazetteer.may_start(name[:end]) for end in range(1, len(name) + 1)), name
    assert gazetteer.may_start("The")
    assert not gazetteer.may_start("Azerbaijanzz")
