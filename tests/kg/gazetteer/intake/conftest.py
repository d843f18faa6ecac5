"""How do tests import a file?"""

from pathlib import Path

import pytest
from imported import Import, Told

from kg.gazetteer.compile import compile_gazetteer
from kg.gazetteer.intake.importing import import_files
from kg.gazetteer.intake.kinds import load_kinds
from kg.gazetteer.lookup import Gazetteer, open_gazetteer


@pytest.fixture(scope="module")
def curated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The curated rows as a file, on which imports build."""
    path = tmp_path_factory.mktemp("curated") / "curated.sqlite"
    compile_gazetteer(target=str(path)).close()
    return path


@pytest.fixture
def imported(tmp_path: Path, curated: Path) -> Import:
    """A function from the text of a file to the gazetteer with it and what was told of it."""

    def do(text: str, name: str = "a.csv") -> tuple[Gazetteer, Told]:
        (tmp_path / name).write_text(text, encoding="utf-8")
        told: Told = []
        import_files([str(tmp_path / name)], tmp_path / "g.sqlite", load_kinds(), told.append, onto=curated)
        return open_gazetteer(tmp_path / "g.sqlite"), told

    return do
