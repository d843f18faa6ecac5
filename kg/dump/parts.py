"""Into which dump does each quad go?

`background` is the gazetteer and what of several articles is taken for one, `inferred` what reasoning added, `claims`
who says what with which evidence, `asserted` the descriptions of events, actors and articles. Loaded together and
closed they give the same facts; none of them alone turns hearsay into fact. The ontology is a file of its own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias

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


class Subject(NamedTuple):
    """A subject with all quads about it, and what it is said to be."""

    node: NamedNode | BlankNode
    quads: list[Quad]
    types: set[object]


def by_subject(quads: Iterable[Quad]) -> Iterator[Subject]:
    """The subjects of quads of which those of one subject stand together."""
    for node, group in groupby(quads, key=attrgetter("subject")):
        held = list(group)
        yield Subject(node, held, {quad.object for quad in held if quad.predicate == _TYPE})


def split_parts(subject: Subject) -> list[Part]:
    """The part of each quad about a subject."""
    told: Part = "asserted" if subject.types.isdisjoint(_CLAIM_TYPES) else "claims"
    return [_BY_GRAPH.get(quad.graph_name, told) for quad in subject.quads]


def part_of(graph: NamedNode) -> Part:
    """The part of what a graph that is no article's holds."""
    return _BY_GRAPH[graph]


def count_parts(quads: Iterable[Quad]) -> dict[Part, int]:
    """How many quads each dump holds; those of one subject must stand together."""
    counts = Counter(part for subject in by_subject(quads) for part in split_parts(subject))
    return {part: counts[part] for part in PARTS}
