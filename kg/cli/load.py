"""`dateline load`: how does the current snapshot get into another store?"""

import gzip
from collections.abc import Iterator
from pathlib import Path

import click

from kg import iri
from kg.cli.options import DATA
from kg.dump.write import ALL
from kg.endpoint import RemoteStore, select
from kg.errors import StoreError, UsageError
from kg.settings import data_folder, read_store_login
from kg.store.mark import GRAPH, QUESTION, mark_quads, read_mark
from kg.store.remote import Target, load_lines, read_notes
from kg.store.snapshot import Snapshot, open_current
from kg.store.targets import GraphTarget, UpdateTarget

_NOTES = "loading.json"


@click.command()
@click.option("--to", "query", metavar="URL", help="The store's SPARQL endpoint.")
@click.option("--update", metavar="URL", help="Where it takes updates, if elsewhere.")
@click.option(
    "--protocol",
    type=click.Choice(["update", "graph-store"]),
    default="update",
    show_default=True,
    help="SPARQL Update, or the Graph Store Protocol, PUT and POST graph by graph.",
)
@click.option("--graph-store", "graphs", metavar="URL", help="Where it takes whole graphs, if not where updates go.")
@click.option("--replace", is_flag=True, help="First empty the graphs of a snapshot that the store already has.")
@click.option("--hashes/--no-hashes", default=True, help="Read every graph back and compare, not numbers alone.")
@click.option("--mark", is_flag=True, help="Only print the quads by which a store says which snapshot it holds.")
@DATA
def load(
    query: str | None, update: str | None, graphs: str | None, protocol: str, data: Path | None, **how: bool
) -> None:
    """Load the current snapshot into a SPARQL 1.1 store; one that broke off goes on where it was."""
    folder = data_folder(data)
    snapshot = open_current(folder)
    if how["mark"]:
        click.echo("".join(f"{line} .\n" for line in _mark(snapshot)), nl=False)
        return
    if query is None:
        raise UsageError("say where to load: --to URL, or --mark")
    store = RemoteStore(query=query, update=update or query, login=read_store_login())
    target: Target = UpdateTarget(store)
    if protocol == "graph-store":
        target = GraphTarget(store, graphs or store.update)
    name = f"{snapshot.id} {graphs or store.update}"
    if not read_notes(folder / _NOTES, name):
        _make_room(target, store, replace=how["replace"])
    done = load_lines(_lines(snapshot), name, folder / _NOTES, target, hashes=how["hashes"])
    target.insert(_mark(snapshot), frozenset({GRAPH.value}))
    click.echo(
        f"snapshot {snapshot.id}: {done.sent} quads sent, {done.before} were there, {done.graphs} graphs "
        f"{'read back' if how['hashes'] else 'counted'}"
    )


def _make_room(target: Target, store: RemoteStore, *, replace: bool) -> None:
    """See to it that no graph of another snapshot is there."""
    there = [graph for graph, number in target.counts().items() if number and graph.startswith(iri.GRAPH)]
    if there and not replace:
        mark = read_mark(select(store, QUESTION))
        held = f"snapshot {mark.snapshot}" if mark else "a part of a snapshot"
        raise StoreError(f"{store.query} holds {held} in {len(there)} graphs; --replace empties them first")
    # What is no whole snapshot must not be taken for one.
    target.clear(sorted(there, key=lambda graph: graph != GRAPH.value))


def _mark(snapshot: Snapshot) -> list[str]:
    return [str(quad) for quad in mark_quads(snapshot.id, sum(snapshot.manifest.counts.values()))]


def _lines(snapshot: Snapshot) -> Iterator[str]:
    try:
        with gzip.open(snapshot.dumps / ALL, "rt", encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield line.removesuffix("\n").removesuffix(" .")
    except OSError as error:
        raise StoreError(f"{snapshot.dumps / ALL}: cannot be read ({error}); build again") from error
