"""How do doubtful links become RDF?

The only writer of the graph `links`. A confirmed link is the entity's own IRI; a doubtful one is a `skos:closeMatch`,
never `owl:sameAs`. Its score and reason stay in the annotation.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from kg import iri
from kg.model import Annotation
from kg.vocabulary import SKOS


def link_quads(annotations: Iterable[Annotation]) -> Iterator[Quad]:
    """One quad for each entity with a doubtful Wikidata item, in the order given."""
    graph = NamedNode(iri.mint_graph("links"))
    for annotation in annotations:
        for entity in annotation.entities:
            if entity.link and entity.link.close and entity.known is None and entity.wikidata is None:
                node = NamedNode(iri.mint_part(annotation.article.key, "entity", entity.id))
                yield Quad(node, SKOS.closeMatch, NamedNode(iri.mint_wikidata(entity.link.close)), graph)
