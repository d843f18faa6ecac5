"""What does `--engine llm` print and store?"""

import json
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from chat_server import KEY, Script, Step, events, told
from strategies import TEXT

from kg.cli import main


@pytest.fixture
def article(script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article in a file, and the variables of the scripted endpoint."""
    for name, value in {"URL": script.url, "MODEL": "m", "KEY": KEY, "CACHE": str(tmp_path / "kept")}.items():
        monkeypatch.setenv(f"DATELINE_LLM_{name}", value)
    monkeypatch.setenv("DATELINE_LLM_PRICE_IN", "1")
    monkeypatch.setenv("DATELINE_LLM_PRICE_OUT", "5")
    path = tmp_path / "texts" / "envoy.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    """The exit code of one run of the command line."""
    monkeypatch.setattr(sys, "argv", ["dateline", *map(str, words)])
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b""), encoding="utf-8"))
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_build_and_annotate_tell_what_was_asked_and_dropped(
    script: Script, article: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """On standard error; the same answers make the same snapshot, whose manifest names model and drops."""
    script.steps = [Step(content=events(told("visited") | {"class": "Visit"}, told("bombed")))]
    assert run(monkeypatch, "annotate", article, "--engine", "llm") == 0
    out, err = capfd.readouterr()
    assert [event["class"] for event in json.loads(out)["events"]] == ["Visit"]
    assert err == (
        "llm m: 1 requests (0 of them again), 0 answers from the cache; 100 tokens in, 20 out, cost 0.0002; "
        "1 events; dropped: 1 quotes not in the text\n"
    )
    snapshots = []
    for name in ("one", "other"):
        data = article.parent.parent / name
        assert run(monkeypatch, "build", article, "--engine", "llm", "--out", data) == 0
        (manifest,) = data.glob("snapshots/*/manifest.json")
        snapshots.append(manifest.read_text(encoding="utf-8"))
        assert "1 answers from the cache" in capfd.readouterr().err
    assert snapshots[0] == snapshots[1]
    engines = json.loads(snapshots[0])["engines"]
    assert engines["engine"] == "llm"
    assert engines["llm"].startswith("m prompt ")
    assert engines["llm dropped"] == "dropped: 1 quotes not in the text"
    assert not any(secret in snapshots[0] for secret in (KEY, script.url))
    assert len(script.requests) == 1


def test_a_passage_that_is_not_read_is_a_rejection(
    script: Script, article: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1, as for any record that could not be used."""
    script.steps = [Step(content="no")]
    assert run(monkeypatch, "annotate", article, "--engine", "llm") == 1
    assert "rejected: llm: the passage “Envoy flies to Oslo" in capfd.readouterr().err


def test_a_fault_of_the_endpoint_is_one_sentence(
    script: Script, article: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3 for the endpoint's, 2 for a missing variable."""
    script.steps = [Step(status=401)]
    assert run(monkeypatch, "annotate", article, "--engine", "llm") == 3
    err = capfd.readouterr().err
    assert err.startswith(f"dateline: {script.url}/chat/completions: it refuses the key")
    assert err.count("\n") == 1
    monkeypatch.delenv("DATELINE_LLM_MODEL")
    assert run(monkeypatch, "annotate", article, "--engine", "llm") == 2
    assert "DATELINE_LLM_MODEL" in capfd.readouterr().err
