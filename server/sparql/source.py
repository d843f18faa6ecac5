"""What does a SPARQL endpoint answer from?"""

from pathlib import Path
from typing import Protocol, runtime_checkable

from server.workers.writes import Write


class Source(Protocol):
    """A store that is read in versions: whoever has opened one keeps it, whatever comes after."""

    @property
    def union(self) -> bool:
        """Whether the default graph is the union of the named graphs, and only graphs that exist may be named."""

    def store(self) -> Path:
        """The folder of the current version's store; the name of the folder around it names the version."""


@runtime_checkable
class WritableSource(Source, Protocol):
    """A source that takes changes, one at a time."""

    def write(self, write: Write, *, seconds: float, memory: int) -> bool:
        """Makes the next version; true when a graph was created. Raises Refusal when the change fails."""


def version_of(store: Path) -> str:
    """The name of the version whose store lies in a folder."""
    return store.parent.name
