"""How do foreign files become a gazetteer that the program can use?"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Literal, TypeAlias

from kg.errors import InputError, UsageError
from kg.gazetteer.compile import INDEXES, compile_gazetteer
from kg.gazetteer.intake.bindings import read_bindings
from kg.gazetteer.intake.found import Conflict, Found, Tell
from kg.gazetteer.intake.kinds import Kinds
from kg.gazetteer.intake.lines import open_bytes, read_chunk
from kg.gazetteer.intake.merging import Tally, merge
from kg.gazetteer.intake.quickstatements import read_quickstatements
from kg.gazetteer.intake.settling import settle_within
from kg.gazetteer.intake.staging import prepare, stage
from kg.gazetteer.intake.tables import read_csv, read_tsv
from kg.gazetteer.intake.values import to_item
from kg.gazetteer.intake.wikidata import read_wikidata
from kg.gazetteer.lookup import Gazetteer, open_gazetteer
from kg.model import Rejection

Form: TypeAlias = Literal["wikidata", "sparql-json", "csv", "tsv", "quickstatements"]
_READERS: Mapping[Form, Callable[[str, Kinds, Tell], Iterator[Found]]] = {
    "wikidata": read_wikidata, "sparql-json": read_bindings, "csv": read_csv, "tsv": read_tsv,
    "quickstatements": read_quickstatements,
}  # fmt: skip
_INDEX_NAMES = ("name_head", "name_tail", "office_person")
_CACHE_KIB = 64 << 10


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportReport:
    """What an import did: numbers of records read, of new rows, of items that joined a row, and of what was left out.

    `unplaced` counts places in something, and countries, that nobody describes; `posts` terms in a post without a
    label.
    """

    records: int
    new: int
    joined: int
    rejected: int
    conflicts: int
    unplaced: int
    posts: int


def import_files(
    paths: Sequence[str],
    target: Path,
    kinds: Kinds,
    tell: Tell,
    *,
    form: Form | None = None,
    onto: Path | None = None,
) -> ImportReport:
    """Write `target`, a gazetteer of the curated rows (or those of the gazetteer `onto`) and all that the files tell.

    Nothing is written unless all goes well. Raises InputError for a file that cannot be used at all.
    """
    told = {"rejected": 0, "conflicts": 0}

    def count(what: Rejection | Conflict) -> None:
        told["rejected" if isinstance(what, Rejection) else "conflicts"] += 1
        tell(what)

    draft = target.with_name(target.name + ".part")
    draft.unlink(missing_ok=True)
    try:
        database = _begin(draft, onto)
        try:
            with database:
                records = sum(_stage(database, path, form or guess_form(path), kinds, count) for path in paths)
                if not records:
                    raise InputError(f"{', '.join(paths)}: no usable record; {target} stays as it is")
                digest = _digest(database, paths, kinds)
                tally, lost = _fill(database, count)
                database.execute("INSERT OR REPLACE INTO meta VALUES ('digest', ?)", (digest,))
        finally:
            database.close()
        draft.replace(target)
    except sqlite3.Error as error:
        raise InputError(f"{target}: cannot be written: {error}") from error
    finally:
        draft.unlink(missing_ok=True)
    return ImportReport(
        records=records, new=tally.new, joined=tally.joined, unplaced=lost + tally.countries, posts=tally.posts,
        rejected=told["rejected"], conflicts=told["conflicts"],
    )  # fmt: skip


def _begin(draft: Path, onto: Path | None) -> sqlite3.Connection:
    """The database that is written: a copy of another gazetteer, or the curated one."""
    try:
        if onto is None:
            compile_gazetteer(target=str(draft)).close()
        else:
            open_gazetteer(onto).close()
            copyfile(onto, draft)
    except (OSError, sqlite3.Error) as error:
        raise InputError(f"{draft}: cannot be written: {error}") from error
    database = sqlite3.connect(draft)
    settings = f"journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA threads = 2; PRAGMA cache_size = -{_CACHE_KIB}"
    database.executescript(f"PRAGMA {settings};")
    prepare(database)
    return database


def _stage(database: sqlite3.Connection, path: str, form: Form, kinds: Kinds, tell: Tell) -> int:
    return stage(database, Path(path).name, _READERS[form](path, kinds, tell))


def _digest(database: sqlite3.Connection, paths: Sequence[str], kinds: Kinds) -> str:
    """SHA-256 (hex) of what an import is made of: the rows before, the classes, the bytes of the files.

    What came through standard input is taken from the records that wait.
    """
    total = hashlib.sha256(Gazetteer(database).digest.encode() + repr(sorted(kinds.known.items())).encode())
    for path in paths:
        if path == "-":
            for values in database.execute("SELECT * FROM incoming WHERE source = '-' ORDER BY n"):
                total.update(repr(values).encode())
        else:
            with Path(path).open("rb") as stream:
                total.update(hashlib.file_digest(stream, "sha256").digest())
    return total.hexdigest()


def _fill(database: sqlite3.Connection, tell: Tell) -> tuple[Tally, int]:
    for index in _INDEX_NAMES:
        database.execute(f"DROP INDEX {index}")
    tally = merge(database, tell)
    lost = settle_within(database, tell)
    for statement in INDEXES.strip().splitlines():
        database.execute(statement.replace("CREATE INDEX", "CREATE INDEX IF NOT EXISTS"))
    return tally, lost


def guess_form(path: str) -> Form:
    """The form of a file by its first bytes, and by its name where a table could be either; raises UsageError."""
    if path == "-":
        raise UsageError("say with --form what standard input holds")
    with open_bytes(path) as stream:
        start = read_chunk(stream, path, 1 << 16).decode("utf-8-sig", errors="replace").lstrip()
    first = start.splitlines()[0] if start else ""
    if start.startswith("{") and '"head"' in start and '"vars"' in start:
        return "sparql-json"
    if start.startswith(("{", "[")):
        return "wikidata"
    cells = first.split("\t") if "\t" in first else first.split("|")
    if len(cells) >= 3 and (to_item(cells[0]) or cells[0] in ("CREATE", "LAST")):
        return "quickstatements"
    return "tsv" if "\t" in first else "csv"
