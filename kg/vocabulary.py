"""Which RDF terms does the code name?

One namespace object a vocabulary: `DL.Claim` is a `pyoxigraph.NamedNode`. Only terms of our own ontology and of
the W3C and community vocabularies that the graph uses; nothing is fetched.
"""

from decimal import Decimal

from pyoxigraph import NamedNode

from kg import iri


class Namespace:
    """A namespace IRI; `ns.term` and `ns["term"]` are its terms."""

    def __init__(self, base: str) -> None:
        self.base = base

    def __getattr__(self, name: str) -> NamedNode:
        node = NamedNode(self.base + name)
        setattr(self, name, node)
        return node

    def __getitem__(self, name: str) -> NamedNode:
        return NamedNode(self.base + name)


DL = Namespace(iri.ONTOLOGY)
DLI = Namespace(iri.ID)
DLT = Namespace(iri.TYPE)
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
DCT = Namespace("http://purl.org/dc/terms/")
OA = Namespace("http://www.w3.org/ns/oa#")
ORG = Namespace("http://www.w3.org/ns/org#")
SH = Namespace("http://www.w3.org/ns/shacl#")
PROV = Namespace("http://www.w3.org/ns/prov#")
SCHEMA = Namespace("https://schema.org/")
VOID = Namespace("http://rdfs.org/ns/void#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
GEO = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")
SPDX = Namespace("http://spdx.org/rdf/terms#")

PREFIXES: dict[str, str] = {
    "dl": DL.base,
    "dli": DLI.base,
    "dlt": DLT.base,
    "dlg": iri.GRAPH,
    "dlf": iri.FUNCTION,
    "dlq": iri.QUESTION,
    "plover": iri.PLOVER,
    "rdf": RDF.base,
    "rdfs": RDFS.base,
    "owl": OWL.base,
    "xsd": XSD.base,
    "skos": SKOS.base,
    "dct": DCT.base,
    "oa": OA.base,
    "org": ORG.base,
    "sh": SH.base,
    "prov": PROV.base,
    "schema": SCHEMA.base,
    "void": VOID.base,
    "dcat": DCAT.base,
    "foaf": FOAF.base,
    "geo": GEO.base,
    "wd": iri.WIKIDATA,
}
"""Prefixes that every query may use without declaring them, and that every Turtle dump declares."""


def shorten(name: str) -> str:
    """An IRI with its prefix, as `dl:visited`; any other text as it stands."""
    for prefix, base in PREFIXES.items():
        if name.startswith(base) and name != base:
            return f"{prefix}:{name.removeprefix(base)}"
    return name


def lengthen(name: str) -> str:
    """A prefixed name as an IRI, the opposite of `shorten`; any other text as it stands."""
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name


def canonical_decimal(number: float | Decimal) -> str:
    """An `xsd:decimal` as stores give it back (XML Schema 1.1 Part 2, section 3.3.3.2): no zeros at the end.

    Numbers that are no decimal fractions are rounded to six digits after the point.
    """
    text = f"{number:f}"
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short == "-0" else short
