"""How does a catalogue of data sets learn what can be downloaded?

DCAT 3 (W3C Recommendation of 22 August 2024): one `dcat:Dataset`, one `dcat:Distribution` a file with its address,
size, media type and SHA-256. The dataset's own checksum is the hash of RDFC-1.0: SHA-256 of the unpacked `all.nq.gz`,
which is in canonical form.
"""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg import iri
from kg.dump.checksums import digest_file
from kg.dump.void import CC0, DATASET, GEONAMES, TITLE, licence_of
from kg.vocabulary import DCAT, DCT, PREFIXES, RDF, RDFS, SPDX, XSD

_MEDIA = "https://www.iana.org/assignments/media-types/"
_TYPES = {
    "ttl": "text/turtle",
    "nq": "application/n-quads",
    "jsonld": "application/ld+json",
    "csv": "text/csv",
    "geojson": "application/geo+json",
}
NAME = "dcat.ttl"


def write_dcat(folder: Path, snapshot: str, canonical_hash: str) -> None:
    """Describe every file of a folder of dumps in a file beside them."""
    triples = [*_dataset(snapshot, canonical_hash)]
    for path in sorted(folder.iterdir()):
        triples += _distribution(path, snapshot)
    serialize(triples, output=folder / NAME, format=RdfFormat.TURTLE, prefixes=PREFIXES)


def _dataset(snapshot: str, canonical_hash: str) -> Iterator[Triple]:
    yield Triple(DATASET, RDF.type, DCAT.Dataset)
    yield Triple(DATASET, DCT["title"], TITLE)
    yield Triple(DATASET, DCAT.version, Literal(snapshot))
    yield Triple(DATASET, DCT.license, CC0)
    yield Triple(DATASET, DCT.source, GEONAMES)
    yield Triple(DATASET, DCAT.landingPage, NamedNode(iri.mint_dump("")))
    yield from _checksum(DATASET, canonical_hash)
    note = "SHA-256 of the canonical N-Quads (RDFC-1.0)"
    yield Triple(_checksum_of(DATASET), RDFS.comment, Literal(note, language="en"))


def _distribution(path: Path, snapshot: str) -> Iterator[Triple]:
    node = NamedNode(iri.mint_dump_of(snapshot, path.name))
    part, _, endings = path.name.partition(".")
    ending, _, packed = endings.partition(".")
    yield Triple(DATASET, DCAT.distribution, node)
    yield Triple(node, RDF.type, DCAT.Distribution)
    yield Triple(node, DCT["title"], Literal(path.name))
    yield Triple(node, DCT.license, licence_of(part))
    yield Triple(node, DCAT.downloadURL, node)
    yield Triple(node, DCAT.byteSize, Literal(str(path.stat().st_size), datatype=XSD.nonNegativeInteger))
    if ending in _TYPES:
        yield Triple(node, DCAT.mediaType, NamedNode(_MEDIA + _TYPES[ending]))
    if packed:
        yield Triple(node, DCAT.compressFormat, NamedNode(_MEDIA + "application/gzip"))
    yield from _checksum(node, digest_file(path))


def _checksum(of: NamedNode, digest: str) -> Iterator[Triple]:
    node = _checksum_of(of)
    yield Triple(of, SPDX.checksum, node)
    yield Triple(node, RDF.type, SPDX.Checksum)
    yield Triple(node, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
    yield Triple(node, SPDX.checksumValue, Literal(digest, datatype=XSD.hexBinary))


def _checksum_of(of: NamedNode) -> NamedNode:
    return NamedNode(iri.mint_fragment(of.value, "checksum"))
