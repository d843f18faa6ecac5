"""`dateline serve`: how is a snapshot served?"""

import logging
from pathlib import Path
from typing import Any

import click

from kg.cli.options import DATA
from kg.settings import ServeSettings, data_folder, read_token
from server.serve import serve as run_server

_DEFAULTS = ServeSettings(data=Path())


@click.command()
@DATA
@click.option("--host", default=_DEFAULTS.host, show_default=True)
@click.option("--port", default=_DEFAULTS.port, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", default=_DEFAULTS.workers, show_default=True, type=click.IntRange(1, 64))
@click.option(
    "--timeout",
    default=_DEFAULTS.timeout,
    show_default=True,
    type=click.FloatRange(0, 86_400, min_open=True),
    help="Seconds that one query may take.",
)
@click.option(
    "--max-rows",
    default=_DEFAULTS.max_rows,
    show_default=True,
    type=click.IntRange(1),
    help="Rows that one answer may have.",
)
@click.option(
    "--max-memory",
    default=_DEFAULTS.max_memory,
    show_default=True,
    type=click.IntRange(64, 1 << 20),
    help="MiB that one query may use.",
)
@click.option("--token-file", type=click.Path(path_type=Path), help="Holds the token that writing needs.")
def serve(data: Path | None, token_file: Path | None, **limits: Any) -> None:
    """Serve the current snapshot over HTTP: timeline, SPARQL endpoint, pages and dumps."""
    # The address is the one thing that a person who starts a server waits for.
    logging.basicConfig(format="%(message)s")
    logging.getLogger("dateline.server").setLevel(logging.INFO)
    run_server(ServeSettings(data=data_folder(data), token=read_token(token_file), **limits))
