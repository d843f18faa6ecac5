"""What does owlrl, an independent OWL 2 RL reasoner, make of the same facts?

The only file that talks to owlrl. Its conclusions are held to the same rules on noise as ours, so that the two can
be compared triple by triple. It takes minutes for 100 000 triples and has faults of its own (owlrl 7.6: the last
key of an `owl:hasKey` is never compared, nor is the last member of an `owl:AllDifferent`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import rdflib
from owlrl import DeductiveClosure  # noqa: TID251 - this is the file that may
from owlrl.OWLRL import OWLRL_Semantics  # noqa: TID251 - this is the file that may
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.ontology.convert import to_rdflib
from kg.reason.encode import Statement
from kg.reason.publish import publishable
from kg.reason.rules import Term

_ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceClosure:
    """What owlrl infers, without noise and sorted, and its own words on contradictions."""

    inferred: tuple[Triple, ...]
    contradictions: tuple[str, ...]


def close_reference(facts: Iterable[Triple | Quad], ontology: Iterable[Triple | Quad] = ()) -> ReferenceClosure:
    """Close facts under an ontology with owlrl."""
    graph = rdflib.Graph()
    stated: set[Statement] = set()
    for source in (ontology, facts):
        for triple in source:
            statement = Statement(triple.subject, triple.predicate, triple.object)
            if not any(isinstance(term, Triple) for term in statement):
                stated.add(statement)
                graph.add((to_rdflib(statement[0]), to_rdflib(statement[1]), to_rdflib(statement[2])))
    expand(graph)
    found = (publishable(statement) for statement in _statements(graph) if statement not in stated)
    triples = [triple for triple in found if triple is not None]
    return ReferenceClosure(
        inferred=tuple(sorted(triples, key=str)),
        contradictions=tuple(sorted(str(message) for message in graph.objects(None, _ERROR))),
    )


def expand(graph: rdflib.Graph) -> None:
    """Add to a graph all that owlrl makes of it, noise and its own error triples included."""
    closure = DeductiveClosure(  # type: ignore[no-untyped-call]  # owlrl has no types
        OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    )
    closure.expand(graph)


def _statements(graph: rdflib.Graph) -> Iterator[Statement]:
    for subject, predicate, other in graph:
        name = _from_rdflib(predicate)
        if predicate != _ERROR and isinstance(name, NamedNode):
            yield Statement(_from_rdflib(subject), name, _from_rdflib(other))


def _from_rdflib(node: rdflib.term.Node) -> Term:
    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language is not None:
            return Literal(str(node), language=node.language)
        return Literal(str(node), datatype=NamedNode(str(node.datatype)) if node.datatype else None)
    return BlankNode(str(node))
