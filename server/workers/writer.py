"""How is a store changed where the change can be killed?

A process of its own makes the next version of a store: a copy by hard links, which costs a tenth of a second at any
size, to which one change is applied. The former version stays as it is for those who read it; a change that fails
or is killed leaves nothing behind but a folder that is thrown away.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from kg.store.functions import FUNCTIONS
from kg.vocabulary import PREFIXES
from server.workers import frames
from server.workers.memory import limit_memory
from server.workers.writes import Document, Write, Written, unpack_write


def apply(store: Store, write: Write) -> Written:
    """Applies one change."""
    try:
        if write.kind == "update":
            store.update(write.text, base_iri=write.base, prefixes=PREFIXES, custom_functions=FUNCTIONS)
            return Written(outcome="done")
        return _change_graph(store, write)
    except SyntaxError as error:
        return Written(outcome="syntax", message=str(error))
    except MemoryError:
        return Written(outcome="memory")
    except (ValueError, OSError, RuntimeError) as error:
        return Written(outcome="engine", message=str(error))


def _change_graph(store: Store, write: Write) -> Written:
    graph = DefaultGraph() if write.graph is None else NamedNode(write.graph)
    existed = isinstance(graph, DefaultGraph) or store.contains_named_graph(graph)
    if write.kind == "delete":
        store.remove_graph(graph)
        return Written(outcome="done" if existed else "missing")
    if write.kind == "put":
        store.clear_graph(graph)
    if isinstance(graph, NamedNode):
        store.add_graph(graph)
    for document in write.documents:
        _load(store, document, graph)
    return Written(outcome="done" if existed else "created")


def _load(store: Store, document: Document, graph: DefaultGraph | NamedNode) -> None:
    form = RdfFormat.from_media_type(document.media_type)
    store.load(document.body, form, base_iri=document.base, to_graph=graph)


def run(before: str, after: str, memory: int, inward: BinaryIO, outward: BinaryIO) -> None:
    """Makes the store `after` from `before`, or from nothing when that is empty, and one change."""
    if before:
        Store.read_only(before).backup(after)
    store = Store(after)
    limit_memory(memory)
    payloads = []
    while (frame := frames.read_frame(inward)) is not None:
        payloads.append(frame[1])
    written = apply(store, unpack_write(tuple(payloads))) if payloads else Written(outcome="done")
    store.flush()
    frames.write_frame(outward, frames.END, json.dumps(asdict(written)).encode())


if __name__ == "__main__":
    Path(sys.argv[2]).parent.mkdir(parents=True, exist_ok=True)
    run(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.stdin.buffer, sys.stdout.buffer)
