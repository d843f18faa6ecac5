"""Does any table of verdicts or events end otherwise than with rows and rejections?"""

import io
from contextlib import suppress
from functools import cache

from fuzz.paper import check_told, desk, put

from kg.errors import InputError
from kg.eventdata.claims import Claims
from kg.eventdata.formats import FORMATS
from kg.eventdata.rows import DatasetName, RowFault, read_rows
from kg.gazetteer.lookup import Gazetteer, load_gazetteer
from kg.link.reviewing import for_article, read_links
from kg.merge.verdicts import newest, read_verdicts
from kg.model import Rejection


def links(data: bytes) -> None:
    """A reviewer's `links.csv`."""
    put("links.csv", data)
    found = list(read_links([desk()]))
    _check(found)
    for_article([one for one in found if not isinstance(one, Rejection)], "a")


def merges(data: bytes) -> None:
    """A reviewer's `merges.csv`."""
    put("merges.csv", data)
    found = list(read_verdicts([desk()]))
    _check(found)
    newest([one for one in found if not isinstance(one, Rejection)])


def gdelt(data: bytes) -> None:
    """GDELT 2.0."""
    _events("gdelt", data)


def acled(data: bytes) -> None:
    """ACLED."""
    _events("acled", data)


def icews(data: bytes) -> None:
    """ICEWS."""
    _events("icews", data)


def polecat(data: bytes) -> None:
    """POLECAT."""
    _events("polecat", data)


@cache
def _gazetteer() -> Gazetteer:
    return load_gazetteer()


@cache
def _claims(dataset: DatasetName) -> Claims:
    return Claims(dataset, _gazetteer())


def _events(dataset: DatasetName, data: bytes) -> None:
    with suppress(InputError):
        for row in read_rows(io.BytesIO(data), FORMATS[dataset], "a"):
            if isinstance(row, Rejection):
                check_told(row.source, row.reason, row.remedy)
                continue
            with suppress(RowFault):
                _claims(dataset).of(row)


def _check(found: list[object]) -> None:
    for one in found:
        if isinstance(one, Rejection):
            check_told(one.source, one.reason, one.remedy)
