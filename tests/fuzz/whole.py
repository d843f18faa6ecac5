"""Does any input end a whole run, from the file or the request on, otherwise than the parsers alone?

An execution takes milliseconds, so that there are fewer of them.
"""

import hashlib
import sqlite3
from contextlib import closing, suppress
from functools import cache

from fuzz.gazetteer import kinds, tell
from fuzz.paper import check_told, desk, put

from kg.articles.reading import read_articles
from kg.errors import InputError
from kg.gazetteer.compile import compile_gazetteer
from kg.gazetteer.intake.importing import guess_form
from kg.gazetteer.intake.merging import merge
from kg.gazetteer.intake.settling import settle_within
from kg.gazetteer.intake.staging import prepare, stage
from kg.gazetteer.intake.tables import read_csv
from kg.gazetteer.read import COLUMNS
from kg.model import Article


def article(data: bytes) -> None:
    """A file whose name tells nothing becomes articles and rejections."""
    for item in read_articles([str(put("a", data))]):
        if isinstance(item, Article):
            text = item.text.encode("utf-8")
            assert item.sha256 == hashlib.sha256(text).hexdigest()
            assert all(0 <= part.start < part.end <= len(item.text) for part in item.segments)
        else:
            check_told(item.source, item.reason, item.remedy)


def table(data: bytes) -> None:
    """A table of names goes into a gazetteer."""
    path = str(put("a.csv", data))
    with suppress(InputError):
        guess_form(path)
        with closing(sqlite3.connect(":memory:")) as database:
            _empty().backup(database)
            prepare(database)
            stage(database, "a.csv", read_csv(path, kinds(), tell))
            merge(database, tell)
            settle_within(database, tell)


@cache
def _empty() -> sqlite3.Connection:
    """A gazetteer without a row, which is copied for each input."""
    folder = desk() / "none"
    folder.mkdir()
    for name, columns in COLUMNS.items():
        put(f"none/{name}.curated.csv", columns.encode() + b"\n")
    return compile_gazetteer(folder)
