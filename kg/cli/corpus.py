"""`dateline corpus`: how does the reading corpus grow, and is it well formed?"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from kg.annotate.annotation_file import SUFFIX, read_annotation
from kg.annotate.reader.corpus import CORPUS, SEALED, Passage, absent_words, fold, read_corpus, validate
from kg.annotate.reader.teach import make_passage, passage_line
from kg.articles.reading import read_articles
from kg.cli.build import tell_rejections
from kg.cli.options import PATHS
from kg.datafiles import find_data
from kg.errors import InputError
from kg.model import Article, Rejection
from kg.pipeline.building import annotation_folders

_FILE = "reviewed.jsonl"


@click.group()
def corpus() -> None:
    """The passages that the reader learns from."""


corpus.add_command(validate, "check")


@corpus.command()
@PATHS
@click.option("--to", type=click.Path(file_okay=False, exists=True, path_type=Path), help="Corpus folder [shipped].")
def add(paths: Sequence[str], to: Path | None) -> int:
    """Add articles with their reviewed annotations (KEY.annotation.yaml beside them) to the training corpus."""
    if not paths:
        raise click.UsageError("name the articles: files, folders or globs")
    folder = to or find_data(CORPUS)
    known = {passage.id for passage in read_corpus(folder)}
    rejections: list[Rejection] = []
    for made in _passages(paths):
        wrong = made if isinstance(made, Rejection) else _wrong(made, known)
        if isinstance(made, Rejection) or wrong is not None:
            rejections += [wrong] if wrong else []
            continue
        _append(folder / _FILE, made)
        known.add(made.id)
        use = "only scored" if fold(made) == SEALED else "learned from"
        click.echo(f"{made.id}: {len(made.events)} events, fold {fold(made)} ({use}), in {folder / _FILE}")
    tell_rejections(rejections)
    return 1 if rejections else 0


def _passages(paths: Sequence[str]) -> Iterator[Passage | Rejection]:
    folders = annotation_folders(paths)
    for article in read_articles(paths):
        yield article if isinstance(article, Rejection) else _passage(article, folders)


def _passage(article: Article, folders: Sequence[Path]) -> Passage | Rejection:
    name = article.key + SUFFIX
    path = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if path is None:
        return Rejection(
            source=article.key,
            reason=f"there is no {name} beside it",
            remedy="write one (dateline annotate) and review it",
        )
    annotation = read_annotation(path, article)
    return annotation if isinstance(annotation, Rejection) else make_passage(article, annotation)


def _wrong(passage: Passage, known: set[str]) -> Rejection | None:
    if passage.id in known:
        return Rejection(
            source=passage.id, reason="the corpus has a passage of this name", remedy="remove the old one first"
        )
    absent = next(absent_words(passage), None)
    if absent is None:
        return None
    return Rejection(source=passage.id, reason=f"not in the text: {absent}", remedy="correct the annotation's spans")


def _append(path: Path, passage: Passage) -> None:
    try:
        with path.open("a", encoding="utf-8") as lines:
            lines.write(passage_line(passage))
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}; name a folder with --to") from error
