"""Which commands are there, and how does a run end?

Exit codes: 0 done, 1 done with rejections or a failed check, 2 usage, 3 error. This is the only place in `kg` where a
DatelineError is caught. Each command's module is imported when it is used, so that a small command starts fast.
"""

import importlib
import sys

import click

from kg import __version__
from kg.errors import DatelineError
from kg.settings import use_one_thread

_COMMANDS = {
    "build": ("kg.cli.build", "Make a new snapshot of articles."),
    "add": ("kg.cli.build", "Add articles to the current snapshot."),
    "remove": ("kg.cli.remove", "Take articles out of the current snapshot."),
    "link": ("kg.cli.link", "Show whom the names of articles were taken for, and why."),
    "gazetteer": ("kg.cli.gazetteer", "Import more names from Wikidata; look names up."),
    "events": ("kg.cli.events", "Write event tables as claims of their data sets."),
    "annotate": ("kg.cli.read", "Print what each article says, with exact offsets."),
    "triples": ("kg.cli.read", "Print the asserted RDF of each article."),
    "evaluate": ("kg.cli.evaluate", "Score the reading against gold annotations."),
    "corpus": ("kg.cli.corpus", "Add reviewed articles to what the reader learns from."),
    "reason": ("kg.cli.reason", "Write what follows from RDF files by OWL 2 RL."),
    "explain": ("kg.cli.explain", "Show why the snapshot holds a triple."),
    "query": ("kg.cli.query", "Ask the current snapshot a SPARQL query."),
    "check": ("kg.cli.query", "Check ontology, shapes and quotes."),
    "dump": ("kg.cli.query", "Copy the dumps into a new folder."),
    "tables": ("kg.cli.tables", "Write tables for OpenRefine and drafts for QuickStatements."),
    "diff": ("kg.cli.diff", "Show what changed between two snapshots."),
    "verify": ("kg.cli.verify", "Compare dumps with their checksums and with a rebuild."),
    "load": ("kg.cli.load", "Load the current snapshot into a SPARQL store over HTTP."),
    "serve": ("kg.cli.serve", "Serve the current snapshot over HTTP."),
    "token": ("kg.cli.token", "Make a token for reading, reviewing or writing on a server."),
    "docs": ("kg.cli.docs", "Write the documentation as pages of a static site."),
    "lab": ("kg.cli.lab", "Query downloaded dumps with rdflib on loopback."),
}
"""The module of each command, and the line that the list of commands shows without importing it."""


class _Commands(click.Group):
    """A group whose commands live in modules that are imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(_COMMANDS[cmd_name][0]), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in _COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dateline")
def dateline() -> None:
    """Turn news articles into a timeline that can be queried, checked and trusted."""


def main() -> None:
    """Run the command line; every known fault becomes one sentence and an exit code."""
    use_one_thread()
    try:
        sys.exit(dateline(standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except DatelineError as error:
        click.echo(f"dateline: {error}", err=True)
        sys.exit(error.exit_code)
