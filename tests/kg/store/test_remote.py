"""Is all of a snapshot in another store in the end, whatever happens on the way?"""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from kg.errors import StoreError
from kg.store import remote
from kg.store.remote import insert, load_lines

LINES = sorted(
    [f'<x:s{n}> <x:p> "text {n} }} <x:y> \\n\\" é"@en <x:g{n % 3}>' for n in range(25)]
    + ["_:b0 <x:p> _:b1 <x:g0>", "_:b1 <x:p> <x:s1> <x:g0>"]
)


def count_in(store: Store) -> Callable[[str], dict[str, int]]:
    """What asks a store on this machine for its numbers."""
    return lambda query: {row["g"].value: int(row["n"].value) for row in store.query(query)}


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Updates of four lines."""
    monkeypatch.setattr(remote, "_AT_ONCE", 4)


def test_a_load_that_breaks_off_goes_on_where_it_was(tmp_path: Path) -> None:
    """A store that answers 500 half-way: the second run sends the rest, and all of it is there."""
    store, calls = Store(), []

    def failing(text: str) -> None:
        if len(calls) == 3:
            raise StoreError("status 500")
        calls.append(text)
        store.update(text)

    notes = tmp_path / "notes"
    with pytest.raises(StoreError, match="500"):
        load_lines(LINES, "one", notes, failing, count_in(store))
    done = load_lines(LINES, "one", notes, store.update, count_in(store))
    assert (done.before, done.sent, done.graphs) == (12, len(LINES) - 12, 3)
    assert not notes.exists()
    sent = parse("".join(f"{line} .\n" for line in LINES), format=RdfFormat.N_QUADS)
    plain = {quad for quad in sent if quad.subject.__class__ is NamedNode}
    assert {quad for quad in store if quad.subject.__class__ is NamedNode} == plain
    assert len(store) == len(LINES)


def test_what_is_not_all_there_is_told(tmp_path: Path) -> None:
    """A store that drops an update, or holds more in a graph: the graph is named with both numbers."""
    store = Store()
    store.add(Quad(NamedNode("x:more"), NamedNode("x:p"), Literal("o"), NamedNode("x:g0")))
    with pytest.raises(StoreError, match=r"<x:g0> holds 12 triples there, not 11 \(1 graphs differ\)"):
        load_lines(LINES, "one", tmp_path / "notes", store.update, count_in(store))


@given(st.text(max_size=30))
def test_no_literal_breaks_out_of_an_update(text: str) -> None:
    """A line of N-Quads stays one triple of the update, whatever its words are."""
    quad = Quad(NamedNode("x:s"), NamedNode("x:p"), Literal(text), NamedNode("x:g"))
    store = Store()
    store.update(insert([str(quad)]))
    assert list(store) == [quad]
