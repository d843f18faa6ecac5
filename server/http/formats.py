"""Which formats does an answer come in, by the form of the query?

Offers are ordered: the first is what a client gets that accepts anything.
"""

from typing import Literal, TypeAlias

from pyoxigraph import QueryResultsFormat, RdfFormat

from server.http.results import cut_mark

Form: TypeAlias = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
HTML = "text/html"

RESULTS: dict[str, QueryResultsFormat] = {
    JSON: QueryResultsFormat.JSON,
    XML: QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
    "application/json": QueryResultsFormat.JSON,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
}
GRAPHS: dict[str, RdfFormat] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/x-turtle": RdfFormat.TURTLE,
    "text/plain": RdfFormat.N_TRIPLES,
    "application/xml": RdfFormat.RDF_XML,
    "application/json": RdfFormat.JSON_LD,
}
EXTENSIONS: dict[str, str] = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}


def offers(form: Form | None) -> tuple[str, ...]:
    """The media types that an answer to a query of this form can be written in, best first."""
    return tuple(GRAPHS) if form in {"CONSTRUCT", "DESCRIBE"} else tuple(RESULTS)


def tells_cut(form: Form | None, media_type: str) -> bool:
    """Whether an answer in this format can say at its end that it was cut."""
    known = GRAPHS[media_type] if form in {"CONSTRUCT", "DESCRIBE"} else RESULTS[media_type]
    return cut_mark(known, 0) is not None


def ends_itself(media_type: str) -> bool:
    """Whether a document in this format is none before its end: brackets or an element close there."""
    return media_type.endswith(("json", "xml"))


def content_type(media_type: str) -> str:
    """The Content-Type header: text types say that they are UTF-8."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
