"""How do tests ask workers without a server in front, and keep them busy?"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from server.http.refusals import Refusal
from server.workers.frames import Question
from server.workers.limits import Pool
from server.workers.nursery import Nursery

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
EASY = "ASK { ?s ?p ?o }"


@contextmanager
def pool_over(data: Path, *, size: int = 1, memory: int = 400, patience: float = 3) -> Iterator[Pool]:
    """Workers over the first snapshot of a data folder."""
    made = Pool(Nursery(lambda: data / "snapshots" / "first" / "store"), size=size, memory=memory, patience=patience)
    try:
        yield made
    finally:
        made.close()


def question(text: str, seconds: float = 1.0, max_rows: int = 10) -> Question:
    """A question whose answer is JSON."""
    media_type = "application/sparql-results+json"
    return Question(text=text, media_type=media_type, max_rows=max_rows, seconds=seconds)


@contextmanager
def holding(pool: Pool, number: int, client: str = "") -> Iterator[None]:
    """Endless queries that run meanwhile; stopped at the end."""
    gone = threading.Event()

    def hold() -> None:
        with suppress(Refusal):
            pool.ask(question(ENDLESS, seconds=60), gone.is_set, client)

    threads = [threading.Thread(target=hold) for _ in range(number)]
    for thread in threads:
        thread.start()
    try:
        wait_for(lambda: pool.load().running == number)
        yield
    finally:
        gone.set()
        for thread in threads:
            thread.join()


def wait_for(condition: Callable[[], bool]) -> None:
    """Returns when a condition holds."""
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)
