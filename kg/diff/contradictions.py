"""Which claims of a graph cannot all be true?

Two cases. An event that one claim affirms (asserts or reports) and another denies; and, where events of several
articles are taken for one happening, an affirmed and a denied one of them, or two affirmed ones on days that exclude
each other.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from pyoxigraph import NamedNode, Store

from kg.dump.event_records import EventReader, EventRecord
from kg.dump.parts import by_subject
from kg.vocabulary import PROV


class Contradiction(NamedTuple):
    """Two statements about one event, or about two of one happening, and why they cannot both be true.

    `one` and `other` are the events' IRIs, the same for claims about one event; `words` tells who says what.
    """

    one: str
    other: str
    why: str
    words: str


_HAPPENING = PROV.specializationOf
_AFFIRMED = ("asserts", "reports")


def contradictions_of(store: Store, events_of: Iterable[str]) -> Iterator[Contradiction]:
    """The contradictions in which some events of a store, by IRI, have a part."""
    reader = EventReader(store)
    groups = {_told_together(store, NamedNode(event)) for event in events_of}
    for group in groups:
        events = [event for node in sorted(group, key=str) if (event := _read(store, reader, node)) is not None]
        for event in events:
            yield from _within(event)
        for one, other in combinations(events, 2):
            yield from _between(one, other)


def _told_together(store: Store, node: NamedNode) -> frozenset[NamedNode]:
    """The events of the node's happening; the node alone when it has none."""
    events = [node]
    for told in store.quads_for_pattern(node, _HAPPENING, None):
        quads = store.quads_for_pattern(None, _HAPPENING, told.object)
        events += [quad.subject for quad in quads if isinstance(quad.subject, NamedNode)]
    return frozenset(events)


def _read(store: Store, reader: EventReader, node: NamedNode) -> EventRecord | None:
    for subject in by_subject(store.quads_for_pattern(node, None, None)):
        return reader.read(subject)
    return None


def _within(event: EventRecord) -> Iterator[Contradiction]:
    if "denies" in event.verbs and not set(event.verbs).isdisjoint(_AFFIRMED):
        yield Contradiction(event.iri, event.iri, "affirmed and denied", _says(event))


def _between(one: EventRecord, other: EventRecord) -> Iterator[Contradiction]:
    words = f"{_says(one)}; {_says(other)}"
    for yes, no in ((one, other), (other, one)):
        if not set(yes.verbs).isdisjoint(_AFFIRMED) and set(no.verbs) == {"denies"}:
            yield Contradiction(one.iri, other.iri, "affirmed and denied", words)
    affirmed = all(not set(event.verbs).isdisjoint(_AFFIRMED) for event in (one, other))
    if affirmed and (_ends_before(one, other) or _ends_before(other, one)):
        yield Contradiction(one.iri, other.iri, "on days that exclude each other", words)


def _ends_before(one: EventRecord, other: EventRecord) -> bool:
    return bool(one.latest and other.earliest and one.latest < other.earliest)


def _says(event: EventRecord) -> str:
    """Who says what of an event, and of when."""
    label = event.label.value if event.label else event.iri
    date = f" ({event.edtf})" if event.edtf else ""
    return f"{_join(_saying(event))} {label!r}{date}"


def _saying(event: EventRecord) -> Iterable[str]:
    for item in event.sayings:
        source = item.source.label.value if item.source and item.source.label else "somebody"
        yield f"{source} {item.verb}"


def _join(words: Iterable[str]) -> str:
    return " and ".join(dict.fromkeys(words))
