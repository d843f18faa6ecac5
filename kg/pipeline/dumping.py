"""Who writes the dumps of a shelf: this process, or others while it does something else?"""

from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from pathlib import Path

from kg.dump.event_records import EVENT_CLASSES
from kg.dump.origin import Origin
from kg.dump.write import describe_dumps, write_event_files, write_graph_files
from kg.errors import StoreError
from kg.pieces.graph import ShelfGraph
from kg.pieces.lines import of_classes, sorted_lines, to_quads, whole_lines
from kg.pieces.pool import start_pool
from kg.pieces.shelf import Shelf


def write_shelf_dumps(folder: Path, shelf: Shelf, origin: Origin) -> None:
    """Write all dumps of a shelf into a new folder."""
    folder.mkdir()
    canonical_hash = _write_graph(folder, shelf, origin)
    _write_events(folder, shelf)
    describe_dumps(folder, origin, canonical_hash)


@contextmanager
def dumps_written(folder: Path, shelf: Shelf, origin: Origin, *, beside: bool) -> Iterator[None]:
    """The same by the end of the block: after it, or `beside` it by two other processes. The shelf must not change.

    Raises StoreError when one of them dies.
    """
    if not beside:
        yield
        write_shelf_dumps(folder, shelf, origin)
        return
    folder.mkdir()
    with start_pool(2) as pool:
        graph = pool.submit(_write_graph_beside, folder, shelf.path, origin)
        events = pool.submit(_write_events_beside, folder, shelf.path)
        yield
        try:
            canonical_hash = graph.result()
            events.result()
        except BrokenProcessPool as error:
            raise StoreError(
                f"{folder}: a process that wrote the dumps died (it may need more memory than there is); "
                "run again with --jobs 1"
            ) from error
    describe_dumps(folder, origin, canonical_hash)


def _write_graph_beside(folder: Path, shelf: Path, origin: Origin) -> str:
    with closing(Shelf.open_beside(shelf)) as opened:
        return _write_graph(folder, opened, origin)


def _write_events_beside(folder: Path, shelf: Path) -> None:
    with closing(Shelf.open_beside(shelf)) as opened:
        _write_events(folder, opened)


def _write_graph(folder: Path, shelf: Shelf, origin: Origin) -> str:
    return write_graph_files(folder, to_quads(sorted_lines(shelf, whole_lines(shelf))), origin)


def _write_events(folder: Path, shelf: Shelf) -> None:
    lines = of_classes(sorted_lines(shelf, whole_lines(shelf)), EVENT_CLASSES)
    write_event_files(folder, to_quads(lines), ShelfGraph(shelf))
