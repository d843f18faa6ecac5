"""How does a claim say who says so, and where the words stand?

A claim is about exactly one event and stands in exactly one article. Its outermost source (the article's author for
what the article says itself) is `dl:attributedTo`; each further source is a claim of its own that the one before
`dl:relays`; these only have `dl:hasContent`, so that a relayed word never asserts. Evidence is a Web Annotation
`oa:SpecificResource` with a TextQuoteSelector and a TextPositionSelector (W3C Recommendation of 23 February 2017,
sections 4.2.4 and 4.2.5).
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.model import Article, Claim, Span
from kg.triples.terms import Names, decimal, integer
from kg.vocabulary import DL, OA, PROV, RDF

_CONTEXT = 32
"""Characters of text before and after a quote that its selector repeats."""


def claim_triples(names: Names, claim: Claim, article: Article) -> Iterator[Triple]:
    """The triples of one claim, of the claims it relays, and of its evidence."""
    node, event = names.part("claim", claim.id), names.part("event", claim.event)
    yield Triple(node, RDF.type, DL.Claim)
    yield Triple(node, DL[claim.verb], event)
    yield Triple(node, DL.statedIn, names.article)
    yield Triple(node, DL.certainty, Literal(claim.certainty))
    yield Triple(node, DL.confidence, decimal(claim.confidence))
    yield Triple(node, DL.rule, Literal(claim.rule))
    yield Triple(node, PROV.wasGeneratedBy, names.part("reading", claim.engine))
    yield from _source_triples(names, node, event, claim)
    for span in claim.evidence:
        yield from _evidence_triples(names, node, span, article)


def _source_triples(names: Names, node: NamedNode, event: NamedNode, claim: Claim) -> Iterator[Triple]:
    if not claim.sources and names.maker is not None:
        yield Triple(node, DL.attributedTo, names.maker)
    for depth, source in enumerate(claim.sources):
        if depth:
            inner = names.part("claim", f"{claim.id}-{depth}")
            yield Triple(node, DL.relays, inner)
            yield Triple(inner, RDF.type, DL.Claim)
            yield Triple(inner, DL.hasContent, event)
            node = inner
        if source is not None:
            yield Triple(node, DL.attributedTo, names.entities[source])


def _evidence_triples(names: Names, claim: NamedNode, span: Span, article: Article) -> Iterator[Triple]:
    place = f"{span.start}-{span.end}"
    node, quote, position = (names.part(kind, place) for kind in ("evidence", "quote", "position"))
    yield Triple(claim, DL.evidence, node)
    yield Triple(node, RDF.type, OA.SpecificResource)
    yield Triple(node, OA.hasSource, names.article)
    yield Triple(node, OA.hasSelector, quote)
    yield Triple(node, OA.hasSelector, position)
    yield Triple(quote, RDF.type, OA.TextQuoteSelector)
    yield Triple(quote, OA.exact, Literal(span.quote))
    yield Triple(quote, OA["prefix"], Literal(article.text[max(0, span.start - _CONTEXT) : span.start]))
    yield Triple(quote, OA.suffix, Literal(article.text[span.end : span.end + _CONTEXT]))
    yield Triple(position, RDF.type, OA.TextPositionSelector)
    yield Triple(position, OA.start, integer(span.start))
    yield Triple(position, OA.end, integer(span.end))
