"""Which links reach the graph, and in which words?"""

from pyoxigraph import NamedNode, Quad

from kg import iri
from kg.link.quads import link_quads
from kg.model import Annotation, Entity, Header, Link
from kg.vocabulary import SKOS


def annotation(*entities: Entity) -> Annotation:
    """An annotation with these entities."""
    return Annotation(article=Header(key="a", sha256="0" * 64), entities=entities)


def test_only_doubtful_links_are_written() -> None:
    """A doubtful item is a close match of the article's own node; a confirmed one needs no triple here."""
    doubtful = Entity(id="x", kind="Person", label="X", link=Link(score=0.6, reason="r", close="Q5"))
    sure = Entity(id="y", kind="Person", label="Y", known="person/y", wikidata="Q6", link=Link(score=0.9, reason="r"))
    none = Entity(id="z", kind="Person", label="Z", link=Link(score=0.1, reason="r"))
    assert list(link_quads([annotation(doubtful, sure, none)])) == [
        Quad(
            NamedNode(iri.mint_part("a", "entity", "x")),
            SKOS.closeMatch,
            NamedNode(iri.mint_wikidata("Q5")),
            NamedNode(iri.mint_graph("links")),
        )
    ]


def test_item_set_by_a_reviewer_silences_the_doubt() -> None:
    """Once a reviewer has set an item, the close match is not published."""
    entity = Entity(id="x", kind="Person", label="X", wikidata="Q7", link=Link(score=0.6, reason="r", close="Q5"))
    assert list(link_quads([annotation(entity)])) == []
