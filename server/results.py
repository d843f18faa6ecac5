"""How is a SPARQL answer written, row by row, and cut at a limit?

Query Results JSON, XML, CSV and TSV (W3C, 2013) for solutions; booleans and triples are written by pyoxigraph,
which needs no cutting between rows. The writers here are generators of bytes, one row a piece, so that a cut
leaves a well-formed document.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Row: TypeAlias = Sequence[Term | None]
Writer: TypeAlias = Callable[[Sequence[str], Iterable[Row]], Iterator[bytes]]

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_json(names: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """SPARQL 1.1 Query Results JSON Format; triples as in SPARQL 1.2."""
    yield f'{{"head":{{"vars":{json.dumps(list(names))}}},"results":{{"bindings":['.encode()
    keys = [json.dumps(name) for name in names]
    comma = ""
    for row in rows:
        bound = (f"{key}:{_json(term)}" for key, term in zip(keys, row, strict=True) if term is not None)
        yield f"{comma}{{{','.join(bound)}}}".encode()
        comma = ","
    yield b"]}}"


@lru_cache(maxsize=4096)
def _json(term: Term) -> str:
    return json.dumps(_json_term(term), ensure_ascii=False, separators=(",", ":"))


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    literal: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        literal["xml:lang"] = term.language
    elif term.datatype.value != _STRING:
        literal["datatype"] = term.datatype.value
    return literal


def write_xml(names: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """SPARQL Query Results XML Format; characters that XML 1.0 cannot hold become U+FFFD."""
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


def write_csv(names: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """SPARQL 1.1 Query Results CSV: values only, RFC 4180 quoting, CRLF."""
    yield (",".join(names) + "\r\n").encode()
    for row in rows:
        yield (",".join(map(_csv, row)) + "\r\n").encode()


def _csv(term: Term | None) -> str:
    if term is None:
        return ""
    text = term.value if isinstance(term, NamedNode | Literal) else str(term)
    return '"' + text.replace('"', '""') + '"' if re.search('[",\r\n]', text) else text


def write_tsv(names: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """SPARQL 1.1 Query Results TSV: terms in Turtle syntax, one row a line."""
    yield ("\t".join(f"?{name}" for name in names) + "\n").encode()
    for row in rows:
        yield ("\t".join(map(_tsv, row)) + "\n").encode()


def _tsv(term: Term | None) -> str:
    return "" if term is None else str(term).replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
