"""How do happenings become RDF?

The only writer of the graph `merges`, which can be left out without touching what any article says. A happening is
what the events of several articles specialise (PROV-O, W3C Recommendation of 30 April 2013, `prov:specializationOf`);
they stay descriptions of their own with their own claims and evidence, never `owl:sameAs`, so that nothing that one
article only reports becomes a fact by what another asserts. It is named after the event that was published first;
notes tell what ties its events, and how likely.
"""

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad, Triple

from kg import iri
from kg.happening import EventName, Happening, Tie
from kg.model import Annotation
from kg.triples.terms import english
from kg.vocabulary import DL, PROV, RDF, RDFS, SKOS


def merge_quads(happenings: Iterable[Happening], annotations: Iterable[Annotation]) -> Iterator[Quad]:
    """The quads of all happenings; `annotations` are those that they were found in."""
    labels = {
        EventName(article=annotation.article.key, event=event.id): event.label or event.trigger.quote
        for annotation in annotations
        for event in annotation.events
    }
    return happening_quads(happenings, labels)


def happening_quads(happenings: Iterable[Happening], labels: Mapping[EventName, str]) -> Iterator[Quad]:
    """The quads of all happenings; `labels` are the words for each one's first event."""
    graph = NamedNode(iri.mint_graph("merges"))
    for happening in happenings:
        for triple in _triples(happening, labels):
            yield Quad(triple.subject, triple.predicate, triple.object, graph)


def _triples(happening: Happening, labels: Mapping[EventName, str]) -> Iterator[Triple]:
    first = happening.events[0]
    node = NamedNode(iri.mint_part(first.article, "happening", first.event))
    yield Triple(node, RDF.type, DL.Happening)
    yield Triple(node, RDFS.label, english(labels[first]))
    for name in happening.events:
        yield Triple(NamedNode(iri.mint_part(name.article, "event", name.event)), PROV.specializationOf, node)
    for tie in happening.ties:
        yield Triple(node, SKOS.note, english(_note(tie)))


def _note(tie: Tie) -> str:
    one, other = (f"{name.article} {name.event}" for name in (tie.one, tie.other))
    return f"{one} and {other}: {', '.join(tie.reasons)} ({tie.score:.3f})"
