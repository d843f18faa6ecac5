"""How do the tests run the command line: as the program that a person starts?"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TypeAlias

import pytest
from strategies import TEXT, make_annotation, make_article

from kg.annotate.annotate import Tools
from kg.annotate.annotation_file import SUFFIX, to_yaml
from kg.cli import main

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """How a run ended, and what it wrote."""

    code: int
    out: str
    err: str


Run: TypeAlias = Callable[..., Outcome]


def run_dateline(*words: object, given: str | None = None) -> Outcome:
    """One run of the program in a process of its own; `given` is its standard input."""
    command = [sys.executable, "-m", "kg.cli", *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, input=given, capture_output=True, text=True, timeout=120, check=False)
    return Outcome(code=done.returncode, out=done.stdout, err=done.stderr)


@pytest.fixture(scope="session")
def run() -> Run:
    """What runs the program."""
    return run_dateline


@pytest.fixture
def call(tools: Tools, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """What runs the same entry point in this process, with the parser and engine that are loaded already."""
    for module in ("kg.pieces.readers", "kg.cli.read", "kg.cli.evaluate", "kg.cli.link"):
        monkeypatch.setattr(f"{module}.load_tools", lambda *_, **__: tools)

    def call_main(*words: object, given: str = "") -> Outcome:
        monkeypatch.setattr(sys, "argv", ["dateline", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(given.encode()), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        return Outcome(code=int(ended.value.code or 0), out=out, err=err)

    return call_main


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one small article and its reviewed annotation."""
    folder = tmp_path_factory.mktemp("cli") / "texts"
    folder.mkdir()
    (folder / "envoy.txt").write_text(TEXT, encoding="utf-8")
    (folder / f"envoy{SUFFIX}").write_text(to_yaml(make_annotation(make_article())), encoding="utf-8")
    return folder


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """A build of the corpus and of a file that is not there: the data folder and how the run ended."""

    data: Path
    missing: Path
    outcome: Outcome


@pytest.fixture(scope="session")
def built(corpus: Path) -> Built:
    """One build that all tests share."""
    data, missing = corpus.parent / "data", corpus.parent / "missing.txt"
    return Built(data=data, missing=missing, outcome=run_dateline("build", corpus, missing, "--out", data))
