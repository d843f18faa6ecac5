"""Which sentences of which articles does a proof rest on?"""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kg.reason.proofs import Proof, asserted_statements
from kg.reason.rules import Term
from kg.vocabulary import DL, OA

_VERBS = (DL.asserts, DL.reports, DL.denies, DL.envisages)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim, the words it was read from, and the article they stand in."""

    claim: NamedNode
    quote: str
    article: NamedNode


def evidence_of(store: Store, proof: Proof) -> tuple[Evidence, ...]:
    """The quotes behind the claims that the stated facts of a proof mention, in the order of the proof.

    A proof that mentions no claim, as that somebody took part in an event, rests on the claims about the events it
    mentions. Empty when it rests on the gazetteer or the ontology alone.
    """
    statements = asserted_statements(proof)
    nodes = tuple(dict.fromkeys(term for statement in statements for term in (statement.subject, statement.object)))
    found = tuple(evidence for node in nodes for evidence in _evidence(store, node))
    if not found:
        claims = (claim for node in nodes for claim in _claims_about(store, node))
        found = tuple(evidence for claim in claims for evidence in _evidence(store, claim))
    return tuple(dict.fromkeys(found))


def _claims_about(store: Store, event: Term) -> Iterator[Term]:
    for verb in _VERBS:
        yield from sorted((subject for subject in _subjects(store, verb, event)), key=str)


def _evidence(store: Store, claim: Term) -> Iterator[Evidence]:
    if not isinstance(claim, NamedNode):
        return
    for resource in _objects(store, claim, DL.evidence):
        for article in _objects(store, resource, OA.hasSource):
            for selector in _objects(store, resource, OA.hasSelector):
                for quote in _objects(store, selector, OA.exact):
                    if isinstance(quote, Literal) and isinstance(article, NamedNode):
                        yield Evidence(claim, quote.value, article)


def _objects(store: Store, subject: Term, predicate: NamedNode) -> list[Term]:
    """The objects in any graph, each once, sorted."""
    if not isinstance(subject, (NamedNode, BlankNode)):
        return []
    return sorted({quad.object for quad in store.quads_for_pattern(subject, predicate, None)}, key=str)


def _subjects(store: Store, predicate: NamedNode, other: Term) -> set[Term]:
    return {quad.subject for quad in store.quads_for_pattern(None, predicate, other)}
