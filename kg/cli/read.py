"""`dateline annotate`, `triples`: what does an article say, with nothing stored?"""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import cast

import click
from pyoxigraph import RdfFormat, serialize

from kg.annotate.annotate import Tools, load_tools
from kg.annotate.annotation_file import to_json, to_yaml
from kg.annotate.brat import to_brat
from kg.annotate.reader.corpus import read_corpus
from kg.annotate.reader.why import explain
from kg.cli.build import tell_rejections
from kg.cli.options import ENGINE, GAZETTEER, PARSER, PATHS
from kg.cli.why import why_text
from kg.model import Annotation, Rejection
from kg.pipeline.building import Said, read_and_annotate
from kg.settings import EngineName, gazetteer_file
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
@GAZETTEER
@click.option("--format", "form", type=click.Choice(list(_FORMATS)), help="[default: json]")
@click.option(
    "--why", is_flag=True, help="Tell what each event rests on instead: text, or with --format json one object each."
)
def annotate(
    paths: Sequence[str], engine: str, parser: str, gazetteer_path: Path | None, form: str | None, why: bool
) -> int:
    """Print what each article says, with exact offsets."""
    if why and form not in (None, "json"):
        raise click.UsageError("--why prints text, or JSON with --format json")
    rejections: list[Rejection] = []
    tools = load_tools(cast(EngineName, engine), parser, gazetteer=gazetteer_file(gazetteer_path))
    show = _show_why(tools, as_json=form == "json") if why else _show_annotation(form or "json")
    for said in read_all(paths, tools, rejections):
        click.echo(show(said))
    tell_rejections(rejections)
    return 1 if rejections else 0


def _show_annotation(form: str) -> Callable[[Said], str]:
    return lambda said: _FORMATS[form](said.annotation)


def _show_why(tools: Tools, *, as_json: bool) -> Callable[[Said], str]:
    """What an article's events rest on, as text or as a line of JSON."""
    passages = {passage.id: passage for passage in read_corpus()}

    def show(said: Said) -> str:
        events = explain(said.article, said.annotation, tools)
        if not as_json:
            return why_text(said.article.key, events, passages)
        fields = {"article": said.article.key, "events": [event.model_dump(mode="json") for event in events]}
        return json.dumps(fields, ensure_ascii=False)

    return show


@click.command()
@PATHS
@ENGINE
@PARSER
@GAZETTEER
def triples(paths: Sequence[str], engine: str, parser: str, gazetteer_path: Path | None) -> int:
    """Print the asserted RDF of each article as TriG."""
    rejections: list[Rejection] = []
    tools = load_tools(cast(EngineName, engine), parser, gazetteer=gazetteer_file(gazetteer_path))
    for said in read_all(paths, tools, rejections):
        quads = annotation_quads(said.article, said.annotation)
        click.echo(serialize(quads, format=RdfFormat.TRIG, prefixes=PREFIXES) or b"", nl=False)
    tell_rejections(rejections)
    return 1 if rejections else 0


def read_all(paths: Sequence[str], tools: Tools, rejections: list[Rejection]) -> Iterator[Said]:
    """What each article says, read anew; what is none joins `rejections`, what the engine has to tell is told."""
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
