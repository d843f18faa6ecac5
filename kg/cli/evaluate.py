"""`dateline evaluate`: how well is text read that somebody has marked by hand?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import click

from kg.annotate.annotate import load_tools
from kg.annotate.parse import load_parser
from kg.annotate.reader.corpus import DEVELOPMENT, SEALED, fold, read_genres
from kg.annotate.times.evaluate import evaluate_timeml, read_timeml
from kg.cli.build import tell_rejections
from kg.cli.options import ENGINE, PARSER, PATHS
from kg.cli.progress import show_progress
from kg.cli.read import read_all
from kg.errors import InputError
from kg.evaluate.comparing import Compared
from kg.evaluate.mistakes import find_mistakes
from kg.evaluate.reading import compare_article, compare_passages
from kg.evaluate.report import mistake_text, report, times_text, to_json, to_table
from kg.model import Rejection
from kg.settings import EngineName

_TIMEML = ".tml"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Call:
    """What the caller asked for, as the options below name it."""

    paths: Sequence[str]
    engine: EngineName
    parser: str
    golds: Sequence[Path]
    corpus: str | None
    number: int
    limit: int | None
    errors: int
    as_json: bool
    seed: int


@click.command()
@PATHS
@ENGINE
@PARSER
@click.option(
    "--gold",
    "golds",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="The annotation of each article, in the same order; or TimeML files (.tml) or folders of them, alone.",
)
@click.option(
    "--corpus",
    is_flag=False,
    flag_value="",
    metavar="[FOLDER]",
    help="Score passages of the reading corpus (default: the one that ships) instead of articles.",
)
@click.option(
    "--fold", "number", type=click.IntRange(0, 4), default=DEVELOPMENT, show_default=True, help="Fifth of the corpus."
)
@click.option("--limit", type=click.IntRange(1), help="Score only the first passages of the fold.")
@click.option("--errors", type=click.IntRange(0), default=0, help="Print this many mistakes with their sentences.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.option("--seed", default=0, show_default=True, help="Seed of the bootstrap's draws.")
def evaluate(**given: Any) -> int:
    """Score the reading of articles against gold annotations, one --gold for each article in the same order.

    Strict figures ask for the very word of the trigger, lenient ones for a trigger inside the gold's words; what is
    asked of found records is asked of the strict pairs where the gold names triggers. Intervals are 95 %, by
    bootstrap over documents. With TimeML files as gold the time expressions are scored, as in TempEval-3.
    """
    call = _Call(**given)
    if call.corpus is not None:
        _check_corpus_call(call)
        _tell(_of_corpus(Path(call.corpus) if call.corpus else None, call), call)
    elif call.golds and all(_is_timeml(path) for path in call.golds):
        if call.paths:
            raise click.UsageError("TimeML files hold their own text; name no articles with them")
        _tell_times(call)
    else:
        _check_articles_call(call)
        _tell(_of_articles(call), call)
    return 0


def _check_corpus_call(call: _Call) -> None:
    if call.paths or call.golds:
        raise click.UsageError("--corpus takes texts and marks from the corpus; name no articles or --gold with it")
    if call.number == SEALED and call.errors:
        raise click.UsageError(f"fold {SEALED} is sealed: only its scores are looked at, never its mistakes")


def _check_articles_call(call: _Call) -> None:
    if not call.golds:
        raise click.UsageError("name the gold annotations (--gold) or the corpus (--corpus)")
    if len(call.paths) != len(call.golds):
        raise click.UsageError(f"{len(call.paths)} articles but {len(call.golds)} gold annotations")


def _of_articles(call: _Call) -> list[Compared]:
    tools = load_tools(call.engine, call.parser)
    rejections: list[Rejection] = []
    said = list(read_all(call.paths, tools, rejections))
    if rejections:
        tell_rejections(rejections)
        raise InputError("an article to be scored was rejected")
    if len(said) != len(call.golds):
        raise InputError(f"the paths hold {len(said)} articles, but there are {len(call.golds)} gold annotations")
    return [
        compare_article(item.article, item.annotation, gold, tools)
        for item, gold in zip(said, call.golds, strict=True)
    ]


def _of_corpus(folder: Path | None, call: _Call) -> list[Compared]:
    if folder is not None and not folder.is_dir():
        raise InputError(f"{folder} is no folder; name the folder of a reading corpus")
    chosen = ((genre, passage) for genre, passage in read_genres(folder) if fold(passage) == call.number)
    passages = list(islice(chosen, call.limit))
    if not passages:
        raise InputError(f"{folder or 'the corpus'} has no passage of fold {call.number}")
    if call.number != SEALED and folder is None and call.engine == "reader":
        click.echo(f"the shipped reader learned from fold {call.number}: these figures flatter it", err=True)
    tools = load_tools(call.engine, call.parser)
    compared = []
    with show_progress() as progress:
        for document in compare_passages(passages, tools):
            compared.append(document)
            progress("reading passages", len(compared), len(passages))
    return compared


def _tell(documents: Sequence[Compared], call: _Call) -> None:
    found = report(documents, seed=call.seed)
    mistakes = list(islice(find_mistakes(documents), call.errors))
    if call.as_json:
        click.echo(to_json(found, mistakes))
        return
    click.echo(to_table(found))
    for mistake in mistakes:
        click.echo(f"\n{mistake_text(mistake)}")


def _tell_times(call: _Call) -> None:
    nlp = load_parser(call.parser)
    found = evaluate_timeml([read_timeml(path) for path in _timeml_files(call.golds)], nlp)
    click.echo(to_json(found) if call.as_json else times_text(found))


def _is_timeml(path: Path) -> bool:
    return path.suffix == _TIMEML or (path.is_dir() and any(path.glob(f"*{_TIMEML}")))


def _timeml_files(golds: Sequence[Path]) -> Iterator[Path]:
    for path in golds:
        yield from sorted(path.glob(f"*{_TIMEML}")) if path.is_dir() else [path]
