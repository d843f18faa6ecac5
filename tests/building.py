"""How do tests make snapshots of small articles?"""

import hashlib
from datetime import date
from pathlib import Path

from pyoxigraph import Quad
from strategies import TEXT, make_annotation, make_article

from kg.annotate.annotation_file import SUFFIX, to_yaml
from kg.model import When
from kg.pipeline.building import BuildReport, build_snapshot, extend_snapshot
from kg.settings import BuildSettings, ReasonerName
from kg.store.snapshot import open_current
from kg.vocabulary import DL

SALE = (
    "Arms for Mali\n\n"
    "Norway sold rifles to Mali on 3 May 2014, and its premier met the president of Mali in Oslo. "
    "The army denied that it had attacked a village in Chad.\n"
)
REASONED = frozenset({DL.visited, DL.metWith, DL.suppliedTo, DL.dealtWith})
JUNE = When(edtf="2019-06-01", earliest=date(2019, 6, 1), latest=date(2019, 6, 1), basis="metadata")


def ignore(*_: object) -> None:
    """Progress that nobody watches."""


def build(data: Path, *paths: Path, reasoner: ReasonerName = "fast") -> BuildReport:
    """A build of these files alone."""
    return build_snapshot([str(path) for path in paths], BuildSettings(data=data, reasoner=reasoner), ignore)


def add(data: Path, *paths: Path) -> BuildReport:
    """An addition of these files."""
    return extend_snapshot([str(path) for path in paths], BuildSettings(data=data), ignore)


def digests(report: BuildReport) -> dict[str, str]:
    """The content of every file of a snapshot that is published, by name."""
    files = [*(report.folder / "dumps").iterdir(), *report.folder.glob("*.json*")]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)}


def quads(data: Path) -> set[Quad]:
    """All quads of the current snapshot."""
    return set(open_current(data).open_store())


def texts(data: Path) -> dict[str, str]:
    """The stored texts by key."""
    return {article.key: article.text for article in open_current(data).articles()}


def told_twice(folder: Path) -> Path:
    """The reviewed article `envoy` and one more, `echo`, that says the same and a sentence more."""
    for key, text in (("envoy", TEXT), ("echo", TEXT + "\nNobody was there.\n")):
        said = make_annotation(make_article(text, key))
        visit = said.events[0].model_copy(update={"type": "official-visit"})
        header = said.article.model_copy(update={"published": JUNE})
        dated = said.model_copy(update={"article": header, "events": (visit, *said.events[1:])})
        (folder / f"{key}.txt").write_text(text, encoding="utf-8")
        (folder / f"{key}{SUFFIX}").write_text(to_yaml(dated), encoding="utf-8")
    (folder / "sale.txt").unlink()
    return folder
