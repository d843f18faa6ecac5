"""How are pieces kept on disk, one after the other, whatever happens?

One SQLite file. While a build runs it is the journal: a piece is there in full or not at all, and a build that is
killed finds its pieces again. In a snapshot it holds what later additions need; the records themselves then stand in
`articles.jsonl` and `annotations.jsonl`.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import StoreError
from kg.pieces.piece import Piece, Told
from kg.reason.apart import Contact

FILE = "pieces.db"
_LAYOUT = "2"
"""Raised when a file written before can no longer be read."""
_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE piece (
    key TEXT PRIMARY KEY, work TEXT, run INTEGER, digest TEXT, claims INTEGER,
    article_bytes INTEGER, annotation_bytes INTEGER,
    about BLOB, lines BLOB, loose BLOB, told BLOB, article BLOB, annotation BLOB
);
CREATE TABLE part (name TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID;
CREATE TABLE contact (value TEXT PRIMARY KEY, uses INTEGER) WITHOUT ROWID;
CREATE TABLE remark (article TEXT, kind TEXT, number INTEGER, line TEXT, PRIMARY KEY (article, kind, number));
CREATE TABLE loose (line TEXT PRIMARY KEY, uses INTEGER) WITHOUT ROWID;
CREATE TABLE whole (line TEXT PRIMARY KEY, kind TEXT) WITHOUT ROWID;
CREATE TABLE background (row TEXT PRIMARY KEY, uses INTEGER) WITHOUT ROWID;
CREATE TABLE block (number INTEGER, article TEXT, event TEXT, PRIMARY KEY (number, article, event)) WITHOUT ROWID;
CREATE TABLE tie (
    article TEXT, event TEXT, other TEXT, other_event TEXT, score REAL, reasons TEXT,
    PRIMARY KEY (article, event, other, other_event)
) WITHOUT ROWID;
CREATE INDEX tie_other ON tie (other, other_event);
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Totals:
    """What the pieces of a shelf come to without their texts; of several that say one thing it is told once."""

    articles: int
    claims: int
    counts: Mapping[str, int]
    contacts: frozenset[Contact]
    contradictions: tuple[str, ...]
    warnings: tuple[str, ...]


class About(NamedTuple):
    """What a piece comes to: lines by part, contacts, rows of the gazetteer it rests on, and what is to be told."""

    counts: Sequence[tuple[str, int]]
    contacts: Sequence[Sequence[Any]]
    rows: Sequence[str]
    contradictions: Sequence[str]
    warnings: Sequence[str]


class Shelf:
    """The pieces in a file; every method that changes it is one transaction, unless it says otherwise."""

    def __init__(self, path: Path, fingerprint: str) -> None:
        """Opens the file, or begins it anew when it is of another fingerprint (what pieces depend on) or damaged."""
        self.path = path
        try:
            self.database = _open(path)
            if not _is_of(self.database, fingerprint):
                self.database.close()
                _unlink(path)
                self.database = _open(path)
                _begin(self.database, fingerprint)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{path}: cannot be written ({error}); choose another folder with --out") from error

    @classmethod
    def open_finished(cls, path: Path) -> "Shelf":
        """The shelf of a snapshot, to read from; nothing of it or beside it is written."""
        return cls._open_to_read(path, "mode=ro&immutable=1")

    @classmethod
    def open_beside(cls, path: Path) -> "Shelf":
        """A shelf that another process has open too, to read from."""
        return cls._open_to_read(path, "mode=ro")

    @classmethod
    def _open_to_read(cls, path: Path, options: str) -> "Shelf":
        shelf = cls.__new__(cls)
        shelf.path = path
        try:
            shelf.database = sqlite3.connect(f"{path.resolve().as_uri()}?{options}", uri=True)
        except sqlite3.Error as error:
            raise StoreError(f"{path}: cannot be read ({error}); build again") from error
        return shelf

    def remove(self) -> None:
        """Let the file go for good."""
        self.database.close()
        _unlink(self.path)

    def close(self) -> None:
        """Let the file go."""
        self.database.close()

    def begin_run(self) -> int:
        """The number of a new run; `put` and `keep` mark with it what belongs to the run."""
        found = self.database.execute("SELECT coalesce(max(run), 0) + 1 FROM piece").fetchone()
        return int(found[0])

    def keep(self, key: str, work: str, run: int) -> bool:
        """Whether the piece that this work gives is there; it belongs to the run then."""
        with self.database:
            changed = self.database.execute("UPDATE piece SET run = ? WHERE key = ? AND work = ?", (run, key, work))
        return changed.rowcount == 1

    def put(self, piece: Piece, work: str, run: int) -> None:
        """Take in a piece, instead of one with its key."""
        article, annotation = (f"{text}\n".encode() for text in (piece.article, piece.annotation))
        values = (
            piece.key, work, run, piece.digest(), piece.claims, len(article), len(annotation),
            _pack(_about(piece)), pack_lines(piece.lines), pack_lines(piece.loose),
            _pack([[x.event, x.label, x.telling, x.blocks] for x in piece.told]),
            zlib.compress(article, 1), zlib.compress(annotation, 1),
        )  # fmt: skip
        try:
            with self.database:
                self.database.execute(f"INSERT OR REPLACE INTO piece VALUES ({'?, ' * 12}?)", values)  # noqa: S608
        except sqlite3.OperationalError as error:
            raise StoreError(f"{self.path}: cannot be written ({error}); make room and run again") from error

    def drop_others(self, run: int) -> None:
        """Forget the pieces that do not belong to the run."""
        with self.database:
            self.database.execute("DELETE FROM piece WHERE run <> ?", (run,))

    def article_keys(self) -> list[str]:
        """The keys of all pieces, sorted."""
        return [key for (key,) in self.database.execute("SELECT key FROM piece ORDER BY key")]

    def digests(self) -> Iterator[tuple[str, str]]:
        """The key and the digest of each piece, by key."""
        yield from self.database.execute("SELECT key, digest FROM piece ORDER BY key")

    def totals(self) -> Totals:
        """What the pieces that are counted come to."""
        articles, claims = self.database.execute("SELECT count(*), sum(claims) FROM piece").fetchone()
        contacts = self.database.execute("SELECT value FROM contact")
        return Totals(
            articles=articles,
            claims=claims or 0,
            counts=dict(self.database.execute("SELECT name, number FROM part")),
            contacts=frozenset(Contact(*json.loads(value)) for (value,) in contacts),
            contradictions=self._remarks("contradiction"),
            warnings=self._remarks("warning"),
        )

    def _remarks(self, kind: str) -> tuple[str, ...]:
        found = self.database.execute("SELECT line FROM remark WHERE kind = ? ORDER BY article, number", (kind,))
        return tuple(dict.fromkeys(line for (line,) in found))

    def lengths(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """The bytes of each piece's two records, with their line ends, by key."""
        query = "SELECT key, article_bytes, annotation_bytes FROM piece ORDER BY key"
        for key, article, annotation in self.database.execute(query):
            yield key, (article, annotation)

    def about(self, key: str) -> About:
        """What a piece comes to."""
        (packed,) = self.database.execute("SELECT about FROM piece WHERE key = ?", (key,)).fetchone()
        return About(*unpack(packed))

    def has(self, key: str) -> bool:
        """Whether there is a piece of this key."""
        return self.database.execute("SELECT 1 FROM piece WHERE key = ?", (key,)).fetchone() is not None

    def lines(self, key: str) -> list[str]:
        """The lines of a piece about nodes of its own."""
        (packed,) = self.database.execute("SELECT lines FROM piece WHERE key = ?", (key,)).fetchone()
        return unpack_lines(packed)

    def loose(self, key: str) -> list[str]:
        """The lines of a piece about nodes that articles share."""
        (packed,) = self.database.execute("SELECT loose FROM piece WHERE key = ?", (key,)).fetchone()
        return unpack_lines(packed)

    def told(self, key: str) -> tuple[Told, ...]:
        """The events that a piece's article tells; none when there is no such piece."""
        found = self.database.execute("SELECT told FROM piece WHERE key = ?", (key,)).fetchone()
        rows: Iterable[Any] = unpack(found[0]) if found else ()
        return tuple(Told(event=a, label=b, telling=c, blocks=tuple(d)) for a, b, c, d in rows)

    def records(self, key: str) -> tuple[bytes, bytes]:
        """The lines of a piece's article and annotation, with their line ends; only of a journal."""
        found = self.database.execute("SELECT article, annotation FROM piece WHERE key = ?", (key,)).fetchone()
        return zlib.decompress(found[0]), zlib.decompress(found[1])


