"""Can the configurations of other stores be used as they stand?"""

import re
import shlex
from pathlib import Path

import click
import pytest
import yaml
from pyoxigraph import RdfFormat, parse

from kg.cli import dateline

DOCS = Path(__file__).resolve().parents[2] / "docs"
TEXT = (DOCS / "stores.md").read_text(encoding="utf-8")
FILES = sorted((DOCS / "stores").glob("*/compose.yaml"))


def test_every_store_has_its_file() -> None:
    """The five that the page is about, each named in it."""
    assert [path.parent.name for path in FILES] == ["fuseki", "graphdb", "neptune", "qlever", "virtuoso"]
    for path in FILES:
        assert f"docs/stores/{path.parent.name}/compose.yaml" in TEXT


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_a_configuration_is_pinned_and_keeps_to_this_machine(path: Path) -> None:
    """Images by version, ports on loopback, volumes declared, mounted files there, no password written down."""
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    for service in found["services"].values():
        assert re.fullmatch(r"[a-z0-9./-]+:(\d+\.\d+(\.\d+)*|commit-[0-9a-f]{7,})", service["image"])
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert (path.parent / source).exists() if source.startswith(".") else source in found["volumes"]
        for name, value in service.get("environment", {}).items():
            assert value.startswith("${") or not re.search("PASSWORD|KEY|TOKEN", name)


def test_the_files_beside_are_turtle() -> None:
    """Fuseki's dataset has the union for its default graph; GraphDB infers nothing."""
    fuseki = list(parse(path=DOCS / "stores/fuseki/dateline.ttl", base_iri="x:", format=RdfFormat.TURTLE))
    assert any("unionDefaultGraph" in quad.predicate.value and quad.object.value == "true" for quad in fuseki)
    graphdb = list(parse(path=DOCS / "stores/graphdb/repository.ttl", format=RdfFormat.TURTLE))
    assert any(quad.predicate.value.endswith("ruleset") and quad.object.value == "empty" for quad in graphdb)


def test_the_commands_are_those_of_the_program() -> None:
    """Every line that calls dateline parses, without being run."""
    lines = [line for line in TEXT.splitlines() if line.startswith("dateline ")]
    assert len(lines) > 10
    for line in lines:
        words = shlex.split(line.partition(" >> ")[0])[1:]
        command = dateline.get_command(click.Context(dateline), words[0])
        assert command is not None
        context = click.Context(command)
        command.parse_args(context, words[1:])
        assert not context.args
