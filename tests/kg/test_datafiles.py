"""Are the program's own files found in a checkout and in an installed wheel?"""

from pathlib import Path

import pytest

from kg import datafiles
from kg.datafiles import find_data
from kg.errors import OntologyError


def test_a_checkout_has_what_is_read_at_run_time() -> None:
    """Ontology, seeds and weights lie where they are looked for."""
    for name in ("ontology/dateline.ttl", "ontology/questions", "seeds/articles", "seeds/gazetteer", "seeds/models"):
        assert find_data(name).exists()


def test_an_installed_copy_is_found_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheel holds copies in the package; a folder of the same name beside it is somebody else's."""
    package = tmp_path / "kg"
    for place in (package / "_data", tmp_path):
        (place / "ontology").mkdir(parents=True)
        (place / "ontology" / "dateline.ttl").write_text(str(place), encoding="utf-8")
    monkeypatch.setattr(datafiles, "_PACKAGE", package)
    assert find_data("ontology/dateline.ttl") == package / "_data" / "ontology" / "dateline.ttl"
    (package / "_data" / "ontology" / "dateline.ttl").unlink()
    assert find_data("ontology/dateline.ttl") == tmp_path / "ontology" / "dateline.ttl"


def test_a_file_that_is_missing_is_named_with_its_remedy() -> None:
    """The installation is at fault, not the user's data."""
    with pytest.raises(OntologyError, match=r"seeds/nothing\.ttl is missing.*install dateline again"):
        find_data("seeds/nothing.ttl")
