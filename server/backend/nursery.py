"""Where does a worker come from that asks another store?"""

from pathlib import Path
from typing import IO

from server.backend.served import Behind
from server.backend.store import Backend, write_manner
from server.served import Served
from server.workers.nursery import Nursery
from server.workers.process import Process, Worker, start_module


class Relay(Worker):
    """A process that relays questions to a store."""

    def __init__(self, store: Path, process: Process, pipes: tuple[IO[bytes], IO[bytes]], backend: Backend) -> None:
        super().__init__(store, process, pipes)
        self._backend = backend

    @property
    def graphs(self) -> frozenset[str]:
        """The named graphs of the store, asked for when they are wanted."""
        return self._backend.graphs()

    def stand_back(self) -> bool:
        """Nothing: it takes no processor while it waits."""
        return False


class RelayNursery(Nursery):
    """Relays to one store."""

    def __init__(self, served: Served, backend: Backend) -> None:
        super().__init__(served.store)
        self._backend = backend

    def start(self, memory: int) -> Worker:
        """A relay; raises StoreError when it cannot be started or the store holds no snapshot."""
        store = self.store()
        words = (self._backend.address, str(memory), write_manner(self._backend.manner))
        return Relay(store, *start_module("server.backend.relay", *words), self._backend)

    def has_better(self, _worker: Worker) -> bool:
        """Never."""
        return False


def relays_of(served: Served) -> Nursery | None:
    """The relays of what another store holds; None for a data folder."""
    return RelayNursery(served, served.backend) if isinstance(served, Behind) else None
