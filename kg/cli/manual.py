"""How is the reference of the commands written?

From the commands themselves: `python -m kg.cli.manual > docs/commands.md`, which `make docs` runs; a test compares.
"""

from collections.abc import Iterator

import click

from kg.cli import dateline

_WIDTH = 88
_HEAD = """# The commands

Written from the program by `make docs`. Each command says the same with `--help`. `-` is standard input or output;
exit codes are 0 done, 1 done with rejections or a failed check, 2 usage, 3 error.
"""


def write_manual() -> str:
    """Every command with its help, as Markdown."""
    root = _context(dateline, "dateline", None)
    sections = (f"## {context.command_path}\n\n```\n{context.get_help()}\n```\n" for context in _commands(root))
    return "\n".join((_HEAD, *sections))


def _commands(parent: click.Context) -> Iterator[click.Context]:
    group = parent.command
    if not isinstance(group, click.Group):
        return
    for name in group.list_commands(parent):
        command = group.get_command(parent, name)
        if command is not None and not command.hidden:
            context = _context(command, name, parent)
            yield context
            yield from _commands(context)


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    return click.Context(
        command,
        info_name=name,
        parent=parent,
        terminal_width=_WIDTH,
        max_content_width=_WIDTH,
        **command.context_settings,
    )


if __name__ == "__main__":
    click.echo(write_manual(), nl=False)
