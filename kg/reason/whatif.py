"""Which inferred facts fall when an article or a source is not trusted?

An article is withdrawn with its whole graph. A source is an actor: with it go the claims that are attributed to it,
those that pass its words on, however far, and those that they relay. Events stay described, as by other claims.
What is left is closed again; a fact that still follows from it, or is stated in it, does not fall.
"""

from collections.abc import Iterator
from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kg import iri
from kg.errors import QueryError
from kg.reason.closure import close
from kg.reason.rules import Term, shorten
from kg.vocabulary import DL, RDF, RDFS

_INFERRED = NamedNode(iri.mint_graph("inferred"))


def fallen_without(store: Store, node: NamedNode) -> tuple[Triple, ...]:
    """The inferred triples of a store that do not hold without an article or a source, sorted by predicate.

    Raises QueryError when the node is neither an article nor a source of any claim.
    """
    gone = _graph_of(store, node) or _claims_of(store, node)
    if not gone:
        raise QueryError(f"{shorten(node)} is neither an article nor the source of a claim; give the IRI of one")
    kept = [quad for quad in store if quad.graph_name != _INFERRED and quad not in gone]
    holds = {*close(kept).inferred, *(quad.triple for quad in kept)}
    inferred = (quad.triple for quad in store.quads_for_pattern(None, None, None, _INFERRED))
    return tuple(sorted((triple for triple in inferred if triple not in holds), key=_order))


def name_term(store: Store, term: Term) -> str:
    """The label of a term, as it is written for people when it has none."""
    if not isinstance(term, NamedNode):
        return shorten(term)
    found = (quad.object for quad in store.quads_for_pattern(term, RDFS.label, None))
    labels = sorted(label.value for label in found if isinstance(label, Literal))
    return labels[0] if labels else shorten(term)


def _order(triple: Triple) -> tuple[str, str, str]:
    return str(triple.predicate), str(triple.subject), str(triple.object)


def _graph_of(store: Store, node: NamedNode) -> set[Quad]:
    """All quads of the graph in which a node is said to be an article."""
    typed = store.quads_for_pattern(node, RDF.type, DL.NewsArticle)
    graphs = [quad.graph_name for quad in typed if quad.graph_name != _INFERRED]
    return {quad for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph)}


def _claims_of(store: Store, source: NamedNode) -> set[Quad]:
    """All quads about claims that rest on a source."""
    waiting = list(
        chain.from_iterable(_subjects(store, verb, source) for verb in (DL.attributedTo, DL.upstreamSource))
    )
    claims: set[NamedNode] = set()
    while waiting:
        claim = waiting.pop()
        if claim not in claims:
            claims.add(claim)
            relayed = (quad.object for quad in store.quads_for_pattern(claim, DL.relays, None))
            waiting.extend(term for term in relayed if isinstance(term, NamedNode))
    return {quad for claim in claims for quad in _about(store, claim)}


def _subjects(store: Store, predicate: NamedNode, other: NamedNode) -> Iterator[NamedNode]:
    for quad in store.quads_for_pattern(None, predicate, other):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject


def _about(store: Store, node: NamedNode) -> Iterator[Quad]:
    return chain(store.quads_for_pattern(node, None, None), store.quads_for_pattern(None, None, node))
