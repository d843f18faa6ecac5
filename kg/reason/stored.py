"""Why does a triple of a store hold, and which sentences does that rest on?

A store keeps what was inferred but not why. The facts it states, those outside the graph that reasoning writes, are
closed again once; after that each answer takes milliseconds.
"""

from dataclasses import dataclass

from pyoxigraph import NamedNode, Store, Triple

from kg import iri
from kg.reason.alternatives import explain_variously
from kg.reason.closure import close
from kg.reason.evidence import Evidence, evidence_of
from kg.reason.explain import Explainer
from kg.reason.proofs import Proof

_INFERRED = NamedNode(iri.mint_graph("inferred"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Why a triple holds: its proofs, smallest first, and the quotes behind them."""

    proofs: tuple[Proof, ...]
    evidence: tuple[Evidence, ...]


def explain_store(store: Store) -> Explainer:
    """An explainer of all that the stated facts of a store imply; keep it as long as the store does not change."""
    return Explainer(close(quad for quad in store if quad.graph_name != _INFERRED))


def answer_why(store: Store, explainer: Explainer, triple: Triple, most: int = 1) -> Answer | None:
    """Why a triple holds in a store, by up to `most` proofs; None when it does not."""
    proofs = explain_variously(explainer, triple, most)
    if not proofs:
        return None
    evidence = (found for proof in proofs for found in evidence_of(store, proof))
    return Answer(proofs=proofs, evidence=tuple(dict.fromkeys(evidence)))
