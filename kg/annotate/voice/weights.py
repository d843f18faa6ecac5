"""How likely is each claim verb, by the engine's probabilities and the signs of the rules together?

A log-linear model: each sign adds its four weights, one a verb, and each of the engine's log probabilities adds its
share. The weights stand in `seeds/models/voices.csv`, one sign a line; `kg.annotate.voice.learn` fits them.
"""

import csv
import math
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias, get_args

from kg.datafiles import find_data
from kg.errors import OntologyError
from kg.model import Verb

VERBS: tuple[Verb, ...] = get_args(Verb)
WEIGHTS = "seeds/models/voices.csv"
FLOOR = 0.001
"""A probability below this counts as this."""

DECIMALS = 4

Weights: TypeAlias = Mapping[str, tuple[float, ...]]
"""By sign (or "log VERB" for the engine's log probability) one weight for each of `VERBS`."""


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """The weights that ship with the program; OntologyError when the file is malformed."""
    return read_weights(find_data(WEIGHTS))


def read_weights(path: Path) -> Weights:
    """The weights of one file: a header, then a sign and four numbers a line; raises OntologyError."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    try:
        found = {sign: tuple(float(weight) for weight in weights) for sign, *weights in rows[1:]}
    except ValueError as error:
        raise OntologyError(f"{path}: a weight is no number: {error}") from error
    if rows[:1] != [["sign", *VERBS]] or any(len(weights) != len(VERBS) for weights in found.values()):
        raise OntologyError(f"{path}: not the columns sign, {', '.join(VERBS)}; fit the weights anew")
    return found


def weigh(verbs: Sequence[float], signs: Collection[str], weights: Weights) -> tuple[float, ...]:
    """The probability of each verb; `verbs` are the engine's. A sign without weights says nothing."""
    terms = [(1.0, weights[sign]) for sign in sorted(signs) if sign in weights]
    terms += [(math.log(max(p, FLOOR)), weights[f"log {verb}"]) for verb, p in zip(VERBS, verbs, strict=True)]
    sums = [sum(size * row[column] for size, row in terms) for column in range(len(VERBS))]
    powers = [math.exp(x - max(sums)) for x in sums]
    return tuple(round(power / sum(powers), DECIMALS) for power in powers)
