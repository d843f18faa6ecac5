"""Into which dump does each quad go?

`background` is the gazetteer and what of several articles is taken for one, `inferred` what reasoning added, `claims`
who says what with which evidence, `asserted` the descriptions of events, actors and articles. Loaded together and
closed they give the same facts; none of them alone turns hearsay into fact. The ontology is a file of its own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Literal, TypeAlias

from pyoxigraph import BlankNode, NamedNode, Quad

from kg import iri
from kg.vocabulary import DL, OA, RDF

Part: TypeAlias = Literal["asserted", "claims", "inferred", "background", "ontology"]
PARTS: tuple[Part, ...] = ("asserted", "claims", "inferred", "background", "ontology")

_BY_GRAPH: dict[object, Part] = {
    NamedNode(iri.mint_graph("ontology")): "ontology",
    NamedNode(iri.mint_graph("gazetteer")): "background",
    NamedNode(iri.mint_graph("links")): "background",
    NamedNode(iri.mint_graph("merges")): "background",
    NamedNode(iri.mint_graph("inferred")): "inferred",
}
_CLAIM_TYPES = {DL.Claim, OA.SpecificResource, OA.TextQuoteSelector, OA.TextPositionSelector}
_TYPE = RDF.type


def by_subject(quads: Iterable[Quad]) -> Iterator[tuple[NamedNode | BlankNode, list[Quad]]]:
    """Each subject with its quads, from quads of which those of one subject stand together."""
    for subject, held in groupby(quads, key=attrgetter("subject")):
        yield subject, list(held)


def split_parts(held: Sequence[Quad]) -> Iterator[tuple[Part, Quad]]:
    """The part of each quad of one subject; all its quads must be given."""
    told: Part = "claims" if any(q.predicate == _TYPE and q.object in _CLAIM_TYPES for q in held) else "asserted"
    for quad in held:
        yield _BY_GRAPH.get(quad.graph_name, told), quad


def count_parts(quads: Iterable[Quad]) -> dict[Part, int]:
    """How many quads each dump holds; those of one subject must stand together."""
    counts = Counter(part for _, held in by_subject(quads) for part, _ in split_parts(held))
    return {part: counts[part] for part in PARTS}
