"""Where are a service's answers kept, so that a second run asks only what is new?

One file of JSON lines for each service, and its manifest beside it. Each answer is written when it comes, so that a
run that is cut off goes on where it stopped; a line that is damaged or cut short counts as absent.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kg.errors import StoreError
from kg.link.service.speech import Candidate

_LINE = TypeAdapter(tuple[str, tuple[Candidate, ...]])


def kept_file(folder: Path, url: str) -> Path:
    """The file of a service's answers."""
    return folder / f"{hashlib.sha256(url.encode()).hexdigest()[:16]}.jsonl"


def read_kept(path: Path) -> dict[str, tuple[Candidate, ...]]:
    """The candidates for each query that was answered; raises StoreError when the file cannot be read."""
    found: dict[str, tuple[Candidate, ...]] = {}
    try:
        lines = path.read_bytes().splitlines() if path.is_file() else []
    except OSError as error:
        raise StoreError(f"{path}: the kept answers cannot be read ({error.strerror})") from error
    for line in lines:
        try:
            query, candidates = _LINE.validate_json(line)
        except ValidationError:
            continue
        found[query] = candidates
    return found


def read_kept_manifest(path: Path) -> bytes | None:
    """The manifest beside the answers, for a run without network; None when there is none."""
    try:
        return path.with_suffix(".manifest.json").read_bytes()
    except OSError:
        return None


def keep_manifest(path: Path, body: bytes) -> None:
    """Keeps the manifest beside the answers; raises StoreError when it cannot."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".manifest.json").write_bytes(body)
    except OSError as error:
        raise StoreError(f"{path}: answers cannot be kept ({error.strerror}); choose another folder") from error


def keep(path: Path, answers: Iterable[tuple[str, tuple[Candidate, ...]]]) -> None:
    """Adds answers to the file; raises StoreError when it cannot be written."""
    lines = [json.dumps([query, [one.model_dump() for one in found]], ensure_ascii=False) for query, found in answers]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            # A line that a broken run left unfinished must not swallow the next one.
            file.seek(max(file.tell() - 1, 0))
            ended = file.read(1) in (b"", b"\n")
            file.write(("" if ended else "\n").encode() + "".join(f"{line}\n" for line in lines).encode())
    except OSError as error:
        raise StoreError(f"{path}: answers cannot be kept ({error.strerror}); choose another folder") from error
