"""What is served when another store holds the graph?

The snapshot that the store says it holds. Its files (texts, proofs, history, dumps) are read from a data folder that
has the same snapshot, where the operator names one; without it they are not here, and whatever needs them says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from pyoxigraph import Store

from kg.endpoint import RemoteStore
from kg.errors import StoreError
from kg.happening import Verdict
from kg.model import Annotation, Article
from kg.settings import NOWHERE, ServeSettings, read_store_login
from kg.store.snapshot import FORMAT, Manifest, Snapshot, current_id, open_snapshot
from server.backend.store import Backend
from server.http import refusals
from server.served import Served


@dataclass(frozen=True, kw_only=True, slots=True)
class Behind(Served):
    """A store, and the data folder whose files belong to it, or a folder that is not there."""

    backend: Backend

    def snapshot(self) -> Snapshot:
        """The snapshot that the store holds; raises StoreError when it holds none, or the data folder another one."""
        mark = self.backend.mark()
        if self.data == NOWHERE:
            return Absent(mark.snapshot, mark.triples)
        folder = self.data / "snapshots" / mark.snapshot
        if not folder.is_dir():
            raise StoreError(
                f"the store holds snapshot {mark.snapshot}, {self.data} has {current_id(self.data) or 'none'}: "
                "load that one (dateline load --to …), or serve without --data"
            )
        return open_snapshot(folder)

    def check(self) -> None:
        """Raises StoreError when the store cannot be served from, or the data folder has no files of its snapshot."""
        self.snapshot()

    def store(self) -> Path:
        """A name for the version that the store holds; no such folder is there."""
        return NOWHERE / self.backend.mark().snapshot / "store"


def choose_served(settings: ServeSettings) -> Served:
    """What is served: a data folder's snapshot, or that of another store.

    Raises StoreError when another store cannot be served from.
    """
    if settings.backend is None:
        return Served(data=settings.data)
    remote = RemoteStore(query=settings.backend, update=settings.backend, login=read_store_login())
    served = Behind(data=settings.data, backend=Backend(remote))
    served.check()
    return served


class Absent(Snapshot):
    """A snapshot of which only the graph is there, in another store."""

    is_here = False

    def __init__(self, name: str, triples: int) -> None:
        manifest = Manifest(
            format=FORMAT, id=name, program="", ontology="", reasoner="", engines={}, counts={"all": triples}
        )
        object.__setattr__(self, "manifest", manifest)

    @property
    def folder(self) -> Path:
        """Not here."""
        _refuse()

    @property
    def dumps(self) -> Path:
        """A folder that is not there."""
        return NOWHERE

    def open_store(self) -> Store:
        """Not here."""
        _refuse()

    def articles(self) -> Iterator[Article]:
        """Not here."""
        _refuse()

    def annotations(self) -> Iterator[Annotation]:
        """Not here."""
        _refuse()

    def verdicts(self) -> Iterator[Verdict]:
        """Not here."""
        _refuse()


def _refuse() -> NoReturn:
    raise refusals.not_here()
