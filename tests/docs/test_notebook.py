"""Does every cell of the documented notebook run, and show something?"""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pandas", reason="pandas is not installed")

from kg.store.snapshot import Snapshot

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebook.ipynb"
ADDRESS = '"http://127.0.0.1:8000"'


def run_cell(source: str, names: dict[str, Any]) -> object:
    """Runs a cell as a notebook does; the value of its last line if that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, str(NOTEBOOK), "exec"), names)  # noqa: S102 - our own notebook
    return None if last is None else eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names)  # noqa: S307


def test_the_notebook_runs_on_the_dumps_of_the_seeds(seeds: Snapshot, capsys: pytest.CaptureFixture[str]) -> None:
    """Every table has rows, the picture is one, the citation names the snapshot."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert ADDRESS in sources[0]
    sources[0] = sources[0].replace(ADDRESS, repr(str(seeds.dumps)))
    names: dict[str, Any] = {}
    shown = [run_cell(source, names) for source in sources]
    tables = [value for value in shown if hasattr(value, "columns")]
    assert len(tables) == 5
    assert all(len(table) for table in tables)
    assert [str(kind) for kind in names["visits"].dtypes[-2:]] == ["datetime64[s]", "datetime64[s]"]
    pictures = [value._repr_svg_() for value in shown if hasattr(value, "_repr_svg_")]
    assert [picture.startswith("<svg") for picture in pictures] == [True]
    said = capsys.readouterr().out
    assert said.startswith("@misc{dateline-")
    assert seeds.id in said


def test_the_notebook_keeps_no_output() -> None:
    """What stands in the file cannot grow stale."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert all(cell["outputs"] == [] for cell in cells if cell["cell_type"] == "code")
