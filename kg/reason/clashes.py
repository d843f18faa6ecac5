"""How does a contradiction come about, and which articles state what clashes?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import DefaultGraph, Quad

from kg.reason.closure import Closure
from kg.reason.contradictions import Contradiction
from kg.reason.encode import Statement
from kg.reason.explain import Explainer
from kg.reason.proofs import Proof, asserted_statements, show_proof
from kg.reason.rules import shorten

MOST_TOLD = 50
"""How many contradictions are told with their proofs; of the others there is the message alone."""


def tell_clashes(closure: Closure, facts: Iterable[Quad]) -> tuple[str, ...]:
    """Each contradiction in words: rule and clashing triples, then their proofs and the graphs that state them."""
    found = closure.contradictions
    if not found:
        return ()
    graphs, explainer = _graphs(facts), Explainer(closure)
    told = ["\n".join(_tell(clash, explainer, graphs)) for clash in found[:MOST_TOLD]]
    return (*told, *(clash.message for clash in found[MOST_TOLD:]))


def _graphs(facts: Iterable[Quad]) -> Mapping[Statement, list[str]]:
    graphs: dict[Statement, list[str]] = defaultdict(list)
    for fact in facts:
        if not isinstance(fact.graph_name, DefaultGraph):
            statement = Statement(fact.subject, fact.predicate, fact.object)
            graphs[statement].append(shorten(fact.graph_name))
    return graphs


def _tell(clash: Contradiction, explainer: Explainer, graphs: Mapping[Statement, list[str]]) -> Iterator[str]:
    yield clash.message
    proofs = [proof for statement in clash.statements if (proof := explainer.explain(statement)) is not None]
    for proof in proofs:
        yield from (f"  {line}" for line in show_proof(proof))
    sources = sorted({graph for proof in proofs for graph in _sources(proof, graphs)})
    if sources:
        yield f"  stated in {', '.join(sources)}"


def _sources(proof: Proof, graphs: Mapping[Statement, list[str]]) -> Iterator[str]:
    for statement in asserted_statements(proof):
        yield from graphs.get(statement, ())
