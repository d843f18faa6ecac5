"""Of how much of what does a graph consist?

Counted while the dumps are written, in memory that grows with the vocabulary and not with the graph.
"""

from collections import Counter
from collections.abc import Sequence

from pyoxigraph import NamedNode, Quad

from kg import iri
from kg.dump.parts import PARTS, Part
from kg.vocabulary import RDF

_TYPE = RDF.type


class Statistics:
    """Triples by part, by property and by class; subjects; events, and links to Wikidata by property."""

    def __init__(self) -> None:
        self.parts: Counter[Part] = Counter(dict.fromkeys(PARTS, 0))
        self.properties: Counter[NamedNode] = Counter()
        self.instances: Counter[NamedNode] = Counter()
        self.links: Counter[tuple[Part, NamedNode]] = Counter()
        self.subjects = 0
        self.events = 0

    @property
    def triples(self) -> int:
        """How many there are in all parts."""
        return self.parts.total()

    def add(self, held: Sequence[tuple[Part, Quad]]) -> None:
        """Count the quads of one subject."""
        self.subjects += 1
        self.parts.update(part for part, _ in held)
        self.properties.update(quad.predicate for _, quad in held)
        types = {quad.object for _, quad in held if quad.predicate == _TYPE and isinstance(quad.object, NamedNode)}
        self.instances.update(types)
        for part, quad in held:
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(iri.WIKIDATA):
                self.links[part, quad.predicate] += 1
