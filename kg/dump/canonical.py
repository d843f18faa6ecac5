"""Which one form does a graph have, and which hash?

The canonical form of RDF Dataset Canonicalization (RDFC-1.0, W3C Recommendation of 21 May 2024): the lines of
canonical N-Quads in code point order, blank nodes named `c14n0`, `c14n1`, … Only the ontology has blank nodes, and
only the quads that mention some decide their names (section 4.4), so the rest of the graph never goes through the
algorithm.
"""

import hashlib
from collections.abc import Iterable

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad


def sort_quads(quads: Iterable[Quad]) -> list[Quad]:
    """The distinct quads in canonical form."""
    lines = {str(quad): quad for quad in quads}
    blank = {line: quad for line, quad in lines.items() if _has_blank(quad)}
    if blank:
        named = Dataset(blank.values())
        named.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        for line in blank:
            del lines[line]
        lines |= {str(quad): quad for quad in named}
    return [quad for _, quad in sorted(lines.items())]


def _has_blank(quad: Quad) -> bool:
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)


def hash_quads(quads: Iterable[Quad], beside: str) -> str:
    """SHA-256 (hex) of what lies beside the graph, as text, and of quads in canonical form as N-Quads.

    With nothing beside it this is the hash of RDFC-1.0, section 4.1.
    """
    digest = hashlib.sha256(beside.encode())
    for quad in quads:
        digest.update(f"{quad} .\n".encode())
    return digest.hexdigest()
