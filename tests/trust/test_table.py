"""Is what `docs/threats.md` names there?"""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "threats.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| \d", line)
]


def named(cell: str, pattern: str) -> list[str]:
    """What stands in a cell between backquotes and fits a pattern."""
    return [word for word in re.findall(r"`([^`]+)`", cell) if re.fullmatch(pattern, word)]


def test_every_case_has_a_defence_and_a_test_that_are_there() -> None:
    """Thirty-eight cases in order; each file and each test that the table names exists."""
    assert [row[0] for row in ROWS] == [str(number) for number in range(1, 39)]
    for row in ROWS:
        for path in named(row[2], r"(kg|server|tests|ontology)/\S*"):
            assert (ROOT / path).exists(), path
        last = ""
        tests = named(row[3], r"\S*tests?\S*")
        assert tests, row[1]
        for name in tests:
            path, _, function = name.partition("::")
            last = path or last
            assert (ROOT / last).exists(), name
            if function:
                tree = ast.parse((ROOT / last).read_text(encoding="utf-8"))
                assert function in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, name


def test_every_case_of_this_folder_stands_in_its_row() -> None:
    """A test that is called after a case is named where the case is, and no case has another's."""
    for path in Path(__file__).parent.glob("test_*.py"):
        for name in re.findall(r"^def (test_case_\d+\w*)", path.read_text(encoding="utf-8"), re.MULTILINE):
            row = ROWS[int(name.split("_")[2]) - 1]
            assert f"{path.name}::{name}`" in row[3] or f"`::{name}`" in row[3], name
