"""What is an entry of the lexicon?

A `Sense` names an event: its class, its fine type, and which grammatical relation fills which role. A `Cue` says
what a word does to the clause it governs: "said that" makes it a report, "refused to" a denial, "plans to" an
intention. One word often is both: "demanded that the troops leave" is a demand, and the leaving is envisaged.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Literal, TypeAlias

from pydantic import Field

from kg.model import Certainty, EventClass, Plover, Record, Role

Pos: TypeAlias = Literal["verb", "noun", "adj", "adv"]
Effect: TypeAlias = Literal["asserts", "reports", "envisages", "denies", "nothing"]
"""What becomes of a clause under the word. "nothing" lets the clause keep what words further out make of it;
"asserts" says that it is true if the governing clause is ("because he managed to flee")."""
Source: TypeAlias = Literal["subject", "object", "nobody", "none"]
"""Who answers for that clause: the word's subject or object, unnamed others, or nobody besides who told the word."""


Complement: TypeAlias = Literal["clause", "object", "prep"]


class Sense(Record):
    """One sense of a word that tells an event.

    `lemma` is the head's lemma. The word has this sense only if all conditions hold: `particle` or `prep` (one of
    them is a dependent), `object` and `subject` (one of these lemmas is the logical object or subject; `$arms` is a
    list of `items.yaml`), `needs` and `lacks` (relations that are or are not there). `roles` maps relations of
    `kg.annotate.lexicon.syntax` to roles; `symmetric` makes conjoined subjects equal parties. A `light` verb only
    lends its subject to its object: where that noun has a sense of its own, the noun tells the event ("held talks").
    """

    id: str = Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")
    lemma: str = Field(min_length=1)
    spellings: tuple[str, ...] = ()
    pos: Pos
    particle: tuple[str, ...] = ()
    prep: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    cls: EventClass = Field(alias="class")
    type: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    item_types: Mapping[str, str] = Field(default_factory=dict)
    plover: Plover | None = None
    mode: str | None = None
    roles: Mapping[str, Role] = Field(default_factory=dict)
    symmetric: bool = False
    light: bool = False
    effect: Effect = "nothing"
    example: str
    counter_example: str

    @property
    def conditions(self) -> int:
        """How many conditions the sense sets: the sense that asks for more is the more specific one."""
        asked = (self.particle, self.prep, self.object, self.subject, *self.needs, *self.lacks)
        return sum(bool(condition) for condition in asked)


class Cue(Record):
    """What a word does to the clause or noun phrase that it governs, and who answers for that clause.

    `takes` names the complements it works on: finite or infinitive clauses ("clause"), objects ("object"),
    prepositional objects ("prep"). `certainty` is that of the complement where the cue decides it.
    """

    lemma: str
    pos: Pos
    particle: tuple[str, ...] = ()
    effect: Effect
    source: Source = "none"
    takes: tuple[Complement, ...] = ("clause",)
    certainty: Certainty | None = None


class Phrase(Record):
    """A fixed phrase that makes its sentence a report; `prep` leads to the source, or else nobody is named."""

    words: str
    prep: str | None = None
    certainty: Certainty | None = None


class Words(Record):
    """Closed lists of words that the attribution rules share."""

    media: frozenset[str]
    persons: frozenset[str]
    support_verbs: frozenset[str]
    perceptions: frozenset[str]
    schedules: frozenset[str]
    days: frozenset[str]
    silences: frozenset[str]
    negations: frozenset[str]
    negative_determiners: frozenset[str]
    modals: Mapping[str, Certainty]
    hedges: Mapping[str, Certainty]
    hearsay: Mapping[str, Certainty]
    conditions: frozenset[str]
    adjectives: Mapping[str, Effect]
    untruths: frozenset[str]
    truths: frozenset[str]
    untrue_verbs: frozenset[str]
    nearly: frozenset[str]
    tales: frozenset[str]


class Lexicon(Record):
    """Everything the program knows about words, in the order of the files; loaded once, and hashed by identity."""

    senses: tuple[Sense, ...]
    cues: tuple[Cue, ...]
    phrases: tuple[Phrase, ...]
    words: Words
    items: Mapping[str, frozenset[str]]

    __hash__ = object.__hash__

    @cached_property
    def by_lemma(self) -> Mapping[tuple[str, str], tuple[Sense, ...]]:
        """Senses by (lemma or spelling, pos), the most specific first, ties in file order."""
        found: dict[tuple[str, str], list[Sense]] = {}
        for sense in sorted(self.senses, key=lambda s: -s.conditions):
            for lemma in (sense.lemma, *sense.spellings):
                found.setdefault((lemma, sense.pos), []).append(sense)
        return {key: tuple(senses) for key, senses in found.items()}

    @cached_property
    def cues_by_lemma(self) -> Mapping[tuple[str, str], tuple[Cue, ...]]:
        """Cues by (lemma, pos), those with a particle first."""
        found: dict[tuple[str, str], list[Cue]] = {}
        for cue in sorted(self.cues, key=lambda c: not c.particle):
            found.setdefault((cue.lemma, cue.pos), []).append(cue)
        return {key: tuple(cues) for key, cues in found.items()}
