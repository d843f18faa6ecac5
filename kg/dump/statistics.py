"""Of how much of what does a graph consist?

Counted while the dumps are written, in memory that grows with the vocabulary and not with the graph.
"""

from collections import Counter
from collections.abc import Sequence

from pyoxigraph import NamedNode

from kg import iri
from kg.dump.parts import PARTS, Part, Subject


class Statistics:
    """Triples by part, by property and by class; subjects, and links to Wikidata by property."""

    def __init__(self) -> None:
        self.parts: Counter[Part] = Counter(dict.fromkeys(PARTS, 0))
        self.properties: Counter[NamedNode] = Counter()
        self.instances: Counter[NamedNode] = Counter()
        self.links: Counter[tuple[Part, NamedNode]] = Counter()
        self.subjects = 0

    @property
    def triples(self) -> int:
        """How many there are in all parts."""
        return self.parts.total()

    def add(self, subject: Subject, parts: Sequence[Part]) -> None:
        """Count the quads about one subject; `parts` holds the part of each."""
        self.subjects += 1
        self.parts.update(parts)
        self.properties.update([quad.predicate for quad in subject.quads])
        self.instances.update([term for term in subject.types if isinstance(term, NamedNode)])
        for part, quad in zip(parts, subject.quads, strict=True):
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(iri.WIKIDATA):
                self.links[part, quad.predicate] += 1
