"""Which events of an article are told by other articles too, and why are they taken for one?"""

from collections import defaultdict

from pyoxigraph import Literal, NamedNode, Store

from kg import iri
from kg.happening import EventName
from kg.model import Record
from kg.store.snapshot import Snapshot
from kg.vocabulary import PROV, RDFS, SKOS
from server.pages.accounts import name_of

_MERGES = NamedNode(iri.mint_graph("merges"))


class Told(Record):
    """An event of the article, another article's event that it is taken to be, its label, and the reasons."""

    event: str
    other: EventName
    label: str
    reasons: tuple[str, ...]


def told_elsewhere(snapshot: Snapshot, key: str) -> tuple[Told, ...]:
    """What other articles tell too, by event; raises StoreError when the store cannot be opened."""
    store = snapshot.open_store()
    happenings = defaultdict(set)
    for quad in store.quads_for_pattern(None, PROV.specializationOf, None, _MERGES):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            happenings[quad.object].add(quad.subject)
    found = [
        Told(
            event=name_of(one.value).event,
            other=name_of(other.value),
            label=_label(store, other),
            reasons=_why(store, node),
        )
        for node, events in happenings.items()
        for one in events
        for other in events
        if name_of(one.value).article == key != name_of(other.value).article
    ]
    return tuple(sorted(found, key=lambda told: (told.event, told.other.article, told.other.event)))


def _label(store: Store, event: NamedNode) -> str:
    labels = [quad.object for quad in store.quads_for_pattern(event, RDFS.label, None)]
    return min((label.value for label in labels if isinstance(label, Literal)), default=event.value)


def _why(store: Store, happening: NamedNode) -> tuple[str, ...]:
    notes = [quad.object for quad in store.quads_for_pattern(happening, SKOS.note, None, _MERGES)]
    return tuple(sorted(note.value for note in notes if isinstance(note, Literal)))
