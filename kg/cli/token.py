"""`dateline token`: how does somebody get a token of a server?"""

import os
import secrets
from pathlib import Path
from typing import get_args

import click

from kg.errors import UsageError
from server.http.access import Scope, read_grants, write_line

_BYTES = 32


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice(get_args(Scope)),
    help="What its holder may do; may be given several times.",
)
def token(file: Path, scopes: tuple[Scope, ...]) -> None:
    """Add a new token to FILE, which `dateline serve --token-file` reads, and print it this once.

    The file holds a digest of it. Deleting the line takes the token back, also while the server runs.
    """
    if file.exists():
        read_grants(file)
    made = secrets.token_urlsafe(_BYTES)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8") as lines:
            lines.write(write_line(made, frozenset(scopes)) + "\n")
    except OSError as error:
        raise UsageError(f"{file}: the token cannot be kept: {error.strerror}") from error
    click.echo(made)
