"""Does the reference say what the program is?"""

from pathlib import Path

from kg.cli.manual import write_manual

COMMANDS = Path(__file__).resolve().parents[2] / "docs" / "commands.md"


def test_the_reference_of_the_commands_is_that_of_the_program() -> None:
    """Every command, argument and option, with its help."""
    assert COMMANDS.read_text(encoding="utf-8") == write_manual(), "the commands have changed: run make docs"