def is_shelf(path: Path, fingerprint: str) -> bool:
    """Whether a file holds pieces that depend on what a fingerprint stands for."""
    if not path.is_file():
        return False
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        return _is_of(database, fingerprint)
    finally:
        database.close()


def pack_lines(lines: Iterable[str]) -> bytes:
    """Lines without line ends, compressed."""
    return zlib.compress("\n".join(lines).encode(), 6)


def unpack_lines(packed: bytes) -> list[str]:
    """The lines that were packed; the escapes of N-Quads leave no line end inside one."""
    text = zlib.decompress(packed).decode()
    return text.split("\n") if text else []


def unpack(packed: bytes) -> Any:
    """What was packed as JSON."""
    return json.loads(zlib.decompress(packed))


def _pack(value: Any) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def _about(piece: Piece) -> About:
    return About(piece.counts, piece.contacts, piece.rows, piece.contradictions, piece.warnings)


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path)
    # In this mode a transaction survives the death of the process, and readers see it whole.
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    return database


def _unlink(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _is_of(database: sqlite3.Connection, fingerprint: str) -> bool:
    try:
        found = dict(database.execute("SELECT name, value FROM meta"))
    except sqlite3.DatabaseError:
        return False
    return found == {"layout": _LAYOUT, "fingerprint": fingerprint}


def _begin(database: sqlite3.Connection, fingerprint: str) -> None:
    with database:
        database.executescript(_SCHEMA)
        database.executemany("INSERT INTO meta VALUES (?, ?)", [("fingerprint", fingerprint), ("layout", _LAYOUT)])
