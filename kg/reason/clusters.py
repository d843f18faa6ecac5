"""How much is said of very many individuals that are one?

n individuals that are one are `owl:sameAs` each other n (n - 1) times, and every fact holds of each of them. Up to
`MOST_TOLD` all of that is published. Beyond it the output grows with n only: one of them, the first by N-Triples
form, is `owl:sameAs` each other one and the other way round, and what follows is published of that one alone. All of
it is still known: rules see it, and a proof can be asked for.
"""

from collections.abc import Iterator

import numpy as np

from kg.reason.columns import Column, concatenate, objects, pack, subjects
from kg.reason.engine import Engine
from kg.reason.rules import shorten

MOST_TOLD = 100


def part_clusters(spread: Column, ranks: Column) -> tuple[Column, Column]:
    """The pairs (representative, member) to publish facts about, sorted, and equalities of large clusters.

    `spread` holds all such pairs, sorted; `ranks` is the order of N-Triples forms. The equalities are not sorted.
    """
    if spread.size <= MOST_TOLD:
        return spread, spread[:0]
    roots, counts = np.unique(subjects(spread), return_counts=True)
    mask = np.isin(subjects(spread), roots[counts > MOST_TOLD])
    large = spread[mask]
    large = large[np.lexsort((ranks[objects(large)], subjects(large)))]
    _, starts, sizes = np.unique(subjects(large), return_index=True, return_counts=True)
    told = np.repeat(objects(large[starts]), sizes)
    away = pack(told, objects(large))[told != objects(large)]
    equalities = concatenate([away, pack(objects(away), subjects(away))])
    return np.sort(concatenate([spread[~mask], large[starts]])), equalities


def tell_clusters(engine: Engine) -> Iterator[str]:
    """A line on each large cluster: how many there are, and of which one facts are published."""
    _, equalities = part_clusters(engine.equality.spread.column(), engine.dictionary.ranks())
    told, counts = np.unique(subjects(equalities), return_counts=True)
    for number, count in zip(told[counts >= MOST_TOLD].tolist(), counts[counts >= MOST_TOLD].tolist(), strict=True):
        name = shorten(engine.dictionary.terms[number])
        yield (
            f"{count + 1} individuals are one, more than {MOST_TOLD}: each is published as owl:sameAs {name}, "
            "and what follows about them of that one alone"
        )
