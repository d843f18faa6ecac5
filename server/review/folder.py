"""Where do reviews lie, and how is nothing lost when two people review one article?

`reviews/KEY.annotation.yaml` in the data folder is the review that holds: builds take it before any other file. Each
reviewer's last word on an article stays in `reviews/by/NAME/`, whoever saved after; `reviews/merges.csv` holds
verdicts on events of several articles, and `reviews/log.jsonl` who saved what and when.
"""

import csv
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

from kg.annotate.annotation_file import REVIEWS, SUFFIX, to_yaml
from kg.articles.keys import slug
from kg.errors import StoreError
from kg.happening import Verdict
from kg.merge.verdicts import COLUMNS, FILE, read_verdicts
from kg.model import Annotation, Rejection

_BY = "by"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewFolder:
    """The reviews of a data folder; one process at a time writes it."""

    data: Path

    @property
    def path(self) -> Path:
        """The folder, which may not be there yet."""
        return self.data / REVIEWS

    def save(self, annotation: Annotation) -> None:
        """Makes an annotation the one that holds, and its reviewer's own; raises StoreError."""
        self.keep(annotation)
        _write(self.path / (annotation.article.key + SUFFIX), to_yaml(annotation))
        self._log({"what": "saved", "article": annotation.article.key}, annotation.review.by, annotation.review.at)

    def keep(self, annotation: Annotation) -> None:
        """Keeps an annotation as its reviewer's own, without letting it hold; raises StoreError."""
        name = slug(annotation.review.by or "nobody")
        _write(self.path / _BY / name / (annotation.article.key + SUFFIX), to_yaml(annotation))
        self._log({"what": "kept", "article": annotation.article.key}, annotation.review.by, annotation.review.at)

    def kept(self, key: str) -> Iterator[Path]:
        """Every reviewer's own annotation of an article, by reviewer."""
        yield from sorted((self.path / _BY).glob(f"*/{key}{SUFFIX}"))

    def doubly_reviewed(self) -> tuple[str, ...]:
        """The keys of the articles that two reviewers or more have annotated."""
        names = [path.name.removesuffix(SUFFIX) for path in (self.path / _BY).glob(f"*/*{SUFFIX}")]
        return tuple(sorted({name for name in names if names.count(name) > 1}))

    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts given so far, oldest first."""
        return tuple(item for item in read_verdicts((self.path,)) if not isinstance(item, Rejection))

    def give_verdict(self, verdict: Verdict, by: str, at: date | None) -> None:
        """Adds a verdict; a later one on the same pair counts; raises StoreError."""
        path = self.path / FILE
        table = StringIO()
        csv.writer(table, lineterminator="\n").writerows([COLUMNS, *map(_row, (*self.verdicts(), verdict))])
        _write(path, table.getvalue())
        self._log({"what": f"called {verdict.verdict}", "events": _row(verdict)[1:5]}, by, at)

    def _log(self, what: Mapping[str, object], by: str | None, at: date | None) -> None:
        entry = {**what, "by": by, "at": at.isoformat() if at else None}
        with (self.path / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry, ensure_ascii=False) + "\n")


def _row(verdict: Verdict) -> tuple[str, ...]:
    one, other = verdict.one, verdict.other
    return (verdict.verdict, one.article, one.event, other.article, other.event, verdict.note)


def _write(path: Path, text: str) -> None:
    """Writes a file so that it is there whole or as it was."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise StoreError(f"{path}: the review cannot be written ({error.strerror}); nothing was changed") from error
