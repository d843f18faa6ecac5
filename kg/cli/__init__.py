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
    "build": "kg.cli.build",
    "add": "kg.cli.build",
    "annotate": "kg.cli.read",
    "triples": "kg.cli.read",
    "evaluate": "kg.cli.read",
    "reason": "kg.cli.reason",
    "explain": "kg.cli.reason",
    "query": "kg.cli.query",
    "check": "kg.cli.query",
    "dump": "kg.cli.query",
    "verify": "kg.cli.query",
    "serve": "kg.cli.serve",
    "lab": "kg.cli.lab",
}


class _Commands(click.Group):
    """A group whose commands live in modules that are imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(_COMMANDS[cmd_name]), cmd_name)
        return command


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
