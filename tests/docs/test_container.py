"""Could the container be built from what is here, and does it run what the server is?"""

import json
import re
import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path

from kg.settings import ServeSettings

ROOT = Path(__file__).resolve().parents[2]
TEXT = re.sub(r"\s*\\\n\s*", " ", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
LINES = [line for line in TEXT.splitlines() if line.strip() and not line.startswith("#")]


def words(name: str) -> list[str]:
    """What stands after each instruction of a name, in order."""
    return [line.partition(" ")[2].strip() for line in LINES if line.partition(" ")[0] == name]


def test_whatever_is_copied_is_there() -> None:
    """Stages that are copied from are defined before, paths of the source exist and are not left out of it."""
    stages = {stage for line in words("FROM") for stage in re.findall(r" AS (\w+)", line)}
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert set(re.findall(r"--from=(\w+)", TEXT)) == stages
    assert words("COPY")[0] == ". /source"
    named = re.findall(r"/source/([\w./-]+)", TEXT)
    assert "requirements.lock" in named
    for path in (*named, "pyproject.toml", "hatch_build.py", "server/ui/package-lock.json", "seeds", "ontology"):
        assert (ROOT / path).exists(), path
        assert not any(fnmatch(path, pattern) for pattern in left_out), path


def test_what_is_copied_out_of_a_stage_was_made_in_it() -> None:
    """The environment, and it is the one whose programs are found."""
    (made,) = re.findall(r"-m venv (\S+)", TEXT)
    assert f"--from=build {made} {made}" in words("COPY")
    assert f"PATH={made}/bin:$PATH" in words("ENV")[0]


def test_it_is_installed_as_make_installs_it() -> None:
    """From digests, and the project itself without the network's newest."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for flags in ("--require-hashes -r", "--no-deps --no-build-isolation"):
        assert flags in makefile
        assert flags in words("RUN")[0]


def test_it_runs_a_python_that_the_project_takes() -> None:
    """The oldest that is supported, or a newer one, and the same one builds and runs it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    images = {line.partition(" AS ")[0] for line in words("FROM")}
    (version,) = {match[1] for image in images if (match := re.fullmatch(r"python:(3\.\d+)-slim", image))}
    assert len(images) == 1
    oldest = project["requires-python"].removeprefix(">=")
    assert tuple(map(int, version.split("."))) >= tuple(map(int, oldest.split(".")))


def test_it_does_not_run_as_root() -> None:
    """As a user that was made before and owns the folder that it writes to."""
    (user,) = words("USER")
    made = next(line for line in words("RUN") if "useradd" in line)
    assert user != "root"
    assert made.startswith("useradd ")
    assert re.search(rf"useradd [^&]* {user} &&", made)
    assert f"--owner {user} {words('VOLUME')[0]}" in made
    assert words("WORKDIR") == words("VOLUME")
    assert f"DATELINE_DATA={words('VOLUME')[0]}" in words("ENV")[0]


def test_its_health_is_asked_where_it_listens() -> None:
    """At the server's own port, inside the time that is given."""
    (asked,) = words("HEALTHCHECK")
    command = json.loads(asked.partition("CMD ")[2])
    compile(command[2], "healthcheck", "exec")
    assert command[:2] == ["python", "-c"]
    assert words("EXPOSE") == [str(ServeSettings(data=Path()).port)]
    assert f"http://127.0.0.1:{words('EXPOSE')[0]}/health" in command[2]


def test_its_command_is_one_that_a_shell_reads() -> None:
    """It replaces the shell, so that a stop reaches the server."""
    shell, flag, script = json.loads(words("CMD")[0])
    assert (shell, flag) == ("sh", "-c")
    assert subprocess.run(["sh", "-n", "-c", script], check=False).returncode == 0
    assert "exec dateline serve" in script
