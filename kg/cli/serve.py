"""`dateline serve`: how is a snapshot served?"""

import logging
from math import isnan
from pathlib import Path
from typing import Any, get_args

import click

from kg.cli.options import DATA, GAZETTEER
from kg.gazetteer.lookup import open_gazetteer
from kg.settings import ServerName, ServeSettings, data_folder, files_beside, gazetteer_file, read_token
from server.serve import serve as run_server
from server.watching import JsonLines

_DEFAULTS = ServeSettings(data=Path())


class Seconds(click.FloatRange):
    """A number of seconds; what is no number lies in no range, although no comparison says so."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number; a usage error outside the range."""
        if isnan(number := float(super().convert(value, param, ctx))):
            self.fail(f"{value} is no number of seconds", param, ctx)
        return number


@click.command()
@DATA
@click.option("--host", default=_DEFAULTS.host, show_default=True)
@click.option("--port", default=_DEFAULTS.port, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", default=_DEFAULTS.workers, show_default=True, type=click.IntRange(1, 64))
@click.option(
    "--timeout",
    default=_DEFAULTS.timeout,
    show_default=True,
    type=Seconds(0, 86_400, min_open=True),
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
@click.option(
    "--in-memory",
    default=_DEFAULTS.in_memory,
    show_default=True,
    type=click.IntRange(0, 1 << 20),
    help="MiB that the data may take in memory; a larger snapshot is read from disk.",
)
@click.option(
    "--service",
    "services",
    multiple=True,
    metavar="HOST",
    help="A public host that SERVICE may call, such as query.wikidata.org; may be given several times.",
)
@click.option(
    "--backend",
    metavar="URL",
    help="Answer from the SPARQL 1.1 store at this address instead; texts, proofs and dumps come from --data.",
)
@click.option(
    "--token-file",
    type=click.Path(path_type=Path),
    help="Tokens with their scopes, a line each, read anew when it changes; see `dateline token`.",
)
@click.option("--closed", is_flag=True, help="Answer nobody without a token, but for /health.")
@click.option(
    "--server",
    type=click.Choice(get_args(ServerName)),
    default=_DEFAULTS.server,
    show_default=True,
    help="auto is granian where it is installed, else waitress.",
)
@click.option("--behind-proxy", is_flag=True, help="Believe one reverse proxy's X-Forwarded-For, -Proto and -Host.")
@click.option(
    "--any-origin",
    is_flag=True,
    help="On loopback: let pages of every web site read, under any host name, as a public server does.",
)
@click.option("--log-requests", is_flag=True, help="One JSON object a request on standard error, without its query.")
@click.option("--log-queries", is_flag=True, help="The same with the text of queries.")
@GAZETTEER
def serve(data: Path | None, gazetteer_path: Path | None, **limits: Any) -> None:
    """Serve the current snapshot over HTTP: timeline, SPARQL endpoint, pages and dumps."""
    limits["log_requests"] |= limits["log_queries"]
    _log(as_json=limits["log_requests"])
    named = gazetteer_file(gazetteer_path)
    if named is not None:
        open_gazetteer(named).close()  # what is no gazetteer is told now, not to the first visitor
    folder = data_folder(data) if limits["backend"] is None else files_beside(data)
    run_server(ServeSettings(data=folder, token=read_token(), gazetteer=named, **limits))


def _log(*, as_json: bool) -> None:
    """Warnings of every part, and, on standard error, the address, which a person who starts a server waits for."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if as_json else logging.Formatter("%(message)s"))
    logging.basicConfig(handlers=[handler])
    for name in ("dateline.server", "dateline.requests"):
        logging.getLogger(name).setLevel(logging.INFO)
