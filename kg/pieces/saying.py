"""What does an article say: by a reviewer's annotation beside it, else by the engine?"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.annotate.annotate import Tools, annotate
from kg.annotate.annotation_file import SUFFIX, read_annotation
from kg.beside import leads_out, refuse_link
from kg.gazetteer.lookup import Gazetteer
from kg.link.relinking import relink
from kg.link.reviewing import FILE as LINKS
from kg.link.reviewing import LinkVerdict, read_links
from kg.link.settle import UnknownRow, settle
from kg.model import Annotation, Article, Rejection


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """An article with what it says."""

    article: Article
    annotation: Annotation


def say(article: Article, tools: Tools, folders: Sequence[Path]) -> Said | Rejection:
    """The article with its reviewed annotation if one of the folders has it, else with the engine's."""
    edited = find_review(article, folders)
    if edited is None:
        return read_unreviewed(article, tools, link_verdicts(folders))
    annotation = _read_reviewed(edited, article, tools.gazetteer)
    return annotation if isinstance(annotation, Rejection) else Said(article=article, annotation=annotation)


def read_unreviewed(article: Article, tools: Tools, verdicts: Sequence[LinkVerdict]) -> Said:
    """The article with what the engine says, linked by the whole article and as reviewers say."""
    annotation = relink(annotate(article, tools), article.text, tools.gazetteer, verdicts)
    return Said(article=article, annotation=annotation)


def link_verdicts(folders: Sequence[Path]) -> tuple[LinkVerdict, ...]:
    """What reviewers say of names; the first folder wins."""
    return tuple(verdict for verdict in read_links(reversed(folders)) if isinstance(verdict, LinkVerdict))


def find_review(article: Article, folders: Sequence[Path]) -> Path | None:
    """The annotation file of an article."""
    return next((path for folder in folders if (path := folder / (article.key + SUFFIX)).is_file()), None)


def work_of(article: Article, folders: Sequence[Path]) -> str:
    """SHA-256 (hex) of all that a person gives for an article: the article as read, its review, verdicts on names."""
    total = hashlib.sha256(article.model_dump_json().encode())
    edited = find_review(article, folders)
    if edited is not None:
        total.update(b"\0" + edited.read_bytes())
    for path in (folder / LINKS for folder in folders):
        if path.is_file():
            total.update(b"\0" + path.read_bytes())
    return total.hexdigest()


def _read_reviewed(path: Path, article: Article, gazetteer: Gazetteer) -> Annotation | Rejection:
    if leads_out(path):
        return refuse_link(path)
    annotation = read_annotation(path, article)
    try:
        return annotation if isinstance(annotation, Rejection) else settle(annotation, gazetteer)
    except UnknownRow as error:
        return Rejection(source=str(path), reason=str(error), remedy="name a row of seeds/gazetteer or leave it out")
