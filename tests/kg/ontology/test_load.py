"""Are the ontology's files read whole, and are faults in them told with file and line?"""

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib.compare import isomorphic

from kg.datafiles import find_data
from kg.errors import OntologyError
from kg.iri import QUESTION, TYPE
from kg.ontology.convert import to_rdflib, to_rdflib_graph
from kg.ontology.load import axiom_quads, ontology_graph, ontology_quads, ontology_version, read_turtle
from kg.vocabulary import XSD


def test_reading_agrees_with_rdflib() -> None:
    """The graph is the one that rdflib's own parser reads."""
    path = find_data("ontology/dateline.ttl")
    assert isomorphic(to_rdflib_graph(read_turtle(path)), rdflib.Graph().parse(path))


def test_reading_twice_gives_the_same_quads() -> None:
    """Blank nodes have the same names each time, and those of two files never meet."""
    quads = ontology_quads()
    assert quads == ontology_quads()
    assert len(set(quads)) == len(quads)


def test_quads_stand_in_the_graph_of_the_ontology() -> None:
    """All of it is in one named graph."""
    assert {quad.graph_name.value for quad in ontology_quads()} == {"https://w3id.org/dateline/graph/ontology"}


def test_axioms_are_all_that_reasoning_needs() -> None:
    """What is left out of the axioms is only the SKOS description of event types, and the questions."""
    left_out = set(ontology_quads()) - set(axiom_quads())
    assert set(axiom_quads()) < set(ontology_quads())
    assert {quad.subject.value for quad in left_out if not quad.subject.value.startswith((TYPE, QUESTION))} == set()


def test_version_is_that_of_the_header() -> None:
    """The version is the header's."""
    assert (None, rdflib.OWL.versionInfo, rdflib.Literal(ontology_version())) in ontology_graph()


@pytest.mark.parametrize(
    ("text", "line"),
    [("@prefix a: <x:> .\n\na:b a:c .\n", 3), ("@prefix a: <x:> .\na:b a:c other:d .\n", 2), ("<a> <b> <c>", 1)],
)
def test_malformed_turtle_names_file_and_line(tmp_path: Path, text: str, line: int) -> None:
    """A fault in a file is an OntologyError with its path and line."""
    path = tmp_path / "faulty.ttl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=rf"faulty\.ttl, line {line}:"):
        read_turtle(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A file that is not there is an OntologyError with its path."""
    with pytest.raises(OntologyError, match=r"absent\.ttl: cannot be read"):
        read_turtle(tmp_path / "absent.ttl")


def test_literals_keep_their_form() -> None:
    """Language, datatype and lexical form survive the way to rdflib."""
    assert to_rdflib(Literal("a", language="en")) == rdflib.Literal("a", lang="en")
    assert (
        to_rdflib(Literal("01", datatype=XSD.integer)).n3()
        == rdflib.Literal("01", datatype=rdflib.XSD.integer, normalize=False).n3()
    )
    assert to_rdflib(NamedNode("x:y")) == rdflib.URIRef("x:y")
    assert to_rdflib(BlankNode("b")) == rdflib.BNode("b")


def test_a_quoted_triple_is_refused() -> None:
    """What rdflib cannot say is refused and not dropped."""
    node = NamedNode("x:y")
    with pytest.raises(TypeError, match="no form in rdflib"):
        to_rdflib(Triple(node, node, node))
