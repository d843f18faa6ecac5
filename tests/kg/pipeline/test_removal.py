"""Does an article that goes leave nothing behind?"""

from pathlib import Path

import pytest
from building import add, build, digests, ignore, told_twice

from kg.errors import StoreError, UsageError
from kg.pipeline.removal import remove_articles
from kg.settings import BuildSettings
from kg.store.snapshot import current_id

pytestmark = pytest.mark.usefixtures("loaded_once")


def test_what_is_left_is_what_a_build_of_the_rest_makes(folder: Path, tmp_path: Path) -> None:
    """The same bytes in every file, happenings and inferred triples included; added again, those from before."""
    told_twice(folder)
    at_first = build(tmp_path / "a", folder)
    assert at_first.happenings
    rest = build(tmp_path / "b", folder / "echo.txt")
    left = remove_articles(["envoy"], BuildSettings(data=tmp_path / "a"), ignore)
    assert digests(left) == digests(rest)
    assert digests(add(tmp_path / "a", folder / "envoy.txt")) == digests(at_first)


def test_what_cannot_be_removed_is_told_and_the_snapshot_stays(folder: Path, tmp_path: Path) -> None:
    """A key that no article has, with the one that was meant, and the last article; and there must be a snapshot."""
    settings = BuildSettings(data=tmp_path / "a")
    with pytest.raises(StoreError, match="no snapshot"):
        remove_articles(["sale"], settings, ignore)
    served = build(tmp_path / "a", folder / "sale.txt").snapshot
    with pytest.raises(UsageError, match=r"no article 'sales'; did you mean sale\?"):
        remove_articles(["sale", "sales"], settings, ignore)
    with pytest.raises(UsageError, match="no article would be left"):
        remove_articles(["sale"], settings, ignore)
    assert current_id(tmp_path / "a") == served
