"""Are the files of a dump the ones that were published?

`SHA256SUMS` holds every file's SHA-256 in the format of `sha256sum`.
"""

import hashlib
from pathlib import Path

from kg.errors import StoreError

SUMS = "SHA256SUMS"


def write_checksums(folder: Path) -> None:
    """Write `SHA256SUMS` over every file of a folder."""
    lines = [f"{digest_file(path)}  {path.name}\n" for path in sorted(folder.iterdir()) if path.name != SUMS]
    (folder / SUMS).write_text("".join(lines), encoding="ascii")


def read_checksums(folder: Path) -> dict[str, str]:
    """SHA-256 (hex) by file name; raises StoreError when there are none."""
    try:
        lines = (folder / SUMS).read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{folder / SUMS}: cannot be read ({error})") from error
    if not lines:
        raise StoreError(f"{folder / SUMS}: it names no file; take the dumps anew")
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def digest_file(path: Path) -> str:
    """SHA-256 (hex) of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
