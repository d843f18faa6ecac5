"""Which snapshot does a store elsewhere hold?

A graph of its own, `loaded`, says so in two triples: `dct:identifier` with the snapshot's id and `void:triples` with
the number of its triples. They are written once everything else is there.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from kg import iri
from kg.endpoint import Term
from kg.vocabulary import DCT, VOID, XSD

GRAPH = NamedNode(iri.mint_graph("loaded"))
QUESTION = f"""SELECT ?graph ?id ?triples ?seen WHERE {{
  GRAPH ?graph {{ ?graph {DCT.identifier} ?id ; {VOID.triples} ?triples }}
  OPTIONAL {{ ?graph {DCT.identifier} ?seen }}
}}"""
"""Asked of a store; `?seen` is bound when its default graph has what its named graphs hold."""


class Mark(NamedTuple):
    """A snapshot's id, how many triples it has, and whether the store's default graph is the union of its graphs."""

    snapshot: str
    triples: int
    union: bool


def mark_quads(snapshot: str, triples: int) -> tuple[Quad, ...]:
    """What says that a store holds a snapshot."""
    return (
        Quad(GRAPH, DCT.identifier, Literal(snapshot), GRAPH),
        Quad(GRAPH, VOID.triples, Literal(str(triples), datatype=XSD.integer), GRAPH),
    )


def read_mark(rows: Iterable[Mapping[str, Term]]) -> Mark | None:
    """What the rows of `QUESTION` say; None when there is no mark, or more than one."""
    found = {
        (_text(row.get("id")), _text(row.get("triples")), "seen" in row) for row in rows if row.get("graph") == GRAPH
    }
    if len(found) != 1:
        return None
    name, triples, union = found.pop()
    return Mark(name, int(triples), union) if name and triples.isdecimal() else None


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, Literal) else ""
