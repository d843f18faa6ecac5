"""Does the reference say what the program is?"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ROOT / "docs" / "commands.md"


def test_the_reference_of_the_commands_is_that_of_the_program() -> None:
    """Every command, argument and option, with its help, as `make docs` writes them in a process of their own."""
    command = [sys.executable, "-m", "kg.cli.manual"]
    written = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert COMMANDS.read_text(encoding="utf-8") == written, "the commands have changed: run make docs"
