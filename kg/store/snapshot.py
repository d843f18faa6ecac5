"""How is a finished, immutable snapshot found and opened?

A data folder holds `snapshots/<id>/` and the file `current` with the id that is served. A snapshot holds `store/`
(Oxigraph), `dumps/`, `articles.jsonl`, `annotations.jsonl`, `verdicts.jsonl` and `manifest.json`; its id is a hash of
its content.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pyoxigraph import Store

from kg import iri
from kg.errors import StoreError
from kg.happening import Verdict
from kg.model import Annotation, Article

FORMAT = 1
"""Raised when a snapshot written before can no longer be read."""


class Manifest(BaseModel):
    """What a snapshot is made of: everything that its content depends on, and nothing of when or where.

    `counts` holds triples by part, `engines` the reading engine, parser and weights with their digests; `base` begins
    the IRIs of its things.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    id: str
    program: str
    ontology: str
    reasoner: str
    engines: dict[str, str]
    counts: dict[str, int]
    base: str = iri.BASE


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """A finished snapshot on disk; nothing in it ever changes."""

    folder: Path
    manifest: Manifest
    is_here: ClassVar[bool] = True
    """Whether its files can be read, or only the graph is known, in another store."""

    @property
    def id(self) -> str:
        """The hash that names it."""
        return self.manifest.id

    @property
    def dumps(self) -> Path:
        """The folder of its dump files."""
        return self.folder / "dumps"

    def open_store(self) -> Store:
        """Its quads, read-only; raises StoreError when the files are damaged."""
        try:
            return Store.read_only(str(self.folder / "store"))
        except (OSError, RuntimeError) as error:  # RocksDB's "Corruption" is a RuntimeError
            raise StoreError(
                f"{self.folder / 'store'}: the store cannot be opened ({error}); build again: dateline build"
            ) from error

    def articles(self) -> Iterator[Article]:
        """The articles with their stored texts, by key."""
        with (self.folder / "articles.jsonl").open(encoding="utf-8") as lines:
            yield from map(Article.model_validate_json, lines)

    def annotations(self) -> Iterator[Annotation]:
        """What each article was found to say, by key."""
        with (self.folder / "annotations.jsonl").open(encoding="utf-8") as lines:
            yield from map(Annotation.model_validate_json, lines)

    def verdicts(self) -> Iterator[Verdict]:
        """What reviewers said of events of several articles; nothing in a snapshot from before there were any."""
        path = self.folder / "verdicts.jsonl"
        if path.is_file():
            with path.open(encoding="utf-8") as lines:
                yield from map(Verdict.model_validate_json, lines)


def open_snapshot(folder: Path) -> Snapshot:
    """The snapshot in a folder; raises StoreError when it is missing, damaged, of another format or base."""
    path = folder / "manifest.json"
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: the snapshot's manifest cannot be read ({error}); build again") from error
    found = fields.get("format") if isinstance(fields, dict) else None
    if found != FORMAT:
        raise StoreError(f"{folder}: the snapshot has format {found}, this program reads {FORMAT}; build again")
    base = fields.setdefault("base", iri.HOME)  # snapshots from before there was a choice
    if base != iri.BASE:
        raise StoreError(f"{folder}: its IRIs begin with {base}, not {iri.BASE}; set DATELINE_BASE, or build again")
    try:
        return Snapshot(folder=folder, manifest=Manifest.model_validate(fields))
    except ValidationError as error:
        raise StoreError(f"{path}: the snapshot's manifest is damaged; build again") from error


def current_id(data: Path) -> str | None:
    """The id of the snapshot that a data folder serves; None when it has none yet."""
    try:
        return (data / "current").read_text(encoding="ascii").strip() or None
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreError(f"{data / 'current'}: cannot be read ({error})") from error


def current_folder(data: Path) -> Path:
    """The folder of the snapshot that a data folder serves; raises StoreError when there is none."""
    name = current_id(data)
    if name is None:
        raise StoreError(f"{data} holds no snapshot; run `dateline build --out {data}` first")
    return data / "snapshots" / name


def open_current(data: Path) -> Snapshot:
    """The snapshot that a data folder serves; raises StoreError when there is none."""
    return open_snapshot(current_folder(data))
