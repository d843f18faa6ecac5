"""Which record of a reading is paired with which of the gold?"""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluate.gold import Record
from kg.evaluate.matching import match, overlaps

PLAIN = Record(
    cls="Visit", plover=None, verb="asserts", spans=((0, 5),), actors=(), earliest=None, latest=None
)  # fmt: skip


def record(start: int, length: int, cls: str) -> Record:
    """A record at one place."""
    return replace(PLAIN, spans=((start, start + length),), cls=cls)


RECORDS = st.lists(
    st.builds(record, st.integers(0, 12), st.integers(1, 8), st.sampled_from(["Visit", "Meeting"])), max_size=5
)


def same_class(gold: Record, read: Record) -> bool:
    """The stricter level."""
    return gold.cls == read.cls


def always(gold: Record, read: Record) -> bool:  # noqa: ARG001
    """The looser level."""
    return True


def most_pairs(gold: list[Record], read: list[Record]) -> int:
    """The size of the largest matching, by trying everything."""
    if not gold:
        return 0
    first, *rest = gold
    left_out = most_pairs(rest, read)
    taken = [
        1 + most_pairs(rest, read[:index] + read[index + 1 :])
        for index, other in enumerate(read)
        if overlaps(first, other)
    ]
    return max([left_out, *taken])


@given(RECORDS, RECORDS)
def test_pairs_are_one_to_one_overlap_and_are_as_many_as_can_be(gold: list[Record], read: list[Record]) -> None:
    """No better matching exists."""
    pairs = match(gold, read, (always,))
    assert len(set(pairs.values())) == len(pairs)
    assert all(overlaps(gold[one], read[other]) for one, other in pairs.items())
    assert len(pairs) == most_pairs(gold, read)


@given(RECORDS, RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_the_records_changes_no_figure(gold: list[Record], read: list[Record], random: Random) -> None:
    """Shuffled records give as many pairs on each level."""
    shuffled, other_way = list(gold), list(read)
    random.shuffle(shuffled)
    random.shuffle(other_way)
    for levels in ((same_class,), (same_class, always)):
        assert len(match(shuffled, other_way, levels)) == len(match(gold, read, levels))


@given(RECORDS, RECORDS)
def test_a_looser_level_keeps_what_a_stricter_one_matched(gold: list[Record], read: list[Record]) -> None:
    """Each gold and each read record of the strict matching is matched in the loose one."""
    strict, loose = match(gold, read, (same_class,)), match(gold, read, (same_class, always))
    assert strict.keys() <= loose.keys()
    assert set(strict.values()) <= set(loose.values())


@pytest.mark.parametrize(
    ("one", "other", "meet"), [((0, 5), (4, 6), True), ((0, 5), (5, 6), False), ((3, 9), (0, 20), True)]
)
def test_overlap_is_of_half_open_spans(one: tuple[int, int], other: tuple[int, int], meet: bool) -> None:
    """Spans that only touch do not overlap."""
    assert overlaps(replace(PLAIN, spans=(one,)), replace(PLAIN, spans=(other,))) is meet


def test_the_tighter_evidence_is_the_better_match() -> None:
    """A trigger inside a clause and inside the whole sentence belongs to the clause."""
    sentence, clause, trigger = record(0, 40, "Visit"), record(10, 8, "Visit"), record(12, 3, "Visit")
    other = record(30, 3, "Visit")
    assert match([sentence, clause], [trigger, other], (always,)) == {0: 1, 1: 0}
