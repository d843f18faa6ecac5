"""What does the documentation of the ontology say of each term, and of the whole?

Everything comes from the files of `ontology/`: the header, the terms with what stands below them and where they are
used, the rules of the shapes in words, the categories, and the questions that a term helps to answer.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS
from rdflib.collection import Collection
from rdflib.term import Node

from kg import iri
from kg.ontology.load import ontology_graph, shapes_graph
from kg.ontology.questions import Question, read_questions
from kg.ontology.terms import Term, read_terms

_TARGETS = (
    (SH.targetClass, "every"),
    (SH.targetSubjectsOf, "whatever has"),
    (SH.targetObjectsOf, "whatever is the value of"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """What the ontology says of itself; days are ISO 8601."""

    iri: str
    version_iri: str
    version: str
    title: str
    description: str
    licence: str
    created: str
    modified: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A term and what other terms, shapes and questions make of it.

    `below` are the terms right under it; of a class, `begins` and `ends` are the properties with it as domain and as
    range, `disjoint` the classes it shares nothing with. `rules` are sentences of the shapes about a property.
    """

    term: Term
    below: tuple[str, ...]
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    disjoint: tuple[str, ...]
    rules: tuple[str, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Category:
    """A PLOVER category: its IRI, name, meaning, example and quad class."""

    iri: str
    name: str
    meaning: str
    example: str
    quad: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """What a complete record looks like: the shape's name, of what it is asked, and its rules as sentences."""

    name: str
    asked: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Manual:
    """The whole documentation; `roots` are the terms that stand below no other of ours."""

    heading: Heading
    entries: Mapping[str, Entry]
    roots: tuple[str, ...]
    categories: tuple[Category, ...]
    shapes: tuple[Shape, ...]


def read_manual() -> Manual:
    """The documentation; raises OntologyError when a term lacks its label, comment or example."""
    graph = ontology_graph()
    terms = read_terms()
    rules, disjoint, questions = _rules(shapes_graph()), _disjoint(graph), read_questions()
    entries = {term.name: _entry(term, terms, disjoint[term.name], rules[term.name], questions) for term in terms}
    return Manual(
        heading=_heading(graph),
        entries=entries,
        roots=tuple(term.name for term in terms if not set(term.supers) & entries.keys()),
        categories=tuple(_categories(graph)),
        shapes=tuple(_shapes(shapes_graph())),
    )


def _heading(graph: rdflib.Graph) -> Heading:
    node = rdflib.URIRef(iri.ONTOLOGY.rstrip("#"))

    def said(predicate: Node) -> str:
        return str(graph.value(node, predicate) or "")

    return Heading(
        iri=str(node),
        version_iri=said(OWL.versionIRI),
        version=said(OWL.versionInfo),
        title=said(DCTERMS.title),
        description=said(DCTERMS.description),
        licence=said(DCTERMS.license),
        created=said(DCTERMS.created),
        modified=said(DCTERMS.modified),
    )


def _entry(
    term: Term, terms: tuple[Term, ...], disjoint: set[str], rules: list[str], questions: tuple[Question, ...]
) -> Entry:
    used = re.compile(rf"\bdl:{re.escape(term.name)}\b")
    return Entry(
        term=term,
        below=tuple(other.name for other in terms if term.name in other.supers),
        begins=tuple(other.name for other in terms if term.name in other.domains),
        ends=tuple(other.name for other in terms if term.name in other.ranges),
        disjoint=tuple(sorted(disjoint)),
        rules=tuple(sorted(rules)),
        questions=tuple(question for question in questions if used.search(question.query)),
    )


def _disjoint(graph: rdflib.Graph) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    groups = [list(Collection(graph, head)) for head in graph.objects(None, OWL.members)]
    groups += [list(pair) for pair in graph.subject_objects(OWL.disjointWith)]
    for group in groups:
        names = {_name(member) for member in group}
        for name in names:
            found[name] |= names - {name}
    return found


def _rules(shapes: rdflib.Graph) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for shape, message in shapes.subject_objects(SH.message):
        for path in _paths(shapes, shape):
            found[_name(path)].append(str(message))
    return found


def _paths(shapes: rdflib.Graph, shape: Node) -> Iterator[Node]:
    for path in shapes.objects(shape, SH.path):
        choice = shapes.value(path, SH.alternativePath)
        yield from [path] if choice is None else Collection(shapes, choice)


def _categories(graph: rdflib.Graph) -> Iterator[Category]:
    for node in sorted(graph.subjects(SKOS.inScheme, rdflib.URIRef(iri.PLOVER)), key=str):
        yield Category(
            iri=str(node),
            name=str(graph.value(node, SKOS.prefLabel)),
            meaning=str(graph.value(node, RDFS.comment)),
            example=str(graph.value(node, SKOS.example)),
            quad=str(graph.value(node, SKOS.note)),
        )


def _shapes(shapes: rdflib.Graph) -> Iterator[Shape]:
    for node in sorted(shapes.subjects(RDF.type, SH.NodeShape), key=str):
        parts = [part for kind in (SH.property, SH.sparql) for part in shapes.objects(node, kind)]
        rules = sorted(str(message) for part in parts for message in shapes.objects(part, SH.message))
        if rules:
            yield Shape(
                name=str(node).removeprefix(iri.SHAPES), asked=tuple(_asked(shapes, node)), rules=tuple(rules)
            )


def _asked(shapes: rdflib.Graph, shape: Node) -> Iterator[str]:
    for predicate, words in _TARGETS:
        for target in sorted(map(_name, shapes.objects(shape, predicate))):
            yield f"{words} dl:{target}"


def _name(term: Node) -> str:
    return str(term).removeprefix(iri.ONTOLOGY)
