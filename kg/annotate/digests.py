"""Are a model's files the ones that the project knows?

A table of digests is a CSV file with the columns `file` (relative to the model's folder) and `sha256` in the form
of a wheel's RECORD (PEP 376/427: URL-safe base64 without padding).
"""

import base64
import csv
import hashlib
from pathlib import Path

from kg.errors import OntologyError


def file_digest(path: Path) -> str:
    """SHA-256 of a file, URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).rstrip(b"=").decode()


def read_digests(table: Path) -> dict[str, str]:
    """The digest that each file of a model should have, by its path in the folder; OntologyError without any."""
    try:
        with table.open(encoding="utf-8", newline="") as lines:
            digests = {row["file"]: row["sha256"] for row in csv.DictReader(lines)}
    except (OSError, KeyError, UnicodeDecodeError, csv.Error) as error:
        raise OntologyError(f"{table}: no table of digests: {error}; install dateline again") from error
    if not digests:
        raise OntologyError(f"{table}: no digest stands in it; install dateline again")
    return digests


def verify(folder: Path, table: Path, remedy: str) -> None:
    """Raises OntologyError, ending in `remedy`, when a file of `table` is not in `folder` as the project knows it."""
    for name, expected in read_digests(table).items():
        path = folder / name
        if not path.is_file():
            raise OntologyError(f"{path} is missing; {remedy}")
        found = file_digest(path)
        if found != expected:
            raise OntologyError(f"{path} is not the known file (SHA-256 {found}, expected {expected}); {remedy}")


def folder_digest(folder: Path) -> str:
    """One hexadecimal SHA-256 over the names and contents of all files of a folder, in name order."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(f"{path.relative_to(folder).as_posix()} {file_digest(path)}\n".encode())
    return total.hexdigest()
