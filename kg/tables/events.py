"""Which asserted events does a table for OpenRefine hold?

One row an event, with names beside their Wikidata items, so that a column can be reconciled or taken as identifiers;
several values in a cell are parted by "|", in the same order for names and items. What is reported, denied or
contested is left out: Wikidata states, and nobody there says on whose word.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Store

from kg.dump.event_records import EventReader, EventRecord, Thing
from kg.dump.parts import by_subject
from kg.vocabulary import DL, RDF

HEADER = (
    "event", "label", "class", "type", "date", "earliest", "latest", "place", "place_item", "country", "country_item",
    "participants", "roles", "participant_items", "article", "article_url", "sentence",
)  # fmt: skip
_PARTING = "|"


def asserted_events(store: Store) -> Iterator[tuple[EventRecord, Thing | None]]:
    """The events that some claim asserts and none denies, by IRI, each with the country it took place in if known."""
    reader = EventReader(store)
    nodes = {quad.object for quad in store.quads_for_pattern(None, DL.asserts, None)}
    for node in sorted((node for node in nodes if isinstance(node, NamedNode)), key=str):
        for subject in by_subject(store.quads_for_pattern(node, None, None)):
            event = reader.read(subject)
            if event is not None and "denies" not in event.verbs:
                yield event, _country(event, store, reader)


def _country(event: EventRecord, store: Store, reader: EventReader) -> Thing | None:
    found = {quad.object for quad in store.quads_for_pattern(NamedNode(event.iri), DL.takesPlaceInCountry, None)}
    states = [term for term in found if isinstance(term, NamedNode) and _is_state(term, store)]
    return reader.thing(min(states, key=str)) if len(states) == 1 else None


def _is_state(node: NamedNode, store: Store) -> bool:
    return any(store.quads_for_pattern(node, RDF.type, DL.State))


def event_row(event: EventRecord, country: Thing | None) -> list[str]:
    """The cells of an event, in the order of `HEADER`; unknown ones are empty."""
    things = [thing for _, thing in event.roles]
    articles = {saying.article.iri: saying.article for saying in event.sayings if saying.article}
    quotes = dict.fromkeys(quote.words for saying in event.sayings for quote in saying.quotes)
    return [
        event.iri,
        event.label.value if event.label else "",
        event.cls,
        name_of(event.kind),
        *(value or "" for value in (event.edtf, event.earliest, event.latest)),
        name_of(event.place),
        item_of(event.place),
        name_of(country),
        item_of(country),
        join(map(name_of, things)),
        join(role for role, _ in event.roles),
        join(map(item_of, things)),
        join(articles),
        join(thing.url or "" for thing in articles.values()),
        join(quotes),
    ]


def name_of(thing: Thing | None) -> str:
    """The name of a thing on one line, empty for none."""
    return " ".join(thing.label.value.split()) if thing and thing.label else ""


def item_of(thing: Thing | None) -> str:
    """The identifier of a thing's Wikidata item, empty for none."""
    return thing.item.rpartition("/")[2] if thing and thing.item else ""


def join(words: Iterable[str]) -> str:
    """Several values as one cell; a bar inside a value would part it, so it becomes a broken one."""
    return _PARTING.join(" ".join(word.split()).replace(_PARTING, "¦") for word in words)
