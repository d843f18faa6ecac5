"""Which RDF node stands for each identifier of an annotation, and how are dates and strings written?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Triple

from kg import iri
from kg.model import Annotation, Entity, When
from kg.vocabulary import DL, XSD, canonical_decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """The nodes of one annotation: the article, who made it (author, else publisher), its entities by identifier
    (record and node), and the words of its times.
    """

    key: str
    article: NamedNode
    maker: NamedNode | None
    records: Mapping[str, Entity]
    entities: Mapping[str, NamedNode]
    times: Mapping[str, str]

    @classmethod
    def of(cls, annotation: Annotation) -> "Names":
        """The nodes of an annotation; a known entity has the same node in every article."""
        header = annotation.article
        key = header.key
        maker = "author" if header.byline else "publisher" if header.publisher else None
        return cls(
            key=key,
            article=NamedNode(iri.mint_article(key)),
            maker=NamedNode(iri.mint_part(key, "maker", maker)) if maker else None,
            records={entity.id: entity for entity in annotation.entities},
            entities={entity.id: NamedNode(_entity_iri(key, entity)) for entity in annotation.entities},
            times={time.id: time.quote for time in annotation.times},
        )

    def part(self, kind: str, identifier: str) -> NamedNode:
        """The node of an event, claim, quote, tenure or amount of this article."""
        return NamedNode(iri.mint_part(self.key, kind, identifier))


def is_local(entity: Entity) -> bool:
    """Whether the entity exists only in its article, so that the article's graph describes it."""
    return entity.known is None


def _entity_iri(key: str, entity: Entity) -> str:
    if entity.known is not None:
        return iri.mint_item(entity.wikidata) if entity.wikidata else iri.mint_known(entity.known)
    return iri.mint_part(key, "entity", entity.id)


def english(words: str) -> Literal:
    """Words in English, white space runs made one space."""
    return Literal(" ".join(words.split()), language="en")


def integer(number: int) -> Literal:
    """An `xsd:integer`."""
    return Literal(str(number), datatype=XSD.integer)


def decimal(number: float | Decimal) -> Literal:
    """An `xsd:decimal` in canonical form."""
    return Literal(canonical_decimal(number), datatype=XSD.decimal)


def date_triples(subject: NamedNode, when: When) -> Iterator[Triple]:
    """The date as EDTF text for people and as day bounds for queries; an open bound is absent."""
    yield Triple(subject, DL.edtf, Literal(when.edtf))
    if when.earliest is not None:
        yield Triple(subject, DL.earliest, Literal(when.earliest.isoformat(), datatype=XSD.date))
    if when.latest is not None:
        yield Triple(subject, DL.latest, Literal(when.latest.isoformat(), datatype=XSD.date))
    yield Triple(subject, DL.timeBasis, Literal(when.basis))
