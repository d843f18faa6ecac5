"""What is in the package, and what does it need?

Writes `dateline.cdx.json`, a bill of materials (CycloneDX 1.6, ECMA-424): the Python packages of the lock file, the
JavaScript that is bundled into the pages, and the data and models that are shipped, each with its licence. The wheel
holds it (PEP 770). `make sbom` runs it in an environment that has what the lock names, whose metadata tell licences.
"""

import json
import re
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Iterator
from csv import DictReader
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, TypeAlias

from kg import __version__

Component: TypeAlias = dict[str, Any]

ROOT = Path(__file__).parent
BILL = ROOT / "dateline.cdx.json"
_DRAWN = "node_modules/world-atlas"
"""Needed to build only, but its outlines are drawn into a picture that is shipped."""
_LICENCES = {
    "Apache Software License": "Apache-2.0", "BSD License": "BSD-3-Clause", "ISC License (ISCL)": "ISC",
    "MIT License": "MIT", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}  # fmt: skip
"""The classifiers of packages that have no licence expression (PEP 639) yet, as SPDX identifiers."""
_DATA = {
    "ontology": "CC0-1.0", "seeds/articles": "CC0-1.0", "seeds/annotations": "CC0-1.0", "seeds/eventdata": "CC0-1.0",
    "seeds/gazetteer": "CC0-1.0 AND CC-BY-4.0", "seeds/lexicon": "CC0-1.0", "seeds/reading": "CC0-1.0",
}  # fmt: skip


def make_bill(root: Path) -> str:
    """The bill of materials as JSON, the same for the same files and installed packages."""
    components = sorted((*_python(root), *_javascript(root), *_shipped(root)), key=lambda one: str(one["bom-ref"]))
    product = _component("application", "dateline", __version__, f"pkg:pypi/dateline@{__version__}", "Apache-2.0")
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": product},
        "components": components,
        "dependencies": [{"ref": product["bom-ref"], "dependsOn": [one["bom-ref"] for one in components]}],
    }
    return json.dumps(bill, indent=1, ensure_ascii=False) + "\n"


def _python(root: Path) -> Iterator[Component]:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    for name, version in re.findall(r"^([\w.-]+)(?:\[[\w,.-]+\])?==([\w.!+-]+)", lock, flags=re.MULTILINE):
        purl = f"pkg:pypi/{re.sub(r'[-_.]+', '-', name).lower()}@{version}"
        yield _component("library", name, version, purl, _licence_of(name))


def _licence_of(name: str) -> str | None:
    """None when the package is not for this system."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return None
    kinds = [kind.rpartition(" :: ")[2] for kind in told.get_all("Classifier", ()) if kind.startswith("License ::")]
    said = [_LICENCES[kind] for kind in kinds if kind in _LICENCES]
    return told.get("License-Expression") or " OR ".join(said) or told.get("License")


def _javascript(root: Path) -> Iterator[Component]:
    packages = json.loads((root / "server" / "ui" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for path, package in packages.items():
        if path and (path == _DRAWN or not package.get("dev")):
            name = path.rpartition("node_modules/")[2]
            purl = f"pkg:npm/{name.replace('@', '%40')}@{package['version']}"
            kind, _, digest = package["integrity"].partition("-")
            found = _component("library", name, package["version"], purl, package.get("license"))
            yield found | {"hashes": [{"alg": kind.replace("sha", "SHA-"), "content": b64decode(digest).hex()}]}


def _shipped(root: Path) -> Iterator[Component]:
    for folder, licence in _DATA.items():
        yield {"type": "data", "bom-ref": folder, "name": folder, **_licence(licence)}
    with (root / "seeds" / "models" / "reader.digests.csv").open(encoding="utf-8") as lines:
        for row in DictReader(lines):
            name = f"seeds/models/reader/{row['file']}"
            digest = urlsafe_b64decode(row["sha256"] + "=").hex()
            yield {
                "type": "machine-learning-model", "bom-ref": name, "name": name, **_licence("Apache-2.0"),
                "hashes": [{"alg": "SHA-256", "content": digest}],
            }  # fmt: skip


def _component(kind: str, name: str, version: str, purl: str, licence: str | None) -> Component:
    return {"type": kind, "bom-ref": purl, "name": name, "version": version, "purl": purl, **_licence(licence)}


def _licence(expression: str | None) -> Component:
    if not expression or "\n" in expression:
        return {}
    if re.fullmatch(r"[\w.+-]+( (AND|OR|WITH) [\w.+-]+)*|\(.*\)", expression):
        return {"licenses": [{"expression": expression}]}
    return {"licenses": [{"license": {"name": expression}}]}


if __name__ == "__main__":
    BILL.write_text(make_bill(ROOT), encoding="utf-8")
