"""What do the changed lines of two graphs mean in the world that they describe?

Events and articles that came and went, what of an event is told otherwise, and which claims contradict each other now
that did not before. An event is the same in both graphs when its IRI is.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from kg import iri
from kg.diff.contradictions import Contradiction, contradictions_of
from kg.diff.lines import Difference
from kg.dump.event_records import EventReader, EventRecord, Thing
from kg.dump.parts import by_subject
from kg.vocabulary import DL, RDF, RDFS, SCHEMA

_INFERRED = f" <{iri.mint_graph('inferred')}> .\n".encode()
_VERBS = frozenset({DL.asserts, DL.reports, DL.denies, DL.envisages})
_ARTICLE = DL.NewsArticle


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A node and what it is called."""

    iri: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """An event with its date (EDTF, empty when there is none) and what claims do with it."""

    iri: str
    label: str
    date: str
    verbs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Altered:
    """One thing of an event that is told otherwise; an empty text is nothing."""

    event: Named
    what: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """What changed. Counts are of quads; of `added` and `removed` so many are inferred."""

    added: int
    removed: int
    inferred_added: int
    inferred_removed: int
    articles_added: tuple[Named, ...] = ()
    articles_removed: tuple[Named, ...] = ()
    articles_replaced: tuple[Named, ...] = ()
    events_added: tuple[Told, ...] = ()
    events_removed: tuple[Told, ...] = ()
    altered: tuple[Altered, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    settled: tuple[Contradiction, ...] = ()


def understand(found: Iterable[Difference], old: Store, new: Store) -> Changes:
    """The changes that some differing lines amount to, given both graphs; everything sorted by IRI."""
    lines = list(found)
    added, removed = ([line for is_new, line in lines if is_new is side] for side in (True, False))
    counts = Changes(
        added=len(added),
        removed=len(removed),
        inferred_added=sum(line.endswith(_INFERRED) for line in added),
        inferred_removed=sum(line.endswith(_INFERRED) for line in removed),
    )
    return _with_words(counts, _nodes(lines), old, new) if lines else counts


def _nodes(lines: Iterable[Difference]) -> set[NamedNode]:
    """What the lines are about; for a claim that is an event too."""
    nodes: set[NamedNode] = set()
    for quad in parse(b"".join(line for _, line in lines), format=RdfFormat.N_QUADS):
        if isinstance(quad.subject, NamedNode):
            nodes.add(quad.subject)
        if quad.predicate in _VERBS and isinstance(quad.object, NamedNode):
            nodes.add(quad.object)
    return nodes


def _with_words(counts: Changes, nodes: Set[NamedNode], old: Store, new: Store) -> Changes:
    around = _around(nodes, old) | _around(nodes, new)
    before, after = _events(around, old), _events(around, new)
    both = sorted(before.keys() & after.keys())
    were, are = _articles(nodes, old), _articles(nodes, new)
    opposed, opposes = (set(contradictions_of(store, {*before, *after})) for store in (old, new))
    return Changes(
        added=counts.added,
        removed=counts.removed,
        inferred_added=counts.inferred_added,
        inferred_removed=counts.inferred_removed,
        articles_added=tuple(Named(iri=name, label=are[name][0]) for name in sorted(are.keys() - were.keys())),
        articles_removed=tuple(Named(iri=name, label=were[name][0]) for name in sorted(were.keys() - are.keys())),
        articles_replaced=tuple(
            Named(iri=name, label=are[name][0])
            for name in sorted(were.keys() & are.keys())
            if were[name][1] != are[name][1]
        ),
        events_added=tuple(_told(after[name]) for name in sorted(after.keys() - before.keys())),
        events_removed=tuple(_told(before[name]) for name in sorted(before.keys() - after.keys())),
        altered=tuple(item for name in both for item in _altered(before[name], after[name])),
        contradictions=tuple(sorted(opposes - opposed)),
        settled=tuple(sorted(opposed - opposes)),
    )


def _around(nodes: Set[NamedNode], store: Store) -> set[NamedNode]:
    """The nodes, and the events that claims among them are about."""
    found = set(nodes)
    for node in nodes:
        for quad in store.quads_for_pattern(node, None, None):
            if quad.predicate in _VERBS and isinstance(quad.object, NamedNode):
                found.add(quad.object)
    return found


def _events(nodes: Set[NamedNode], store: Store) -> dict[str, EventRecord]:
    reader = EventReader(store)
    found = {}
    for node in nodes:
        for subject in by_subject(store.quads_for_pattern(node, None, None)):
            event = reader.read(subject)
            if event is not None:
                found[event.iri] = event
    return found


def _articles(nodes: Set[NamedNode], store: Store) -> dict[str, tuple[str, frozenset[str]]]:
    """Label and text hashes of the articles among some nodes, by IRI."""
    found = {}
    for node in nodes:
        values = list(store.quads_for_pattern(node, None, None))
        if any(quad.predicate == RDF.type and quad.object == _ARTICLE for quad in values):
            labels = [
                quad.object.value
                for quad in values
                if quad.predicate == RDFS.label and isinstance(quad.object, Literal)
            ]
            hashes = frozenset(str(quad.object) for quad in values if quad.predicate == SCHEMA.sha256)
            found[node.value] = min(labels, default=node.value), hashes
    return found


def _told(event: EventRecord) -> Told:
    return Told(iri=event.iri, label=_label(event), date=event.edtf or "", verbs=event.verbs)


def _label(event: EventRecord) -> str:
    return event.label.value if event.label else event.iri


def _altered(before: EventRecord, after: EventRecord) -> Iterator[Altered]:
    """What of an event is told otherwise, in the order of the aspects below."""
    event = Named(iri=after.iri, label=_label(after))
    told = zip(_aspects(before), _aspects(after), strict=True)
    for (what, was), (_, now) in told:
        if was != now:
            yield Altered(event=event, what=what, before=was, after=now)


def _aspects(event: EventRecord) -> tuple[tuple[str, str], ...]:
    return (
        ("label", _label(event)),
        ("class", event.cls),
        ("type", _name(event.kind)),
        ("date", event.edtf or ""),
        ("place", _name(event.place)),
        ("roles", ", ".join(f"{role} {_name(who)}" for role, who in event.roles)),
        ("standing", ", ".join(event.verbs)),
        ("claims", "; ".join(f"{_name(item.source) or 'nobody named'} {item.verb}" for item in event.sayings)),
        ("sentences", " / ".join(dict.fromkeys(quote.words for item in event.sayings for quote in item.quotes))),
    )


def _name(thing: Thing | None) -> str:
    if thing is None:
        return ""
    return thing.label.value if thing.label else thing.iri
