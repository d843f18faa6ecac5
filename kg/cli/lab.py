"""`dateline lab`: how does one person query downloaded dumps with rdflib?"""

from collections.abc import Sequence
from pathlib import Path

import click

from server.lab import run_lab


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535))
def lab(files: Sequence[Path], port: int) -> None:
    """Query downloaded dumps with rdflib on loopback, for one trusted person: SERVICE may call other hosts."""
    run_lab(files, port)
