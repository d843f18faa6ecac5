"""Which record of a reading is which record of the gold?

One to one, by augmenting paths (Kuhn, 1955): first pairs that agree most, then more pairs; a record once
matched stays matched, so that each further level of agreement only adds pairs. Leniently two records can be one when
a trigger of the reading stands inside the gold's words; strictly when both have a trigger with the same head word.
"""

from collections.abc import Callable, Sequence

from kg.evaluate.gold import Record

Agreement = Callable[[Record, Record], bool]


def overlaps(gold: Record, read: Record) -> bool:
    """Whether a trigger of the reading stands inside the gold's evidence (or on its trigger)."""
    return any(start < last and first < end for first, last in gold.spans for start, end in read.spans)


def same_trigger(gold: Record, read: Record) -> bool:
    """Whether both have a trigger with the same head word."""
    return bool(gold.heads & read.heads)


def match(
    gold: Sequence[Record], read: Sequence[Record], levels: Sequence[Agreement], meet: Agreement = overlaps
) -> dict[int, int]:
    """Pairs of indices, gold to reading; among pairs that meet, those of an earlier level are made first."""
    partner: dict[int, int] = {}
    for agrees in levels:
        edges = [_edges(record, read, agrees, meet) for record in gold]
        matched = set(partner.values())
        for index in range(len(gold)):
            if index not in matched:
                _augment(index, edges, partner, set())
    return {index: other for other, index in partner.items()}


def _edges(record: Record, read: Sequence[Record], agrees: Agreement, meet: Agreement) -> list[int]:
    found = [index for index, other in enumerate(read) if meet(record, other) and agrees(record, other)]
    return sorted(found, key=lambda index: (_looseness(record, read[index]), index))


def _looseness(gold: Record, read: Record) -> int:
    """How long the shortest evidence around the trigger is: a tight fit is the better match."""
    fits = [last - first for first, last in gold.spans for start, end in read.spans if start < last and first < end]
    return min(fits, default=0)


def _augment(index: int, edges: list[list[int]], partner: dict[int, int], seen: set[int]) -> bool:
    for other in edges[index]:
        if other in seen:
            continue
        seen.add(other)
        if other not in partner or _augment(partner[other], edges, partner, seen):
            partner[other] = index
            return True
    return False
