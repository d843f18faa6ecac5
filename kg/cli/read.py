"""`dateline annotate`, `triples`, `evaluate`: what does an article say, with nothing stored?"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import cast

import click
from pyoxigraph import RdfFormat, serialize

from kg.annotate.annotate import load_tools
from kg.annotate.annotation_file import to_json, to_yaml
from kg.annotate.brat import to_brat
from kg.cli.build import tell_rejections
from kg.cli.options import ENGINE, PARSER, PATHS
from kg.errors import InputError
from kg.evaluate import evaluate_gold, table
from kg.model import Annotation, Rejection
from kg.pipeline import Said, read_and_annotate
from kg.settings import EngineName
from kg.triples.annotation import annotation_quads
from kg.vocabulary import PREFIXES

_FORMATS: dict[str, Callable[[Annotation], str]] = {
    "json": to_json,
    "yaml": lambda annotation: "---\n" + to_yaml(annotation).rstrip("\n"),
    "brat": to_brat,
}


@click.command()
@PATHS
@ENGINE
@PARSER
@click.option("--format", "form", type=click.Choice(list(_FORMATS)), default="json", show_default=True)
def annotate(paths: Sequence[str], engine: str, parser: str, form: str) -> int:
    """Print what each article says, with exact offsets."""
    rejections: list[Rejection] = []
    for said in _said(paths, engine, parser, rejections):
        click.echo(_FORMATS[form](said.annotation))
    tell_rejections(rejections)
    return 1 if rejections else 0


@click.command()
@PATHS
@ENGINE
@PARSER
def triples(paths: Sequence[str], engine: str, parser: str) -> int:
    """Print the asserted RDF of each article as TriG."""
    rejections: list[Rejection] = []
    for said in _said(paths, engine, parser, rejections):
        quads = annotation_quads(said.article, said.annotation)
        click.echo(serialize(quads, format=RdfFormat.TRIG, prefixes=PREFIXES) or b"", nl=False)
    tell_rejections(rejections)
    return 1 if rejections else 0


@click.command()
@PATHS
@ENGINE
@PARSER
@click.option("--gold", "golds", multiple=True, required=True, type=click.Path(path_type=Path, exists=True))
def evaluate(paths: Sequence[str], engine: str, parser: str, golds: Sequence[Path]) -> int:
    """Score the reading of articles against gold annotations, one --gold for each article in the same order."""
    if len(paths) != len(golds):
        raise click.UsageError(f"{len(paths)} articles but {len(golds)} gold annotations")
    rejections: list[Rejection] = []
    said = list(_said(paths, engine, parser, rejections))
    if rejections:
        tell_rejections(rejections)
        raise InputError("an article to be scored was rejected")
    scores = [evaluate_gold(item.article, item.annotation, gold) for item, gold in zip(said, golds, strict=True)]
    click.echo(table(scores))
    return 0


def _said(paths: Sequence[str], engine: str, parser: str, rejections: list[Rejection]) -> Iterator[Said]:
    if not paths:
        raise click.UsageError("name the articles: files, folders, globs or -")
    tools = load_tools(cast(EngineName, engine), parser)
    for item in read_and_annotate(paths, tools, reviewed=False):
        if isinstance(item, Rejection):
            rejections.append(item)
        else:
            yield item
