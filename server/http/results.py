"""How is a SPARQL answer written, and how does it say that it was cut?

Solutions in JSON, CSV and TSV, booleans and triples are written by the engine. Solutions in XML are written here,
and triples looked over before they become RDF/XML, because the engine writes characters that XML 1.0 cannot hold. An
answer that was begun before its cut was known says so at its end, where the format has room for it: a member of the
JSON object, or a comment.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, RdfFormat, Triple

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Row: TypeAlias = Sequence[Term | None]

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STARTS = (
    r"A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    r"\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_LOCAL_NAME = re.compile(rf"[{_STARTS}][{_STARTS}\-.0-9\u00b7\u0300-\u036f\u203f\u2040]*\Z")
"""The local part of a name (Namespaces in XML 1.0, section 4; XML 1.0, fifth edition) at the end of an IRI."""
_END_OF_ROW = {
    QueryResultsFormat.JSON: b"},{",
    QueryResultsFormat.CSV: b"\n",
    QueryResultsFormat.TSV: b"\n",
}


def end_of_row(form: QueryResultsFormat) -> bytes:
    """Bytes that the engine writes between any two rows; a literal may hold them too."""
    return _END_OF_ROW[form]


def cut_mark(form: QueryResultsFormat | RdfFormat, rows: int) -> tuple[bytes, bytes] | None:
    """What a cut answer ends with instead of what; None when the format has no room for it."""
    said = f"truncated: rows={rows}"
    if form == QueryResultsFormat.JSON:
        return b"}", f',"truncated":{{"rows":{rows}}}}}'.encode()
    if form in {QueryResultsFormat.XML, RdfFormat.RDF_XML}:
        return b"", f"<!-- {said} -->".encode()
    if form in {RdfFormat.TURTLE, RdfFormat.N_TRIPLES}:
        return b"", f"# {said}\n".encode()
    return None


def write_xml(names: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """SPARQL Query Results XML Format, a row a piece; characters that XML 1.0 cannot hold become U+FFFD."""
    head = "".join(f'<variable name="{_xml_text(name)}"/>' for name in names)
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
        f"<head>{head}</head><results>"
    ).encode()
    starts = [f'<binding name="{_xml_text(name)}">' for name in names]
    for row in rows:
        bound = (
            f"{start}{_xml(term)}</binding>" for start, term in zip(starts, row, strict=True) if term is not None
        )
        yield f"<result>{''.join(bound)}</result>".encode()
    yield b"</results></sparql>"


def fit_for_xml(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The triples as RDF/XML can hold them; raises ValueError for a property whose IRI does not end in a name."""
    for triple in triples:
        if not _ends_in_a_name(triple.predicate.value):
            raise ValueError(f"RDF/XML cannot write the property <{triple.predicate.value}>; ask for Turtle")
        yield Triple(triple.subject, triple.predicate, _fit_term(triple.object))


@lru_cache(maxsize=4096)
def _ends_in_a_name(name: str) -> bool:
    return _LOCAL_NAME.search(name) is not None


def _fit_term(term: Term) -> Term:
    if not isinstance(term, Literal) or not _NOT_XML.search(term.value):
        return term
    text = _NOT_XML.sub("\ufffd", term.value)
    return Literal(text, language=term.language) if term.language else Literal(text, datatype=term.datatype)


@lru_cache(maxsize=4096)
def _xml(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return f"<triple>{''.join(f'<{name}>{_xml(part)}</{name}>' for name, part in parts.items())}</triple>"
    if term.language:
        return f'<literal xml:lang="{_xml_text(term.language)}">{_xml_text(term.value)}</literal>'
    if term.datatype.value != _STRING:
        return f'<literal datatype="{_xml_text(term.datatype.value)}">{_xml_text(term.value)}</literal>'
    return f"<literal>{_xml_text(term.value)}</literal>"


def _xml_text(text: str) -> str:
    text = _NOT_XML.sub("\ufffd", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # A raw carriage return would be read back as a line feed.
    return text.replace('"', "&quot;").replace("\r", "&#xD;")
