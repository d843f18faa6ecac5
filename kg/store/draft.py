"""How does a new snapshot come to be without anybody seeing a half of it?

It is written in `snapshots/.draft-<process id>-…/`, flushed to disk, renamed to its id, and only then does `current`
change, by the rename of one small file. A build that is killed leaves a draft that the next build removes.
"""

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import IO

from pyoxigraph import Quad, RdfFormat, Store

from kg.annotate.annotation_file import to_json
from kg.errors import StoreError
from kg.happening import Verdict
from kg.model import Annotation, Article
from kg.store.history import record_turn
from kg.store.snapshot import Manifest

_PREFIX = ".draft-"
_SMALL, _MOST_SMALL = 1 << 23, 60
"""Below so many bytes a table file of a store is what a change left behind; of these so many lie beside each other
before all tables are written anew, which takes long in a large store.
"""


@contextmanager
def begin_draft(data: Path) -> Iterator[Path]:
    """An empty draft folder inside a data folder, removed at the end unless it was published."""
    snapshots = data / "snapshots"
    try:
        snapshots.mkdir(parents=True, exist_ok=True)
        remove_stale_drafts(snapshots)
        # A name of its own each time: an engine may still hold the lock of the one before.
        draft = Path(mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=snapshots))
        draft.chmod(0o755)
    except OSError as error:
        raise StoreError(f"{data}: cannot be written ({error.strerror}); choose another folder with --out") from error
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def remove_stale_drafts(snapshots: Path, name: str = "") -> None:
    """Remove the drafts, of anything or of what has a name, whose makers no longer run."""
    for folder in sorted(snapshots.glob(f"{_PREFIX}*")):
        maker, _, made = folder.name.removeprefix(_PREFIX).partition("-")
        if maker.isdecimal() and name in {"", made} and not _is_running(int(maker)):
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


def copy_whole(source: Path, target: Path) -> None:
    """Copy a folder to a place where nothing is yet: it stands there whole or not at all. Raises StoreError."""
    beside = target.with_name(f"{_PREFIX}{os.getpid()}-{target.name}")
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise FileExistsError(errno.EEXIST, "it holds something already; name a new folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        remove_stale_drafts(target.parent, target.name)
        shutil.copytree(source, beside)
        _flush_tree(beside)
        beside.rename(target)
    except OSError as error:
        raise StoreError(f"{target}: cannot be written there: {error.strerror or error}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def fill_store(folder: Path, quads: Iterable[Quad]) -> Store:
    """A new Oxigraph store with these quads; only when it is let go can its folder be renamed or opened again."""
    store = Store(str(folder))
    store.bulk_extend(quads)
    return _settled(store)


def load_store(folder: Path, nquads: IO[bytes], named: Iterable[Quad]) -> Store:
    """The same from a stream of N-Quads, which is not held in memory; the blank nodes of `named` keep their names."""
    store = Store(str(folder))
    store.bulk_load(nquads, RdfFormat.N_QUADS)
    store.bulk_extend(named)
    return _settled(store)


def _settled(store: Store) -> Store:
    store.flush()
    store.optimize()
    return store


def change_store(before: Path, after: Path, gone: Iterable[Quad], come: Iterable[Quad]) -> None:
    """A new store of the quads of another one, without some and with others; the other one stays as it is.

    Table files are shared by hard links. Once many small ones lie beside each other all are written anew.
    """
    Store.read_only(str(before)).backup(str(after))
    store = Store(str(after))
    for quad in gone:
        store.remove(quad)
    store.extend(come)
    store.flush()
    if sum(map(is_small, after.glob("*.sst"))) > _MOST_SMALL:
        store.optimize()


def is_small(table: Path) -> bool:
    """Whether a table file of an open store is small; the engine lets go of files while others look at them."""
    try:
        return table.stat().st_size < _SMALL
    except FileNotFoundError:
        return False


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
    write_manifest(draft, manifest, verdicts)


def write_manifest(draft: Path, manifest: Manifest, verdicts: Iterable[Verdict]) -> None:
    """Write the verdicts and the manifest."""
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
        record_turn(data, name)
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
