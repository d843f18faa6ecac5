"""Is what `docs/threats.md` and `defences.toml` name there, and does every case have its test?"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from trust.defences import ROOT, Defence, read_defences

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "threats.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| \d", line)
]
CASES = range(1, 39)


@cache
def functions(path: Path) -> dict[str, str]:
    """What a file of Python defines, methods after their class, with the docstrings."""
    found = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = ast.get_docstring(node) or ""
            inside = node.body if isinstance(node, ast.ClassDef) else []
            found |= {f"{node.name}.{one.name}": "" for one in inside if isinstance(one, ast.FunctionDef)}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {target.id: "" for target in targets if isinstance(target, ast.Name)}
    return found


def is_there(name: str) -> bool:
    """Whether `package.module.definition`, or a module, exists."""
    parts = name.split(".")
    for length in range(len(parts), 1, -1):
        path = ROOT.joinpath(*parts[:length]).with_suffix(".py")
        if path.is_file():
            return length == len(parts) or ".".join(parts[length:]) in functions(path)
    return False


def named(cell: str, pattern: str) -> list[str]:
    """What stands in a cell between backquotes and fits a pattern."""
    return [word for word in re.findall(r"`([^`]+)`", cell) if re.fullmatch(pattern, word)]


def shown_by(row: list[str]) -> list[tuple[Path, str]]:
    """The tests of a row; a name without a file is in the one before."""
    found, last = [], ""
    for name in named(row[3], r"\S*tests?\S*"):
        path, _, function = name.partition("::")
        last = path or last
        found.append((ROOT / last, function))
    return found


@pytest.mark.parametrize("case", CASES)
def test_a_case_has_a_defence_and_a_test_of_its_number(case: int) -> None:
    """Each file and test of its row exists; a test bears its number, and says which function of ours defends."""
    row = ROWS[case - 1]
    assert row[0] == str(case)
    for path in named(row[2], r"(kg|server|tests|ontology)/\S*"):
        assert (ROOT / path).exists(), path
    for path, function in shown_by(row):
        assert path.exists(), path
        assert not function or function in functions(path), function
    own = [(path, name) for path, name in shown_by(row) if name.startswith(f"test_case_{case:02}_")]
    assert own
    for path, name in own:
        words = re.findall(r"`((?:kg|server)(?:\.\w+)+)`", functions(path)[name])
        assert all(map(is_there, words)), words
        assert words or "Makefile" in functions(path)[name], name


def test_no_test_bears_the_number_of_another_case() -> None:
    """Every test that is called after a case stands in its row."""
    for path in ROOT.joinpath("tests").rglob("test_*.py"):
        for name in re.findall(r"^def (test_case_\d+\w*)", path.read_text(encoding="utf-8"), re.MULTILINE):
            assert (path, name) in shown_by(ROWS[int(name.split("_")[2]) - 1]), name


def test_every_case_has_a_line_to_take_out() -> None:
    """`tests/bench/without.py` has something to do for each."""
    assert {defence.case for defence in read_defences()} == set(CASES)


@pytest.mark.parametrize("defence", read_defences(), ids=lambda one: f"{one.case}")
def test_a_line_that_defends_is_there(defence: Defence) -> None:
    """It stands once in its file, and its test in the row of its case."""
    for edit in defence.edits:
        assert (ROOT / edit.file).read_text(encoding="utf-8").count(edit.line) == 1, edit.line
    path, _, name = defence.test.partition("::")
    assert (ROOT / path, name) in shown_by(ROWS[defence.case - 1])
