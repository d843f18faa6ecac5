"""Does the snapshot before an addition stay as it was?"""

import hashlib
import shutil
from pathlib import Path

import pytest
from building import add, build

from kg.pieces.shelf import FILE
from kg.store.snapshot import open_snapshot
from server.pages.dumps import list_files

pytestmark = pytest.mark.usefixtures("loaded_once")


def test_an_addition_leaves_the_snapshot_before_as_it_was(folder: Path, tmp_path: Path) -> None:
    """Its quads are read as before; no file of it is changed or added, what its pieces are kept in least of all."""
    before = build(tmp_path / "a", folder / "envoy.txt")
    quads = set(open_snapshot(before.folder).open_store())

    def files() -> dict[str, str]:
        found = (path for path in before.folder.rglob("*") if path.is_file() and path.parent.name != "store")
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}

    held = files()
    assert str(before.folder / FILE) in held
    after = add(tmp_path / "a", folder / "sale.txt")
    assert after.articles == 2
    assert files() == held
    assert set(open_snapshot(before.folder).open_store()) == quads


def test_dumps_that_are_not_there_yet_are_written_by_the_next_run(folder: Path, tmp_path: Path) -> None:
    """A run that was killed between an addition and its dumps: the pages list none, the same addition writes them."""
    build(tmp_path / "a", folder / "envoy.txt")
    after = add(tmp_path / "a", folder / "sale.txt")
    held = {path.name: path.read_bytes() for path in (after.folder / "dumps").iterdir()}
    shutil.rmtree(after.folder / "dumps")
    assert list_files(open_snapshot(after.folder)) == []
    add(tmp_path / "a", folder / "sale.txt")
    assert {path.name: path.read_bytes() for path in (after.folder / "dumps").iterdir()} == held
