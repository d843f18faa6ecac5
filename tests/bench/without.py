"""Does each test of a case fail when its defence is taken out?

    python tests/bench/without.py [--cases 1,7,23]

In a copy of the program each edit of `tests/trust/defences.toml` is made, its test is run, and the edit is taken
back. Told for each case: what the test said. A test that passes all the same is a fault, and so is one that does not
pass when everything is in place.
"""

import argparse
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "trust"))

from defences import Defence, Edit, read_defences  # noqa: E402 - tests are no package

_LEFT = shutil.ignore_patterns(".git", ".venv*", "node_modules", ".*_cache", "__pycache__", "dist", "data")
_SECONDS = 300


@contextlib.contextmanager
def made(edits: Iterable[Edit], root: Path) -> Iterator[None]:
    """Some edits, while the block runs."""
    kept = {root / edit.file: (root / edit.file).read_bytes() for edit in edits}
    try:
        for edit in edits:
            edit.apply(root)
        yield
    finally:
        for path, content in kept.items():
            path.write_bytes(content)


def run(test: str, root: Path) -> tuple[int, str]:
    """How a test ended (negative: by a signal, as a run that took too long), and its last complaint."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", test],
        cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        start_new_session=True,
    )  # fmt: skip
    try:
        told, _ = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return -signal.SIGKILL, f"it did not end within {_SECONDS} s"
    complaints = re.findall(r"^E +(.*)$", told, re.MULTILINE) or told.splitlines()[-1:]
    return process.returncode, complaints[0] if process.returncode else ""


def shows(defence: Defence, root: Path) -> bool:
    """Whether the test passes with its defence and fails without; told on a line."""
    code, said = run(defence.test, root)
    if code == 0:
        with made(defence.edits, root):
            code, said = run(defence.test, root)
        # 1: a test failed; more than that would be a fault of the run, such as an edit that is no Python.
        shown, how = code == 1 or code < 0, "fails" if code else "PASSES"
    else:
        shown, how = False, "FAILS WITH IT"
    sys.stdout.write(f"{defence.case:2} {defence.test.rpartition('::')[2]}: {how} ({code}) {said[:160]}\n")
    sys.stdout.flush()
    return shown


def main() -> None:
    """Tell each case, and the count."""
    options = argparse.ArgumentParser()
    options.add_argument("--cases", default="")
    chosen = {int(case) for case in options.parse_args().cases.split(",") if case}
    defences = [one for one in read_defences() if not chosen or one.case in chosen]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "copy"
        shutil.copytree(ROOT, root, ignore=_LEFT, symlinks=True)
        failed = sum(not shows(one, root) for one in defences)
    sys.stdout.write(f"{len(defences) - failed} of {len(defences)} tests fail without their defence\n")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
