"""How is an event described, whatever its occurrence?"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg import iri
from kg.model import Amount, Event
from kg.ontology.terms import canonical_type
from kg.triples.roles import role_properties
from kg.triples.terms import Names, date_triples, decimal, english
from kg.vocabulary import DCT, DL, RDF, RDFS, SCHEMA, SKOS

_PLACES = frozenset({"Place", "State", "Organization"})


def event_triples(names: Names, event: Event) -> Iterator[Triple]:
    """The triples of one event: class, type, PLOVER category, roles, place, date, amounts, and other events."""
    node = names.part("event", event.id)
    yield Triple(node, RDF.type, DL[event.cls])
    yield Triple(node, RDFS.label, english(event.label or event.trigger.quote))
    yield Triple(node, DCT.type, NamedNode(iri.mint_type(canonical_type(event.type, event.cls))))
    if event.plover is not None:
        yield Triple(node, DCT.subject, NamedNode(iri.mint_plover(event.plover)))
    for role, participant in role_properties(event, names.records):
        yield Triple(node, role, names.entities[participant])
    if event.place is not None and names.records[event.place].kind in _PLACES:
        yield Triple(node, DL.hasPlace, names.entities[event.place])
    yield from date_triples(node, event.when)
    if event.time is not None:
        yield Triple(node, DL.timeText, Literal(names.times[event.time]))
    for tenure in event.capacity:
        yield Triple(node, DL.inCapacity, names.part("tenure", tenure))
    for number, amount in enumerate(event.amounts, 1):
        yield from _amount_triples(node, names.part("amount", f"{event.id}-{number}"), amount)
    yield from _relation_triples(names, node, event)


def _amount_triples(event: NamedNode, node: NamedNode, amount: Amount) -> Iterator[Triple]:
    yield Triple(event, SCHEMA.amount, node)
    yield Triple(node, RDF.type, SCHEMA.MonetaryAmount if amount.currency else SCHEMA.QuantitativeValue)
    yield Triple(node, SCHEMA.value, decimal(amount.value))
    if amount.currency is not None:
        yield Triple(node, SCHEMA.currency, Literal(amount.currency))
    if amount.unit is not None:
        yield Triple(node, SCHEMA.unitText, Literal(amount.unit))
    if amount.approximate:
        yield Triple(node, SKOS.note, Literal("approximate", language="en"))


def _relation_triples(names: Names, node: NamedNode, event: Event) -> Iterator[Triple]:
    related: tuple[tuple[NamedNode, tuple[str, ...]], ...] = (
        (DL.subEventOf, event.sub_event_of),
        (DL.before, event.before),
        (DL.causeOf, event.cause_of),
    )
    for predicate, others in related:
        for other in others:
            yield Triple(node, predicate, names.part("event", other))
