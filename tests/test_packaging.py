import json
import os
import subprocess
import sys
import venv
from hashlib import sha256
from pathlib import Path

import pytest

from sbom import make_bill

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment's Python with the wheel in it; the dependencies come from the environment of the tests."""
    folder = tmp_path_factory.mktemp("packaging")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    site = next((folder / "env" / "lib").glob("python*/site-packages"))
    wheel = str(next(folder.glob("dateline-*.whl")))
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", wheel], check=True)
    # The editable installation beside the dependencies must not be seen.
    dependencies = [path for path in sys.path if path.endswith("site-packages")]
    (site / "dependencies.pth").write_text("\n".join(dependencies), encoding="utf-8")
    return python


def run(python: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [str(python), "-m", "kg.cli", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=cwd, env=environment)


def test_the_wheel_alone_builds_and_checks_its_seeds(installed: Path, tmp_path: Path) -> None:
    """From another folder, without the checkout, the installed program builds its seeds and finds nothing wrong."""
    where = [str(installed), "-c", "import kg; print(kg.__file__)"]
    assert str(ROOT) not in subprocess.run(where, check=True, capture_output=True, text=True, cwd=tmp_path).stdout
    built = run(installed, "build", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    checked = run(installed, "check", cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr
    assert "0 findings" in checked.stdout


def test_the_wheel_has_the_front_end_and_not_its_sources(installed: Path) -> None:
    """Bundles, ontology, seeds and documentation are inside; TypeScript sources and tests are not."""
    site = next((installed.parent.parent / "lib").glob("python*/site-packages"))
    assert (site / "server" / "static" / "timeline.js").is_file()
    assert (site / "kg" / "_data" / "ontology" / "dateline.ttl").is_file()
    assert (site / "kg" / "_data" / "seeds" / "articles").is_dir()
    assert (site / "kg" / "_data" / "docs" / "tutorial.md").is_file()
    assert not (site / "server" / "ui").exists()
    assert not (site / "tests").exists()


def test_the_wheel_holds_its_bill_of_materials(installed: Path) -> None:
    """The one that the lock files, the bundles and the shipped models give now, each with a licence or a reason."""
    site = next((installed.parent.parent / "lib").glob("python*/site-packages"))
    bill = next(site.glob("dateline-*.dist-info/sboms/dateline.cdx.json")).read_text(encoding="utf-8")
    assert bill == make_bill(ROOT)
    components = json.loads(bill)["components"]
    without = {one["name"] for one in components if "licenses" not in one}
    assert without <= {"colorama", "httpx2-jsfetch", "jsuri"}, "for other systems, or whose package names none"
    named = {(one["name"], one.get("version")) for one in components}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert {tuple(line.split(" ")[0].split("==")) for line in lock.splitlines() if "==" in line[:60]} <= named
    shipped = [one for one in components if one["type"] == "machine-learning-model"]
    models = {one["name"]: one["hashes"][0]["content"] for one in shipped}
    assert models == {name: sha256((ROOT / name).read_bytes()).hexdigest() for name in models}
