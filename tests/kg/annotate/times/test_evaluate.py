"""Are TimeML files read and scored as TempEval-3 scored them?"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from spacy.tokens import Doc

from kg.annotate.times.evaluate import GoldTime, evaluate_timeml, read_timeml, score_times
from kg.errors import InputError
from kg.model import Timex

TIMEML = """<?xml version="1.0" ?>
<TimeML><DOCID>kelm</DOCID><DCT><TIMEX3 tid="t0" type="DATE" value="2018-05-23">May 23, 2018</TIMEX3></DCT>
<TEXT>The bridge &amp; the mill <EVENT eid="e1">fell</EVENT> on
<TIMEX3 tid="t1" type="DATE" value="2018-05-21">Monday\
</TIMEX3>, <TIMEX3 tid="t2" type="DATE" value="2014">2014</TIMEX3> being forgotten.</TEXT></TimeML>
"""


def found(start: int, end: int, value: str) -> Timex:
    return Timex(id="t1", start=start, end=end, quote="x" * (end - start), type="DATE", value=value)


@pytest.fixture
def timeml(tmp_path: Path) -> Path:
    path = tmp_path / "kelm.tml"
    path.write_text(TIMEML, encoding="utf-8")
    return path


def test_a_file_gives_its_text_day_and_expressions(timeml: Path) -> None:
    """Offsets are into the words of TEXT, entities resolved and tags removed."""
    document = read_timeml(timeml)
    assert document.created == date(2018, 5, 23)
    assert [(document.text[time.start : time.end], time.value) for time in document.times] == [
        ("Monday", "2018-05-21"),
        ("2014", "2014"),
    ]


def test_a_perfect_reading_scores_one(timeml: Path) -> None:
    """The gold scored against itself is right in every measure."""
    gold = read_timeml(timeml).times
    scores = score_times([gold], [[found(time.start, time.end, time.value) for time in gold]])
    assert (scores.relaxed, scores.strict, scores.value) == (1, 1, 1)


def test_each_measure_asks_for_more() -> None:
    """Overlap counts as relaxed, equal offsets as strict, equal values as value; what has no partner costs."""
    gold = [GoldTime(start=0, end=4, value="2014"), GoldTime(start=10, end=16, value="2018-05")]
    read = [found(2, 6, "2014"), found(10, 16, "2017-05"), found(20, 24, "2014")]
    scores = score_times([gold], [read])
    assert (scores.gold, scores.found) == (2, 3)
    assert (scores.relaxed, scores.strict, scores.value) == (0.8, 0.4, 0.4)


def test_documents_are_read_and_scored(read: Callable[[str], Doc], timeml: Path) -> None:
    """The finder reads each document as published on its creation day."""
    scores = evaluate_timeml([read_timeml(timeml)], read)  # type: ignore[arg-type]
    assert scores.relaxed == scores.value == 1


@pytest.mark.parametrize("content", ["no XML", "<TimeML></TimeML>"])
def test_what_is_no_timeml_is_refused(tmp_path: Path, content: str) -> None:
    """A file without TEXT is the user's fault and named."""
    path = tmp_path / "odd.tml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"odd\.tml"):
        read_timeml(path)
