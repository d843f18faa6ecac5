"""Does a name mean the same whether the table is asked or held in memory?"""

from hypothesis import given
from hypothesis import strategies as st

from kg.gazetteer.compile import compile_gazetteer, typo_keys
from kg.gazetteer.rows import fold
from kg.gazetteer.spelled import Held, InTable, spellings_of

DATABASE = compile_gazetteer()
HELD, ASKED = spellings_of(DATABASE), InTable(DATABASE)
NAMES = [name for (name,) in DATABASE.execute("SELECT DISTINCT written FROM name ORDER BY written")]


@given(st.sampled_from(NAMES), st.integers(0, 40), st.sampled_from(["", "x", "xy"]))
def test_memory_and_table_answer_alike(name: str, at: int, letters: str) -> None:
    """The same spellings in the same order, for a name as it stands and with letters put in the place of others."""
    folded = fold(name[:at] + letters + name[at + len(letters) :])
    assert isinstance(HELD, Held)
    assert list(HELD.exact(folded)) == list(ASKED.exact(folded))
    heads, tails = zip(*(typo_keys(folded, len(folded) + more) for more in (-1, 0, 1)), strict=True)
    assert list(HELD.near(heads, tails)) == list(ASKED.near(heads, tails))


def test_a_short_name_is_near_no_surname() -> None:
    """The keys of names that are too short to be mended are empty, as are those of surnames: they mean nothing."""
    assert typo_keys("lavro") == ("", "")
    assert list(HELD.near([""], [""])) == list(ASKED.near(["", "", ""], ["", "", ""])) == []
