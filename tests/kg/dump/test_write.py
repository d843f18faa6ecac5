import gzip
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    parse,
)
from strategies import annotations, make_annotation, make_article

from kg import iri
from kg.dump.canonical import hash_quads, sort_quads
from kg.dump.checksums import digest_file, read_checksums
from kg.dump.files import TurtleWriter
from kg.dump.origin import Origin
from kg.dump.parts import PARTS, by_subject, count_parts, split_parts
from kg.dump.write import write_dumps
from kg.errors import StoreError
from kg.model import Annotation
from kg.ontology.load import ontology_quads
from kg.triples.annotation import annotation_quads
from kg.vocabulary import DCT, DL, PROV, RDF, SCHEMA, SPDX, VOID

ORIGIN = Origin(snapshot="id", program="0", ontology="1", reasoner="fast", engines={"engine": "hand"})
DATASET = NamedNode(iri.mint_dataset())


def small_quads() -> list[Quad]:
    article = make_article()
    inferred = Quad(NamedNode("x:a"), DL.visited, NamedNode("x:b"), NamedNode(iri.mint_graph("inferred")))
    return sort_quads([*annotation_quads(article, make_annotation(article)), inferred])


def write(folder: Path, quads: list[Quad]) -> Path:
    store = Store()
    store.extend(quads)
    write_dumps(folder, quads, store, ORIGIN)
    return folder


def read(path: Path, form: RdfFormat) -> list[Quad]:
    held = path.read_bytes()
    return list(parse(gzip.decompress(held) if path.suffix == ".gz" else held, format=form))


@given(st.permutations(small_quads()))
def test_order_of_quads_does_not_matter(quads: list[Quad]) -> None:
    """Sorting any permutation, with repetitions, gives the same list and so the same hash."""
    assert sort_quads([*quads, *quads[:5]]) == small_quads()
    assert hash_quads(sort_quads(quads), "") == hash_quads(small_quads(), "")


def test_names_of_blank_nodes_do_not_matter() -> None:
    """The ontology with its blank nodes renamed has the canonical form that RDFC-1.0 gives the whole dataset."""
    quads = list(ontology_quads())
    renamed = [quad_with(quad, lambda node: BlankNode("other" + node.value[::-1])) for quad in quads]
    renamed.reverse()
    whole = Dataset(quads)
    whole.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    assert sort_quads(quads) == sort_quads(renamed) == sorted(whole, key=str)


def quad_with(quad: Quad, rename: object) -> Quad:
    def other(term: object) -> object:
        return rename(term) if isinstance(term, BlankNode) else term  # type: ignore[operator]

    return Quad(other(quad.subject), quad.predicate, other(quad.object), quad.graph_name)  # type: ignore[arg-type]


def test_two_dumps_have_the_same_bytes(tmp_path: Path) -> None:
    """The same quads written twice give files that are equal byte for byte, and checksums that hold."""
    one, two = (write(tmp_path / name, small_quads()) for name in ("one", "two"))
    files = sorted(path.name for path in one.iterdir())
    assert "SHA256SUMS" in files
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in files)
    assert read_checksums(one) == {name: digest_file(one / name) for name in files if name != "SHA256SUMS"}


@pytest.mark.parametrize("text", ["", "no sums", f"{'0' * 64}  a\n<html>\n", f"{'0' * 63}  a\n", "\xff\n"])
def test_checksums_that_are_none_are_told_with_what_to_do(tmp_path: Path, text: str) -> None:
    """A page of an error, a file cut short and none at all are told in words that say what to get."""
    (tmp_path / "SHA256SUMS").write_text(text, encoding="latin-1")
    with pytest.raises(StoreError, match=r"SHA256SUMS: .*; get it anew"):
        read_checksums(tmp_path)
    (tmp_path / "SHA256SUMS").unlink()
    with pytest.raises(StoreError, match=r"has no SHA256SUMS, so .*; name a folder that dateline dump wrote"):
        read_checksums(tmp_path)


def test_another_process_with_another_hash_seed_locale_and_zone_writes_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the process around a dump gets into it."""
    here = write(tmp_path / "here", small_quads())
    tests = Path(__file__).parents[2]
    code = "from test_write import *; write(Path(sys.argv[1]), small_quads())"
    around = {"PYTHONHASHSEED": "4711", "LC_ALL": "C", "TZ": "Pacific/Kiritimati"}
    paths = os.pathsep.join(map(str, (tests, Path(__file__).parent, tests.parent)))
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "there")],
        check=True,
        env=os.environ | around | {"PYTHONPATH": paths},
    )
    assert (here / "SHA256SUMS").read_bytes() == (tmp_path / "there" / "SHA256SUMS").read_bytes()


def test_turtle_dumps_together_are_the_whole_graph(tmp_path: Path) -> None:
    """The union of the Turtle dumps is the set of triples of the N-Quads dump, and no two share a triple."""
    folder = write(tmp_path / "dumps", small_quads())
    pieces = [{quad.triple for quad in read(path, RdfFormat.TURTLE)} for path in sorted(folder.glob("*.ttl.gz"))]
    whole = {quad.triple for quad in read(folder / "all.nq.gz", RdfFormat.N_QUADS)}
    assert set().union(*pieces) == whole == {quad.triple for quad in small_quads()}
    assert sum(map(len, pieces)) == len(whole)


def test_pieces_of_turtle_are_the_bytes_of_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However small the pieces, the file is the same."""
    found = []
    for piece in (1, 7, 10_000):
        monkeypatch.setattr("kg.dump.files._PIECE", piece)
        with (tmp_path / "dump.ttl").open("wb") as file:
            writer = TurtleWriter(file)
            for quad in small_quads():
                writer.add(quad.triple)
            writer.flush()
        found.append((tmp_path / "dump.ttl").read_bytes())
    assert found[0] == found[1] == found[2]


