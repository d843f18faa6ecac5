"""Which files do the given paths name, in which order?

Folders are walked depth first, names in code point order, so that the order does not depend on the disk. Links are
followed only inside the folder that was given: a corpus from elsewhere must not publish a file of this machine.
"""

import glob
import os
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal, TypeAlias

from kg.articles.packed import PACKINGS, Packing
from kg.articles.refusal import RefusedError
from kg.model import Rejection

Kind: TypeAlias = Literal["plain", "markdown", "html", "json", "jsonlines", "tar", "zip", "warc"]

KINDS: dict[str, Kind] = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonlines",
    ".ndjson": "jsonlines",
    ".tar": "tar",
    ".tgz": "tar",
    ".zip": "zip",
    ".warc": "warc",
}
DOCUMENTS = frozenset({".7z", ".doc", ".docx", ".epub", ".mht", ".mhtml", ".odt", ".pdf", ".rar", ".rtf", ".xml"})
_COMPANION = re.compile(r"\.annotation\.(json|yaml|yml)$")
_MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One file to read: `path` (None is standard input), its name in messages, its path inside the folder.

    `kind` is that of what is packed when it is packed.
    """

    path: Path | None
    name: str
    inside: str
    kind: Kind | None
    packing: Packing | None = None


@dataclass(slots=True)
class _Seen:
    """The real paths met so far: a file or folder reached twice is read once."""

    files: set[str]
    folders: set[str]


def find_sources(paths: Sequence[str]) -> Iterator[Source | Rejection]:
    """Each file named by `paths` (files, folders, globs, `-`) once, in the order given and sorted within each."""
    seen = _Seen(files=set(), folders=set())
    for given in paths:
        if given == "-":
            yield Source(path=None, name="standard input", inside="stdin", kind=None)
        elif Path(given).exists() or Path(given).is_symlink() or not _MAGIC.search(given):
            yield from _path(Path(given), _folder_of(Path(given)), seen)
        else:
            yield from _glob(given, seen)


def kind_of(name: str) -> tuple[Kind | None, Packing | None]:
    """The kind and packing that a file's name tells."""
    path = PurePath(name.lower())
    packing = PACKINGS.get(path.suffix)
    inner = path.suffix if path.suffix == ".tgz" else path.with_suffix("").suffix if packing else path.suffix
    return KINDS.get(inner), packing


def is_skipped(name: str, siblings: Collection[str] = ()) -> bool:
    """Whether a name in a folder is no article: hidden files, annotations, parts of a saved web page."""
    if name.startswith(".") or _COMPANION.search(name):
        return True
    stem = name.removesuffix("_files")
    return stem != name and any(f"{stem}{suffix}" in siblings for suffix in (".html", ".htm"))


def display_name(path: Path) -> str:
    """The path as text that every encoder can write, bytes that are no UTF-8 shown as escapes."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def _folder_of(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _glob(pattern: str, seen: _Seen) -> Iterator[Source | Rejection]:
    fixed = Path(_MAGIC.split(pattern, maxsplit=1)[0] + "x").parent
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207
    if not matches:
        yield _refuse(
            Path(pattern), "no file matches this pattern", "check the pattern; quote it so the shell leaves it"
        )
    for match in matches:
        yield from _path(Path(match), fixed, seen)


def _path(path: Path, folder: Path, seen: _Seen) -> Iterator[Source | Rejection]:
    if path.is_dir():
        yield from _top_folder(path, folder, seen)
    else:
        yield from _once(path, folder, seen)


def _top_folder(path: Path, folder: Path, seen: _Seen) -> Iterator[Source | Rejection]:
    if os.path.realpath(path) in seen.folders:
        return
    empty = True
    for found in _walk(path, folder, (os.path.realpath(path),), seen):
        empty = False
        yield found
    if empty and not seen.files:
        suffixes = ", ".join(sorted(KINDS))
        yield _refuse(path, "the folder holds no article", f"put articles there, as files that end in {suffixes}")


def _walk(path: Path, folder: Path, above: tuple[str, ...], seen: _Seen) -> Iterator[Source | Rejection]:
    seen.folders.add(above[-1])
    try:
        with os.scandir(path) as entries:
            names = sorted(entry.name for entry in entries)
    except OSError as error:
        yield _refuse(
            path, f"the folder cannot be read: {error.strerror}", "grant permission to read it, or leave it out"
        )
        return
    for name in names:
        if not is_skipped(name, names):
            yield from _entry(path / name, folder, above, seen)


def _entry(path: Path, folder: Path, above: tuple[str, ...], seen: _Seen) -> Iterator[Source | Rejection]:
    try:
        real = _resolve(path, above[0])
    except RefusedError as refused:
        yield refused.rejection(display_name(path))
        return
    if Path(real).is_dir():
        yield from _subfolder(path, folder, (*above, real), seen)
    elif kind_of(path.name)[0] is not None:
        yield from _once(path, folder, seen)
    elif path.suffix.lower() in DOCUMENTS:
        yield _refuse(path, f"{path.suffix.lower()} files are not read", "convert it to text, Markdown, HTML or JSON")


def _subfolder(path: Path, folder: Path, above: tuple[str, ...], seen: _Seen) -> Iterator[Source | Rejection]:
    if above[-1] in above[:-1]:
        yield _refuse(path, "the link leads back to a folder that holds it", "remove the link")
    elif above[-1] not in seen.folders:
        yield from _walk(path, folder, above, seen)


def _resolve(path: Path, root: str) -> str:
    """The real path of an entry; raises RefusedError for a link that ends nowhere or outside `root`."""
    try:
        real = os.path.realpath(path, strict=True)
    except OSError as error:
        reason = f"the link cannot be followed: {error.strerror}"
        raise RefusedError(reason, "remove the link or restore its target") from error
    if path.is_symlink() and os.path.commonpath((real, root)) != root:
        raise RefusedError("the link leads out of the folder", "give the file that it points to as a path of its own")
    return real


def _once(path: Path, folder: Path, seen: _Seen) -> Iterator[Source]:
    real = os.path.realpath(path)
    if real not in seen.files:
        seen.files.add(real)
        inside = os.path.relpath(path, folder)
        kind, packing = kind_of(path.name)
        yield Source(path=path, name=display_name(path), inside=inside, kind=kind, packing=packing)


def _refuse(path: Path, reason: str, remedy: str) -> Rejection:
    return RefusedError(reason, remedy).rejection(display_name(path))
