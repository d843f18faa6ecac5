"""Are the files of a dump the ones that were published?

`SHA256SUMS` holds every file's SHA-256 in the format of `sha256sum`.
"""

import hashlib
import re
from pathlib import Path

from kg.errors import StoreError

SUMS = "SHA256SUMS"
_LINE = re.compile(r"[0-9a-f]{64}  \S.*")


def write_checksums(folder: Path) -> None:
    """Write `SHA256SUMS` over every file of a folder."""
    lines = [f"{digest_file(path)}  {path.name}\n" for path in sorted(folder.iterdir()) if path.name != SUMS]
    (folder / SUMS).write_text("".join(lines), encoding="ascii")


def read_checksums(folder: Path) -> dict[str, str]:
    """SHA-256 (hex) by file name; raises StoreError when there are none."""
    path = folder / SUMS
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except FileNotFoundError as error:
        raise StoreError(
            f"{folder} has no {SUMS}, so nothing tells what its files should be; name a folder that dateline dump "
            f"wrote, or the dumps of a snapshot (snapshots/ID/dumps), or get {SUMS} where they are published"
        ) from error
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise StoreError(f"{path}: holds other signs than digests and file names; get it anew") from error
    parted = (line.partition("  ") for line in lines if _LINE.fullmatch(line))
    found = {name: digest for digest, _, name in parted}
    if not found or len(found) < len(lines):
        raise StoreError(f"{path}: not every line is a SHA-256, two blanks and a file name; get it anew")
    return found


def digest_file(path: Path) -> str:
    """SHA-256 (hex) of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
