"""What do the Turtle files of `ontology/` say?

Read with pyoxigraph, whose errors name the line. rdflib graphs are for the tools that need them (owlrl, pySHACL).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kg import iri
from kg.datafiles import find_data
from kg.errors import OntologyError
from kg.ontology.convert import to_rdflib_graph
from kg.ontology.questions import question_triples
from kg.vocabulary import OWL, RDF

AXIOMS = ("dateline.ttl", "alignments.ttl")
"""The files with axioms; together they are the ontology that reasoning uses."""

TYPES = "types.ttl"
SHAPES = "shapes.ttl"

_TermT = TypeVar("_TermT")


def read_turtle(path: Path) -> tuple[Quad, ...]:
    """The triples of a Turtle file, in the default graph.

    Blank nodes are named after the file and their order in it, so that reading twice gives the same quads. Raises
    OntologyError with file and line when the file is missing or malformed.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise OntologyError(f"{path}: cannot be read ({error.strerror}); install dateline again") from error
    try:
        return tuple(_name_blanks(parse(text, format=RdfFormat.TURTLE), path.stem))
    except SyntaxError as error:
        where = f"{path}, line {error.lineno}" if error.lineno else str(path)
        raise OntologyError(f"{where}: not Turtle: {error.msg}; correct the file") from error


def ontology_quads() -> tuple[Quad, ...]:
    """Axioms, mappings, PLOVER categories, event types and questions, in the ontology's named graph; each once."""
    graph = NamedNode(iri.mint_graph("ontology"))
    questions = (Quad(triple.subject, triple.predicate, triple.object, graph) for triple in question_triples())
    return (*_in_graph(*AXIOMS, TYPES), *questions)


def axiom_quads() -> tuple[Quad, ...]:
    """What of `ontology_quads` reasoning needs: all but event types and questions, from which nothing follows."""
    return _in_graph(*AXIOMS)


def _in_graph(*names: str) -> tuple[Quad, ...]:
    graph = NamedNode(iri.mint_graph("ontology"))
    quads = (
        Quad(quad.subject, quad.predicate, quad.object, graph)
        for name in names
        for quad in read_turtle(find_data(f"ontology/{name}"))
    )
    return tuple(dict.fromkeys(quads))


def ontology_graph() -> rdflib.Graph:
    """The axioms (`dateline.ttl` and `alignments.ttl`) as an rdflib graph."""
    return to_rdflib_graph(quad for name in AXIOMS for quad in read_turtle(find_data(f"ontology/{name}")))


def types_graph() -> rdflib.Graph:
    """The event types (`types.ttl`) as an rdflib graph."""
    return to_rdflib_graph(read_turtle(find_data(f"ontology/{TYPES}")))


def shapes_graph() -> rdflib.Graph:
    """The shapes (`shapes.ttl`) as an rdflib graph."""
    return to_rdflib_graph(read_turtle(find_data(f"ontology/{SHAPES}")))


def ontology_version() -> str:
    """The `owl:versionInfo` of `dateline.ttl`; raises OntologyError when the header lacks it."""
    quads = read_turtle(find_data("ontology/dateline.ttl"))
    headers = {quad.subject for quad in quads if quad.predicate == RDF.type and quad.object == OWL.Ontology}
    for quad in quads:
        if quad.subject in headers and quad.predicate == OWL.versionInfo and isinstance(quad.object, Literal):
            return quad.object.value
    raise OntologyError("ontology/dateline.ttl: the owl:Ontology has no owl:versionInfo; add one")


def _name_blanks(quads: Iterator[Quad], stem: str) -> Iterator[Quad]:
    names: dict[str, BlankNode] = {}
    for quad in quads:
        subject = _name_blank(quad.subject, names, stem)
        yield Quad(subject, quad.predicate, _name_blank(quad.object, names, stem), quad.graph_name)


def _name_blank(term: _TermT, names: dict[str, BlankNode], stem: str) -> _TermT | BlankNode:
    if isinstance(term, BlankNode):
        return names.setdefault(term.value, BlankNode(f"{stem}{len(names)}"))
    return term
