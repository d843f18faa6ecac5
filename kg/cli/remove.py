"""`dateline remove`: how are articles taken out of the current snapshot?"""

from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.build import tell
from kg.cli.options import DATA
from kg.cli.progress import show_progress
from kg.pipeline.removal import remove_articles
from kg.settings import BuildSettings, data_folder


@click.command()
@click.argument("keys", nargs=-1, metavar="KEY...")
@DATA
def remove(keys: Sequence[str], data: Path | None) -> int:
    """Take the articles with these keys out of the current snapshot, and all that follows from them alone."""
    if not keys:
        raise click.UsageError("name the articles to remove by their keys")
    with show_progress() as progress:
        report = remove_articles(keys, BuildSettings(data=data_folder(data)), progress)
    return tell(report)
