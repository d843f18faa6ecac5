"""Does a worker that has answered a long query go on as if it had been a short one?"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pools import EASY, pool_over, question, wait_for

from server.workers import limits
from server.workers.limits import Pool

LONG = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 100000 } }"


@pytest.fixture
def pool(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    """One worker, for which every query is a long one."""
    monkeypatch.setattr(limits, "STOOD_BACK_SECONDS", 0.0)
    monkeypatch.setattr(limits, "LONG_SECONDS", 0.0)
    with pool_over(data) as made:
        made.warm()
        yield made


def priorities(pid: int) -> dict[int, int]:
    """The priorities of the threads of a process."""
    threads = [int(path.name) for path in Path(f"/proc/{pid}/task").iterdir()]
    return {thread: os.getpriority(os.PRIO_PROCESS, thread) for thread in threads}


def group_priority(pid: int) -> int:
    """The priority of the session of a process, where sessions have one."""
    path = Path(f"/proc/{pid}/autogroup")
    return int(path.read_text(encoding="ascii").split()[-1]) if path.exists() else 0


def test_who_stood_back_has_its_priority_again_for_the_next_question(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same process; another thread, since the priority of one cannot be raised."""
    (pid,) = pool.load().pids
    own, before = os.getpriority(os.PRIO_PROCESS, 0), priorities(pid)
    assert set(before.values()) == {own}
    pool.ask(question(LONG, seconds=60))
    assert pid in pool.load().pids
    after = priorities(pid)
    lowered = {thread for thread, priority in after.items() if priority > own}
    # The store may have begun or ended a thread meanwhile.
    assert before.keys() & after.keys() <= lowered | {pid}
    assert lowered
    assert pid not in lowered
    monkeypatch.setattr(limits, "STOOD_BACK_SECONDS", 60.0)
    pool.ask(question(EASY))
    successors = priorities(pid).keys() - before.keys() - lowered
    assert {priorities(pid)[thread] for thread in successors} == {own}
    assert group_priority(pid) == 0
    assert pid in pool.load().pids


def test_long_queries_one_after_the_other_need_no_new_workers(pool: Pool) -> None:
    """What one has read is read again, at the price of a copy of each page, by every worker that comes new."""
    pool.ask(question(LONG, seconds=60))
    wait_for(lambda: pool.load().idle == 3)
    started = pool.started
    for _ in range(3):
        pool.ask(question(LONG, seconds=60))
    assert (pool.started, pool.load().idle, pool.load().starting) == (started, 3, 0)
