"""How does the dataset of an update request reach its operations?

SPARQL 1.1 Protocol section 2.2.3: `using-graph-uri` and `using-named-graph-uri` stand for USING and USING NAMED in
every operation that has a WHERE, and an update that names a dataset itself is then refused. The engine takes no such
argument, so the clauses are put in by their place among the tokens.
"""

from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode

from server.grammar.tokens import Token, place_of, tokens
from server.http import refusals

_DEPTHS = {"{": 1, "}": -1}


def put_using(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """The update with these graphs as its dataset; raises Refusal when it has USING or WITH, or for a broken IRI."""
    if not default and not named:
        return text
    clause = " ".join([*(f"USING {_iri(one)}" for one in default), *(f"USING NAMED {_iri(one)}" for one in named)])
    pieces, end = [], 0
    for place, inserted in _places(text, clause):
        pieces += [text[end:place], inserted]
        end = place
    return "".join([*pieces, text[end:]])


def _iri(text: str) -> str:
    try:
        return str(NamedNode(text))
    except ValueError as error:
        raise refusals.malformed(f"{text!r} is no IRI") from error


def _places(text: str, clause: str) -> Iterator[tuple[int, str]]:
    outer = list(_outermost(text))
    for position, token in enumerate(outer):
        word = token.text.upper() if token.kind == "word" else ""
        if word in {"USING", "WITH"}:
            detail = f"{word} in the update and using-graph-uri beside it exclude each other; send one"
            raise refusals.malformed(detail, place_of(text, token.start))
        if word != "WHERE":
            continue
        if outer[position - 1].text.upper() == "DELETE":
            # DELETE WHERE { P } is short for DELETE { P } WHERE { P }.
            start, end = outer[position + 1].start, outer[position + 2].start + 1
            yield token.start, f"{text[start:end]} {clause} "
        else:
            yield token.start, f" {clause} "


def _outermost(text: str) -> Iterator[Token]:
    """The tokens outside of braces, and the outermost braces; closes what the text leaves open."""
    depth = 0
    last = Token("sign", "}", max(0, len(text) - 1))
    for token in tokens(text):
        change = _DEPTHS.get(token.text, 0) if token.kind == "sign" else 0
        if depth + change == 0 or depth == 0:
            yield token
        depth += change
    yield from (last, last)
