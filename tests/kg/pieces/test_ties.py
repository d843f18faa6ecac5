"""Are events of several articles tied alike, however their articles came, were replaced and went?"""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import make_annotation, make_article

from kg.gazetteer.lookup import load_gazetteer
from kg.model import When
from kg.pieces.change import apply_change, open_draft_shelf
from kg.pieces.piece import Piece, make_piece
from kg.pieces.shelf import Shelf

KEYS = "abcd"
DAYS = 2
Tied = list[tuple[object, ...]]
STEPS = st.tuples(st.sampled_from(KEYS), st.sampled_from([None, *range(DAYS)]))
"""An article and the day that it tells of from now on, or None: it goes."""


def piece_of(key: str, day: int) -> Piece:
    """An article that tells of one visit on one of a few days; those of one day tell the same."""
    when = date(2019, 6, 1) + timedelta(days=20 * day)
    told = When(edtf=when.isoformat(), earliest=when, latest=when, basis="metadata")
    said = make_annotation(make_article(key=key))
    events = tuple(
        event.model_copy(update={"when": told, "type": "official-visit", "duration": None}) for event in said.events
    )
    header = said.article.model_copy(update={"published": told})
    return make_piece(
        make_article(key=key),
        said.model_copy(update={"article": header, "events": events}),
        load_gazetteer(),
        "fast",
    )


@pytest.fixture(scope="module")
def pieces() -> dict[tuple[str, int], Piece]:
    """Every article on every day."""
    return {(key, day): piece_of(key, day) for key in KEYS for day in range(DAYS)}


def shelf_after(changes: Sequence[tuple[Sequence[Piece], Sequence[str]]], folder: Path) -> tuple[Tied, Tied]:
    """The ties and blocks on a shelf after pieces came and went, step by step."""
    shelf = open_draft_shelf(folder / "shelf.db", "one", None)
    for number, (coming, dropped) in enumerate(changes):
        journal = Shelf(folder / f"journal-{number}.db", "two")
        for piece in coming:
            journal.put(piece, "", 1)
        journal.close()
        apply_change(shelf, journal.path, dropped, track=True, done=lambda _: None)
    ties = sorted(shelf.database.execute("SELECT * FROM tie"))
    blocks = sorted(shelf.database.execute("SELECT * FROM block"))
    shelf.close()
    return ties, blocks


@given(
    st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from([None, *range(DAYS)])), min_size=1, max_size=9),
    st.data(),
)
@settings(max_examples=15)
def test_ties_are_those_of_what_is_there(
    pieces: dict[tuple[str, int], Piece], steps: list[tuple[str, int | None]], data: st.DataObject
) -> None:
    """Additions, replacements and removals one by one, or what is left at once, in any order."""
    there: dict[str, int] = {}
    changes = []
    for key, day in steps:
        if day is None and key in there:
            del there[key]
            changes.append(((), (key,)))
        elif day is not None:
            there[key] = day
            changes.append(((pieces[key, day],), ()))
    left = data.draw(st.permutations([pieces[key, day] for key, day in there.items()]))
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        found = shelf_after(changes, Path(one))
        assert found == shelf_after([(left, ())], Path(other))
    pairs = sum(day == again for at, day in enumerate(there.values()) for again in list(there.values())[at + 1 :])
    assert bool(found[0]) == bool(pairs)
