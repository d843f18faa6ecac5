"""What does one word over a trigger do to it?"""

from dataclasses import dataclass
from typing import Literal

from kg.annotate.lexicon.entries import Effect
from kg.model import Certainty

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
