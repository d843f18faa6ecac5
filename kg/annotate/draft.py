"""What is known of an event while the stages add to it?"""

from dataclasses import dataclass
from typing import NamedTuple

from kg.annotate.actors import Resolved
from kg.annotate.engine import Trigger
from kg.annotate.sources import Attribution
from kg.model import Amount, Role, Timex, When


@dataclass(frozen=True, kw_only=True, slots=True)
class Filler:
    """An entity in a role, with the words that name it; `proper` if it has a proper name."""

    role: Role
    named: Resolved
    proper: bool = False

    @property
    def entity(self) -> str:
        """The entity's identifier."""
        return self.named.entity


class Echo(NamedTuple):
    """A further mention: its (start, end) offsets, the signs by which it was taken for one, and how likely it is."""

    span: tuple[int, int]
    signs: tuple[str, ...]
    likelihood: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """One event as one trigger tells it, or as several that were merged.

    `lead`: told in the headline or standfirst alone. `definite`: its trigger is a noun that takes up what is known.
    `manner_of`: the token of another trigger of which it is a mere manner ("met to discuss"), -1 for none.
    `objects`: the lemmas of what it brings about or acts on. `item_kind`: the list of the lexicon that what is handed
    over belongs to. `country`: the gazetteer row of the state that `place` is (`in_state`) or lies in.

    `trigger_span`, `label`, `evidence` and `further` are (start, end) offsets; `tokens` are the triggers' tokens, by
    which `during` (this event is part of those) and `before` (it ends before those begin) name other drafts.
    `echoes` says why each mention that was merged with the first tells the same event.
    """

    trigger: Trigger
    trigger_span: tuple[int, int]
    tokens: tuple[int, ...]
    lemma: str
    lead: bool
    definite: bool
    manner_of: int
    item_kind: str | None
    type: str
    mode: str | None
    sense: str | None
    fillers: tuple[Filler, ...]
    objects: frozenset[str]
    place: Resolved | None
    country: str | None
    in_state: bool
    time: Timex | None
    when: When
    attribution: Attribution
    sources: tuple[Resolved | None, ...]
    label: tuple[int, int]
    evidence: tuple[tuple[int, int], ...]
    further: tuple[tuple[int, int], ...] = ()
    amounts: tuple[Amount, ...] = ()
    capacity: tuple[str, ...] = ()
    during: tuple[int, ...] = ()
    before: tuple[int, ...] = ()
    echoes: tuple[Echo, ...] = ()

    @property
    def source_ids(self) -> tuple[str | None, ...]:
        """The entities of the chain of sources, None for unnamed others."""
        return tuple(source.entity if source else None for source in self.sources)

    @property
    def named(self) -> tuple[Resolved, ...]:
        """Everybody and everything that the event and its claim name."""
        others = (self.place, *self.sources)
        return (*(filler.named for filler in self.fillers), *(other for other in others if other is not None))
