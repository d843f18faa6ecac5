"""`dateline annotate`, `triples`: what does an article say, with nothing stored?"""

from collections.abc import Callable, Iterator, Sequence
from typing import cast

import click
from pyoxigraph import RdfFormat, serialize

from kg.annotate.annotate import Tools, load_tools
from kg.annotate.annotation_file import to_json, to_yaml
from kg.annotate.brat import to_brat
from kg.cli.build import tell_rejections
from kg.cli.options import ENGINE, PARSER, PATHS
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
    for said in read_all(paths, load_tools(cast(EngineName, engine), parser), rejections):
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
    for said in read_all(paths, load_tools(cast(EngineName, engine), parser), rejections):
        quads = annotation_quads(said.article, said.annotation)
        click.echo(serialize(quads, format=RdfFormat.TRIG, prefixes=PREFIXES) or b"", nl=False)
    tell_rejections(rejections)
    return 1 if rejections else 0


def read_all(paths: Sequence[str], tools: Tools, rejections: list[Rejection]) -> Iterator[Said]:
    """What each article says, read anew; what is none is added to `rejections`, what the engine has to tell is told."""
    if not paths:
        raise click.UsageError("name the articles: files, folders, globs or -")
    for item in read_and_annotate(paths, tools, reviewed=False):
        if isinstance(item, Rejection):
            rejections.append(item)
        else:
            yield item
    rejections.extend(tools.unread)
    for note in tools.notes:
        click.echo(note, err=True)
