"""How does a snapshot describe itself to machines?

VoID (W3C Interest Group Note, 3 March 2011): one `void:Dataset` with its dumps, sizes, vocabularies, partitions by
property and class, and linksets to Wikidata. No date of the build stands in it: the same content gives the same
description.
"""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg import iri
from kg.dump.parts import PARTS, Part
from kg.dump.statistics import Statistics
from kg.vocabulary import DCT, DL, FOAF, PREFIXES, RDF, VOID, XSD, shorten

DATASET = NamedNode(iri.mint_dataset())
CC0 = NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")
CC_BY = NamedNode("https://creativecommons.org/licenses/by/4.0/")
GEONAMES = NamedNode("https://www.geonames.org/")
"""Some coordinates of the background part come from there; its licence asks for the name."""
_WIKIDATA = NamedNode("http://www.wikidata.org/")
TITLE = Literal("Dateline: events, claims and their sources", language="en")


def licence_of(part: str) -> NamedNode:
    """The licence of a part: coordinates in `background` are GeoNames' (CC BY 4.0), everything else is CC0."""
    return CC_BY if part == "background" else CC0


def write_void(path: Path, found: Statistics, snapshot: str) -> None:
    """Write the VoID description as Turtle; `snapshot` is the content hash."""
    serialize(_triples(found, snapshot), output=path, format=RdfFormat.TURTLE, prefixes=PREFIXES)


def _triples(found: Statistics, snapshot: str) -> Iterator[Triple]:
    yield Triple(DATASET, RDF.type, VOID.Dataset)
    yield Triple(DATASET, DCT["title"], TITLE)
    yield Triple(DATASET, DCT.identifier, Literal(snapshot))
    yield Triple(DATASET, DCT.license, CC0)
    yield Triple(DATASET, DCT.source, GEONAMES)
    yield Triple(DATASET, FOAF.homepage, NamedNode(iri.BASE))
    yield Triple(DATASET, VOID.triples, _count(found.triples))
    yield Triple(DATASET, VOID.distinctSubjects, _count(found.subjects))
    yield Triple(DATASET, VOID.properties, _count(len(found.properties)))
    yield Triple(DATASET, VOID.classes, _count(len(found.instances)))
    yield Triple(DATASET, VOID.uriSpace, Literal(iri.ID))
    yield Triple(DATASET, VOID.vocabulary, NamedNode(DL.base.rstrip("#")))
    yield Triple(DATASET, VOID.dataDump, NamedNode(iri.mint_dump("all.nq.gz")))
    for part in PARTS:
        yield from _part_triples(part, found.parts[part])
    yield from _partitions(found)
    for (part, predicate), links in sorted(found.links.items(), key=str):
        yield from _linkset(part, predicate, links)


def _part_triples(part: Part, count: int) -> Iterator[Triple]:
    subset = NamedNode(iri.mint_dataset(part))
    yield Triple(DATASET, VOID.subset, subset)
    yield Triple(subset, RDF.type, VOID.Dataset)
    yield Triple(subset, DCT["title"], Literal(part, language="en"))
    yield Triple(subset, DCT.license, licence_of(part))
    yield Triple(subset, VOID.triples, _count(count))
    yield Triple(subset, VOID.dataDump, NamedNode(iri.mint_dump(f"{part}.ttl.gz")))


def _partitions(found: Statistics) -> Iterator[Triple]:
    for predicate, triples in sorted(found.properties.items(), key=str):
        node = _partition("property", predicate)
        yield Triple(DATASET, VOID.propertyPartition, node)
        yield Triple(node, VOID.property, predicate)
        yield Triple(node, VOID.triples, _count(triples))
    for kind, entities in sorted(found.instances.items(), key=str):
        node = _partition("class", kind)
        yield Triple(DATASET, VOID.classPartition, node)
        yield Triple(node, VOID["class"], kind)
        yield Triple(node, VOID.entities, _count(entities))


def _partition(kind: str, term: NamedNode) -> NamedNode:
    return NamedNode(iri.mint_fragment(DATASET.value, f"{kind}-{shorten(term.value)}"))


def _linkset(part: Part, predicate: NamedNode, links: int) -> Iterator[Triple]:
    subset = NamedNode(iri.mint_dataset(part))
    node = NamedNode(iri.mint_fragment(DATASET.value, f"links-{part}-{shorten(predicate.value)}"))
    yield Triple(subset, VOID.subset, node)
    yield Triple(node, RDF.type, VOID.Linkset)
    yield Triple(node, VOID.linkPredicate, predicate)
    yield Triple(node, VOID.subjectsTarget, subset)
    yield Triple(node, VOID.objectsTarget, _WIKIDATA)
    yield Triple(node, VOID.triples, _count(links))
    yield Triple(_WIKIDATA, RDF.type, VOID.Dataset)
    yield Triple(_WIKIDATA, VOID.uriSpace, Literal(iri.WIKIDATA))


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)
