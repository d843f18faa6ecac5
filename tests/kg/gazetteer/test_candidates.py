"""Do a name's titles lead to its row, and is a name nobody has nobody's?"""

import pytest

from kg.gazetteer.candidates import candidates
from kg.gazetteer.lookup import Gazetteer, load_gazetteer
from kg.gazetteer.naming import part_name
from kg.gazetteer.score import CONFIRMED


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The shipped gazetteer."""
    return load_gazetteer()


@pytest.mark.parametrize(
    ("words", "name", "posts", "states"),
    [
        ("Russian Foreign Minister Sergei Lavrov", "Sergei Lavrov", ("Foreign Minister",), {"state/russia"}),
        ("former Israeli Defense Minister Moshe Yaalon", "Moshe Yaalon", ("Defense Minister",), {"state/israel"}),
        ("Germany's Chancellor Angela Merkel", "Angela Merkel", ("Chancellor",), {"state/germany"}),
        ("Lavrov, Sergey", "Sergey Lavrov", (), set()),
        ("Mr Netanyahu", "Netanyahu", (), set()),
        ("General", "General", (), set()),
        ("", "", (), set()),
    ],
)
def test_titles_are_told_apart(
    gazetteer: Gazetteer, words: str, name: str, posts: tuple[str, ...], states: set[str]
) -> None:
    """Posts, adjectives and possessives before a name are no part of it; the last word always is."""
    parts = part_name(words, gazetteer)
    assert (parts.name, parts.posts, parts.states) == (name, posts, frozenset(states))


def test_title_and_surname_find_the_holder(gazetteer: Gazetteer) -> None:
    """A surname alone is no link, with the post that its bearer held it is."""
    alone, titled = (candidates(name, None, gazetteer) for name in ("Merkel", "Chancellor Merkel"))
    assert [each.match.row.id for each in (*alone, *titled)] == ["person/angela-merkel"] * 2
    assert alone[0].score < CONFIRMED <= titled[0].score


def test_limit_and_order(gazetteer: Gazetteer) -> None:
    """The best come first, at most as many as asked for."""
    every = candidates("Cohen", "Person", gazetteer)
    assert len(every) > 1
    assert candidates("Cohen", "Person", gazetteer, 1) == every[:1]
    assert [each.score for each in every] == sorted((each.score for each in every), reverse=True)


@pytest.mark.parametrize("name", ["", " ", "Zzyzx Qwerty", "'", ",", "the"])
def test_unknown_name_has_no_candidate(gazetteer: Gazetteer, name: str) -> None:
    """Nothing is an answer, whatever the words."""
    assert candidates(name, None, gazetteer) == ()


def test_names_are_completed_in_order(gazetteer: Gazetteer) -> None:
    """By the name that begins so, each row once; a nationality is no name of a state."""
    found = gazetteer.beginning("ger", 50)
    assert [name for name, _ in found] == sorted(name for name, _ in found)
    assert len({row.id for _, row in found}) == len(found)
    assert "state/germany" in {row.id for name, row in found if name == "germany"}
    assert not [name for name, row in found if name == "german"]
    assert gazetteer.beginning("ger", 2) == found[:2]
