"""Is a kept reply the one that was given, and anything else no reply?"""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotate.llm.cache import find_reply, keep_reply, request_digest
from kg.annotate.llm.chat import Reply
from kg.errors import StoreError

REPLY = Reply(content='{"events": []} “é”\n', cut_off=False)
REQUEST = request_digest("m", "prompt", "passage")


def file_of(folder: Path) -> Path:
    """The one file in a cache."""
    (path,) = (path for path in folder.rglob("*") if path.is_file())
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A cache with one reply."""
    keep_reply(tmp_path / "kept", REQUEST, REPLY)
    return tmp_path / "kept"


def test_a_reply_comes_back_as_it_was_kept(folder: Path) -> None:
    """In one file that is named by its request; nothing else is left of the writing."""
    assert find_reply(folder, REQUEST) == REPLY
    assert file_of(folder).name == f"{REQUEST}.json"
    assert find_reply(folder, request_digest("m", "prompt", "another")) is None
    keep_reply(folder, REQUEST, Reply(content="", cut_off=True))
    assert find_reply(folder, REQUEST) == Reply(content="", cut_off=True)


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(), st.text(), st.text()), min_size=2, max_size=2, unique=True))
def test_model_prompt_and_passage_each_name_another_request(requests: list[tuple[str, str, str]]) -> None:
    """No two requests share a name, wherever one text ends and the next begins."""
    one, other = requests
    assert request_digest(*one) != request_digest(*other)


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: "",
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("events", "evants"),
        lambda text: text.replace("false", "true"),
        lambda text: text.replace(REQUEST, "0" * 64),
        lambda text: json.dumps({**json.loads(text), "more": 1}),
        lambda _: "[" * 100_000,
        lambda _: "\x00" * 50,
    ],
)
def test_a_damaged_file_is_no_reply_and_is_written_anew(folder: Path, damage: object) -> None:
    """Cut off, changed, of another request, or something else altogether."""
    assert callable(damage)
    path = file_of(folder)
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert find_reply(folder, REQUEST) is None
    keep_reply(folder, REQUEST, REPLY)
    assert find_reply(folder, REQUEST) == REPLY


def test_a_reply_of_another_name_is_none(folder: Path) -> None:
    """A file that was copied answers for nothing."""
    other = request_digest("m2", "prompt", "passage")
    path = folder / other[:2] / f"{other}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(file_of(folder).read_bytes())
    assert find_reply(folder, other) is None


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """With the variable that names another."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="DATELINE_LLM_CACHE"):
        keep_reply(tmp_path / "file", REQUEST, REPLY)
