"""Which quads does one annotation give?

All of them stand in the article's own graph, and every subject belongs to that article, so that no triple stands in
two graphs: known entities are described by the gazetteer's graph. There are no blank nodes. The shape is that of
`ontology/README.md`.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg import iri
from kg.model import Annotation, Article, Entity, Header, Tenure
from kg.triples.claims import claim_triples
from kg.triples.events import event_triples
from kg.triples.terms import Names, date_triples, english, is_local
from kg.vocabulary import DCT, DL, ORG, PROV, RDF, RDFS, SCHEMA

_CONTAINED = frozenset({"Place", "State", "Organization"})


def annotation_quads(article: Article, annotation: Annotation) -> Iterator[Quad]:
    """The quads of an article's graph; `article` must be the one that the annotation was made for."""
    graph = NamedNode(iri.mint_article_graph(article.key))
    for triple in _triples(article, annotation):
        yield Quad(triple.subject, triple.predicate, triple.object, graph)


def _triples(article: Article, annotation: Annotation) -> Iterator[Triple]:
    names = Names.of(annotation)
    yield from _article_triples(names, annotation.article)
    yield from _maker_triples(names, annotation.article)
    yield from _reading_triples(names, annotation)
    for entity in annotation.entities:
        yield from _entity_triples(names, entity)
    for tenure in annotation.tenures:
        yield from _tenure_triples(names, tenure)
    for event in annotation.events:
        yield from event_triples(names, event)
    for claim in annotation.claims:
        yield from claim_triples(names, claim, article)


def _article_triples(names: Names, header: Header) -> Iterator[Triple]:
    node = names.article
    yield Triple(node, RDF.type, DL.NewsArticle)
    yield Triple(node, RDFS.label, english(header.headline or header.key))
    yield Triple(node, SCHEMA.sha256, Literal(header.sha256))
    yield Triple(node, DCT.language, Literal(header.language))
    if header.headline is not None:
        yield Triple(node, DCT["title"], english(header.headline))
    if header.published is not None:
        yield from date_triples(node, header.published)
    if header.url is not None:
        yield Triple(node, SCHEMA.url, Literal(header.url))
    if header.licence is not None:
        yield Triple(node, DCT.license, Literal(header.licence))


def _maker_triples(names: Names, header: Header) -> Iterator[Triple]:
    makers = (
        ("author", DCT.creator, DL.Person, header.byline),
        ("publisher", DCT.publisher, DL.Organization, header.publisher),
    )
    for part, relation, kind, label in makers:
        if label is not None:
            maker = names.part("maker", part)
            yield Triple(names.article, relation, maker)
            yield from _described(maker, kind, label, named=True)


def _reading_triples(names: Names, annotation: Annotation) -> Iterator[Triple]:
    for engine in sorted({claim.engine for claim in annotation.claims}):
        node = names.part("reading", engine)
        yield Triple(node, RDF.type, PROV.Activity)
        yield Triple(node, RDFS.label, english(engine))
        yield Triple(node, PROV.used, names.article)


def _described(node: NamedNode, kind: NamedNode, label: str, *, named: bool) -> Iterator[Triple]:
    yield Triple(node, RDF.type, kind)
    yield Triple(node, RDFS.label, english(label))
    if named:
        yield Triple(node, SCHEMA.name, english(label))


def _entity_triples(names: Names, entity: Entity) -> Iterator[Triple]:
    if not is_local(entity):
        return
    node = names.entities[entity.id]
    yield from _described(node, DL[entity.kind], entity.label, named=entity.named)
    for other in entity.represents:
        yield Triple(node, DL.represents, names.entities[other])
    for group in entity.delegate_of:
        if entity.kind == "Person" and names.records[group].kind == "Group":
            yield Triple(node, DL.delegateOf, names.entities[group])
    if entity.within is not None and {entity.kind, names.records[entity.within].kind} <= _CONTAINED:
        yield Triple(node, DL.within, names.entities[entity.within])


def _tenure_triples(names: Names, tenure: Tenure) -> Iterator[Triple]:
    node = names.part("tenure", tenure.id)
    yield Triple(node, RDF.type, DL.Tenure)
    yield Triple(node, RDFS.label, english(f"{names.records[tenure.person].label}, {tenure.post}"))
    yield Triple(node, SCHEMA.roleName, english(tenure.post))
    yield Triple(node, ORG.member, names.entities[tenure.person])
    if tenure.organization is not None:
        yield Triple(node, ORG.organization, names.entities[tenure.organization])
    if tenure.when is not None:
        yield from date_triples(node, tenure.when)
