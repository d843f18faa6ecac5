"""What does an engine say it saw, before actors, times and claims are made of it?

Three engines (`reader`, `rules`, `llm`) stand behind this one small interface. They see the parsed article: one
spaCy `Doc` whose token offsets are offsets into `Article.text` (furniture is blanked, see `kg.annotate.parse`).
"""

from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.model import EventClass, Plover, Verb

LinkName: TypeAlias = Literal[
    "agent", "target", "host", "guest", "supplier", "recipient", "item", "via", "place", "time", "src"
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Argument:
    """A word that heads an argument of a trigger; `token` is its index in the Doc, `probability` 0 to 1."""

    token: int
    link: LinkName
    probability: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Trigger:
    """A word (or stretch of words) that tells an event.

    `token` is the head's index; `start`/`end` are token indices of the stretch, end exclusive. `probability` is
    that of being an event at all, `runner_up` the class that came second with its probability; `further` are tokens
    that mention the same event again in the same clause. `verbs` are the probabilities of the four claim verbs in
    the order of `kg.model.Verb`, `source` the likeliest source, `leads` every link that is worth weighing, several a
    word; all three only from an engine that weighs them. `vector` is what the engine's encoder makes of the word.
    """

    token: int
    start: int
    end: int
    cls: EventClass
    plover: Plover | None
    verb: Verb
    probability: float
    runner_up: EventClass | None = None
    runner_up_probability: float | None = None
    arguments: tuple[Argument, ...] = ()
    further: tuple[int, ...] = ()
    verbs: tuple[float, float, float, float] | None = None
    source: Argument | None = None
    leads: tuple[Argument, ...] = ()
    vector: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)
    rule: str


class Engine(Protocol):
    """Reads a parsed article; the same Doc always gives the same triggers, in text order."""

    @property
    def name(self) -> str:
        """How annotations and manifests call it."""
        ...

    def triggers(self, doc: Doc) -> tuple[Trigger, ...]:
        """All triggers of the Doc, ordered by token."""
        ...
