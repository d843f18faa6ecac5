"""How are a reviewer's words on two events read?"""

from pathlib import Path

import pytest

from kg.happening import EventName, Verdict
from kg.merge.verdicts import FILE, find_lost, newest, read_verdicts
from kg.model import Rejection

HEAD = "verdict,article,event,other article,other event,note\n"
ONE, OTHER = EventName(article="a", event="e1"), EventName(article="b", event="e2")


def read(folder: Path, text: str) -> list[Verdict | Rejection]:
    """What a file of this text gives."""
    (folder / FILE).write_text(text, encoding="utf-8")
    return list(read_verdicts([folder, folder / "absent"]))


def test_rows_are_verdicts(tmp_path: Path) -> None:
    """One a row; a folder without the file gives none, and the note may be left out."""
    assert read(tmp_path, HEAD + 'same,a,e1,b,e2,"one speech, two desks"\n\ndifferent,b,e2,a,e1\n') == [
        Verdict(verdict="same", one=ONE, other=OTHER, note="one speech, two desks"),
        Verdict(verdict="different", one=OTHER, other=ONE),
    ]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("", "line 1", "columns"),
        ("article,event\n", "line 1", "columns"),
        (HEAD + "perhaps,a,e1,b,e2,\n", "line 2", "`same` or `different`"),
        (HEAD + "same,a,e1\n", "line 2", "two events"),
        (HEAD + "same,a,e1,a,e2,\n", "line 2", "both events are of a"),
    ],
)
def test_a_faulty_row_is_a_rejection(tmp_path: Path, text: str, place: str, said: str) -> None:
    """With file, line, reason and remedy."""
    (rejection,) = read(tmp_path, text)
    assert isinstance(rejection, Rejection)
    assert rejection.source.endswith(FILE)
    assert rejection.place == place
    assert said in rejection.reason
    assert rejection.remedy


def test_bytes_that_are_no_text_are_a_rejection(tmp_path: Path) -> None:
    """The file is named."""
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00")
    (rejection,) = read_verdicts([tmp_path])
    assert isinstance(rejection, Rejection)


def test_the_last_word_on_a_pair_counts() -> None:
    """Whichever event it names first."""
    first, last = (Verdict(verdict="same", one=ONE, other=OTHER), Verdict(verdict="different", one=OTHER, other=ONE))
    assert newest([first, last]) == (last,)


def test_a_row_that_points_nowhere_is_named() -> None:
    """Each event that no article has."""
    verdict = Verdict(verdict="same", one=ONE, other=OTHER)
    assert list(find_lost([verdict], [])) == [(verdict, ONE), (verdict, OTHER)]
