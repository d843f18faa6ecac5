"""What does a machine do to Dateline that fails in a way of its own? After each the former snapshot is served."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.store.snapshot import Snapshot, current_id

ROOT = Path(__file__).resolve().parents[2]
# The superuser may do what file modes forbid, unless these are given up.
_GIVE_UP = "-dac_override,-dac_read_search"
_MODES_COUNT = ["setpriv", f"--bounding-set={_GIVE_UP}", f"--inh-caps={_GIVE_UP}"] if os.geteuid() == 0 else []


def run(*words: object) -> subprocess.CompletedProcess[str]:
    """The command line, by somebody who is bound by file modes."""
    command = [*_MODES_COUNT, sys.executable, "-m", "kg.cli", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(seeds: Snapshot, tmp_path: Path) -> Path:
    """A data folder of one's own."""
    shutil.copytree(seeds.folder.parents[1], tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Something to add."""
    path = tmp_path / "envoy.txt"
    path.write_text("An envoy\n\nNorway's envoy met the president of Peru in Oslo on 3 May 2014.\n")
    return path


def test_a_read_only_folder_is_served_and_not_written(folder: Path, article: Path) -> None:
    """Queries are answered; whoever would write is told the folder and the remedy, and nothing is half done."""
    before, listed = current_id(folder), sorted(folder.rglob("*"))
    for path in [folder, *listed]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        added = run("add", article, "--out", folder, "--engine", "rules")
        assert (added.returncode, str(folder) in added.stderr, "Traceback" in added.stderr) == (3, True, False)
        assert "ermission denied" in added.stderr
        asked = run("query", ROOT / "ontology" / "questions" / "who-met-whom.rq", "--data", folder)
        assert (asked.returncode, asked.stderr) == (0, "")
        assert (current_id(folder), sorted(folder.rglob("*"))) == (before, listed)
    finally:
        for path in [folder, *listed]:
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_an_article_that_may_not_be_read_is_a_rejection_and_the_others_go_in(folder: Path, article: Path) -> None:
    """With the file, the reason, and exit code 1."""
    other = article.with_name("locked.txt")
    other.write_text("Locked\n\nPeru sold ferries to Norway.\n")
    other.chmod(0)
    added = run("add", article.parent / "*.txt", "--out", folder, "--engine", "rules")
    assert (added.returncode, "17 articles" in added.stdout) == (1, True), added.stderr
    assert [line for line in added.stderr.splitlines() if "locked.txt" in line and "ermission denied" in line]


def test_a_data_folder_that_may_not_be_read_is_told(folder: Path) -> None:
    """One line that names it, no stack, exit code 3."""
    (folder / "current").chmod(0)
    asked = run("query", ROOT / "ontology" / "questions" / "who-met-whom.rq", "--data", folder)
    assert (asked.returncode, len(asked.stderr.splitlines()), str(folder) in asked.stderr) == (3, 1, True)
