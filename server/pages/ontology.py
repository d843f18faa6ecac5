"""What do the ontology's documents say, to people and to programs?

`/ontology` is the documentation, or the ontology in the RDF format that the client likes; `/shapes`, `/alignments`
and `/function` are the same for the shapes, the mappings and the functions of queries, `/type/`, `/plover/` and
`/question/` for the event types, the categories and the questions. Each has an address of its own in every format:
`/ontology.ttl`.
"""

from collections.abc import Callable, Mapping
from functools import cache
from inspect import getdoc
from typing import NamedTuple

from flask import Blueprint, Response, redirect, render_template, request
from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg import iri
from kg.datafiles import find_data
from kg.ontology.load import SHAPES, TYPES, read_turtle
from kg.ontology.manual import Manual, read_manual
from kg.ontology.questions import question_triples, read_questions
from kg.ontology.terms import read_types
from kg.store.functions import PLAIN
from kg.vocabulary import RDF, RDFS, Namespace
from server.http import refusals
from server.http.formats import EXTENSIONS, HTML, content_type
from server.http.negotiate import choose
from server.pages.known import write_triples

_SD = Namespace("http://www.w3.org/ns/sparql-service-description#")


class _Document(NamedTuple):
    """A document: its part of the page for people, and what makes its triples."""

    anchor: str
    triples: Callable[[], list[Triple]]


class Function(NamedTuple):
    """A function that a query may call: its IRI, name, and what it gives."""

    iri: str
    name: str
    meaning: str


def _from_file(name: str) -> Callable[[], list[Triple]]:
    return lambda: [_triple(quad) for quad in read_turtle(find_data(f"ontology/{name}"))]


def _categories() -> list[Triple]:
    own = (quad for quad in read_turtle(find_data("ontology/alignments.ttl")) if _is_category(quad))
    return [_triple(quad) for quad in own]


def _is_category(quad: Quad) -> bool:
    return isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(iri.PLOVER)


def _triple(quad: Quad) -> Triple:
    return Triple(quad.subject, quad.predicate, quad.object)


def functions() -> list[Function]:
    """The functions, by name."""
    found = ((name, (getdoc(function) or "").partition("\n\n")[0]) for name, function in PLAIN.items())
    return [Function(name, name.removeprefix(iri.FUNCTION), meaning) for name, meaning in sorted(found)]


def _described_functions() -> list[Triple]:
    return [
        Triple(NamedNode(one.iri), predicate, term)
        for one in functions()
        for predicate, term in (
            (RDF.type, _SD.Function),
            (RDFS.label, Literal(one.name, language="en")),
            (RDFS.comment, Literal(one.meaning, language="en")),
        )
    ]


_DOCUMENTS: Mapping[str, _Document] = {
    "ontology": _Document("", _from_file("dateline.ttl")),
    "alignments": _Document("", _from_file("alignments.ttl")),
    "shapes": _Document("rules", _from_file(SHAPES)),
    "type": _Document("types", _from_file(TYPES)),
    "plover": _Document("categories", _categories),
    "function": _Document("functions", _described_functions),
    "question": _Document("questions", lambda: list(question_triples())),
}
_NAMES = "any(ontology, alignments, shapes, type, plover, function, question)"


def create_ontology_blueprint() -> Blueprint:
    """The blueprint of `/ontology` and the documents beside it."""
    blueprint = Blueprint("ontology", __name__)

    @blueprint.get("/ontology")
    def ontology() -> Response:
        chosen = choose(request.headers.get("Accept"), (HTML, *EXTENSIONS.values()))
        response = _page() if chosen == HTML else _data("ontology", chosen)
        response.vary.add("Accept")
        return response

    @blueprint.get("/ontology/<version>")
    def of_version(version: str) -> Response:
        if iri.ONTOLOGY.rstrip("#") + "/" + version != _manual().heading.version_iri:
            raise refusals.missing(f"This program has version {_manual().heading.version} of the ontology")
        return redirect("/ontology", 303)  # type: ignore[return-value]

    @blueprint.get("/<any(alignments, shapes, function):name>")
    @blueprint.get("/<any(type, plover, question):name>/")
    def document(name: str) -> Response:
        chosen = choose(request.headers.get("Accept"), (HTML, *EXTENSIONS.values()))
        extension = next((key for key, value in EXTENSIONS.items() if value == chosen), None)
        response = redirect(f"/{name}.{extension}" if extension else f"/ontology#{_DOCUMENTS[name].anchor}", 303)
        response.headers["Vary"] = "Accept"
        return response  # type: ignore[return-value]

    @blueprint.get(f"/<{_NAMES}:name>.<any(ttl, nt, rdf, jsonld):extension>")
    def data(name: str, extension: str) -> Response:
        return _data(name, EXTENSIONS[extension])

    return blueprint


def _page() -> Response:
    manual = _manual()
    types = read_types()
    body = render_template(
        "ontology.html",
        manual=manual,
        base=iri.ONTOLOGY,
        types=types,
        functions=functions(),
        questions=read_questions(),
        formats=EXTENSIONS,
        canonical=request.url_root + "ontology",
    )
    alternates = ", ".join(f'</ontology.{name}>; rel="alternate"; type="{kind}"' for name, kind in EXTENSIONS.items())
    canonical = f'<{request.url_root}ontology>; rel="canonical", <{manual.heading.iri}>; rel="cite-as"'
    return Response(body, headers={"Link": f"{canonical}, {alternates}"})


@cache
def _manual() -> Manual:
    return read_manual()


def _data(name: str, media_type: str) -> Response:
    body = write_triples(_DOCUMENTS[name].triples(), media_type)
    return Response(body, content_type=content_type(media_type))
