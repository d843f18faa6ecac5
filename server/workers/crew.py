"""Which worker process is free, and who starts the next one?

Idle workers over the current store wait here. When one is lost or busy for long, a successor is started on a thread
of its own, so that the next question finds it warm.
"""

import threading

from kg.errors import StoreError
from server.workers.frames import Question
from server.workers.nursery import Nursery
from server.workers.process import Worker, WorkerLost


class Crew:
    """Idle workers over the current store of a nursery; `started` counts those there ever were.

    The one that answered last answers next: memory that it shares with others is copied when it first reads it.
    """

    def __init__(self, nursery: Nursery, size: int, memory: int) -> None:
        self._nursery = nursery
        self._size = size
        self._memory = memory
        self._changed = threading.Condition()
        self._idle: list[Worker] = []
        self._starting = 0
        self._latest: Worker | None = None
        self._closed = False
        self.started = 0

    def warm(self) -> None:
        """Starts a worker, and on threads the others; raises StoreError when the store cannot be opened."""
        self._keep(self._start(), 0)
        self.refill(busy=0, spare=0)

    def graphs(self) -> frozenset[str]:
        """The named graphs of the current store."""
        store, worker = self._nursery.store(), self._latest
        if worker is None or worker.store != store:
            worker = self._take()
            self.give_back(worker)
        return worker.graphs

    def hand_over(self, question: Question) -> Worker:
        """A worker that has the question; raises StoreError when none can be started."""
        worker = self._take()
        try:
            worker.send(question)
        except WorkerLost:
            # It died idle, so nothing of this question has run: a fresh one may have it.
            worker.kill()
            worker = self._start()
            worker.send(question)
        return worker

    def _take(self) -> Worker:
        store = self._nursery.store()
        while True:
            with self._changed:
                while not self._idle and self._starting:
                    self._changed.wait()
                worker = self._idle.pop() if self._idle else None
            if worker is None:
                return self._start()
            if worker.store == store and not self._nursery.has_better(worker):
                return worker
            worker.kill()

    def _start(self) -> Worker:
        worker = self._nursery.start(self._memory)
        self.started += 1
        self._latest = worker
        return worker

    def give_back(self, worker: Worker) -> None:
        """Takes a worker that has answered."""
        self._keep(worker, len(self._idle))

    def _keep(self, worker: Worker, place: int) -> None:
        """Puts a worker into a place of those that wait; when there are too many, ends those that come last."""
        with self._changed:
            self._idle.insert(place, worker)
            self._changed.notify_all()
            # As many as there are when every place is taken, those for queries that are put aside and the spare one.
            most = 0 if self._closed else 2 * self._size + 1
            others = self._idle[: max(0, len(self._idle) - most)]
            del self._idle[: len(others)]
        for one in others:
            one.kill()

    def refill(self, busy: int, spare: int) -> None:
        """Starts workers until there are `size` besides those put aside; `busy` is how many answer short queries.

        `spare` further ones wait for the next query that is put aside, so that nobody waits for its successor.
        """
        with self._changed:
            missing = self._size + spare - len(self._idle) - self._starting - busy
            if missing <= 0 or self._closed:
                return
            self._starting += missing
        for _ in range(missing):
            threading.Thread(target=self._start_another, daemon=True).start()

    def _start_another(self) -> None:
        worker = None
        try:
            worker = self._start()
        except StoreError:
            # The next question tries again, and tells whoever asked it.
            pass
        finally:
            with self._changed:
                self._starting -= 1
                self._changed.notify_all()
        if worker is not None:
            self._keep(worker, 0)

    def idle(self) -> tuple[Worker, ...]:
        """The workers that are free now."""
        return tuple(self._idle)

    @property
    def starting(self) -> int:
        """How many are being started."""
        return self._starting

    def close(self) -> None:
        """Ends the idle workers, and each other one when it is given back."""
        with self._changed:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.kill()
