"""Do the notes for operators, and the container, name what there is?"""

import re
from pathlib import Path

import click
import pytest

from kg.cli import _COMMANDS
from kg.cli.serve import serve
from kg.settings import ServeSettings

ROOT = Path(__file__).resolve().parents[2]
NOTES = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def options() -> dict[str, click.Parameter]:
    """The options of `dateline serve` by name."""
    return {name: parameter for parameter in serve.params for name in parameter.opts}


def test_every_option_of_the_table_exists_with_its_default() -> None:
    """Defaults are those of the program."""
    rows = re.findall(r"^\| `(--[a-z-]+)` \| ([^|]+) \|", NOTES, re.MULTILINE)
    assert len(rows) == 13
    defaults = ServeSettings(data=Path())
    for name, default in rows:
        assert name in options()
        known = getattr(defaults, name.removeprefix("--").replace("-", "_"))
        assert default.strip() == (
            "off" if known is False else f"{known:g}" if isinstance(known, float) else str(known).lower()
        )


@pytest.mark.parametrize("text", [NOTES, DOCKERFILE], ids=["notes", "container"])
def test_every_command_exists(text: str) -> None:
    """`dateline NAME` with its options."""
    for line in re.findall(r"dateline (serve[^`\n\"]*)", text):
        assert set(re.findall(r"--[a-z-]+", line)) <= options().keys(), line
    assert set(re.findall(r"`?\bdateline ([a-z]+)\b(?= |`|;)", text)) - {"and", "for"} <= _COMMANDS.keys()


def test_every_metric_exists() -> None:
    """Names as `/metrics` writes them."""
    source = (ROOT / "server" / "metrics.py").read_text(encoding="utf-8")
    named = set(re.findall(r"`(dateline_[a-z_]+)`", NOTES))
    assert len(named) >= 8
    assert named <= set(re.findall(r'"(dateline_[a-z_]+)"', source))


def test_the_container_copies_what_is_there() -> None:
    """The lock that it installs from."""
    assert (ROOT / "requirements.lock").is_file()
    assert "requirements.lock" in DOCKERFILE
