"""How do doubtful links become RDF?

The only writer of the graph `links`. A confirmed link is the entity's own IRI; a doubtful one is a `skos:closeMatch`,
never `owl:sameAs`. Each item that was weighed for it is a `dl:DoubtfulLink`, a Web Annotation (section 3) whose
target is the entity and whose body is the item, with the score and, for the likeliest, the reasons.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg import iri
from kg.model import Annotation, Candidate, Entity, Link
from kg.vocabulary import DL, OA, RDF, RDFS, SCHEMA, SKOS, XSD, canonical_decimal

Pair = tuple[NamedNode, NamedNode | Literal]


def link_quads(annotations: Iterable[Annotation]) -> Iterator[Quad]:
    """The quads of each entity with a doubtful Wikidata item, in the order given."""
    graph = NamedNode(iri.mint_graph("links"))
    for annotation in annotations:
        for entity in annotation.entities:
            link = entity.link
            if link and link.close and entity.known is None and entity.wikidata is None:
                key = annotation.article.key
                node = NamedNode(iri.mint_part(key, "entity", entity.id))
                yield Quad(node, SKOS.closeMatch, NamedNode(iri.mint_wikidata(link.close)), graph)
                for candidate in _weighed(link, link.close):
                    weighed = NamedNode(iri.mint_part(key, "link", f"{entity.id}-{candidate.wikidata}"))
                    for predicate, term in _pairs(entity, node, link, candidate):
                        yield Quad(weighed, predicate, term, graph)


def _weighed(link: Link, close: str) -> tuple[Candidate, ...]:
    """The items that were weighed, each once, the doubtful one with the score of the decision."""
    others = {each.wikidata: each for each in reversed(link.candidates)}
    label = others[close].label if close in others else close
    return tuple((others | {close: Candidate(wikidata=close, label=label, score=link.score)}).values())


def _pairs(entity: Entity, node: NamedNode, link: Link, candidate: Candidate) -> Iterator[Pair]:
    yield RDF.type, DL.DoubtfulLink
    yield RDFS.label, Literal(f"{entity.label}: {candidate.label}?", language="en")
    yield OA.hasTarget, node
    yield OA.hasBody, NamedNode(iri.mint_wikidata(candidate.wikidata))
    yield SCHEMA.value, Literal(canonical_decimal(candidate.score), datatype=XSD.decimal)
    if candidate.wikidata == link.close:
        yield SKOS.note, Literal(link.reason, language="en")
