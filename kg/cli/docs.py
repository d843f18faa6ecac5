"""`dateline docs`: how is the documentation read without a server?"""

from pathlib import Path

import click

from server.docs.site import write_site


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--service", default="", metavar="URL", help="A running server, for the links to its pages.")
def docs(folder: Path, service: str) -> None:
    """Write the documentation into FOLDER as pages that any web server shows, and a browser without one.

    Commands, addresses and ontology are told as this program has them.
    """
    files = write_site(folder, service)
    click.echo(f"{len(files)} files in {folder}; begin at {folder / 'index.html'}")
