"""Can this kind of entity play that role?

A thing visits nobody and nobody hands over a state: where the words and the kinds disagree, the kinds decide what the
parser and the engine could not ("which Baku supplies Israel": Israel is handed the oil, not handed over).
"""

from collections.abc import Iterable
from dataclasses import replace

from kg.annotate.actors import Cast
from kg.annotate.draft import Filler
from kg.model import EventClass, Role

_ACTORS = frozenset({"Person", "Organization", "Group", "State"})


def fit_roles(cls: EventClass, fillers: Iterable[Filler], cast: Cast) -> tuple[Filler, ...]:
    """The fillers with roles that their kinds allow; a thing in a visit or meeting is left out."""
    given = list(fillers)
    if cls == "Transfer":
        return tuple(_in_transfer(filler, given, cast) for filler in given)
    if cls not in ("Visit", "Meeting"):
        return tuple(
            filler if acts(cast, filler.entity) or filler.role == "via" else _as_item(filler) for filler in given
        )
    present = [filler for filler in given if acts(cast, filler.entity)]
    if cls == "Meeting" and not any(filler.role in ("agent", "guest") for filler in present):
        return tuple(replace(filler, role="agent") if filler.role == "host" else filler for filler in present)
    return tuple(present)


def _as_item(filler: Filler) -> Filler:
    """A plan that is rejected, a shot that kills: what is acted on or used is no actor."""
    return replace(filler, role="item")


def _in_transfer(filler: Filler, given: Iterable[Filler], cast: Cast) -> Filler:
    """A state or person "handed over" receives if nobody else does; a thing that gives or receives is the item."""
    role: Role = filler.role
    if role == "item" and cast.entity(filler.entity).kind in ("State", "Person"):
        taken = any(other.role == "recipient" and acts(cast, other.entity) for other in given)
        role = "item" if taken else "recipient"
    elif role in ("recipient", "supplier") and not acts(cast, filler.entity):
        role = "item"
    return replace(filler, role=role)


def acts(cast: Cast, entity: str) -> bool:
    """Whether an entity can do something."""
    return cast.entity(entity).kind in _ACTORS
