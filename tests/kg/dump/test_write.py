import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse
from strategies import annotations, make_annotation, make_article

from kg import iri
from kg.dump.parts import split_parts
from kg.dump.write import hash_quads, sort_quads, unmatched_checksums, write_dumps
from kg.errors import StoreError
from kg.model import Annotation
from kg.triples.annotation import annotation_quads
from kg.vocabulary import DL


def small_quads() -> list[Quad]:
    article = make_article()
    inferred = Quad(NamedNode("x:a"), DL.visited, NamedNode("x:b"), NamedNode(iri.mint_graph("inferred")))
    return sort_quads([*annotation_quads(article, make_annotation(article)), inferred])


@given(st.permutations(small_quads()))
def test_order_of_quads_does_not_matter(quads: list[Quad]) -> None:
    """Sorting any permutation, with repetitions, gives the same list and so the same hash."""
    assert sort_quads([*quads, *quads[:5]]) == small_quads()
    assert hash_quads(sort_quads(quads), "") == hash_quads(small_quads(), "")


def test_two_dumps_have_the_same_bytes(tmp_path: Path) -> None:
    """The same quads written twice give files that are equal byte for byte, and checksums that hold."""
    for name in ("one", "two"):
        write_dumps(tmp_path / name, small_quads(), "id")
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert "SHA256SUMS" in files
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in files)
    assert unmatched_checksums(tmp_path / "one") == ()
    (tmp_path / "one" / "void.ttl").write_bytes(b"changed")
    assert unmatched_checksums(tmp_path / "one") == ("void.ttl",)
    (tmp_path / "one" / "SHA256SUMS").write_bytes(b"")
    with pytest.raises(StoreError, match="names no file"):
        unmatched_checksums(tmp_path / "one")


def test_turtle_dumps_together_are_the_whole_graph(tmp_path: Path) -> None:
    """The union of the Turtle dumps is the set of triples of the N-Quads dump, and no two share a triple."""
    write_dumps(tmp_path / "dumps", small_quads(), "id")
    pieces = [
        {
            Triple(quad.subject, quad.predicate, quad.object)
            for quad in parse(gzip.decompress(path.read_bytes()), format=RdfFormat.TURTLE)
        }
        for path in sorted((tmp_path / "dumps").glob("*.ttl.gz"))
    ]
    whole = {
        Triple(quad.subject, quad.predicate, quad.object)
        for quad in parse(gzip.decompress((tmp_path / "dumps" / "all.nq.gz").read_bytes()), format=RdfFormat.N_QUADS)
    }
    assert set().union(*pieces) == whole
    assert sum(map(len, pieces)) == len(whole)


@given(annotations())
def test_the_asserted_dump_never_says_who_claims_what(annotation: Annotation) -> None:
    """Claim nodes and their evidence stand in `claims` alone, event descriptions in `asserted` alone."""
    parts = split_parts(annotation_quads(make_article(), annotation))
    verbs = {DL.asserts, DL.reports, DL.denies, DL.envisages, DL.hasContent, DL.attributedTo}
    assert not any(quad.predicate in verbs for quad in parts["asserted"])
    assert all("/event/" not in str(quad.subject) for quad in parts["claims"])


def test_gzip_members_carry_no_time_and_no_name(tmp_path: Path) -> None:
    """Bytes 4 to 7 of the header (MTIME) are zero and no file name flag is set."""
    write_dumps(tmp_path / "dumps", [Quad(NamedNode("x:s"), NamedNode("x:p"), Literal("o"))], "id")
    header = (tmp_path / "dumps" / "all.nq.gz").read_bytes()[:10]
    assert header[3] == 0
    assert header[4:8] == b"\0\0\0\0"
