"""Where does an IRI lead?"""

from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from kg import iri
from server.pages.graph import Row


def local_link(name: str) -> str | None:
    """The address of an IRI's page on this server, of the ontology's entry for a term, else the IRI if it is a web
    address; None for anything else, so that no `javascript:` IRI becomes a link.
    """
    if (page := page_address(name)) is not None:
        return page
    if name.startswith(iri.ONTOLOGY):
        return f"/ontology#{quote(name.removeprefix(iri.ONTOLOGY))}"
    if name.startswith((iri.FUNCTION, iri.SHAPES)):
        return "/" + name.removeprefix(iri.HOME)
    if name.startswith((iri.GRAPH, iri.mint_dataset())):
        return "/" + name.removeprefix(iri.BASE)
    return name if name.startswith(("http://", "https://")) else None


def page_address(name: str) -> str | None:
    """The address of the page that describes a thing, an event type or a category; None when there is none."""
    path = _path(name)
    return None if path is None else f"/page/{path}" if name.startswith(iri.ID) else f"/about/{path}"


def data_address(name: str, extension: str) -> str | None:
    """The address of the same as RDF."""
    path = _path(name)
    return None if path is None else f"/{'data' if name.startswith(iri.ID) else 'about'}/{path}.{extension}"


def _path(name: str) -> str | None:
    schemes = (iri.TYPE, iri.PLOVER, iri.QUESTION)
    if name.startswith(schemes) and name not in schemes:
        return name.removeprefix(iri.HOME)
    return iri.local_path(name)


def as_object(row: Row) -> str:
    """The value of a statement as `/explain` takes it: an IRI, or a literal in the syntax of N-Triples."""
    value = row["value"]
    if value.is_iri:
        return value.text
    if value.language:
        return str(Literal(value.text, language=value.language))
    return str(Literal(value.text, datatype=NamedNode(value.datatype)) if value.datatype else Literal(value.text))
