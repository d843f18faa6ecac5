"""Which inferred quads does a dataset hold?

The only writer of the graph `inferred`. Of all that follows it keeps what says something of our nodes in our words;
other vocabularies, to which the ontology is aligned, would only repeat that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Triple

from kg import iri
from kg.reason.clashes import tell_clashes
from kg.reason.closure import close
from kg.reason.reference import close_reference
from kg.settings import ReasonerName
from kg.vocabulary import RDF

_INFERRED = NamedNode(iri.mint_graph("inferred"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferences:
    """The quads of the graph `inferred`, in a fixed order, and contradictions and ignored axioms in words.

    `all` are the inferred triples with those that are not told.
    """

    all: tuple[Triple, ...]
    quads: tuple[Quad, ...]
    contradictions: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def infer(facts: Sequence[Quad], ontology: Sequence[Quad], reasoner: ReasonerName) -> Inferences:
    """What follows from the facts under the ontology, by our own reasoner or the slow reference."""
    if reasoner == "fast":
        closure = close(facts, ontology)
        return _inferences(closure.inferred, tell_clashes(closure, facts), closure.warnings)
    reference = close_reference(facts, ontology)
    return _inferences(reference.inferred, reference.contradictions)


def follow(facts: Sequence[Quad], ontology: Sequence[Quad], reasoner: ReasonerName) -> tuple[Triple, ...]:
    """All that follows, as `Inferences.all`; what contradicts what is not asked."""
    if reasoner == "fast":
        return tuple(close(facts, ontology, with_contradictions=False).inferred)
    return tuple(close_reference(facts, ontology).inferred)


def _inferences(
    triples: Iterable[Triple], contradictions: tuple[str, ...], warnings: tuple[str, ...] = ()
) -> Inferences:
    found = tuple(triples)
    quads = (Quad(triple.subject, triple.predicate, triple.object, _INFERRED) for triple in found if _tells(triple))
    return Inferences(all=found, quads=tuple(quads), contradictions=contradictions, warnings=warnings)


def _tells(triple: Triple) -> bool:
    term = triple.object if triple.predicate == RDF.type else triple.predicate
    ours = isinstance(term, NamedNode) and term.value.startswith(iri.ONTOLOGY)
    return ours and isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(iri.ID)
