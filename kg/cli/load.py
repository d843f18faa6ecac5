"""`dateline load`: how does the current snapshot get into another store?"""

import gzip
from collections.abc import Iterator
from pathlib import Path

import click

from kg.cli.options import DATA
from kg.dump.write import ALL
from kg.endpoint import RemoteStore, select, send_update
from kg.errors import StoreError
from kg.settings import data_folder, read_store_login
from kg.store.remote import load_lines
from kg.store.snapshot import Snapshot, open_current


@click.command()
@click.option("--to", "query", required=True, metavar="URL", help="The store's SPARQL endpoint.")
@click.option("--update", metavar="URL", help="Where it takes updates, if elsewhere.")
@DATA
def load(query: str, update: str | None, data: Path | None) -> None:
    """Load the current snapshot into a SPARQL 1.1 store; one that broke off goes on where it was."""
    folder = data_folder(data)
    snapshot = open_current(folder)
    store = RemoteStore(query=query, update=update or query, login=read_store_login())
    done = load_lines(
        _lines(snapshot),
        f"{snapshot.id} {store.update}",
        folder / "loading.json",
        lambda text: send_update(store, text),
        lambda text: _counts(store, text),
    )
    click.echo(
        f"snapshot {snapshot.id}: {done.sent} quads sent, {done.before} were there, {done.graphs} graphs counted"
    )


def _counts(store: RemoteStore, query: str) -> dict[str, int]:
    return {
        getattr(row["g"], "value", ""): int(getattr(row["n"], "value", 0))
        for row in select(store, query)
        if "g" in row
    }


def _lines(snapshot: Snapshot) -> Iterator[str]:
    try:
        with gzip.open(snapshot.dumps / ALL, "rt", encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield line.removesuffix("\n").removesuffix(" .")
    except OSError as error:
        raise StoreError(f"{snapshot.dumps / ALL}: cannot be read ({error}); build again") from error
