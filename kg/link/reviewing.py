"""Whom has a reviewer said that a name means?

A file `links.csv` beside the annotations: `verdict` (`is`, `is not` or `nobody`), `name` as it is written, `item` (a
Wikidata item or a row of the gazetteer, as `person/yossi-cohen`), `article` (its key; empty: every article), `note`.
A verdict on one article comes before one on all; of several the last counts. A reviewed annotation is above both.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias, cast, get_args

from kg.gazetteer.rows import fold
from kg.model import Rejection
from kg.verdicts import read_tables

FILE = "links.csv"
COLUMNS = ("verdict", "name", "item", "article", "note")
Judgement: TypeAlias = Literal["is", "is not", "nobody"]
_ITEM = re.compile(r"Q[1-9][0-9]*|[a-z]+/[A-Za-z0-9-]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkVerdict:
    """A reviewer's word on one name; `item` is empty for `nobody`, `article` where it holds everywhere."""

    verdict: Judgement
    name: str
    item: str = ""
    article: str = ""
    note: str = ""

    @property
    def folded(self) -> str:
        """The name as names are compared."""
        return fold(self.name)


def read_links(folders: Iterable[Path]) -> Iterator[LinkVerdict | Rejection]:
    """The verdicts of the file in each of these folders that has one, row by row."""
    yield from read_tables(folders, FILE, COLUMNS, _verdict)


def for_article(verdicts: Iterable[LinkVerdict], article: str) -> tuple[LinkVerdict, ...]:
    """The verdicts that hold in an article: of each name the last `is` or `nobody`, and every `is not`."""
    decided: dict[str, LinkVerdict] = {}
    barred: dict[tuple[str, str], LinkVerdict] = {}
    for verdict in sorted((v for v in verdicts if v.article in ("", article)), key=lambda v: v.article != ""):
        if verdict.verdict == "is not":
            barred[verdict.folded, verdict.item] = verdict
        else:
            decided[verdict.folded] = verdict
    return (*decided.values(), *barred.values())


def _verdict(path: Path, number: int, row: Sequence[str]) -> LinkVerdict | Rejection:
    cells = [cell.strip() for cell in row]
    fault = _fault(cells)
    if fault:
        return Rejection(source=str(path), place=f"line {number}", reason=fault, remedy="correct the row")
    verdict, name, item, article, note = cells
    return LinkVerdict(verdict=cast(Judgement, verdict), name=name, item=item, article=article, note=note)


def _fault(cells: Sequence[str]) -> str:
    if len(cells) != len(COLUMNS):
        return f"{len(cells)} cells instead of {len(COLUMNS)}"
    verdict, name, item = cells[:3]
    if verdict not in get_args(Judgement):
        return f"a verdict is `is`, `is not` or `nobody`, not {verdict!r}"
    if not fold(name):
        return "no name"
    if (verdict == "nobody") != (item == "") or (item and not _ITEM.fullmatch(item)):
        return f"{verdict!r} with the item {item!r}: write Q42 or person/yossi-cohen, and none for `nobody`"
    return ""
