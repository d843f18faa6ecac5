"""Is all of a snapshot in another store in the end, whatever happens on the way?"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fake_store import FakeStore, fake_store
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

from kg.endpoint import RemoteStore
from kg.errors import StoreError
from kg.login import Login
from kg.store import remote
from kg.store.remote import Target, load_lines
from kg.store.targets import GraphTarget, UpdateTarget, insert, insert_once

LINES = sorted(
    [f'<x:s{n}> <x:p> "text {n} }} <x:y> \\n\\" é"@en <x:g{n % 3}>' for n in range(25)]
    + ["_:b0 <x:p> _:b1 <x:g0>", "_:b1 <x:p> <x:s1> <x:g0>"]
)
WAYS = ("update", "graph-store")
LOGIN = Login(user="ada", password="word")  # noqa: S106 - of a store that is made up


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of four lines."""
    monkeypatch.setattr(remote, "_LINES_AT_ONCE", 4)


@pytest.fixture
def fake() -> Iterator[FakeStore]:
    """A store over HTTP."""
    with fake_store() as made:
        yield made


def target_of(fake: FakeStore, way: str, login: Login | None = None) -> Target:
    """The store as it is loaded in a way."""
    store = RemoteStore(query=fake.address, update=fake.address, login=login)
    return UpdateTarget(store) if way == "update" else GraphTarget(store, fake.address)


def holds_all(store: Store) -> bool:
    """Whether a store holds what the lines say, and nothing else."""
    sent = Store()
    sent.extend(parse("".join(f"{line} .\n" for line in LINES), format=RdfFormat.N_QUADS))
    plain = [{quad for quad in one if not isinstance(quad.subject, BlankNode)} for one in (sent, store)]
    return plain[0] == plain[1] and len(store) == len(sent)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("status", [500, 507])
def test_a_load_that_breaks_off_goes_on_where_it_was(fake: FakeStore, tmp_path: Path, way: str, status: int) -> None:
    """A store that answers 500, or is full, half-way: the second run sends the rest, and all of it is there."""
    fake.updates = lambda text: status if "text 17" in text else 200
    notes = tmp_path / "notes"
    with pytest.raises(StoreError, match=f"status {status}"):
        load_lines(LINES, "one", notes, target_of(fake, way))
    fake.updates, before = lambda _: 200, len(fake.sent)
    done = load_lines(LINES, "one", notes, target_of(fake, way))
    assert (done.before + done.sent, done.graphs) == (len(LINES), 3)
    assert done.before > 0
    assert not any("text 0" in text for text in fake.sent[before:])
    assert not notes.exists()
    assert holds_all(fake.store)


@pytest.mark.parametrize("way", WAYS)
def test_a_lost_answer_doubles_nothing(fake: FakeStore, tmp_path: Path, way: str) -> None:
    """What was carried out although its answer was lost, blank nodes too, is there once."""
    notes, target = tmp_path / "notes", target_of(fake, way)
    for place in range(8):
        # The piece arrives; the one who sent it is told nothing.
        with pytest.raises(StoreError, match="the answer is lost"):
            load_lines(LINES, "one", notes, _Breaking(target, place))
        load_lines(LINES, "one", notes, target)
        assert holds_all(fake.store)
        target.clear([f"x:g{n}" for n in range(3)])


class _Breaking:
    """A target that carries out a change and then fails, once."""

    def __init__(self, target: Target, place: int) -> None:
        self._target, self._left = target, place

    def __getattr__(self, name: str) -> object:
        method = getattr(self._target, name)

        def call(*words: object) -> object:
            done = method(*words)
            self._left -= 1
            if name.startswith("insert") and self._left < 0:
                raise StoreError("the answer is lost")
            return done

        return call


@pytest.mark.parametrize("way", WAYS)
def test_a_store_that_is_gone_is_told(tmp_path: Path, way: str) -> None:
    """One message, with the address."""
    with fake_store() as other:
        gone = target_of(other, way)
    with pytest.raises(StoreError, match=r"does not answer .*check the address and that the store runs"):
        load_lines(LINES, "one", tmp_path / "notes", gone)


def test_what_is_not_all_there_is_told(fake: FakeStore, tmp_path: Path) -> None:
    """A store that holds more in a graph is told by the number, one with another triple by the hash."""
    graph, notes, target = NamedNode("x:g1"), tmp_path / "notes", target_of(fake, "update")
    more = Quad(NamedNode("x:more"), NamedNode("x:p"), Literal("o"), graph)
    fake.store.add(more)
    with pytest.raises(StoreError, match=r"<x:g1> holds 9 triples there, not 8 \(1 graphs differ\)"):
        load_lines(LINES, "one", notes, target)
    fake.store.remove(next(iter(fake.store.quads_for_pattern(NamedNode("x:s1"), None, None, graph))))
    plain = sum("_:" not in line for line in LINES)
    notes.write_text(json.dumps({"snapshot": "one", "done": plain}), encoding="utf-8")
    with pytest.raises(StoreError, match="<x:g1> holds other triples there than were sent"):
        load_lines(LINES, "one", notes, target)


def test_a_graph_that_cannot_be_read_whole_is_no_proof(fake: FakeStore, tmp_path: Path) -> None:
    """A store that gives fewer triples at once than it counts: nothing is said to be compared that was not."""
    fake.answers = lambda query, body: (200, body.partition(b"\n")[0] + b"\n" if "CONSTRUCT" in query else body)
    with pytest.raises(StoreError, match="11 triples there, but only 1 can be read at once"):
        load_lines(LINES, "one", tmp_path / "notes", target_of(fake, "update"))
    done = load_lines(LINES, "one", tmp_path / "notes", target_of(fake, "update"), hashes=False)
    assert done.graphs == 3


@pytest.mark.parametrize("way", WAYS)
def test_a_digest_opens_the_store(fake: FakeStore, tmp_path: Path, way: str) -> None:
    """Name and password answer the challenge (RFC 7616); a wrong password is refused without a word of it."""
    fake.user = LOGIN.user
    load_lines(LINES, "one", tmp_path / "notes", target_of(fake, way, LOGIN))
    assert holds_all(fake.store)
    with pytest.raises(StoreError, match="status 401") as caught:
        load_lines(LINES, "one", tmp_path / "notes", target_of(fake, way, replace(LOGIN, password="s3cret")))  # noqa: S106 - the same
    assert "s3cret" not in str(caught.value)


def test_graphs_that_share_a_blank_node_are_for_updates(fake: FakeStore, tmp_path: Path) -> None:
    """Two requests cannot share one; an update can."""
    lines = ["_:b <x:p> <x:o> <x:g0>", "_:b <x:p> <x:o> <x:g1>"]
    with pytest.raises(StoreError, match="share a blank node; use --protocol update"):
        load_lines(lines, "one", tmp_path / "notes", target_of(fake, "graph-store"))
    load_lines(lines, "one", tmp_path / "notes", target_of(fake, "update"))
    assert len({quad.subject for quad in fake.store}) == 1


@given(st.text(max_size=30))
def test_no_literal_breaks_out_of_an_update(text: str) -> None:
    """A line of N-Quads stays one triple of the update, whatever its words are."""
    quad = Quad(NamedNode("x:s"), NamedNode("x:p"), Literal(text), NamedNode("x:g"))
    for write in (insert, insert_once):
        store = Store()
        store.update(write([str(quad)]))
        assert list(store) == [quad]
