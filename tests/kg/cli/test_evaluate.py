"""What does the command line print of how well text was read?"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kg.annotate.annotation_file import SUFFIX
from kg.annotate.reader.corpus import Passage, fold

PASSAGE = {
    "id": "kelm-1",
    "text": "Norway sold drones to Chad on Monday.",
    "events": [
        {"t": "sold", "class": "Transfer", "type": "sale", "plover": "COOPERATE", "verb": "asserts",
         "roles": {"supplier": ["Norway"], "recipient": ["Chad"]}, "time": "on Monday"}
    ],
}  # fmt: skip
FOLD = 1
TIMEML = """<TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="2018-05-23">May 23, 2018</TIMEX3></DCT>
<TEXT>The bridge fell on <TIMEX3 tid="t1" type="DATE" value="2018-05-21">Monday</TIMEX3>.</TEXT></TimeML>"""


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    """A reading corpus of one passage, under a name that puts it on the development fold."""
    names = (f"kelm-{number}" for number in range(100))
    name = next(x for x in names if fold(Passage.model_validate(PASSAGE | {"id": x})) == FOLD)
    (tmp_path / "sales.jsonl").write_text(json.dumps(PASSAGE | {"id": name}) + "\n", encoding="utf-8")
    return tmp_path


def test_scores_are_a_table(call: Any, corpus: Path) -> None:
    """The reading is scored against the reviewer's file, which it has not seen."""
    done = call("evaluate", corpus / "envoy.txt", "--gold", corpus / f"envoy{SUFFIX}")
    assert done.code == 0
    assert done.out.startswith("1 documents, 2 gold records, ")
    rows = dict(re.findall(r"^(\S.*?) {2,}([\d.]+)", done.out, re.MULTILINE))
    assert rows["exact offsets"] == "1.000"
    assert 0 < float(rows["strict: trigger F1"]) <= 1


def test_a_corpus_folder_is_scored_and_its_mistakes_are_shown(call: Any, marked: Path) -> None:
    """JSON with every figure; what was read of the passage is right here."""
    done = call("evaluate", "--corpus", marked, "--json", "--errors", "5")
    assert done.code == 0
    found = json.loads(done.out)
    assert {row["name"]: row["estimate"]["value"] for row in found["rows"]}["strict: trigger F1"] == 1.0
    assert [group["name"] for group in found["groups"]] == ["sales"]


def test_timeml_files_are_scored_for_their_times(call: Any, tmp_path: Path) -> None:
    """A folder of TimeML files needs no article."""
    (tmp_path / "kelm.tml").write_text(TIMEML, encoding="utf-8")
    done = call("evaluate", "--gold", tmp_path)
    assert done.code == 0
    assert [line.split()[-1] for line in done.out.splitlines()[1:]] == ["1.000", "1.000", "1.000"]


def test_the_sealed_fold_shows_no_mistakes(call: Any) -> None:
    """Its scores alone are looked at."""
    done = call("evaluate", "--corpus", "--fold", "0", "--errors", "1")
    assert (done.code, "sealed" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["a.txt", "b.txt", "--gold", "GOLD"], "2 articles but 1 gold annotations"),
        (["a.txt"], "name the gold annotations"),
        (["a.txt", "--corpus"], "name no articles"),
    ],
)
def test_a_wrong_call_says_what_is_missing(call: Any, corpus: Path, words: list[str], says: str) -> None:
    """Usage errors end with 2."""
    gold = str(corpus / f"envoy{SUFFIX}")
    done = call("evaluate", *(gold if word == "GOLD" else word for word in words))
    assert (done.code, says in " ".join(done.err.split())) == (2, True)


@pytest.mark.parametrize(("content", "says"), [(None, "no passage of fold 1"), ("{}", "sales.jsonl:1")])
def test_a_corpus_that_cannot_be_used_is_one_sentence(
    call: Any, tmp_path: Path, content: str | None, says: str
) -> None:
    """An empty folder, and a line that is no passage."""
    if content is not None:
        (tmp_path / "sales.jsonl").write_text(content, encoding="utf-8")
    done = call("evaluate", "--corpus", tmp_path)
    assert (done.code, says in done.err) == (3, True)
