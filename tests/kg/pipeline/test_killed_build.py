"""Is a snapshot never seen half done?"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import build

from kg.errors import StoreError
from kg.store.snapshot import current_id

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.usefixtures("loaded_once")

KILLED = """
import sys, time
from pathlib import Path
from kg.pipeline.building import build_snapshot
from kg.settings import BuildSettings

def wait(step, done, total):
    if step == "writing" and done == 2:
        print("half done", flush=True)
        time.sleep(60)

build_snapshot([sys.argv[1]], BuildSettings(data=Path(sys.argv[2]), engine="rules"), wait)
"""


@pytest.fixture
def half_done(folder: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that stands still in the middle of writing a snapshot."""
    command = [sys.executable, "-c", KILLED, str(folder / "envoy.txt"), str(tmp_path / "data")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half done\n"
        yield process
        process.kill()


def test_case_30_kill_while_building(folder: Path, tmp_path: Path, half_done: subprocess.Popen[str]) -> None:
    """`kg.store.draft.begin_draft` writes beside: a killed build serves nothing, and the next removes its draft."""
    data = tmp_path / "data"
    (draft,) = (data / "snapshots").glob(f".draft-{half_done.pid}-*")
    assert (draft / "store").is_dir()
    with pytest.raises(StoreError, match="another build is at work"):
        build(data, folder / "sale.txt")
    half_done.send_signal(signal.SIGKILL)
    half_done.wait(10)
    assert draft.is_dir()
    assert current_id(data) is None
    after = build(data, folder)
    assert not draft.exists()
    assert current_id(data) == after.snapshot
    assert [path.name for path in (data / "snapshots").iterdir()] == [after.snapshot]
