"""`dateline serve`: how is a snapshot served?"""

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
@click.option("--timeout", default=_DEFAULTS.timeout, show_default=True, help="Seconds that one query may take.")
@click.option("--max-rows", default=_DEFAULTS.max_rows, show_default=True, help="Rows that one answer may have.")
@click.option("--max-memory", default=_DEFAULTS.max_memory, show_default=True, help="MiB that one query may use.")
@click.option("--token-file", type=click.Path(path_type=Path), help="Holds the token that writing needs.")
def serve(data: Path | None, token_file: Path | None, **limits: Any) -> None:
    """Serve the current snapshot over HTTP: timeline, SPARQL endpoint, pages and dumps."""
    run_server(ServeSettings(data=data_folder(data), token=read_token(token_file), **limits))
