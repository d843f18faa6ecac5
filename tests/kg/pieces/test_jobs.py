"""Does a snapshot depend on how many processes made it, or on how often they were killed?"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from building import SALE

from kg.pipeline.building import build_snapshot
from kg.settings import BuildSettings
from kg.store.snapshot import current_id

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four short articles."""
    folder = tmp_path_factory.mktemp("articles")
    for number in range(4):
        text = SALE.replace("2014", str(2001 + number)).replace("Mali", ("Chad", "Mali", "Peru")[number % 3])
        (folder / f"sale-{number}.txt").write_text(text, encoding="utf-8")
    return folder


def build(articles: Path, data: Path, jobs: int = 1) -> None:
    """A build by the rules engine in this process."""
    settings = BuildSettings(data=data, engine="rules", jobs=jobs)
    assert build_snapshot([str(articles)], settings, lambda *_: None).rejected == 0


def journalled(data: Path) -> int:
    """How many pieces the journal of a build holds."""
    if not (data / "work.db").exists():
        return 0
    with closing(sqlite3.connect(f"file:{data / 'work.db'}?mode=ro", uri=True)) as journal:
        try:
            return int(journal.execute("SELECT count(*) FROM piece").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def files(data: Path) -> dict[str, bytes]:
    """Every file of the current snapshot but the store's, by name."""
    folder = data / "snapshots" / str(current_id(data))
    found = (path for path in folder.rglob("*") if path.is_file() and path.parent.name != "store")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_two_processes_killed_and_two_that_go_on_make_the_bytes_of_one(articles: Path, tmp_path: Path) -> None:
    """What was read before the kill is not read again, and no file tells how it came about."""
    build(articles, tmp_path / "one")
    killed = tmp_path / "killed"
    words = ["build", str(articles), "--out", str(killed), "--engine", "rules", "--jobs", "2"]
    process = subprocess.Popen([sys.executable, "-m", "kg.cli", *words], cwd=ROOT, start_new_session=True)
    while not journalled(killed):
        assert process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
    assert current_id(killed) is None
    build(articles, killed, jobs=2)
    assert files(killed) == files(tmp_path / "one")
    assert not (killed / "work.db").exists()