@given(annotations())
def test_the_asserted_dump_never_says_who_claims_what(annotation: Annotation) -> None:
    """Claim nodes and their evidence stand in `claims` alone, event descriptions in `asserted` alone."""
    quads = sort_quads(annotation_quads(make_article(), annotation))
    parts = [pair for subject in by_subject(quads) for pair in zip(split_parts(subject), subject.quads, strict=True)]
    verbs = {DL.asserts, DL.reports, DL.denies, DL.envisages, DL.hasContent, DL.attributedTo}
    assert not any(part == "asserted" and quad.predicate in verbs for part, quad in parts)
    assert all("/event/" not in str(quad.subject) for part, quad in parts if part == "claims")


def test_gzip_members_carry_no_time_and_no_name(tmp_path: Path) -> None:
    """Bytes 4 to 7 of the header (MTIME) are zero and no file name flag is set."""
    folder = write(tmp_path / "dumps", [Quad(NamedNode("x:s"), NamedNode("x:p"), Literal("o"), NamedNode("x:g"))])
    header = (folder / "all.nq.gz").read_bytes()[:10]
    assert header[3] == 0
    assert header[4:8] == b"\0\0\0\0"


def test_the_description_counts_what_the_graph_holds(tmp_path: Path) -> None:
    """VoID: triples of the whole, of each part, of each property and instances of each class, as counted by hand."""
    quads = small_quads()
    found = {quad.triple for quad in read(write(tmp_path / "dumps", quads) / "void.ttl", RdfFormat.TURTLE)}
    values = {(triple.subject, triple.predicate): triple.object.value for triple in found if triple.predicate in (
        VOID.triples, VOID.entities)}  # fmt: skip
    assert values[DATASET, VOID.triples] == str(len(quads))
    for part in PARTS:
        assert values[NamedNode(iri.mint_dataset(part)), VOID.triples] == str(count_parts(quads)[part])
    properties = {triple.object: triple.subject for triple in found if triple.predicate == VOID.property}
    assert {term: int(values[node, VOID.triples]) for term, node in properties.items()} == {
        term: sum(quad.predicate == term for quad in quads) for term in {quad.predicate for quad in quads}
    }
    classes = {triple.object: triple.subject for triple in found if triple.predicate == VOID["class"]}
    types = [quad.object for quad in quads if quad.predicate == RDF.type]
    assert {term: int(values[node, VOID.entities]) for term, node in classes.items()} == {
        term: types.count(term) for term in set(types)
    }


def test_the_catalogue_names_every_file_and_the_hash_of_the_graph(tmp_path: Path) -> None:
    """DCAT: each file but the checksums and itself has its SHA-256; the dataset has that of the canonical N-Quads."""
    folder = write(tmp_path / "dumps", small_quads())
    found = [quad.triple for quad in read(folder / "dcat.ttl", RdfFormat.TURTLE)]
    nodes = {triple.subject: triple.object for triple in found if triple.predicate == SPDX.checksum}
    digests = {triple.subject: triple.object.value for triple in found if triple.predicate == SPDX.checksumValue}
    files = sorted(path for path in folder.iterdir() if path.name not in ("SHA256SUMS", "dcat.ttl"))
    assert {node.value: digests[nodes[node]] for node in nodes if node != DATASET} == {
        iri.mint_dump_of("id", path.name): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
    assert digests[nodes[DATASET]] == hashlib.sha256(gzip.decompress((folder / "all.nq.gz").read_bytes())).hexdigest()
    assert digests[nodes[DATASET]] == hash_quads(small_quads(), "")


def test_the_history_names_every_article_with_its_digest_and_licence(tmp_path: Path) -> None:
    """PROV: the build used the article, whose digest and licence stand beside."""
    found = {quad.triple for quad in read(write(tmp_path / "dumps", small_quads()) / "prov.ttl", RdfFormat.TURTLE)}
    article = NamedNode(iri.mint_article("envoy"))
    said = {(triple.predicate, triple.object) for triple in found if triple.subject == article}
    assert {(SCHEMA.sha256, Literal(make_article().sha256)), (DCT.license, Literal("CC0-1.0"))} <= said
    assert article in {triple.object for triple in found if triple.predicate == PROV.used}
