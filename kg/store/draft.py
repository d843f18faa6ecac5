"""How does a new snapshot come to be without anybody seeing a half of it?

It is written in `snapshots/.draft-<process id>/`, flushed to disk, renamed to its id, and only then does `current`
change, by the rename of one small file. A build that is killed leaves a draft that the next build removes.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Quad, Store

from kg.annotate.annotation_file import to_json
from kg.errors import StoreError
from kg.happening import Verdict
from kg.model import Annotation, Article
from kg.store.snapshot import Manifest

_PREFIX = ".draft-"


@contextmanager
def begin_draft(data: Path) -> Iterator[Path]:
    """An empty draft folder inside a data folder, removed at the end unless it was published."""
    snapshots = data / "snapshots"
    draft = snapshots / f"{_PREFIX}{os.getpid()}"
    try:
        snapshots.mkdir(parents=True, exist_ok=True)
        remove_stale_drafts(snapshots)
        draft.mkdir()
    except OSError as error:
        raise StoreError(f"{data}: cannot be written ({error.strerror}); choose another folder with --out") from error
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def remove_stale_drafts(snapshots: Path) -> None:
    """Remove the drafts of builds that no longer run."""
    for folder in sorted(snapshots.glob(f"{_PREFIX}*")):
        if not _is_running(int(folder.name.removeprefix(_PREFIX))):
            shutil.rmtree(folder)


def _is_running(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def fill_store(folder: Path, quads: list[Quad]) -> Store:
    """A new Oxigraph store with these quads; only when it is let go can its folder be renamed or opened again."""
    store = Store(str(folder))
    store.bulk_extend(quads)
    store.flush()
    store.optimize()
    return store


def write_records(
    draft: Path,
    articles: Iterable[Article],
    annotations: Iterable[Annotation],
    manifest: Manifest,
    verdicts: Iterable[Verdict] = (),
) -> None:
    """Write what `Snapshot` gives back: the articles and what each was found to say, by key, verdicts, manifest."""
    _write_lines(draft / "articles.jsonl", (article.model_dump_json(exclude_none=True) for article in articles))
    _write_lines(draft / "annotations.jsonl", map(to_json, annotations))
    _write_lines(draft / "verdicts.jsonl", (verdict.model_dump_json() for verdict in verdicts))
    (draft / "manifest.json").write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in lines)


def publish(draft: Path, data: Path, name: str) -> Path:
    """Make a finished draft the current snapshot `name`; a snapshot that is there already is kept."""
    folder = data / "snapshots" / name
    try:
        if not folder.exists():
            _flush_tree(draft)
            draft.rename(folder)
            _flush(folder.parent)
        _switch(data, name)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be published ({error.strerror}); the former snapshot stays") from error
    return folder


def _switch(data: Path, name: str) -> None:
    beside = data / f".current-{os.getpid()}"
    beside.write_text(name + "\n", encoding="ascii")
    _flush(beside)
    beside.replace(data / "current")
    _flush(data)


def _flush_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        _flush(path)
    _flush(folder)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
