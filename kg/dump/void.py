"""How does a snapshot describe itself to machines?

VoID (W3C Interest Group Note, 3 March 2011): one `void:Dataset` with its dumps, sizes and vocabularies. No date of
the build stands in it: the same content gives the same description.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg import iri
from kg.dump.parts import PARTS
from kg.vocabulary import DCT, DL, FOAF, PREFIXES, RDF, VOID, XSD

_DATASET = NamedNode(iri.mint_dataset())
_CC0 = NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")
_CC_BY = NamedNode("https://creativecommons.org/licenses/by/4.0/")
_GEONAMES = NamedNode("https://www.geonames.org/")
"""Some coordinates of the background part come from there; its licence asks for the name."""


def write_void(path: Path, counts: Mapping[str, int], snapshot: str) -> None:
    """Write the VoID description as Turtle; `counts` are triples by part, `snapshot` the content hash."""
    serialize(_triples(counts, snapshot), output=path, format=RdfFormat.TURTLE, prefixes=PREFIXES)


def _triples(counts: Mapping[str, int], snapshot: str) -> Iterator[Triple]:
    yield Triple(_DATASET, RDF.type, VOID.Dataset)
    yield Triple(_DATASET, DCT["title"], Literal("Dateline: events, claims and their sources", language="en"))
    yield Triple(_DATASET, DCT.identifier, Literal(snapshot))
    yield Triple(_DATASET, DCT.license, _CC0)
    yield Triple(_DATASET, DCT.source, _GEONAMES)
    yield Triple(_DATASET, FOAF.homepage, NamedNode(iri.BASE))
    yield Triple(_DATASET, VOID.triples, _count(sum(counts.values())))
    yield Triple(_DATASET, VOID.uriSpace, Literal(iri.ID))
    yield Triple(_DATASET, VOID.vocabulary, NamedNode(DL.base.rstrip("#")))
    for part in PARTS:
        yield from _part_triples(part, counts[part])


def _part_triples(part: str, count: int) -> Iterator[Triple]:
    subset = NamedNode(iri.mint_dataset(part))
    yield Triple(_DATASET, VOID.subset, subset)
    yield Triple(subset, RDF.type, VOID.Dataset)
    yield Triple(subset, DCT["title"], Literal(part, language="en"))
    yield Triple(subset, DCT.license, _CC_BY if part == "background" else _CC0)
    yield Triple(subset, VOID.triples, _count(count))
    yield Triple(subset, VOID.dataDump, NamedNode(iri.mint_dump(f"{part}.ttl.gz")))


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)
