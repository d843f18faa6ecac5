"""`dateline tables`: how does what the snapshot holds go back to Wikidata by a person's hand?"""

from pathlib import Path

import click
from pyoxigraph import Store

from kg.cli.options import DATA
from kg.dump.event_csv import to_csv
from kg.errors import StoreError
from kg.settings import data_folder
from kg.store.snapshot import open_current
from kg.tables import events, people
from kg.tables.quickstatements import statements


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@DATA
def tables(folder: Path, data: Path | None) -> None:
    """Write events and people as tables for OpenRefine, and drafts of items for QuickStatements, into FOLDER.

    Only what some article asserts and none denies. Nothing is sent anywhere.
    """
    snapshot = open_current(data_folder(data))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        counts = _write(snapshot.open_store(), folder)
    except OSError as error:
        raise StoreError(f"{folder}: the tables cannot be written there: {error.strerror or error}") from error
    click.echo(f"snapshot {snapshot.id}: {counts[0]} events, {counts[1]} people, {counts[2]} drafts in {folder}")


def _write(store: Store, folder: Path) -> tuple[int, int, int]:
    found = list(events.asserted_events(store))
    drafts = [lines for event, country in found if (lines := statements(event, country))]
    named = list(people.people_rows(store))
    rows = [events.event_row(event, country) for event, country in found]
    (folder / "events.csv").write_bytes(to_csv([events.HEADER, *rows]))
    (folder / "people.csv").write_bytes(to_csv([people.HEADER, *named]))
    text = "".join(f"{line}\n" for lines in drafts for line in lines)
    (folder / "events.quickstatements.txt").write_text(text, encoding="utf-8")
    return len(rows), len(named), len(drafts)
