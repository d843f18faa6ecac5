from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import StoreError
from kg.store import draft
from kg.store.draft import begin_draft, change_store, copy_whole, fill_store, is_small, publish, write_records
from kg.store.snapshot import FORMAT, Manifest, current_id, open_current

QUAD = Quad(NamedNode("x:s"), NamedNode("x:p"), Literal("o"), NamedNode("x:g"))


def write(draft: Path, name: str, quads: list[Quad]) -> None:
    fill_store(draft / "store", quads)
    manifest = Manifest(
        format=FORMAT,
        id=name,
        program="0",
        ontology="0",
        reasoner="fast",
        engines={},
        counts={"asserted": len(quads)},
    )
    write_records(draft, [], [], manifest)


def make(data: Path, name: str, quads: list[Quad]) -> None:
    with begin_draft(data) as draft:
        write(draft, name, quads)
        publish(draft, data, name)


def test_published_quads_are_read_back(tmp_path: Path) -> None:
    """What a snapshot was filled with is what its store holds."""
    make(tmp_path, "one", [QUAD])
    assert list(open_current(tmp_path).open_store()) == [QUAD]


@pytest.mark.parametrize("small", [0, 1 << 23])
def test_only_many_small_tables_make_a_store_be_written_anew(
    small: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change shares the large tables of the store before, however many there are; it reads the same either way."""
    monkeypatch.setattr(draft, "_SMALL", small)
    monkeypatch.setattr(draft, "_MOST_SMALL", 0)
    before, after = tmp_path / "before", tmp_path / "after"
    quads = [Quad(NamedNode(f"x:{number}"), QUAD.predicate, QUAD.object, QUAD.graph_name) for number in range(20)]
    fill_store(before, quads[2:])
    change_store(before, after, [], quads[:2])
    tables = [{path.name for path in folder.glob("*.sst")} for folder in (before, after)]
    assert (tables[0] <= tables[1]) is (small == 0)
    assert set(Store.read_only(str(after))) == set(quads)


def test_a_build_that_fails_leaves_the_former_snapshot(tmp_path: Path) -> None:
    """An exception inside a draft changes nothing that is served and leaves no draft behind."""
    make(tmp_path, "one", [QUAD])
    with pytest.raises(RuntimeError), begin_draft(tmp_path) as draft:
        write(draft, "two", [])
        raise RuntimeError
    assert current_id(tmp_path) == "one"
    assert [folder.name for folder in (tmp_path / "snapshots").iterdir()] == ["one"]


def test_drafts_of_dead_builds_are_removed_and_of_running_ones_kept(tmp_path: Path) -> None:
    """A draft named for a process that no longer runs goes; one of a living process (process 1) stays."""
    dead, alive = tmp_path / "snapshots" / ".draft-999999999", tmp_path / "snapshots" / ".draft-1"
    for folder in (dead, alive):
        folder.mkdir(parents=True)
    make(tmp_path, "one", [])
    assert not dead.exists()
    assert alive.exists()


def test_publishing_the_same_content_again_keeps_the_first_copy(tmp_path: Path) -> None:
    """The same id published twice leaves one folder, and its files untouched."""
    make(tmp_path, "one", [QUAD])
    before = (tmp_path / "snapshots" / "one" / "manifest.json").stat().st_mtime_ns
    make(tmp_path, "two", [])
    make(tmp_path, "one", [QUAD])
    assert current_id(tmp_path) == "one"
    assert (tmp_path / "snapshots" / "one" / "manifest.json").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("manifest", "said"),
    [("{}", "format None"), ('{"format": 0}', "format 0"), ("{", "cannot be read"), ('{"format": 1}', "damaged")],
)
def test_a_snapshot_that_cannot_be_read_is_one_clear_sentence(tmp_path: Path, manifest: str, said: str) -> None:
    """An older or damaged manifest raises StoreError that says what is wrong and to build again."""
    make(tmp_path, "one", [])
    (tmp_path / "snapshots" / "one" / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(StoreError, match=said) as caught:
        open_current(tmp_path)
    assert "build again" in str(caught.value)


def test_a_damaged_store_is_one_clear_sentence(tmp_path: Path) -> None:
    """What the engine calls corruption names the folder and what to do."""
    make(tmp_path, "one", [QUAD])
    (tmp_path / "snapshots" / "one" / "store" / "CURRENT").write_text("junk\n", encoding="ascii")
    with pytest.raises(StoreError, match=r"cannot be opened .*; build again"):
        open_current(tmp_path).open_store()


def test_no_snapshot_says_which_command_makes_one(tmp_path: Path) -> None:
    """An empty data folder raises StoreError that names `dateline build`."""
    with pytest.raises(StoreError, match="dateline build"):
        open_current(tmp_path)


def test_a_copy_stands_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A killed copy leaves a draft that the next one removes; what stands at the place is never added to."""
    source, target = tmp_path / "source", tmp_path / "new" / "copy"
    (source / "inner").mkdir(parents=True)
    (source / "inner" / "file").write_text("words")
    killed = target.parent / ".draft-999999999-copy"
    killed.mkdir(parents=True)

    def fail(_folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(draft, "_flush_tree", fail)
    with pytest.raises(StoreError, match=r"copy: cannot be written there: No space"):
        copy_whole(source, target)
    assert list(target.parent.iterdir()) == []
    monkeypatch.undo()
    copy_whole(source, target)
    assert (target / "inner" / "file").read_text() == "words"
    assert [path.name for path in target.parent.iterdir()] == ["copy"]
    with pytest.raises(StoreError, match="name a new folder"):
        copy_whole(source, target)


def test_a_table_file_that_the_engine_lets_go_of_counts_no_more(tmp_path: Path) -> None:
    """An addition lists the files of an open store; one may be gone when it is looked at."""
    there = tmp_path / "000001.sst"
    there.write_bytes(b"rows")
    assert [is_small(path) for path in (there, tmp_path / "000002.sst")] == [True, False]
