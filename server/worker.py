"""How does a query run where it can be killed?

A process of its own with the snapshot open read-only. It reads questions from standard input and answers on
standard output (see `server.frames`) until its input closes. Before the first question it gives up what no query
needs: more memory than its limit, core files, and every further file descriptor, so that no socket can be opened
whatever the engine's parser lets through.
"""

import os
import resource
import signal
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, BinaryIO, TypeVar, cast

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Variable,
    serialize,
)

from kg.store.functions import FUNCTIONS
from kg.vocabulary import PREFIXES
from server import formats, frames
from server.frames import End, Fault, Question

_T = TypeVar("_T")
_CHUNK = 1 << 16
_GRACE = 1.0
"""Seconds after the deadline at which the worker ends itself, should the server be gone and kill nothing."""


class Cut(Iterable[_T]):
    """The first `limit` of some items; `rows` and `truncated` are known once they have been read."""

    def __init__(self, items: Iterator[_T], limit: int) -> None:
        self._items = items
        self._limit = limit
        self.rows = 0
        self.truncated = False

    def __iter__(self) -> Iterator[_T]:
        for item in islice(self._items, self._limit):
            self.rows += 1
            yield item
        self.truncated = next(self._items, None) is not None

    def end(self) -> End:
        """What the last frame says."""
        return End(rows=self.rows, truncated=self.truncated)


class Sender:
    """A binary stream that turns what is written into `DATA` frames of at least `_CHUNK` bytes."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._held: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        """Takes bytes; sends them when enough have come together."""
        piece = bytes(data)
        self._held.append(piece)
        self._size += len(piece)
        if self._size >= _CHUNK:
            self.flush()
        return len(piece)

    def flush(self) -> None:
        """Sends what is held."""
        if self._held:
            frames.write_frame(self._out, frames.DATA, b"".join(self._held))
        self._held, self._size = [], 0


def answer(store: Store, question: Question, out: BinaryIO) -> End | Fault:
    """Evaluates one question, sends its `DATA` frames to `out` and returns how it ended."""
    sender = Sender(out)
    try:
        end = _write(_evaluate(store, question), question, sender)
    except SyntaxError as error:
        return Fault(kind="syntax", message=str(error))
    except MemoryError:
        return Fault(kind="memory", message="out of memory")
    except (ValueError, OSError, RuntimeError) as error:
        return Fault(kind="engine", message=str(error))
    if isinstance(end, End):
        sender.flush()
    return end


def _evaluate(store: Store, question: Question) -> QuerySolutions | QueryBoolean | QueryTriples:
    default: list[NamedNode | BlankNode | DefaultGraph] = [NamedNode(graph) for graph in question.default_graphs]
    named: list[NamedNode | BlankNode] = [NamedNode(graph) for graph in question.named_graphs]
    # Given as parameters, the graphs replace the FROM clauses (Protocol, section 2.1.4).
    protocol = bool(default or named)
    return store.query(
        question.text,
        prefixes=PREFIXES,
        use_default_graph_as_union=question.union,
        default_graph=default if protocol else None,
        named_graphs=named if protocol else None,
        substitutions={Variable(name): NamedNode(iri) for name, iri in question.substitutions},
        custom_functions=FUNCTIONS,
    )


def _write(results: QuerySolutions | QueryBoolean | QueryTriples, question: Question, sender: Sender) -> End | Fault:
    media_type = question.media_type
    if isinstance(results, QuerySolutions) and media_type in formats.WRITERS:
        names = [variable.value for variable in results.variables]
        rows = Cut(map(tuple, results), question.max_rows)
        for piece in formats.WRITERS[media_type](names, rows):
            sender.write(piece)
        return rows.end()
    if isinstance(results, QueryBoolean) and media_type in formats.BOOLEANS:
        sender.write(results.serialize(format=formats.BOOLEANS[media_type]) or b"")
        return End(rows=1, truncated=False)
    if isinstance(results, QueryTriples) and media_type in formats.GRAPHS:
        triples = Cut(results, question.max_rows)
        serialize(triples, cast(IO[bytes], sender), formats.GRAPHS[media_type], prefixes=PREFIXES)
        return triples.end()
    return Fault(kind="format", message=f"the answer cannot be written as {media_type}")


def give_up_rights(memory: int) -> None:
    """Limits this process for good: `memory` MiB more than it has now, no core file, no further descriptor."""
    used = _address_space()
    limit = used + memory * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Descriptors are numbered from the lowest free one: fill the gaps, then allow no higher number.
    highest = max(int(path.name) for path in Path("/dev/fd").iterdir())
    while os.dup(0) < highest:
        pass
    top = os.dup(0)
    resource.setrlimit(resource.RLIMIT_NOFILE, (top + 1, top + 1))


def _address_space() -> int:
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


def run(store_path: str, memory: int, inward: BinaryIO, outward: BinaryIO) -> None:
    """Opens the store, says which graphs it holds, and answers until `inward` closes."""
    soft_limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft_limit, soft_limit))
    store = Store.read_only(store_path)
    graphs = tuple(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
    give_up_rights(memory)
    frames.write_frame(outward, frames.READY, frames.pack(graphs))
    while (frame := frames.read_frame(inward)) is not None:
        question = frames.unpack_question(frame[1])
        # The default action of SIGALRM ends the process even while the engine runs.
        signal.setitimer(signal.ITIMER_REAL, question.seconds + _GRACE)
        result = answer(store, question, outward)
        signal.setitimer(signal.ITIMER_REAL, 0)
        kind = frames.END if isinstance(result, End) else frames.FAULT
        frames.write_frame(outward, kind, frames.pack(result))


if __name__ == "__main__":
    run(sys.argv[1], int(sys.argv[2]), sys.stdin.buffer, sys.stdout.buffer)
