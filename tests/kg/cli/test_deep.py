"""Does `dateline check --deep` find what was changed behind the program's back, and repair nothing?"""

import hashlib
import shutil
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, Quad, Store

from kg import iri
from kg.deep import check_deep
from kg.store.snapshot import Snapshot, open_current
from kg.vocabulary import DL, DLI

INFERRED = NamedNode(iri.mint_graph("inferred"))
GAZETTEER = NamedNode(iri.mint_graph("gazetteer"))
LUND = DLI["envoy/entity/ada-lund"]


@pytest.fixture
def copied(built: Any, tmp_path: Path) -> Snapshot:
    """A copy of the built snapshot that may be spoilt."""
    shutil.copytree(built.data, tmp_path / "data")
    return open_current(tmp_path / "data")


def found(snapshot: Snapshot) -> set[tuple[str, str]]:
    """Check and rule of each finding; the files are afterwards what they were."""

    def digests() -> dict[Path, str]:
        files = [path for path in snapshot.folder.rglob("*") if path.is_file() and "store" not in path.parts]
        return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    before = digests()
    findings = {(finding.check, finding.rule) for finding in check_deep(snapshot, snapshot.open_store())}
    assert digests() == before
    return findings


def test_a_sound_snapshot_has_no_finding(call: Any, built: Any) -> None:
    """Every digest, quad, text, inferred triple and item is as it should be."""
    done = call("check", "--deep", "--data", built.data)
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith(": 1 articles checked, 0 findings\n")


def test_a_changed_dump_is_found(copied: Snapshot) -> None:
    """One byte, or a file that is gone."""
    path = copied.dumps / "void.ttl"
    path.write_bytes(path.read_bytes() + b"\n")
    assert found(copied) == {("file", "digest")}
    path.unlink()
    assert found(copied) == {("file", "digest")}


@pytest.mark.parametrize(
    ("quad", "findings"),
    [
        (Quad(LUND, DL.suppliedTo, DLI.Q20, INFERRED), {("file", "store"), ("inference", "closure")}),
        (
            Quad(LUND, DL.wikidataItem, NamedNode("http://www.wikidata.org/entity/Q0"), GAZETTEER),
            {("file", "store"), ("link", "no-item")},
        ),
    ],
    ids=["a fact that does not follow", "an item that is none"],
)
def test_what_was_put_into_the_store_is_found(quad: Quad, findings: set[tuple[str, str]], copied: Snapshot) -> None:
    """Its dump lacks it, and it is no inference or no item."""
    store = Store(str(copied.folder / "store"))
    store.add(quad)
    store.flush()
    del store
    assert found(copied) == findings


def test_what_was_taken_out_of_the_store_is_found(copied: Snapshot) -> None:
    """An inferred fact that is gone still follows."""
    store = Store(str(copied.folder / "store"))
    store.remove(Quad(LUND, DL.visited, DLI.Q20, INFERRED))
    store.flush()
    del store
    assert found(copied) == {("file", "store"), ("inference", "closure")}


def test_a_changed_text_is_found(copied: Snapshot) -> None:
    """The digest that the article and its annotation give is of another text."""
    path = copied.folder / "articles.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("Norway", "Sweden"), encoding="utf-8")
    assert found(copied) == {("file", "text"), ("file", "annotation")}
