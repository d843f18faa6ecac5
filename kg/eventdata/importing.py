"""How does a file of event data become N-Quads, row by row?"""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from kg.articles.packed import PACKINGS, unpack
from kg.articles.refusal import RefusedError
from kg.dump.files import open_packed
from kg.errors import InputError, StoreError
from kg.eventdata.claims import Claims
from kg.eventdata.formats import FORMATS
from kg.eventdata.rows import DatasetName, EventRow, RowFault, read_rows
from kg.gazetteer.lookup import Gazetteer
from kg.model import Rejection

_AT_ONCE = 2_000
"""Rows that are written together."""


@dataclass(slots=True)
class Tally:
    """How many rows became claims, and how many could not; `first` are the first of those."""

    rows: int
    rejected: int
    first: list[Rejection]


def import_events(paths: list[Path], dataset: DatasetName, target: Path, gazetteer: Gazetteer) -> Tally:
    """Write the claims in some files to one N-Quads file, packed, which stands there whole or not at all.

    Raises InputError for a file that is none, StoreError when there is no room.
    """
    tally = Tally(rows=0, rejected=0, first=[])
    claims = Claims(dataset, gazetteer)
    beside = target.with_name(f"{target.name}.part")
    try:
        with open_packed(beside) as packed:
            packed.write(claims.head().encode())
            for text in _texts(paths, dataset, claims, tally):
                packed.write(text.encode())
        beside.replace(target)
    except OSError as error:
        raise StoreError(f"{target}: cannot be written ({error.strerror}); make room or name another file") from error
    finally:
        beside.unlink(missing_ok=True)
    return tally


def _texts(paths: Iterable[Path], dataset: DatasetName, claims: Claims, tally: Tally) -> Iterator[str]:
    """What all rows say, many at once."""
    for path in paths:
        with _open(path) as stream:
            texts = _claims(read_rows(stream, FORMATS[dataset], str(path)), path, claims, tally)
            while held := "".join(islice(texts, _AT_ONCE)):
                yield held


def _claims(rows: Iterable[EventRow | Rejection], path: Path, claims: Claims, tally: Tally) -> Iterator[str]:
    for item in rows:
        if isinstance(item, Rejection):
            _reject(item, tally)
            continue
        try:
            yield claims.of(item)
        except RowFault as fault:
            remedy = "map the code in seeds/eventdata/codes.curated.csv, or leave the row out"
            _reject(Rejection(source=str(path), place=f"event {item.id}", reason=str(fault), remedy=remedy), tally)
        else:
            tally.rows += 1


def _reject(rejection: Rejection, tally: Tally) -> None:
    tally.rejected += 1
    if len(tally.first) < 100:
        tally.first.append(rejection)


@contextmanager
def _open(path: Path) -> Iterator[BinaryIO]:
    """The file, unpacked: GDELT's come as a zip with one file in it."""
    try:
        with path.open("rb") as stream:
            if path.suffix.lower() == ".zip":
                with zipfile.ZipFile(stream) as archive, archive.open(archive.namelist()[0]) as only:
                    yield cast(BinaryIO, only)
            else:
                packing = PACKINGS.get(path.suffix.lower())
                yield unpack(stream, packing) if packing else stream
    except (OSError, zipfile.BadZipFile, IndexError) as error:
        raise InputError(f"{path}: cannot be read ({error}); check its name and content") from error
    except RefusedError as refused:
        raise InputError(f"{path}: {refused.reason}; {refused.remedy}") from refused
