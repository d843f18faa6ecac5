import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.annotate.parse import load_parser
from kg.annotate.reader.corpus import CORPUS, Passage, find_faults, find_gold, fold, read_corpus, validate
from kg.annotate.reader.lessons import parse_passage
from kg.datafiles import find_data
from kg.errors import OntologyError

EVENT = {"t": "met", "class": "Meeting", "type": "meeting", "plover": "CONSULT", "verb": "asserts"}
RECORD = {"id": "a-1", "text": "Iran met Iraq. Oman met Iran.", "events": [EVENT]}


def write(folder: Path, *records: object) -> Path:
    lines = (record if isinstance(record, str) else json.dumps(record) for record in records)
    (folder / "one.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_the_shipped_corpus_is_sound() -> None:
    """Every span of every passage stands in its text, every label exists, no identifier is used twice."""
    assert list(find_faults(find_data(CORPUS))) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"t": "spoke"}, "not in the text: 'spoke' (1)"),
        ({"n": 3}, "not in the text: 'met' (3)"),
        ({"roles": {"agent": [["Iran", 3]]}}, "not in the text: 'Iran' (3)"),
        ({"class": "Party"}, "class"),
        ({"roles": {"hero": ["Iran"]}}, "roles"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    """A wrong span or label gives one rejection that says where and what."""
    folder = write(tmp_path, RECORD, {**RECORD, "id": "a-2", "events": [EVENT | change]})
    (fault,) = find_faults(folder)
    assert fault.place == "line 2"
    assert reason in fault.reason


def test_a_broken_line_and_a_second_use_of_an_identifier_are_faults(tmp_path: Path) -> None:
    """The lines after a broken one are still checked; reading for training stops there."""
    folder = write(tmp_path, RECORD, "{", RECORD)
    assert [fault.place for fault in find_faults(folder)] == ["line 2", "line 3"]
    with pytest.raises(OntologyError, match=r"one\.jsonl:2"):
        list(read_corpus(folder))


def test_the_command_fails_when_there_is_a_fault(tmp_path: Path) -> None:
    """The exit code is 1 and the fault is printed."""
    result = CliRunner().invoke(validate, [str(write(tmp_path, RECORD, RECORD))])
    assert result.exit_code == 1
    assert "a-1 is used twice" in result.output


def test_spans_become_head_tokens() -> None:
    """The n-th occurrence is the trigger, the nearest occurrence the argument, the innermost source the link."""
    passage = Passage.model_validate(
        {
            "id": "a",
            "text": "Iran met Iraq. The president of Oman met Iran, Reuters said, citing a senior official.",
            "events": [
                EVENT
                | {
                    "n": 2,
                    "src": ["Reuters", "a senior official"],
                    "roles": {"agent": ["The president of Oman", "Iran"]},
                }
            ],
        }
    )
    doc = parse_passage(passage, load_parser())
    (gold,) = find_gold(doc, passage)
    assert gold.token == 8
    assert [(doc[token].text, link) for token, link in gold.links] == [
        ("president", "agent"),
        ("Iran", "agent"),
        ("official", "src"),
    ]


def test_the_fold_depends_on_the_identifier_alone() -> None:
    """The same identifier is in the same fold whatever the passage says."""
    first = Passage.model_validate(RECORD)
    assert fold(first) == fold(first.model_copy(update={"text": "Other."}))
    assert {fold(passage) for passage in read_corpus()} == {0, 1, 2, 3, 4}
