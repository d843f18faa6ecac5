"""What of a revision does a reviewer read before saving it?

Facts and types in our words, with labels instead of IRIs. Statements about evidence, texts and identifiers are
counted, not listed: they follow the claims that are. Relations come before types.
"""

from collections.abc import Callable, Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kg import iri
from kg.pipeline.revision import Revision
from kg.vocabulary import DL, RDF, RDFS, SKOS, shorten
from server.review.messages import Changes, Statement

_MOST = 200
_HIDDEN = frozenset(
    {DL.evidence, DL.rule, DL.confidence, DL.timeText, DL.timeBasis, DL.assertedBy, DL.hasContent, DL.involves}
)
_PLAIN_TYPES = frozenset({DL.Event, DL.AffirmedEvent, DL.Claim})
"""Types that say nothing which another line does not say."""
_LABELS = (RDFS.label, SKOS.prefLabel)


def tell_changes(revision: Revision, store: Store) -> Changes:
    """A revision of what a store holds, in words."""
    told = _labels(revision)

    def label(term: object) -> str:
        return told.get(term) or _label(store, term)

    sides = {
        "facts_gone": revision.inferred.gone,
        "facts_come": revision.inferred.come,
        "said_gone": revision.stated.gone,
        "said_come": revision.stated.come,
    }
    return Changes(
        facts_gone=_tell(sides["facts_gone"], label),
        facts_come=_tell(sides["facts_come"], label),
        said_gone=_tell(sides["said_gone"], label),
        said_come=_tell(sides["said_come"], label),
        counts={name: len(triples) for name, triples in sides.items()},
        contradictions=revision.contradictions,
    )


def _labels(revision: Revision) -> Mapping[object, str]:
    return {
        triple.subject: triple.object.value
        for triple in (*revision.stated.gone, *revision.stated.come)
        if triple.predicate in _LABELS and isinstance(triple.object, Literal)
    }


def _label(store: Store, term: object) -> str:
    if not isinstance(term, NamedNode):
        return term.value if isinstance(term, Literal) else str(term)
    quads: Iterable[Quad] = (
        quad for predicate in _LABELS for quad in store.quads_for_pattern(term, predicate, None, None)
    )
    labels = sorted(quad.object.value for quad in quads if isinstance(quad.object, Literal))
    return labels[0] if labels else shorten(term.value)


def _tell(triples: Iterable[Triple], label: Callable[[object], str]) -> tuple[Statement, ...]:
    shown = [
        Statement(
            subject=label(triple.subject),
            predicate="is" if triple.predicate == RDF.type else label(triple.predicate),
            object=label(triple.object),
            about=str(getattr(triple.subject, "value", "")),
        )
        for triple in triples
        if _is_told(triple)
    ]
    return tuple(sorted(shown, key=lambda one: (one.predicate == "is", one.subject, one.predicate, one.object)))[
        :_MOST
    ]


def _is_told(triple: Triple) -> bool:
    if triple.predicate == RDF.type:
        named = isinstance(triple.object, NamedNode) and triple.object.value.startswith(iri.ONTOLOGY)
        return named and triple.object not in _PLAIN_TYPES
    ours = isinstance(triple.predicate, NamedNode) and triple.predicate.value.startswith(iri.ONTOLOGY)
    return ours and triple.predicate not in _HIDDEN
