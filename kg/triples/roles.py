"""Which property stands for a role, given the kind of event and of entity?

The table is that of `ontology/README.md`. Sides of a meeting are `dl:hasParty` and `dl:hasCounterparty`, so that
"met with" follows from an asserted meeting of equals; being at one gathering (a fair, a summit's audience) is not
meeting, and nobody is met on the telephone, so there the plain `dl:hasAgent` and `dl:hasTarget` stand. Hosts and
guests exist in visits and meetings, suppliers and recipients in transfers; elsewhere the same words only name a doer
or the one it is done to.
"""

from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode

from kg.model import Entity, Event, Role
from kg.ontology.terms import canonical_type, types_below
from kg.vocabulary import DL

_DOER = {"agent": DL.hasAgent, "host": DL.hasAgent, "supplier": DL.hasAgent}
_RECEIVER = {"target": DL.hasTarget, "guest": DL.hasTarget, "recipient": DL.hasTarget}
_HOSTED = {"host": DL.hasHost, "guest": DL.hasGuest}
_TRANSFER = {"supplier": DL.hasSupplier, "recipient": DL.hasRecipient}
_ACTORS = frozenset({"Person", "Organization", "Group", "State"})
_PLACES = frozenset({"Place", "State"})


def role_properties(event: Event, entities: Mapping[str, Entity]) -> Iterator[tuple[NamedNode, str]]:
    """The (property, entity identifier) pairs of an event; a role that its entity cannot fill is left out."""
    meets = event.cls == "Meeting" and _has_sides(event)
    has_target = any(item.role == "target" for item in event.participants)
    parties = 0
    for item in event.participants:
        kind = entities[item.entity].kind
        if meets and item.role in ("agent", "target") and kind in _ACTORS:
            party = item.role == "agent" and (has_target or not parties)
            parties += party
            yield (DL.hasParty if party else DL.hasCounterparty), item.entity
            continue
        found = _property(event, item.role, kind)
        if found is not None:
            yield found, item.entity


def _has_sides(event: Event) -> bool:
    """Whether a meeting is one of equals: no gathering, no telephone call, and nobody is host or guest."""
    name = canonical_type(event.type, event.cls)
    hosted = any(item.role in ("host", "guest") for item in event.participants)
    return not hosted and name != "phone-call" and name not in types_below("gathering")


def _property(event: Event, role: Role, kind: str) -> NamedNode | None:
    if role == "via":
        return DL.viaPlace if kind in _PLACES else None
    if role == "item":
        return DL.hasItem if kind in ("Item", "Place") else DL.hasTarget
    if kind not in _ACTORS:
        return DL.hasItem
    special = {
        **(_HOSTED if event.cls in ("Visit", "Meeting") else {}),
        **(_TRANSFER if event.cls == "Transfer" else {}),
    }
    return special.get(role) or _DOER.get(role) or _RECEIVER[role]
