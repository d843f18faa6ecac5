"""What does one word over a trigger do to it?"""

from dataclasses import dataclass
from typing import Literal

from kg.annotate.lexicon import Effect
from kg.model import Certainty, Verb

Voice = int | None | Literal["own"]
"""The head of a source phrase (token index), None for unnamed others, "own" for who tells the word itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One word's effect: what it makes of the trigger, who answers for that, and by which rule.

    `outer` is a further source outside of `voice`, as the paper in "X told the paper".
    """

    effect: Effect
    cue: int
    rule: str
    voice: Voice = "own"
    certainty: Certainty | None = None
    outer: int | None = None


def verb_of(steps: tuple[Step, ...]) -> Verb:
    """What the steps together make of the event: a denial outdoes an intention, an intention a report."""
    effects = {step.effect for step in steps}
    if "denies" in effects:
        return "denies"
    if "envisages" in effects:
        return "envisages"
    return "reports" if "reports" in effects and any(step.voice != "own" for step in steps) else "asserts"


def sources_of(steps: tuple[Step, ...]) -> tuple[int | None, ...]:
    """The chain, outermost first; unnamed others count only where nobody is named; nobody stands in it twice."""
    chain: list[int | None] = []
    for step in reversed(steps):
        for voice in (step.outer, step.voice):
            if isinstance(voice, int) and voice not in chain:
                chain.append(voice)
    if not chain and any(step.voice is None for step in steps):
        return (None,)
    return tuple(chain)


def certainty_of(steps: tuple[Step, ...], verb: Verb) -> Certainty:
    """The least certainty that a step gives; else certain, or probable for what is only envisaged."""
    given = {step.certainty for step in steps}
    order: tuple[Certainty, ...] = ("possible", "underspecified", "probable")
    return next((c for c in order if c in given), "probable" if verb == "envisages" else "certain")
