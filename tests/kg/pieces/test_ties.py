"""Are events of several articles tied and told together alike, in whatever order their articles come and go?"""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple, TypeAlias
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.gazetteer.lookup import Gazetteer, load_gazetteer
from kg.happening import EventName, Verdict
from kg.merge.candidates import blocks_of
from kg.merge.remembered import telling_text
from kg.merge.telling import Telling
from kg.merge.verdicts import newest
from kg.pieces.change import apply_change, open_draft_shelf
from kg.pieces.happened import find_happened
from kg.pieces.lines import whole_lines
from kg.pieces.piece import Piece, Told
from kg.pieces.shelf import Shelf
from kg.pieces.whole import find_whole
from kg.reason.apart import Contact

KEYS = "abcdefg"
EVENTS = ("e1", "e2")
Version: TypeAlias = tuple[tuple[int, str], ...]
"""An article: of each of its events the day and who did it; nobody may be anybody, others contradict each other."""
X, Y, NOBODY, LATER, FAR = (((day, who),) for day, who in [(0, "x"), (0, "y"), (0, ""), (1, "y"), (2, "x")])
A, D = (EventName(article=key, event="e1") for key in "ad")
ANY = Random(0)  # noqa: S311 - an order, not a secret
NAMES = st.builds(EventName, article=st.sampled_from(KEYS), event=st.sampled_from(EVENTS))
VERDICTS = st.builds(Verdict, verdict=st.sampled_from(["same", "different"]), one=NAMES, other=NAMES).filter(
    lambda x: x.one.article < x.other.article
)
VERSIONS = st.lists(
    st.tuples(st.sampled_from([0, 0, 0, 1]), st.sampled_from(["", "x", "x", "y"])), min_size=1, max_size=2
).map(tuple)
PIECES = st.tuples(st.sampled_from(KEYS), st.none() | VERSIONS)
"""An article and what it tells from now on, or None: it goes."""


class Step(NamedTuple):
    """What comes, goes, and is judged at once."""

    coming: Sequence[Piece]
    dropped: Sequence[str]
    verdicts: tuple[Verdict, ...]


def piece_of(key: str, version: Version) -> Piece:
    """An article that tells of visits; those of one day are one as far as nobody else is said to have come."""
    told = tuple(_told(key, event, *what) for event, what in zip(EVENTS, version, strict=False))
    return Piece(
        key=key, article=key, annotation=str(version), claims=1, rows=(), lines=(f"<{key}> {version}",), loose=(),
        counts=(("asserted", len(version)),), contacts=(Contact(True, str(version), "both"),),
        contradictions=(str(version), key), warnings=(key,), told=told,
    )  # fmt: skip


def _told(key: str, event: str, day: int, who: str) -> Told:
    when = date(2019, 6, 1) + timedelta(days=20 * day)
    telling = Telling(
        name=EventName(article=key, event=event), cls="Visit", type="official-visit", words=frozenset({"visited"}),
        standing="done", doers=frozenset({who} - {""}), receivers=frozenset(), voices=frozenset(),
        places=("city/oslo",), earliest=when, latest=when, published=when, figures={},
    )  # fmt: skip
    return Told(event=event, label=f"{who} came", telling=telling_text(telling), blocks=blocks_of(telling))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """No piece rests on a row of it."""
    return load_gazetteer()


def told_after(steps: Sequence[Step], gazetteer: Gazetteer, folder: Path) -> tuple[object, ...]:
    """The ties and blocks on a shelf, its happenings and its sums, when pieces come and go step by step."""
    shelf, held = open_draft_shelf(folder / "shelf.db", "one", None), set[str]()
    former: tuple[Verdict, ...] = ()
    for number, step in enumerate(steps):
        journal = Shelf(folder / f"journal-{number}.db", "two")
        for piece in step.coming:
            journal.put(piece, "", 1)
        journal.close()
        change = apply_change(shelf, journal.path, step.dropped, track=True, done=lambda _: None)
        happened = find_happened(shelf, former, step.verdicts, change)
        whole = find_whole(shelf, happened, gazetteer, change, frozenset(), "fast")
        held, former = held - change.gone | change.come, step.verdicts
    ties = sorted(shelf.database.execute("SELECT * FROM tie"))
    blocks = sorted(shelf.database.execute("SELECT * FROM block"))
    assert whole.lines == whole_lines(shelf)
    totals = shelf.totals()
    shelf.close()
    return ties, blocks, whole, held, totals


@given(
    st.tuples(*(VERSIONS for _ in KEYS)), st.lists(PIECES | VERDICTS, min_size=3, max_size=5), st.integers(1, 3),
    st.randoms(use_true_random=False),
)  # fmt: skip
@settings(max_examples=30, deadline=None)
# What comes between two events parts them in the block of their place: not in that of their actor, or for good.
@example((X, LATER, X, *[LATER] * 4), [("b", NOBODY)], 1, ANY)
@example((X, LATER, NOBODY, *[LATER] * 4), [("b", Y)], 1, ANY)
# A reviewer's word holds two together, and a third joins one of them.
@example((X, FAR, *[LATER] * 5), [Verdict(verdict="same", one=A, other=D), ("b", X)], 1, ANY)
# What a reviewer alone held to another goes.
@example((FAR, *[LATER] * 6), [Verdict(verdict="same", one=A, other=D), ("a", None)], 1, ANY)
def test_what_is_told_together_is_that_of_what_is_there(
    gazetteer: Gazetteer,
    at_first: tuple[Version, ...],
    changes: list[tuple[str, Version | None] | Verdict],
    neighbours: int,
    chance: Random,
) -> None:
    """Additions, replacements, removals and verdicts one by one, or what is left at once: the same, in blocks of any
    size.
    """
    there = {key: piece_of(key, version) for key, version in zip(KEYS, at_first, strict=True)}
    verdicts: tuple[Verdict, ...] = ()
    steps = [Step(list(there.values()), (), ())]
    for change in changes:
        coming, dropped = [], []
        if isinstance(change, Verdict):
            verdicts = newest((*verdicts, change))
        elif change[1] is not None:
            coming = [piece_of(change[0], change[1])]
            there[change[0]] = coming[0]
        elif there.pop(change[0], None):
            dropped = [change[0]]
        steps.append(Step(coming, dropped, verdicts))
    left = chance.sample(list(there.values()), len(there))
    with ExitStack() as stack:
        for place in ("kg.merge.candidates.NEIGHBOURS", "kg.pieces.ties.NEIGHBOURS"):
            stack.enter_context(patch(place, neighbours))
        stack.enter_context(patch("kg.pieces.whole._ontology", list))
        one, other = (Path(stack.enter_context(TemporaryDirectory())) for _ in range(2))
        with patch("kg.pieces.change._PART_TO_TIE_ALL", 9):
            found = told_after(steps, gazetteer, one)
        with patch("kg.pieces.change._PART_TO_TIE_ALL", -1):
            assert found == told_after([Step(left, (), verdicts)], gazetteer, other)
