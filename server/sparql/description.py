"""How does the endpoint describe itself?

SPARQL 1.1 Service Description: the endpoint, its dataset with its version and every named graph, its formats and
functions.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg import iri
from kg.store.functions import FUNCTIONS
from kg.vocabulary import DCT, PREFIXES, RDF, Namespace
from server.http.formats import GRAPHS
from server.sparql.source import Source, WritableSource, version_of

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_WRITTEN = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip


def describe_service(endpoint: str, graphs: Iterable[str], media_type: str, source: Source) -> bytes:
    """The description of the endpoint at an address, over a dataset with these named graphs."""
    output_format: RdfFormat = GRAPHS[media_type]
    prefixes = {**PREFIXES, "sd": SD.base}
    return (
        serialize(_triples(NamedNode(endpoint), sorted(graphs), source), format=output_format, prefixes=prefixes)
        or b""
    )


def _triples(service: NamedNode, graphs: list[str], source: Source) -> Iterator[Triple]:
    dataset = NamedNode(iri.mint_fragment(service.value, "dataset"))
    default = NamedNode(iri.mint_fragment(service.value, "default-graph"))
    yield Triple(service, RDF.type, SD.Service)
    yield Triple(service, SD.endpoint, service)
    yield Triple(service, SD.supportedLanguage, SD.SPARQL11Query)
    if isinstance(source, WritableSource):
        yield Triple(service, SD.supportedLanguage, SD.SPARQL11Update)
    if source.union:
        yield Triple(service, SD.feature, SD.UnionDefaultGraph)
    for name in _WRITTEN:
        yield Triple(service, SD.resultFormat, _FORMATS[name])
    for function in FUNCTIONS:
        yield Triple(service, SD.extensionFunction, function)
        yield Triple(function, RDF.type, SD.Function)
    yield Triple(service, SD.defaultDataset, dataset)
    yield Triple(dataset, RDF.type, SD.Dataset)
    yield Triple(dataset, DCT.identifier, Literal(version_of(source.store())))
    yield Triple(dataset, SD.defaultGraph, default)
    yield Triple(default, RDF.type, SD.Graph)
    for number, graph in enumerate(graphs, 1):
        named = NamedNode(iri.mint_fragment(service.value, f"graph-{number}"))
        yield Triple(dataset, SD.namedGraph, named)
        yield Triple(named, RDF.type, SD.NamedGraph)
        yield Triple(named, SD.name, NamedNode(graph))
