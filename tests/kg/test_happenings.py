"""Are events of several articles one happening, however the articles came?"""

from pathlib import Path

import pytest
from building import REASONED, SALE, add, build, digests, quads, told_twice
from pyoxigraph import BlankNode, NamedNode, Triple

from kg import iri
from kg.merge.verdicts import FILE
from kg.vocabulary import DL

pytestmark = pytest.mark.usefixtures("loaded_once")


def happenings(data: Path) -> set[NamedNode | BlankNode | Triple]:
    """What the current snapshot takes for one happening of several articles."""
    merges = NamedNode(iri.mint_graph("merges"))
    return {quad.subject for quad in quads(data) if (quad.object, quad.graph_name) == (DL.Happening, merges)}


def test_adding_an_article_merges_its_events_with_those_there(folder: Path, tmp_path: Path) -> None:
    """Built at once or one after the other, the same happenings and the same bytes."""
    told_twice(folder)
    at_once = build(tmp_path / "a", folder)
    assert at_once.happenings == len(happenings(tmp_path / "a")) > 0
    build(tmp_path / "b", folder / "echo.txt")
    assert happenings(tmp_path / "b") == set()
    assert digests(add(tmp_path / "b", folder / "envoy.txt")) == digests(at_once)


def test_a_reviewer_unmerges_for_good(folder: Path, tmp_path: Path) -> None:
    """What `merges.csv` parts is two again, also after an article is added from elsewhere; no other graph changes."""
    told_twice(folder)
    build(tmp_path / "a", folder)
    rows = [f"different,envoy,{event},echo,{event}," for event in ("e1", "e2")]
    head = "verdict,article,event,other article,other event,note"
    (folder / FILE).write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    build(tmp_path / "b", folder)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "sale.txt").write_text(SALE, encoding="utf-8")
    merges = NamedNode(iri.mint_graph("merges"))
    assert {quad for quad in quads(tmp_path / "a") if quad.graph_name != merges} >= {
        quad for quad in quads(tmp_path / "b") if quad.predicate in REASONED
    }
    assert happenings(tmp_path / "b") == set()
    add(tmp_path / "b", tmp_path / "more" / "sale.txt")
    assert happenings(tmp_path / "b") == set()
