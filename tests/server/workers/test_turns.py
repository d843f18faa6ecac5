"""Does the next place go to whom it is due?"""

import threading
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.http.refusals import Refusal
from server.workers.turns import ClientGone, Queueing, Turns, client_of


def stay() -> bool:
    """A client that waits."""
    return False


def entering(turns: Turns, client: str, order: list[str]) -> threading.Thread:
    """A request of a client that waits for its place, and says when it has it."""

    def enter() -> None:
        turns.enter(client, stay)
        order.append(client)

    before = turns.waiting
    thread = threading.Thread(target=enter, daemon=True)
    thread.start()
    while turns.waiting == before:
        time.sleep(0.001)
    return thread


def serve_all(turns: Turns, first: str, order: list[str], threads: list[threading.Thread]) -> None:
    """Gives the one place from who has it to each that waits, as it is due."""
    for done in range(1, len(threads) + 1):
        turns.leave(order[-1] if order else first, aside=False)
        while len(order) < done:
            time.sleep(0.001)
    for thread in threads:
        thread.join()


def test_who_sends_many_waits_behind_its_own() -> None:
    """Three of one client stand in line before one of another, which is next but one."""
    turns = Turns(1, Queueing(seconds=60))
    turns.enter("heavy", stay)
    order: list[str] = []
    threads = [entering(turns, client, order) for client in ("heavy", "heavy", "heavy", "light")]
    serve_all(turns, "heavy", order, threads)
    assert order.index("light") <= 1


def test_a_client_that_is_not_alone_leaves_one_place() -> None:
    """Alone it has both; as soon as another has been seen, one."""
    turns = Turns(2, Queueing(seconds=0.2))
    turns.enter("heavy", stay)
    turns.enter("heavy", stay)
    with pytest.raises(Refusal):
        turns.enter("light", stay)
    turns.leave("heavy", aside=False)
    with pytest.raises(Refusal):
        turns.enter("heavy", stay)
    turns.enter("light", stay)


def test_too_many_of_one_client_are_429_and_too_many_of_all_503() -> None:
    """Each with the time after which to come again."""
    turns = Turns(1, Queueing(seconds=60, line=2, queue=3))
    turns.enter("a", stay)
    order: list[str] = []
    threads = [entering(turns, client, order) for client in ("b", "b")]
    with pytest.raises(Refusal) as own:
        turns.enter("b", stay)
    threads.append(entering(turns, "c", order))
    with pytest.raises(Refusal) as everybody:
        turns.enter("d", stay)
    assert [(one.value.status, one.value.headers["Retry-After"]) for one in (own, everybody)] == [
        (429, "60"),
        (503, "60"),
    ]
    serve_all(turns, "a", order, threads)


def test_who_is_turned_away_leaves_no_line() -> None:
    """A first request of a client that finds the queue full does not stop the next place from being given."""
    turns = Turns(1, Queueing(seconds=60, queue=1))
    turns.enter("a", stay)
    order: list[str] = []
    waits = entering(turns, "b", order)
    with pytest.raises(Refusal):
        turns.enter("c", stay)
    turns.leave("a", aside=False)
    waits.join(10)
    turns.leave("b", aside=False)
    turns.enter("d", stay)
    assert order == ["b"]


def test_who_hangs_up_leaves_the_line() -> None:
    """The place goes to the next."""
    turns = Turns(1, Queueing(seconds=60))
    turns.enter("a", stay)
    with pytest.raises(ClientGone):
        turns.enter("b", lambda: True)
    assert turns.waiting == 0


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["enter", "aside", "leave"])), max_size=40))
def test_no_more_hold_a_place_than_there_are(steps: list[tuple[str, str]]) -> None:
    """Whatever is done in whatever order, places and places aside are never given twice and never lost."""
    turns = Turns(2, Queueing(seconds=0))
    held: list[tuple[str, bool]] = []
    for client, step in steps:
        mine = [one for one in held if one == (client, False)]
        if step == "enter":
            with suppress(Refusal):
                turns.enter(client, stay)
                held.append((client, False))
        elif step == "aside" and mine and turns.put_aside(client):
            held.remove((client, False))
            held.append((client, True))
        elif step == "leave" and any(one[0] == client for one in held):
            one = next(one for one in held if one[0] == client)
            held.remove(one)
            turns.leave(client, aside=one[1])
        assert sum(not aside for _, aside in held) <= 2
        assert sum(aside for _, aside in held) <= 2
    for client, aside in held:
        turns.leave(client, aside=aside)
    alone = Turns(2, Queueing(seconds=0))
    alone.enter("a", stay)
    assert not turns.others_wait("a")


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        (None, ""),
        ("unix:", "unix:"),
    ],
)
def test_whom_an_address_stands_for(address: str | None, client: str) -> None:
    """An IPv4 address is one client, however it is written."""
    assert client_of(address) == client


def test_a_household_is_one_client() -> None:
    """The last 64 bits of an IPv6 address are chosen by whoever has the first."""
    assert client_of("2001:db8::1") == client_of("2001:db8::ffff:1") != client_of("2001:db8:0:1::1")
