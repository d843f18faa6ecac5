"""Does `dateline reason` read every RDF format, keep blank nodes apart, and say where a fault is?"""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.errors import ContradictionError, InputError
from kg.reason.closure import close
from kg.reason.files import check_consistent, read_triples, reason_files, show_rules
from kg.vocabulary import OWL, RDFS

EX = "http://example.org/"
P, Q, A, B = (NamedNode(EX + name) for name in "pqab")
FACT = Triple(A, P, Literal("x"))
TRANSITIVE = """@prefix : <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:p a owl:TransitiveProperty . """


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("extension", ["ttl", "nt", "nq", "trig", "rdf", "jsonld"])
@pytest.mark.parametrize("packed", [False, True])
def test_each_format_is_read(tmp_path: Path, extension: str, packed: bool) -> None:
    """The same triple comes out of each format, compressed or not."""
    form = RdfFormat.from_extension(extension)
    assert form is not None
    data = serialize([Quad(*FACT)] if form.supports_datasets else [FACT], format=form)
    path = tmp_path / (f"a.{extension}.gz" if packed else f"a.{extension}")
    path.write_bytes(gzip.compress(data) if packed else data)
    assert list(read_triples([path])) == [FACT]


def test_graph_names_are_ignored(tmp_path: Path) -> None:
    """A fact counts whatever graph it stands in."""
    path = write(tmp_path / "a.nq", f"<{EX}a> <{EX}p> <{EX}b> <{EX}g> .\n")
    assert list(read_triples([path])) == [Triple(A, P, B)]


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    """One label in two files is two nodes, with names that do not change from run to run."""
    paths = [write(tmp_path / name, f"_:x <{EX}p> _:x , [] .") for name in ("a.ttl", "b.ttl")]
    found = list(read_triples(paths))
    assert [triple.subject for triple in found] == [BlankNode("f0n0")] * 2 + [BlankNode("f1n0")] * 2
    assert found == list(read_triples(paths))


def test_blank_nodes_inside_triples_about_triples_are_those_outside(tmp_path: Path) -> None:
    """One label is one node wherever it stands."""
    path = write(tmp_path / "a.nt", f"_:x <{EX}p> <<( _:x <{EX}p> <{EX}b> )>> .\n")
    node = BlankNode("f0n0")
    assert list(read_triples([path])) == [Triple(node, P, Triple(node, P, B))]


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=5))
def test_lines_are_the_triples_as_any_serialiser_writes_them(texts: list[str]) -> None:
    """Quotes, control signs and line ends in literals included, in the same order; each line once."""
    facts = [Triple(A, P, Literal(text, language="en") if text[:1] == "e" else Literal(text)) for text in texts]
    axioms = [Triple(P, RDFS.subPropertyOf, Q), Triple(P, RDFS.domain, B), Triple(A, OWL.sameAs, BlankNode("x"))]
    closure = close(facts, axioms)
    assert "".join(closure.lines).encode() == serialize(closure.inferred, format=RdfFormat.N_TRIPLES)


@pytest.mark.parametrize("reasoner", ["fast", "owlrl"])
def test_files_are_closed_together(tmp_path: Path, reasoner: str) -> None:
    """What one file states and another defines is inferred, by either reasoner."""
    paths = [
        write(tmp_path / "a.ttl", TRANSITIVE + ":a :p :b ."),
        write(tmp_path / "b.nt", f"<{EX}b> <{EX}p> <{EX}c> .\n"),
    ]
    reasoned = reason_files(paths, "owlrl" if reasoner == "owlrl" else "fast")
    assert list(reasoned.inferred) == [Triple(A, P, NamedNode(EX + "c"))]
    assert list(reasoned.lines) == [f"<{EX}a> <{EX}p> <{EX}c> .\n"]
    check_consistent(reasoned)


def test_contradictions_are_raised_on_request(tmp_path: Path) -> None:
    """A contradiction is a message, and an error for whoever asks for one."""
    axiom = TRANSITIVE + ":p a owl:IrreflexiveProperty . :a :p :b . :b :p :a ."
    reasoned = reason_files([write(tmp_path / "a.ttl", axiom)])
    assert [message.split(":")[0] for message in reasoned.contradictions] == ["prp-irp", "prp-irp"]
    with pytest.raises(ContradictionError, match="prp-irp"):
        check_consistent(reasoned)


def test_rules_are_shown_one_a_line(tmp_path: Path) -> None:
    """The rules of a file's axioms are printed with the name of their table row."""
    lines = list(show_rules([write(tmp_path / "a.ttl", TRANSITIVE)]))
    assert f"prp-trp: ?x <{EX}p> ?y, ?y <{EX}p> ?z → ?x <{EX}p> ?z" in lines


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.ttl", f"<{EX}a> <{EX}p> <{EX}b> .\n<{EX}a> nonsense", r"a\.ttl, line 2"),
        ("a.csv", "a,b", r"a\.csv: no RDF format"),
        ("a.nt.gz", "not packed", r"a\.nt\.gz: cannot be read"),
        (
            "a.jsonld",
            '{"@context": "http://example.org/c", "@id": "http://example.org/a", "b": "c"}',
            "nothing is fetched",
        ),
        ("a.ttl", "<a> <b> <c> .", r"a\.ttl, line 1"),
        ("a.rdf", "<rdf:RDF", r"a\.rdf"),
    ],
)
def test_faulty_file_is_an_input_error(tmp_path: Path, name: str, text: str, message: str) -> None:
    """A file that cannot be read is named, with the line where the parser knows it."""
    with pytest.raises(InputError, match=message):
        list(read_triples([write(tmp_path / name, text)]))


def test_missing_file_is_an_input_error(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(InputError, match=r"gone\.ttl"):
        list(read_triples([tmp_path / "gone.ttl"]))


def test_undecodable_file_is_an_input_error(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are a fault of the file."""
    path = tmp_path / "a.nt"
    path.write_bytes(b"<http://example.org/\xff> <http://example.org/p> <http://example.org/b> .\n")
    with pytest.raises(InputError, match=r"a\.nt"):
        list(read_triples([path]))
