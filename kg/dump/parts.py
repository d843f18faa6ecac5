"""Into which dump does each quad go?

`background` is the gazetteer and what of several articles is taken for one, `inferred` what reasoning added, `claims`
who says what with which evidence, `asserted` the descriptions of events, actors and articles. Loaded together and
closed they give the same facts; none of them alone turns hearsay into fact. The ontology is a file of its own.
"""

from collections.abc import Collection, Iterable
from typing import Literal, TypeAlias

from pyoxigraph import NamedNode, Quad

from kg import iri
from kg.vocabulary import DL, OA, RDF

Part: TypeAlias = Literal["asserted", "claims", "inferred", "background", "ontology"]
PARTS: tuple[Part, ...] = ("asserted", "claims", "inferred", "background", "ontology")

_BY_GRAPH: dict[str, Part] = {
    iri.mint_graph("ontology"): "ontology",
    iri.mint_graph("gazetteer"): "background",
    iri.mint_graph("links"): "background",
    iri.mint_graph("merges"): "background",
    iri.mint_graph("inferred"): "inferred",
}
_CLAIM_TYPES = {DL.Claim, OA.SpecificResource, OA.TextQuoteSelector, OA.TextPositionSelector}


def split_parts(quads: Iterable[Quad]) -> dict[Part, list[Quad]]:
    """The quads of each part, in the order given."""
    every = list(quads)
    claims = {quad.subject for quad in every if quad.predicate == RDF.type and quad.object in _CLAIM_TYPES}
    parts: dict[Part, list[Quad]] = {part: [] for part in PARTS}
    for quad in every:
        parts[_part_of(quad, claims)].append(quad)
    return parts


def _part_of(quad: Quad, claims: Collection[object]) -> Part:
    graph = quad.graph_name
    known = _BY_GRAPH.get(graph.value) if isinstance(graph, NamedNode) else None
    return known or ("claims" if quad.subject in claims else "asserted")
