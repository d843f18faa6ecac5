"""How does a pyoxigraph term become an rdflib term?

The only file that knows both. owlrl and pySHACL work on rdflib graphs; everything else works on pyoxigraph terms.
"""

from collections.abc import Iterable

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.vocabulary import XSD

Node = rdflib.URIRef | rdflib.BNode | rdflib.Literal


def to_rdflib(term: object) -> Node:
    """The rdflib form of an IRI, blank node or literal; raises TypeError for a quoted triple.

    Literals keep their lexical form ("01" stays "01"); an xsd:string has no datatype, as in all graphs of rdflib.
    """
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        if term.language is not None:
            return rdflib.Literal(term.value, lang=term.language)
        if term.datatype == XSD.string:
            return rdflib.Literal(term.value)
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    raise TypeError(f"{term} has no form in rdflib; only IRIs, blank nodes and literals do")


def to_rdflib_graph(triples: Iterable[Triple | Quad]) -> rdflib.Graph:
    """A new graph of the triples; the names of quads' graphs are dropped."""
    graph = rdflib.Graph(bind_namespaces="none")
    for triple in triples:
        graph.add((to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object)))
    return graph
