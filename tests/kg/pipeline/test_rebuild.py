"""Is a snapshot that is made again the same, and does nothing later stand in one as of a day?"""

from datetime import date
from pathlib import Path

import pytest
from building import build, digests, ignore, told_twice

from kg.annotate.annotation_file import SUFFIX
from kg.errors import UsageError
from kg.model import When
from kg.pipeline.rebuild import is_published, publication_days, rebuild_snapshot, restore_snapshot, said_in
from kg.settings import BuildSettings
from kg.store.snapshot import open_current

pytestmark = pytest.mark.usefixtures("loaded_once")


def test_as_of_a_day_is_what_a_build_of_what_was_published_makes(folder: Path, tmp_path: Path) -> None:
    """The same bytes in every file: no happening, inference or background of what came later."""
    told_twice(folder)
    later = folder / f"echo{SUFFIX}"
    later.write_text(later.read_text(encoding="utf-8").replace("2019-06-01", "2019-06-03"), encoding="utf-8")
    whole = build(tmp_path / "whole", folder)
    assert whole.happenings
    kept = open_current(tmp_path / "whole")
    first = build(tmp_path / "first", folder / "envoy.txt")
    again = rebuild_snapshot(kept, BuildSettings(data=tmp_path / "again"), ignore, date(2019, 6, 2))
    assert digests(again) == digests(first)
    fast = restore_snapshot(kept, BuildSettings(data=tmp_path / "fast"), ignore, date(2019, 6, 2))
    assert digests(fast) == digests(first)
    assert [path.name for path in (tmp_path / "fast" / "snapshots").iterdir()] == [first.snapshot]
    assert open_current(tmp_path / "fast").id == first.snapshot
    assert publication_days(said_in(kept)) == (date(2019, 6, 1), date(2019, 6, 3))
    with pytest.raises(UsageError, match="no article that was certainly published by 2019-05-31"):
        restore_snapshot(kept, BuildSettings(data=tmp_path / "none"), ignore, date(2019, 5, 31))


def test_only_what_was_certainly_published_counts(folder: Path, tmp_path: Path) -> None:
    """A month has passed when its last day has; a date without an end, or none, never does."""
    build(tmp_path / "data", folder / "sale.txt")
    said = next(said_in(open_current(tmp_path / "data")))

    def published(when: When | None) -> bool:
        header = said.annotation.article.model_copy(update={"published": when})
        annotation = said.annotation.model_copy(update={"article": header})
        return is_published(type(said)(article=said.article, annotation=annotation), date(2019, 6, 29))

    june = When(edtf="2019-06", earliest=date(2019, 6, 1), latest=date(2019, 6, 30), basis="metadata")
    assert not published(june)
    assert published(june.model_copy(update={"latest": date(2019, 6, 29)}))
    assert not published(june.model_copy(update={"latest": None}))
    assert not published(None)
